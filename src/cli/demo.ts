/** `msp-sync demo`: from nothing to a first sync, against simulated tenants over real HTTP. */
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { Failure } from '../engine/failure';
import type { SystemName } from '../engine/model';
import { SYSTEM_TITLES } from '../engine/model';
import type { RunReport } from '../engine/run';
import type { Session } from '../engine/session';
import type { RunningSimulators, SimulatorLine } from '../simulators/start';
import { plural } from '../text/words';
import { findingsText, pairsText } from './check';
import { type Context, contextOf, type GlobalOptions, sessionIn } from './context';
import { reportText } from './report';
import { connectFolder, type FleetOptions, fleetOptions, startSimulated } from './simulate';
import { reportDocument } from './sync';

export function registerDemo(program: Command): void {
  fleetOptions(program.command('demo'))
    .description('show it all on simulated tenants: check, first sync, report, second sync')
    .action(async (options: FleetOptions, command: Command) => {
      const context = contextOf(command);
      const named = command.parent?.getOptionValueSource('workspace') === 'cli';
      const folder = named
        ? resolve(command.optsWithGlobals<GlobalOptions>().workspace)
        : await mkdtemp(join(tmpdir(), 'msp-sync-demo-'));
      await mkdir(folder, { recursive: true });
      const running = await startSimulated(options);
      try {
        await connectFolder(folder, running.line);
        const session = await sessionIn(context, folder, secretsOf(running.line));
        try {
          await tell(context, session, running, folder);
        } finally {
          context.progress.stop();
          session.dispose();
        }
      } finally {
        await running.stop();
      }
    });
}

/** The demo knows its own tenants' secrets; nothing is written to disk. */
function secretsOf(line: SimulatorLine): (system: SystemName) => Promise<string> {
  const secrets: Readonly<Record<SystemName, string>> = {
    bms: line.bms.password,
    vsa: line.vsa.token,
    itglue: line.itglue.apiKey,
  };
  return async (system) => secrets[system];
}

async function tell(
  context: Context,
  session: Session,
  running: RunningSimulators,
  folder: string,
): Promise<void> {
  const { style, say } = context;
  const { line } = running;
  say(style.bold('Three tenants on this machine'));
  say(
    `  ${SYSTEM_TITLES.bms} ${line.bms.url}, ${SYSTEM_TITLES.vsa} ${line.vsa.url}, ${SYSTEM_TITLES.itglue} ${line.itglue.url}`,
  );
  say(`  workspace ${folder}\n`);

  say(style.bold('1. Checking the connections'));
  const { checks, pairs } = await session.check(context.signal);
  const findings = checks.flatMap((checked) => checked.findings);
  say(`${findingsText(findings, style)}\n\n${pairsText(pairs, style)}\n`);
  const problem = findings.find((finding) => finding.level === 'problem');
  if (problem)
    throw new Failure('settings', problem.message, problem.remedy ? { remedy: problem.remedy } : {});

  say(style.bold('2. First sync of what already exists\n'));
  const first = await syncOnce(context, session, line.control);
  say(`${reportText(first.report, style)}\n`);
  say(`  ${callsText(first.calls)}\n`);

  say(style.bold('3. Second sync'));
  const second = await syncOnce(context, session, line.control);
  const writes = second.report.outcomes.filter((outcome) => outcome.type === 'done').length;
  say(
    `  ${writes === 0 ? 'Nothing to write: the systems are in step.' : `${plural(writes, 'record')} written.`}`,
  );
  say(`  ${callsText(second.calls)}`);
  context.answer({
    workspace: folder,
    findings,
    first: { ...reportDocument(first.report), calls: first.calls },
    second: { ...reportDocument(second.report), calls: second.calls },
  });
  if (second.calls.writes > 0) {
    throw new Failure('internal', `The second sync wrote ${plural(second.calls.writes, 'time')}.`, {
      remedy: 'Please report this with the seed and the options of the command.',
    });
  }
}

interface Calls {
  readonly seconds: number;
  readonly reads: number;
  readonly writes: number;
}

async function syncOnce(
  context: Context,
  session: Session,
  control: string,
): Promise<{ report: RunReport; calls: Calls }> {
  await fetch(`${control}/requests`, { method: 'DELETE' });
  const started = performance.now();
  const report = await session.sync({ progress: context.progress, signal: context.signal });
  context.progress.stop();
  const seconds = (performance.now() - started) / 1000;
  const counts: unknown = await (await fetch(`${control}/requests`)).json();
  return { report, calls: { seconds, ...readsAndWrites(counts) } };
}

/** Requests as the servers counted them. Signing in is neither reading nor writing. */
function readsAndWrites(counts: unknown): { reads: number; writes: number } {
  let reads = 0;
  let writes = 0;
  for (const perRoute of Object.values(counts ?? {})) {
    for (const [route, count] of Object.entries(perRoute ?? {})) {
      if (typeof count !== 'number' || route.includes('/security/')) continue;
      if (route.startsWith('GET ')) reads += count;
      else writes += count;
    }
  }
  return { reads, writes };
}

const callsText = ({ seconds, reads, writes }: Calls): string =>
  `${plural(reads, 'read')} and ${plural(writes, 'write')} in ${seconds.toFixed(1)} s, counted at the servers.`;
