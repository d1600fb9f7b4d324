/** The command line that follows by itself: as a service with its signals and lines, and once for cron. */
import type { ChildProcess } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acmeFleet } from './support/acme';
import { ended, expectClear, run, secretsOf, settingsOf, start, writeSettings } from './support/program';
import { Story } from './support/story';

let story: Story;
const running: ChildProcess[] = [];

beforeEach(async () => {
  story = await Story.begin({ fleet: acmeFleet() });
  await writeSettings(story.folder, settingsOf(story.tenants.line));
});
afterEach(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  await story.end();
});

const environment = () => secretsOf(story.tenants.line);
const ada = () => story.tenants.recordId('bms', 'contact', 'bms-ada') ?? '';
const title = async () => {
  const id = story.tenants.recordId('itglue', 'contact', 'itglue-ada') ?? '';
  return (await story.portals.itglue.get('contacts', id)).title;
};

/** A watch that is under way, and the lines it says. */
function watch(...more: string[]) {
  const child = start(story.folder, ['--json', 'watch', ...more], environment());
  running.push(child);
  const lines: Record<string, unknown>[] = [];
  if (child.stdout)
    createInterface({ input: child.stdout }).on('line', (line) => lines.push(JSON.parse(line)));
  const said = async (event: string, count = 1): Promise<Record<string, unknown>> => {
    for (let tries = 0; tries < 1000; tries++) {
      const found = lines.filter((line) => line.event === event);
      const last = found[count - 1];
      if (last) return last;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`Never said ${event}: ${JSON.stringify(lines)}`);
  };
  return { child, lines, said, end: ended(child) };
}

describe('watching', () => {
  it('plans and tells until a first plan was approved, then writes what is safe, and stops between two writes', async () => {
    const soon = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
    const settings = settingsOf(story.tenants.line);
    await writeSettings(story.folder, { ...settings, 'mspSync.secrets.expireOn': { vsa: soon } });
    const { child, said, lines, end } = watch();
    expect(await said('synced')).toMatchObject({ approved: false, outcomes: {} });
    expect(story.writes().filter((write) => !write.includes('auth'))).toEqual([]);
    const health = await said('health');
    expect(health).toMatchObject({ ok: true, failures: 0, heldBy: null, trouble: null });
    expect(Date.parse(String(health.next))).toBeGreaterThan(Date.now() + 50 * 60_000);

    // Once a day it looks at what runs out.
    expect(await said('expiring')).toMatchObject({
      message: expect.stringMatching(/^What signs in to Kaseya VSA expires in (19|20) days, on /),
    });

    expect((await run(story.folder, ['sync'], environment())).code).toBe(0);
    await story.portals.bms.edit('contact', ada(), { jobTitle: 'Head of IT' });
    child.kill('SIGHUP');
    expect(await said('synced', 2)).toMatchObject({ approved: true, outcomes: { done: 2 } });
    expect(await title()).toBe('Head of IT');

    child.kill('SIGTERM');
    const { code, err } = await end;
    expect(code).toBe(0);
    expect(err).toContain('Stopping');
    expect(lines.map((line) => line.event)).toEqual(
      expect.arrayContaining(['began', 'synced', 'health', 'settings', 'stopped']),
    );
    for (const line of lines) expect(line.at).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  it('takes up changed settings with a hang-up, and keeps the old ones where the new ones are wrong', async () => {
    const { child, said } = watch();
    await said('health');
    await writeSettings(story.folder, {
      ...settingsOf(story.tenants.line),
      'mspSync.automatic.intervalMinutes': 5,
    });
    child.kill('SIGHUP');
    await said('synced', 2);
    const next = Date.parse(String((await said('health', 2)).next));
    expect(next).toBeLessThan(Date.now() + 6 * 60_000);
    await writeSettings(story.folder, { 'mspSync.automatic.intervalMinutes': 'often' });
    child.kill('SIGHUP');
    expect(await said('failed')).toMatchObject({
      message: expect.stringContaining('mspSync.automatic.intervalMinutes'),
    });
    await said('synced', 3);
  });

  it('says who holds the workspace, and that it is no failure', async () => {
    story.tenants.desk.order({ system: 'bms', status: 'slow', delay: 4000, match: 'accounts/summary' });
    const first = watch();
    await first.said('began');
    const second = watch();
    expect(await second.said('health')).toMatchObject({
      ok: true,
      heldBy: expect.stringMatching(
        new RegExp(`in use by msp-sync \\(process ${first.child.pid} on .*, automatic sync since `),
      ),
    });
  });

  it('tells a failure once, with what to do, and when it works again', async () => {
    const { said, lines } = watch();
    await said('health');
    story.tenants.desk.order({ system: 'itglue', status: 503, times: 1000 });
    running[0]?.kill('SIGHUP');
    expect(await said('not-synced')).toMatchObject({ type: 'failed', passing: true });
    await said('failed');
    expect(await said('health', 2)).toMatchObject({ ok: false, failures: 1 });
    story.tenants.desk.withdrawFaults();
    running[0]?.kill('SIGHUP');
    expect(await said('recovered')).toMatchObject({ after: 1 });
    expect(lines.filter(({ event }) => event === 'failed')).toHaveLength(1);
  }, 60_000);

  it('leaves no journal of runs that tried nothing', async () => {
    await run(story.folder, ['sync'], environment());
    const before = await readdir(join(story.folder, '.msp-sync', 'state', 'runs'));
    for (let n = 0; n < 3; n++)
      expect((await run(story.folder, ['watch', '--once'], environment())).code).toBe(0);
    expect(await readdir(join(story.folder, '.msp-sync', 'state', 'runs'))).toEqual(before);
  });
});

describe('one run for cron', () => {
  it('ends with 3 where changes wait for approval, and with 0 once all is quiet', async () => {
    await story.sync();
    await story.forgetApproval();
    await story.portals.bms.edit('contact', ada(), { jobTitle: 'Head of IT' });
    const waiting = await run(story.folder, ['watch', '--once'], environment());
    expectClear(waiting, {
      code: 3,
      on: 'out',
      says: [/Nothing written, 2 changes wait for your first approval\./],
    });
    expect(await title()).toBe('Controller');
    expect((await run(story.folder, ['apply'], environment())).code).toBe(0);
    expect(await title()).toBe('Head of IT');
    const quiet = await run(story.folder, ['--json', 'watch', '--once'], environment());
    expect(quiet.code).toBe(0);
    expect(JSON.parse(quiet.out)).toMatchObject({ outcomes: {}, waiting: 0, decisions: 0, approved: true });
  });

  it.each([['0'], ['often'], ['1.5']])('refuses an interval of %s', async (interval) => {
    expectClear(await run(story.folder, ['watch', '--interval', interval], environment()), {
      code: 2,
      says: ['whole minutes from 1 to 1440'],
    });
  });

  it('refuses to begin without a secret, and names the variable', async () => {
    expectClear(await run(story.folder, ['watch', '--once'], {}), {
      code: 2,
      says: [/MSP_SYNC_[A-Z_]+/],
    });
  });
});
