/** Which actions fit the moment. Pure. */
import { isScanned, type Snapshot } from '../state/view';
import type { CommandName } from './ids';

export type ActionName =
  | Extract<
      CommandName,
      | 'sync'
      | 'check'
      | 'configure'
      | 'showReport'
      | 'plan'
      | 'openConflicts'
      | 'showHistory'
      | 'showDashboard'
      | 'findRecord'
      | 'startDemo'
      | 'stopDemo'
      | 'chooseFolder'
      | 'showLog'
      | 'pauseAutomatic'
      | 'resumeAutomatic'
    >
  | 'showSystems'
  | 'showPlan'
  | 'manageTrust'
  | 'openFolder';

export function fittingActions(
  { readiness, running, overview, saved, automatic }: Snapshot,
  demoRunning: boolean,
  manyFolders: boolean,
): readonly ActionName[] {
  const demo = demoRunning ? 'stopDemo' : 'startDemo';
  const folder: readonly ActionName[] = manyFolders ? ['chooseFolder'] : [];
  if (readiness === 'noFolder') return ['openFolder', 'showLog'];
  if (readiness === 'untrusted') return ['manageTrust', 'showLog'];
  if (readiness === 'notConfigured') return ['configure', demo, ...folder, 'showLog'];
  const follow: readonly ActionName[] = automatic
    ? [automatic.paused ? 'resumeAutomatic' : 'pauseAutomatic']
    : [];
  if (running) return ['showSystems', ...follow, 'showLog'];
  const conflicts: readonly ActionName[] = overview && overview.conflicts.length > 0 ? ['openConflicts'] : [];
  const planned: readonly ActionName[] = saved && saved.plan.steps.length > 0 ? ['showPlan'] : [];
  const known: readonly ActionName[] =
    overview && isScanned(overview)
      ? ['showDashboard', 'showReport', 'showHistory', 'findRecord', 'showSystems']
      : ['showSystems'];
  return [
    ...conflicts,
    ...planned,
    'sync',
    'plan',
    'check',
    ...known,
    ...follow,
    'configure',
    demo,
    ...folder,
    'showLog',
  ];
}
