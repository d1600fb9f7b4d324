import { l10n, type QuickPickItem, ThemeColor, ThemeIcon, window } from 'vscode';
import { MATCH_STATUSES, type MatchStatus } from '../../engine/model';
import { STATUS_MEANINGS } from '../../text/words';
import { STATUS_LOOKS } from '../statuses';
import { number } from '../words';
import type { CommandContext } from './context';

interface StatusItem extends QuickPickItem {
  readonly status: MatchStatus;
}

/** Asks which statuses the Systems view shall show. */
export async function filterByStatus({ filter, state }: CommandContext): Promise<void> {
  await state.load();
  const counts = new Map<MatchStatus, number>();
  for (const { status } of state.snapshot.overview?.statuses.values() ?? []) {
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  const items = MATCH_STATUSES.map((status): StatusItem => {
    const look = STATUS_LOOKS[status];
    return {
      status,
      label: status,
      description: number(counts.get(status) ?? 0),
      detail: STATUS_MEANINGS[status],
      iconPath: new ThemeIcon(look.icon, new ThemeColor(look.color)),
      picked: filter.value?.has(status) ?? false,
    };
  });
  const chosen = await window.showQuickPick(items, {
    canPickMany: true,
    title: l10n.t('Show Only These Match Statuses'),
    placeHolder: l10n.t('None chosen shows everything'),
  });
  if (chosen) await filter.set(chosen.length === items.length ? null : chosen.map((item) => item.status));
}

export async function clearFilter({ filter }: CommandContext): Promise<void> {
  await filter.set(null);
}
