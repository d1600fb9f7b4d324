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
      | 'findRecord'
      | 'startDemo'
      | 'stopDemo'
      | 'chooseFolder'
      | 'showLog'
      | 'pauseAutomatic'
      | 'resumeAutomatic'
    >
  | 'showSystems'
  | 'manageTrust'
  | 'openFolder';

export function fittingActions(
  { readiness, running, overview, automatic }: Snapshot,
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
  const known: readonly ActionName[] =
    overview && isScanned(overview) ? ['showReport', 'findRecord', 'showSystems'] : ['showSystems'];
  return ['sync', 'check', ...known, ...follow, 'configure', demo, ...folder, 'showLog'];
}
