/** How the share of records in order went from run to run: one small line a run, thinned out with age. Pure but for the keeping. */
import { dayOf, withClients } from './client-trend';
import { healthInSlices, IN_ORDER, OUT_OF_USE } from './health';
import type { Kind, RecordKey } from './model';
import { refOf } from './model';
import type { RunSummary, Store } from './ports';
import { inSlices, type SliceClock } from './slices';
import type { RecordStatus } from './status';
import type { TrendLine } from './trend-model';

/** Lines that are kept whole, the newest; and days before them of which the last line is kept. */
const NEWEST = 200;
const DAYS = 365;

export function lineOf(
  { run, endedAt, conflicts }: Pick<RunSummary, 'run' | 'endedAt' | 'conflicts'>,
  statuses: ReadonlyMap<RecordKey, RecordStatus>,
): TrendLine {
  const tallies = new Map<Kind, { all: number; good: number }>();
  let records = 0;
  for (const [key, { status }] of statuses) {
    if (OUT_OF_USE.has(status)) continue;
    const { kind } = refOf(key);
    const { all, good } = tallies.get(kind) ?? { all: 0, good: 0 };
    tallies.set(kind, { all: all + 1, good: good + (IN_ORDER.has(status) ? 1 : 0) });
    records += 1;
  }
  const shares = Object.fromEntries([...tallies].map(([kind, { all, good }]) => [kind, good / all] as const));
  return { run, at: endedAt, records, conflicts, shares };
}

/** Oldest first. Of what is older than the newest lines, the last of each day (UTC) stays. */
export function withLine(lines: readonly TrendLine[], line: TrendLine): readonly TrendLine[] {
  const all = [...lines.filter(({ run }) => run !== line.run), line];
  const days = new Map(all.slice(0, -NEWEST).map((old) => [old.at.slice(0, 10), old] as const));
  return [...[...days.values()].slice(-DAYS), ...all.slice(-NEWEST)];
}

export interface Ended {
  readonly summary: RunSummary;
  readonly statuses: ReadonlyMap<RecordKey, RecordStatus>;
  readonly placeholderSerials: readonly string[];
  readonly clock: SliceClock;
}

/** Keeps the run as the last one, its line, and how each client stood at its end. */
export async function keepRun(
  store: Pick<Store, 'load' | 'saveLastRun' | 'trend' | 'saveTrend' | 'clientTrends' | 'saveClientTrends'>,
  { summary, statuses, placeholderSerials, clock }: Ended,
): Promise<void> {
  const known = { ...(await store.load()), statuses, placeholderSerials };
  const clients = await inSlices(healthInSlices(known), clock);
  // Before the last run: whoever watches that file reads all of them.
  await store.saveClientTrends(withClients(await store.clientTrends(), clients, dayOf(summary.endedAt)));
  await store.saveTrend(withLine(await store.trend(), lineOf(summary, statuses)));
  await store.saveLastRun(summary);
}
