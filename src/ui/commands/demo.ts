import { commands, l10n, ProgressLocation, Uri, type WorkspaceFolder, window, workspace } from 'vscode';
import { Failure } from '../../engine/failure';
import { type DemoSecret, leadTo } from '../../host/demo-line';
import { showInformation, showWarning } from '../../host/told';
import { isLoopback } from '../../settings/origins';
import type { CommandContext } from './context';
import { COMMANDS } from './ids';
import { signalOf } from './sync';

/** Simulated tenants in this folder, with their secrets saved; ends with an offer to sync. */
export async function startDemo(context: CommandContext): Promise<void> {
  const { demo, state } = context;
  const folder = folderFor(context);
  if (demo.running) {
    void showInformation(l10n.t('The demo tenants are already running.'));
    return;
  }
  if (!(await clearFormerDemo(folder))) return;
  await window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t('Starting demo tenants…'), cancellable: true },
    async (_, token) => {
      const secrets = await demo.start(folder.uri.fsPath, signalOf(token));
      for (const { system, origin, value } of secrets) await context.secrets.save(system, origin, value);
      await settingsArrived(context, folder, secrets);
    },
  );
  state.reset();
  void offerSync();
}

export async function stopDemo({ demo }: CommandContext): Promise<void> {
  demo.stop();
}

function folderFor(context: CommandContext): WorkspaceFolder {
  const folder = context.folders.current;
  if (!folder) {
    throw new Failure('usage', 'No folder is open.', {
      remedy: 'Open an empty folder to try the demo tenants.',
    });
  }
  if (!workspace.isTrusted) {
    throw new Failure('usage', 'This workspace is not trusted, so nothing is started in it.', {
      remedy: 'Trust it with "Workspaces: Manage Workspace Trust".',
    });
  }
  const addresses = [
    context.settings.value(folder, 'bms.serverUrl'),
    context.settings.value(folder, 'vsa.serverUrl'),
  ];
  const region = context.settings.value(folder, 'itglue.subdomain')
    ? context.settings.value(folder, 'itglue.apiUrl')
    : null;
  const real = [...addresses.filter(Boolean), ...(region === null ? [] : [region])].some(
    (url) => !isLoopback(url),
  );
  if (real) {
    throw new Failure(
      'usage',
      'This folder is connected to real systems, which demo tenants would replace.',
      {
        remedy: 'Open an empty folder to try them.',
      },
    );
  }
  return folder;
}

/** New tenants know nothing of what former ones were told. False when the person would rather keep it. */
async function clearFormerDemo(folder: WorkspaceFolder): Promise<boolean> {
  const state = Uri.joinPath(folder.uri, '.msp-sync', 'state');
  if (!(await exists(state))) return true;
  const start = l10n.t('Start Over');
  const chosen = await showWarning(
    l10n.t('Start over with fresh demo tenants?'),
    {
      modal: true,
      detail: l10n.t('What was remembered of the former ones (.msp-sync/state in this folder) is deleted.'),
    },
    start,
  );
  if (chosen !== start) return false;
  await workspace.fs.delete(state, { recursive: true, useTrash: false });
  return true;
}

async function exists(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch {
    // Not there; anything else shows when the folder is first used.
    return false;
  }
}

/** Milliseconds for the editor to notice the settings file that the servers' program wrote. */
const NOTICE = 10_000;

async function settingsArrived(
  { settings }: CommandContext,
  folder: WorkspaceFolder,
  secrets: readonly DemoSecret[],
): Promise<void> {
  const deadline = Date.now() + NOTICE;
  const addresses = () => ({
    bms: settings.value(folder, 'bms.serverUrl'),
    vsa: settings.value(folder, 'vsa.serverUrl'),
    itglue: settings.value(folder, 'itglue.apiUrl'),
  });
  while (!leadTo(addresses(), secrets)) {
    if (Date.now() > deadline) {
      throw new Failure('settings', 'The editor did not read the settings of the demo tenants.', {
        remedy: 'Look whether .vscode/settings.json in this folder is valid, then start them again.',
      });
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function offerSync(): Promise<void> {
  const sync = l10n.t('Sync Now');
  const text = l10n.t('Demo tenants are running: simulated BMS, VSA and IT Glue with made-up clients.');
  if (await showInformation(text, sync)) await commands.executeCommand(COMMANDS.sync);
}
