/** Words for people, shared by the editor and the command line. Pure. */
import type { Movement } from '../engine/client-trend';
import type { RunEntry } from '../engine/history';
import type { Kind, MatchStatus } from '../engine/model';
import type { RunSummary } from '../engine/ports';

const PLURALS: Readonly<Record<Kind, string>> = {
  organization: 'organizations',
  location: 'locations',
  contact: 'contacts',
  asset: 'assets',
};

/** `1 asset`, `2 assets`, `1,204 assets`. */
export function countOf(count: number, kind: Kind): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? kind : PLURALS[kind]}`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

/** `99 %` of a share of one; rounded down: a hundred means all. */
export const percent = (share: number): string => `${Math.floor(share * 100)} %`;

export const pluralOf = (kind: Kind): string => PLURALS[kind];

/** How a run ended. */
export const RESULT_WORDS = {
  done: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
  refused: 'stopped by a guard',
  unfinished: 'unfinished',
} as const satisfies Readonly<Record<(RunSummary | RunEntry)['result'], string>>;

/** What each match status means, in a few words. */
export const STATUS_MEANINGS: Readonly<Record<MatchStatus, string>> = {
  matched: 'linked to its counterparts',
  suggested: 'probably the same as another; a person decides',
  ambiguous: 'more than one candidate; a person decides',
  unmatched: 'no counterpart found',
  ignored: 'left alone, by decision or by a filter',
  conflict: 'the systems disagree; a person decides',
  pending: 'a change waits to be written',
  error: 'the last attempt failed',
  missing: 'not in the last scan',
  inactive: 'out of use',
};

/** `better: 12 → 7 since 2026-01-03`, the numbers being records that are not in order. */
export function movementText({ direction, from, to, since }: Movement): string {
  if (direction === 'same') return `unchanged since ${since}`;
  return `${direction}: ${from.toLocaleString('en-US')} → ${to.toLocaleString('en-US')} since ${since}`;
}
