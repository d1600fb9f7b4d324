/**
 * How long a sync holds the event loop: the simulators run in another process, a heartbeat of 1 ms in this one tells the
 * longest time between two of its beats, phase by phase.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openSession } from '../../src/compose';
import type { Progress } from '../../src/engine/ports';
import { parseSettings } from '../../src/settings/read';
import type { SimulatorLine } from '../../src/simulators/start';
import { optionsOf } from '../support/options';

const USAGE = `Usage: npm run bench -- event-loop [options]

  --organizations N  clients, 25 where it is not given
  --assets N         machines of each, 30 where it is not given`;

const values = optionsOf(USAGE, {
  organizations: { type: 'string', default: '25' },
  assets: { type: 'string', default: '30' },
});

/** The longest gap between two beats, by the phase in which it ended. */
class Heartbeat implements Progress {
  readonly longest = new Map<string, number>();
  private phase = 'start';
  private last = performance.now();
  private readonly timer = setInterval(() => this.beat(), 1);

  report(phase: string): void {
    // What came before the change of phase belongs to the old one.
    if (phase === this.phase) return;
    this.beat();
    this.phase = phase;
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private beat(): void {
    const now = performance.now();
    this.longest.set(this.phase, Math.max(this.longest.get(this.phase) ?? 0, now - this.last));
    this.last = now;
  }
}

async function simulators(): Promise<{ line: SimulatorLine; stop: () => void }> {
  const child = spawn(process.execPath, [
    join(process.cwd(), 'dist', 'msp-sync.js'),
    ...['simulate', '--organizations', values.organizations, '--assets-per-organization', values.assets],
  ]);
  child.stderr.pipe(process.stderr);
  for await (const text of createInterface(child.stdout)) {
    const line: SimulatorLine = JSON.parse(text);
    return { line, stop: () => child.kill('SIGINT') };
  }
  throw new Error('The simulators did not start: run "npm run build" first.');
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'msp-sync-bench-'));
  const { line, stop } = await simulators();
  const settings = parseSettings({
    'bms.serverUrl': line.bms.url,
    'bms.tenant': line.bms.tenant,
    'bms.username': line.bms.username,
    'vsa.serverUrl': line.vsa.url,
    'vsa.username': line.vsa.username,
    'itglue.subdomain': line.itglue.subdomain,
    'itglue.apiUrl': line.itglue.url,
  });
  const secrets = { bms: line.bms.password, vsa: line.vsa.token, itglue: line.itglue.apiKey };
  const quiet = () => undefined;
  const session = openSession({
    folder,
    program: 'msp-sync',
    settings,
    secret: async (system) => secrets[system],
    log: { debug: quiet, info: quiet, warn: console.warn, error: console.error },
    notice: console.warn,
  });
  try {
    await session.check(new AbortController().signal);
    for (const run of ['first sync', 'second sync']) {
      const heart = new Heartbeat();
      const started = performance.now();
      const report = await session.sync({ progress: heart, signal: new AbortController().signal });
      const wall = performance.now() - started;
      heart.stop();
      const phases = [...heart.longest].map(([phase, ms]) => `${phase} ${ms.toFixed(0)} ms`).join(', ');
      const records = report.prepared.scan.records.size;
      console.log(
        `${run}: ${records} records, ${report.outcomes.length} steps, ${(wall / 1000).toFixed(1)} s; longest hold: ${phases}`,
      );
    }
  } finally {
    session.dispose();
    stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
