/** The whole engine followed for 2,500 hours on a clock and a disk of its own: every edit arrives, and nothing piles up. */
import { expect, it } from 'vitest';
import { Follower } from '../../src/engine/follow/follower';
import { runnerOf } from '../../src/engine/follow/runner';
import { SAFE_UNASKED } from '../../src/engine/follow/unattended';
import type { Log } from '../../src/engine/ports';
import { Session } from '../../src/engine/session';
import { DEFAULT_SETTINGS } from '../../src/engine/settings';
import { FolderStore } from '../../src/store/store';
import { MemoryDisk } from '../simulation/memory-disk';
import { FakeSystem, NO_PROGRESS, record } from '../unit/engine/fakes';
import { fakeClock } from '../unit/systems/support/clock';

const HOUR = 3_600_000;
const HOURS = 2_500;
/** Every so many runs a person edits something in BMS. */
const EDITED_EVERY = 25;
const SILENT: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

it('keeps its pace, passes every edit on, and leaves no more on disk than the first week did', async () => {
  const clock = fakeClock();
  const memory = new MemoryDisk();
  const fields = { name: 'Acme Tooling', website: 'https://acme.example', notes: 'first' };
  const bms = new FakeSystem('bms', [record('bms', 'organization', '1', fields)]);
  const itglue = new FakeSystem('itglue', [record('itglue', 'organization', '1', fields)]);
  const session = new Session({
    systems: [bms, itglue],
    connections: {},
    prepareFolder: async () => undefined,
    openStore: () =>
      new FolderStore({
        folder: '/w/.msp-sync',
        clock,
        disk: memory.direct,
        onDamage: ({ why }) => expect.unreachable(why),
      }),
    takeLock: async () => async () => undefined,
    clock,
    log: SILENT,
    settings: { ...DEFAULT_SETTINGS, kinds: ['organization'] },
    by: 'kim',
  });
  const signal = new AbortController().signal;
  await session.sync({ progress: NO_PROGRESS, signal });

  const journals = async (): Promise<number> => (await memory.direct.names('/w/.msp-sync/state/runs')).length;
  const others = async (): Promise<number> => {
    const names = await Promise.all(
      ['/w/.msp-sync', '/w/.msp-sync/state', '/w/.msp-sync/state/organizations'].map((folder) =>
        memory.direct.names(folder),
      ),
    );
    const paths = names.flat();
    return paths.length;
  };
  const began = clock.now();
  let runs = 0;
  let written = 0;
  let early = 0;
  const edits = () => Math.floor(runs / EDITED_EVERY);
  const run = runnerOf({
    clock,
    use: (work) => work(session),
    progress: NO_PROGRESS,
    rules: () => ({ unasked: SAFE_UNASKED, intervalMs: HOUR }),
    ended: (end, gist) => {
      expect(end.type).toBe('done');
      written += gist?.outcomes.done ?? 0;
      runs++;
      const held = bms.records.get('1');
      if (held && runs % EDITED_EVERY === 0)
        bms.records.set('1', { ...held, fields: { ...held.fields, notes: `edit ${edits()}` } });
    },
  });
  const follower = new Follower(
    {
      clock,
      run: async (stop, why) => {
        const end = await run(stop, why);
        if (runs === 168) early = await others();
        if (runs >= HOURS) follower.send({ type: 'stop' });
        return end;
      },
      tell: (told) => expect.unreachable(JSON.stringify(told)),
      changed: () => undefined,
    },
    { intervalMs: HOUR, quiet: [], minuteOfDay: () => 0 },
    { lastRunAt: clock.now() },
  );
  await follower.follow();

  expect(runs).toBe(HOURS);
  const hours = (clock.now() - began) / HOUR;
  expect(hours).toBeGreaterThanOrEqual(HOURS);
  // Time passes on this clock while a run is under way too: a minute or so for each look.
  expect(hours).toBeLessThan(HOURS * 1.1);
  // The last edit came after the last run.
  expect(written).toBe(edits() - 1);
  expect(itglue.records.get('1')?.fields.notes).toBe(`edit ${edits() - 1}`);
  expect(itglue.calls.filter(([method]) => method === 'update')).toHaveLength(edits() - 1);
  // One journal for the run by hand, which wrote nothing, and one for each that wrote.
  expect(await journals()).toBe(1 + written);
  expect(await others()).toBe(early);
}, 120_000);
