/** How each client went from day to day: a point for each day on which its figures changed, and no more than are looked at. Pure. */
import { type ClientHealth, troublesIn } from './health';
import { isoOf, msOf } from './normalize/instant';
import type { ClientPoint, ClientTrends } from './trend-model';

/** Points that are kept of a client: of one that changes daily the last month, of others years. */
const MOST = 30;
/** Days over which it is told whether a client became better or worse. */
const DAYS_COMPARED = 30;

export const dayOf = (at: string): string => at.slice(0, 10);

/** The trends with how the clients stand at the end of the day; those of clients that are not among them go. */
export function withClients(
  trends: ClientTrends,
  clients: readonly ClientHealth[],
  day: string,
): ClientTrends {
  const points = clients.map(
    (client) => [client.identity, withPoint(trends[client.identity] ?? [], client, day)] as const,
  );
  // In one order whoever needs most attention: the file is left alone where nothing changed.
  return Object.fromEntries(points.sort(byFirst));
}

function withPoint(points: readonly ClientPoint[], client: ClientHealth, day: string) {
  const { counts, matchedShare, placeholders } = client;
  const point = { day, counts, shares: rounded(matchedShare), placeholders: placeholders.length };
  const before = points.filter((one) => one.day !== day);
  const last = before.at(-1);
  return last && sameFigures(last, point) ? before : [...before, point].slice(-MOST);
}

/** Four digits tell one record of ten thousand. */
const rounded = (shares: ClientPoint['shares']): ClientPoint['shares'] =>
  Object.fromEntries(Object.entries(shares).map(([kind, share]) => [kind, Math.floor(share * 1e4) / 1e4]));

function sameFigures(a: ClientPoint, b: ClientPoint): boolean {
  const text = ({ counts, shares, placeholders }: ClientPoint) =>
    JSON.stringify([sorted(counts), sorted(shares), placeholders]);
  return text(a) === text(b);
}

const sorted = (of: object) => Object.entries(of).sort(byFirst);

const byFirst = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : 1;

export interface Movement {
  readonly direction: 'better' | 'worse' | 'same';
  /** Records that were not in order then, and that are not now. */
  readonly from: number;
  readonly to: number;
  /** The day of `from`. */
  readonly since: string;
}

/** How the client went in the month before `day`, or since it was first seen; null where only this day is known. */
export function movementOf(points: readonly ClientPoint[], day: string): Movement | null {
  const start = daysBefore(day, DAYS_COMPARED);
  const before = points.findLast((point) => point.day <= start);
  const [base, last] = [before ?? points[0], points.at(-1)];
  if (!base || !last || base.day >= day) return null;
  const [from, to] = [troublesIn(base.counts), troublesIn(last.counts)];
  const direction = to < from ? 'better' : to > from ? 'worse' : 'same';
  return { direction, from, to, since: before ? start : base.day };
}

/** Records not in order at the end of each of the days up to `day`; null before the client was known. */
export function troublesByDay(points: readonly ClientPoint[], day: string): readonly (number | null)[] {
  return Array.from({ length: DAYS_COMPARED + 1 }, (_, at) => {
    const on = daysBefore(day, DAYS_COMPARED - at);
    const point = points.findLast((one) => one.day <= on);
    return point ? troublesIn(point.counts) : null;
  });
}

function daysBefore(day: string, days: number): string {
  const at = msOf(day);
  return Number.isNaN(at) ? day : dayOf(isoOf(at - days * 86_400_000));
}
