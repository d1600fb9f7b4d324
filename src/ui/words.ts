/** Short words for rows and status texts. Pure. */
import { KINDS, type Kind, MATCH_STATUSES, type MatchStatus, type SystemName } from '../engine/model';

export const SHORT_TITLES: Readonly<Record<SystemName, string>> = {
  bms: 'BMS',
  vsa: 'VSA',
  itglue: 'IT Glue',
};

export const KIND_TITLES: Readonly<Record<Kind, string>> = {
  organization: 'Organizations',
  location: 'Locations',
  contact: 'Contacts',
  asset: 'Assets',
};

/** The kinds that belong to an organization. */
export const PARTS = KINDS.filter((kind) => kind !== 'organization');

/** Statuses that wait for a person. */
export const TASKS = ['suggested', 'ambiguous', 'conflict'] as const satisfies readonly MatchStatus[];

export const isTask = (status: MatchStatus): boolean => TASKS.some((task) => task === status);

export const isStatus = (value: unknown): value is MatchStatus =>
  MATCH_STATUSES.some((status) => status === value);

export const number = (value: number): string => value.toLocaleString('en-US');

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `just now`, `5 min ago`, `3 h ago`, `2 days ago`; a clock that runs behind gives `just now`. */
export function ageText(iso: string, now: number): string {
  const age = now - Date.parse(iso);
  if (Number.isNaN(age)) return 'at an unknown time';
  if (age < MINUTE) return 'just now';
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min ago`;
  if (age < DAY) return `${Math.floor(age / HOUR)} h ago`;
  const days = Math.floor(age / DAY);
  return days === 1 ? 'yesterday' : `${days} days ago`;
}

/** `now`, `in 5 min`, `in 3 h`, `in 2 days`. */
export function untilText(at: number, now: number): string {
  const left = at - now;
  if (left < MINUTE) return 'now';
  if (left < HOUR) return `in ${Math.round(left / MINUTE)} min`;
  if (left < DAY) return `in ${Math.round(left / HOUR)} h`;
  const days = Math.round(left / DAY);
  return days === 1 ? 'in a day' : `in ${days} days`;
}
