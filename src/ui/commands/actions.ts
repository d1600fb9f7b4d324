import { commands, l10n, type QuickPickItem, ThemeIcon, window } from 'vscode';
import { plural } from '../../text/words';
import { PLAN_VIEW } from '../plan/show';
import type { Snapshot } from '../state/view';
import type { CommandContext } from './context';
import { type ActionName, fittingActions } from './fitting';
import { COMMANDS } from './ids';

interface ActionItem extends QuickPickItem {
  readonly action: ActionName;
}

/** What can be done now, in the order of what is most likely wanted. */
export async function showActions({ state, demo, folders }: CommandContext): Promise<void> {
  const items = itemsFor(state.snapshot, demo.running, folders.all.length > 1);
  const chosen = await window.showQuickPick(items, { title: 'MSP Sync', placeHolder: l10n.t('What next?') });
  if (!chosen) return;
  await commands.executeCommand(idOf(chosen.action));
}

const idOf = (action: ActionName): string => {
  if (action === 'manageTrust') return 'workbench.trust.manage';
  if (action === 'openFolder') return 'workbench.action.files.openFolder';
  if (action === 'showSystems') return 'mspSync.systems.focus';
  if (action === 'showPlan') return `${PLAN_VIEW}.focus`;
  return COMMANDS[action];
};

function itemsFor(snapshot: Snapshot, demoRunning: boolean, manyFolders: boolean): ActionItem[] {
  const looks: Readonly<Record<ActionName, readonly [icon: string, label: string]>> = {
    sync: ['sync', l10n.t('Sync Now')],
    plan: ['list-ordered', l10n.t('Plan')],
    showPlan: [
      'list-ordered',
      l10n.t('Show Plan ({0})', plural(snapshot.saved?.plan.steps.length ?? 0, 'step')),
    ],
    openConflicts: [
      'warning',
      l10n.t('Resolve {0}', plural(snapshot.overview?.conflicts.length ?? 0, 'conflict')),
    ],
    showDashboard: ['dashboard', l10n.t('Show Dashboard')],
    showHistory: ['history', l10n.t('Show History')],
    check: ['checklist', l10n.t('Check Connections')],
    configure: ['gear', l10n.t('Configure Connections…')],
    showReport: ['output', l10n.t('Show Report')],
    showSystems: ['list-tree', l10n.t('Show Systems')],
    findRecord: ['search', l10n.t('Find Record…')],
    startDemo: ['beaker', l10n.t('Start Demo Tenants')],
    stopDemo: ['debug-stop', l10n.t('Stop Demo Tenants')],
    chooseFolder: ['folder', l10n.t('Choose Folder…')],
    showLog: ['note', l10n.t('Show Log')],
    pauseAutomatic: ['debug-pause', l10n.t('Pause Automatic Sync')],
    resumeAutomatic: ['debug-start', l10n.t('Resume Automatic Sync')],
    manageTrust: ['shield', l10n.t('Manage Workspace Trust')],
    openFolder: ['folder-opened', l10n.t('Open Folder…')],
  };
  return fittingActions(snapshot, demoRunning, manyFolders).map((action) => {
    const [icon, label] = looks[action];
    return { action, label, iconPath: new ThemeIcon(icon) };
  });
}
