/** Statuses that a chart counts together, and the parts that lead to their records. Pure. */
import type { MatchStatus } from '../../engine/model';
import { number } from '../words';
import { GROUPS, type Group, type Part, type SaidOfDashboard } from './protocol';

export const GROUP_STATUSES: Readonly<Record<Group, readonly MatchStatus[]>> = {
  good: ['matched', 'pending'],
  task: ['suggested', 'ambiguous', 'conflict'],
  alone: ['unmatched'],
  bad: ['missing', 'error'],
};

export const GROUP_TITLES: Readonly<Record<Group, string>> = {
  good: 'In order',
  task: 'To decide',
  alone: 'No counterpart',
  bad: 'Stale or failed',
};

export const groupOf = (status: MatchStatus): Group | undefined =>
  GROUPS.find((group) => GROUP_STATUSES[group].includes(status));

export type Counts = Partial<Record<Group, number>>;

export const groupLegend = GROUPS.map((look) => ({ look, label: GROUP_TITLES[look] }));

export function groupParts(counts: Counts, name: string, target: (group: Group) => SaidOfDashboard): Part[] {
  return GROUPS.map((look) => {
    const value = counts[look] ?? 0;
    return {
      ...{ look, value, text: number(value) },
      spoken: `${name}, ${GROUP_TITLES[look].toLowerCase()}: ${number(value)}`,
      target: value > 0 ? target(look) : null,
    };
  });
}

export const sumOf = (counts: Counts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);
