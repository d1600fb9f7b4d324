/**
 * The whole engine with its real adapters, followed for 3,000 hours against the simulated products in process, on a clock
 * and a disk of its own: people edit now and then, servers fail now and then, and neither calls, memory nor disk grow.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { AxiosAdapter } from 'axios';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Follower } from '../../src/engine/follow/follower';
import { quietRange } from '../../src/engine/follow/quiet';
import { runnerOf } from '../../src/engine/follow/runner';
import { SAFE_UNASKED } from '../../src/engine/follow/unattended';
import type { Fields, Kind, SystemName } from '../../src/engine/model';
import { SYSTEMS } from '../../src/engine/model';
import { type Followed, Session } from '../../src/engine/session';
import { DEFAULT_SETTINGS } from '../../src/engine/settings';
import { Random } from '../../src/simulators/fleet/random';
import { FolderStore } from '../../src/store/store';
import { MemoryDisk } from '../simulation/memory-disk';
import { asAnswer, SILENT, Tenants } from '../simulation/tenants';
import { machine } from '../support/smallFleet';
import { NO_PROGRESS } from '../unit/engine/fakes';
import { acmeFleet, LAPTOP } from './support/acme';
import { type PatientClock, patientClock } from './support/clock';

const HOUR = 3_600_000;
const HOURS = 3_000;
const INTERVAL = 4 * HOUR;
const BEGAN = Date.UTC(2026, 5, 8, 9);
const MEGABYTE = 1_048_576;
const { signal } = new AbortController();

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

let clock: PatientClock;
let disk: MemoryDisk;
let tenants: Tenants;
let session: Session;
/** Calls of the run under way, signing in left out, and the product that answers none. */
let asked: string[];
let down: SystemName | null;

beforeEach(async () => {
  clock = patientClock(BEGAN);
  disk = new MemoryDisk();
  tenants = new Tenants(acmeFleet(), clock, new Random(1));
  asked = [];
  down = null;
  const connected = tenants.connect({
    clock,
    log: SILENT,
    random: () => 0.5,
    carrier: (system) => ({ adapter: carry(system), after: () => () => undefined }),
  });
  session = new Session({
    systems: SYSTEMS.map((system) => connected[system]),
    connections: { bms: 'bms', vsa: 'vsa', itglue: 'itglue' },
    prepareFolder: async () => undefined,
    openStore: () =>
      new FolderStore({
        ...{ folder: '/w/.msp-sync', clock, disk: disk.direct },
        onDamage: ({ why }) => expect.unreachable(why),
      }),
    takeLock: async () => async () => undefined,
    ...{ clock, log: SILENT, settings: DEFAULT_SETTINGS, by: 'kim' },
  });
  await session.sync({ progress: NO_PROGRESS, signal });
});
afterEach(() => session.dispose());

const carry =
  (system: SystemName): AxiosAdapter =>
  async (config) => {
    const method = (config.method ?? 'get').toUpperCase();
    const { pathname } = new URL(String(config.url));
    if (!/security|\/auth/.test(pathname)) asked.push(`${system} ${method} ${pathname}`);
    const reply = await (down === system ? tenants.refusal(system, 503) : tenants.answer(system, config));
    return { ...asAnswer(reply), config, request: {} };
  };

function idOf(system: SystemName, kind: 'contact' | 'machine', truth: string): string {
  const id = tenants[system].recordId(kind, `${system}-${truth}`);
  return id ?? expect.unreachable(`${system} has no ${truth}`);
}

async function held(system: SystemName, kind: Kind, truth: string): Promise<Fields> {
  const id = idOf(system, kind === 'asset' ? 'machine' : 'contact', truth);
  return (await tenants.look(system, kind, id))?.fields ?? {};
}

/** What somebody does somewhere; the number makes each time another. */
const DEEDS: readonly ((number: number) => Promise<void>)[] = [
  ...(['bms', 'vsa', 'itglue'] as const).map((system) => async (number: number) => {
    const contact = await tenants.look(system, 'contact', idOf(system, 'contact', 'ada'));
    if (contact) await tenants.eyes[system].update(contact, { title: `Title ${number}` }, signal);
  }),
  async (number) => {
    const ipAddresses = [`10.1.${Math.floor(number / 250)}.${1 + (number % 250)}`];
    tenants.vsa.install(machine('vsa-laptop', 'vsa-acme', { ...LAPTOP, ipAddresses }));
  },
];

/** How much there is of all that could pile up. */
function size() {
  const paths = disk.paths();
  const journals = paths.filter((path) => path.includes('/runs/'));
  const others = paths.filter((path) => !journals.includes(path) && !path.includes('trend'));
  const bytes = others.reduce((sum, path) => sum + (disk.text(path) ?? '').length, 0);
  const trend = (disk.text('/w/.msp-sync/state/trend.json') ?? '').match(/"run"/g)?.length ?? 0;
  // The rehearsal's own memory of what it saw is not the program's.
  disk.everWritten.length = 0;
  tenants.tokens.clear();
  collect();
  const handles = process.getActiveResourcesInfo().length;
  return {
    heap: process.memoryUsage().heapUsed,
    handles,
    files: others.length,
    bytes,
    journals: journals.length,
    trend,
  };
}

it('keeps its pace, passes every edit on, and lets nothing pile up', async () => {
  const random = new Random(6);
  const costs = [new Set<string>(), new Set<string>(), new Set<string>()];
  const sizes: ReturnType<typeof size>[] = [];
  const count = { runs: 0, quiet: 0, edits: 0, wrote: 0, failed: 0, night: 0 };
  let stirred = true;
  let followed: Followed | null = null;
  const warnings: Error[] = [];
  const warned = (warning: Error) => void warnings.push(warning);
  process.on('warning', warned);

  const run = runnerOf({
    clock,
    use: (work) =>
      work({
        followed: () => session.followed(),
        follow: async (options) => (followed = await session.follow(options)),
      }),
    progress: NO_PROGRESS,
    rules: () => ({ unasked: SAFE_UNASKED, intervalMs: INTERVAL }),
  });

  async function lookBack(failed: boolean): Promise<void> {
    const hours = (clock.now() - BEGAN) / HOUR;
    const outcomes = followed?.report.outcomes ?? [];
    count.runs += 1;
    count.failed += failed ? 1 : 0;
    count.wrote += outcomes.length > 0 ? 1 : 0;
    if (!stirred && !failed) {
      count.quiet += 1;
      expect(outcomes).toEqual([]);
      costs[Math.min(2, Math.floor((3 * hours) / HOURS))]?.add(asked.sort().join('\n'));
    }
    stirred = failed || outcomes.length > 0;
    down = null;
    if (hours >= (HOURS / 3) * (sizes.length + 1)) sizes.push(size());
    if (hours >= HOURS) return follower.send({ type: 'stop' });
    if (random.chance(0.1)) {
      stirred = true;
      count.edits += 1;
      await random.pick(DEEDS)(count.edits);
    } else if (random.chance(0.03)) {
      stirred = true;
      down = random.pick(SYSTEMS);
    }
  }

  const follower = new Follower(
    {
      clock: clock.outside,
      run: async (stop, why) => {
        const hour = new Date(clock.now()).getUTCHours();
        count.night += hour < 6 || hour >= 22 ? 1 : 0;
        clock.running = true;
        asked = [];
        followed = null;
        const end = await run(stop, why);
        await lookBack(end.type === 'failed');
        clock.running = false;
        return end;
      },
      tell: () => undefined,
      changed: () => undefined,
    },
    {
      intervalMs: INTERVAL,
      quiet: [quietRange('22:00-06:00') ?? expect.unreachable('no range')],
      minuteOfDay: (instant) => Math.floor(instant / 60_000) % 1440,
    },
    { lastRunAt: clock.now() },
  );
  await follower.follow();
  process.removeListener('warning', warned);

  expect(count).toMatchObject({ night: 0, wrote: count.edits });
  expect(Math.min(count.failed, count.edits)).toBeGreaterThan(5);
  expect(count.quiet).toBeGreaterThan(count.runs / 2);
  // Changes or the whole, with or without the look at the connections before it: four sorts of runs, from beginning to end.
  expect(costs.map(({ size: sorts }) => sorts)).toEqual([4, 4, 4]);
  expect(new Set(costs.flatMap((sorts) => [...sorts])).size).toBe(4);

  const [, middle, end] = sizes;
  if (!middle || !end) return expect.unreachable('it ended early');
  expect(warnings).toEqual([]);
  expect(end.handles).toBeLessThanOrEqual(middle.handles + 2);
  expect(end.heap - middle.heap).toBeLessThan(2 * MEGABYTE);
  expect(end.files).toBe(middle.files);
  expect(Math.abs(end.bytes - middle.bytes)).toBeLessThan(1_000);
  // The run by hand that came first, and each that wrote.
  expect(end.journals).toBe(1 + count.wrote);
  expect(end.trend).toBeLessThanOrEqual(200 + HOURS / 24);

  const last = await session.follow({
    progress: NO_PROGRESS,
    signal,
    unasked: SAFE_UNASKED,
    reading: 'whole',
  });
  expect(last.report.prepared.plan).toMatchObject({ steps: [], conflicts: [] });
  expect(new Set([...last.report.statuses.values()].map(({ status }) => status))).toEqual(
    new Set(['matched']),
  );
  const titles = await Promise.all(
    SYSTEMS.map(async (system) => (await held(system, 'contact', 'ada')).title),
  );
  expect(new Set(titles).size).toBe(1);
  const addresses = await Promise.all(
    SYSTEMS.map(async (system) => (await held(system, 'asset', 'laptop')).ipAddresses),
  );
  expect(new Set(addresses.map(String)).size).toBe(1);
});
