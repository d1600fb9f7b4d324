/** Every panel of the extension, put together. A bundle of its own, loaded when a panel is first opened. */

import { ChangesPanel, type ChangesPorts } from '../changes/panel';
import { ValueTexts } from '../conflicts/compare';
import { ConflictsPanel } from '../conflicts/panel';
import { DashboardPanel, type DashboardPorts } from '../dashboard/panel';
import { MatchesPanel } from '../matches/panel';
import { showPlan } from '../plan/show';
import type { ReviewView } from '../review/register';
import type { SyncState } from '../state/state';
import type { SystemsView } from '../trees/records/register';
import type { Desk } from './doors';
import { type PanelPorts, Panels } from './host';

export interface DeskPorts extends PanelPorts {
  readonly state: SyncState;
  readonly systems: SystemsView;
  readonly plans: ChangesPorts['plans'];
  readonly history: ChangesPorts['history'] & DashboardPorts['history'];
  readonly commands: ChangesPorts['commands'] & DashboardPorts['commands'];
  readonly filter: DashboardPorts['filter'];
  readonly review: ReviewView;
}

export function openDesk(ports: DeskPorts): Desk {
  const { state, systems, plans, history, messages, commands, review } = ports;
  const reveal: ChangesPorts['reveal'] = (key) => systems.reveal(key);
  const texts = new ValueTexts();
  const conflicts = new ConflictsPanel({
    state,
    texts,
    showPlan,
    reveal,
  });
  const changes = new ChangesPanel({ state, plans, history, messages, commands, reveal });
  const matches = new MatchesPanel({ review, reveal });
  const { filter } = ports;
  const dashboard = new DashboardPanel({ state, systems, history, filter, commands });
  return {
    conflicts: new Panels(conflicts, ports),
    changes: new Panels(changes, ports),
    matches: new Panels(matches, ports),
    dashboard: new Panels(dashboard, ports),
  };
}
