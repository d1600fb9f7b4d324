/** Every panel of the extension, put together. A bundle of its own, loaded when a panel is first opened. */
import { ValueTexts } from '../conflicts/compare';
import { ConflictsPanel } from '../conflicts/panel';
import { MatchesPanel } from '../matches/panel';
import type { ReviewView } from '../review/register';
import type { SyncState } from '../state/state';
import type { SystemsView } from '../trees/records/register';
import type { Desk } from './doors';
import { type PanelPorts, Panels } from './host';

export interface DeskPorts extends PanelPorts {
  readonly state: SyncState;
  readonly systems: SystemsView;
  readonly review: ReviewView;
}

export function openDesk(ports: DeskPorts): Desk {
  const { state, systems, review } = ports;
  const texts = new ValueTexts();
  const conflicts = new ConflictsPanel({
    state,
    texts,
    reveal: (key) => systems.reveal(key),
  });
  const matches = new MatchesPanel({ review, reveal: (key) => systems.reveal(key) });
  return { conflicts: new Panels(conflicts, ports), matches: new Panels(matches, ports) };
}
