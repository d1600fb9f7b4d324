import { l10n, window } from 'vscode';
import type { CommandContext } from './context';

/** In a window with several folders: the one that views and commands are about. */
export async function chooseFolder({ folders, settings }: CommandContext): Promise<void> {
  const current = folders.current;
  const items = folders.all.map((folder) => ({
    label: folder.name,
    description: folder.uri.fsPath,
    detail: settings.configured(folder).length > 0 ? l10n.t('has connections') : l10n.t('no connections yet'),
    picked: folder === current,
    folder,
  }));
  const chosen = await window.showQuickPick(items, { title: l10n.t('Which Folder Shall MSP Sync Show?') });
  if (chosen) await folders.choose(chosen.folder);
}
