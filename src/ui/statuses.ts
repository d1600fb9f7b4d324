/** How each match status looks. The word always stands beside it: never colour alone. Pure. */
import type { MatchStatus } from '../engine/model';

export interface StatusLook {
  /** Name of a codicon. */
  readonly icon: string;
  /** Id of a theme colour that every theme has, high contrast included. */
  readonly color: string;
}

export const STATUS_LOOKS: Readonly<Record<MatchStatus, StatusLook>> = {
  matched: { icon: 'pass', color: 'charts.green' },
  suggested: { icon: 'question', color: 'charts.blue' },
  ambiguous: { icon: 'type-hierarchy', color: 'charts.purple' },
  unmatched: { icon: 'circle-large-outline', color: 'descriptionForeground' },
  ignored: { icon: 'circle-slash', color: 'disabledForeground' },
  conflict: { icon: 'warning', color: 'list.warningForeground' },
  pending: { icon: 'clock', color: 'charts.yellow' },
  error: { icon: 'error', color: 'list.errorForeground' },
  missing: { icon: 'eye-closed', color: 'charts.orange' },
  inactive: { icon: 'archive', color: 'disabledForeground' },
};
