/** Secrets by hand: replace one, sign out of one, forget all. */
import { l10n, type QuickPickItem, window } from 'vscode';
import { SYSTEM_TITLES, SYSTEMS, type SystemName } from '../../engine/model';
import type { SavedSecret } from '../../host/secrets';
import { showInformation, showWarning } from '../../host/told';
import { originOf } from '../../settings/origins';
import { ask, needed } from '../input/steps';
import { folderFor, systemOf } from './configure';
import { SECRET, secretPrompt } from './connection-steps';
import type { CommandContext } from './context';
import { judge } from './try-connection';

/** Asks for a new secret of a configured connection, tests it, and saves it in place of the former one. */
export async function replaceSecret(context: CommandContext, given?: unknown): Promise<void> {
  const { settings, secrets, state } = context;
  const folder = folderFor(context);
  const system = systemOf(given) ?? (await pickConfigured(context, l10n.t('Replace Which Secret?')));
  if (!system) return;
  const { connections } = await settings.read(folder);
  const origin = originOf(system, connections);
  if (origin === null) return;
  const prompt = secretPrompt(system, settings.value(folder, 'vsa.authentication'));
  for (;;) {
    const answers = await ask({
      title: l10n.t('New Secret for {0} at {1}', SYSTEM_TITLES[system], origin),
      stepsFor: async () => [{ type: 'text', name: SECRET, prompt, secret: true, wrong: needed }],
    });
    const typed = answers?.[SECRET];
    if (!typed) return;
    const raw = await settings.raw(folder, system);
    const verdict = await judge(context, system, { folder: folder.uri.fsPath, raw, typed });
    if (verdict === 'leave') return;
    if ('step' in verdict) continue;
    await secrets.save(system, origin, typed);
    await context.trials.keep(folder.uri.fsPath, verdict.save);
    state.reset();
    void showInformation(l10n.t('The secret for {0} was replaced.', SYSTEM_TITLES[system]));
    return;
  }
}

export async function pickConfigured(
  context: CommandContext,
  title: string,
): Promise<SystemName | undefined> {
  const configured = context.settings.configured(folderFor(context));
  if (configured.length === 0) {
    void showInformation(l10n.t('No connection is configured.'));
    return undefined;
  }
  const items = configured.map((system): QuickPickItem & { system: SystemName } => ({
    system,
    label: SYSTEM_TITLES[system],
  }));
  return (await window.showQuickPick(items, { title }))?.system;
}

/** Deletes the secret of one connection; its settings stay. */
export async function signOut(context: CommandContext, given?: unknown): Promise<void> {
  const saved = await savedSecrets(context);
  const system = systemOf(given);
  const fitting = saved.filter((secret) => system === undefined || secret.system === system);
  if (fitting.length === 0) {
    void showInformation(l10n.t('No secret is saved there.'));
    return;
  }
  const items = fitting.map((secret) => ({
    label: SYSTEM_TITLES[secret.system],
    description: secret.origin,
    secret,
  }));
  const chosen =
    items.length === 1
      ? items[0]
      : await window.showQuickPick(items, { title: l10n.t('Sign Out of Which?') });
  if (!chosen) return;
  await signedOut(context, chosen.secret);
  const text = l10n.t('Signed out of {0} at {1}. Its settings stay.', chosen.label, chosen.description);
  void showInformation(text);
}

/** Deletes every secret from the editor's storage. */
export async function forgetSecrets(context: CommandContext): Promise<void> {
  const saved = await savedSecrets(context);
  if (saved.length === 0) {
    void showInformation(l10n.t('No secrets are saved.'));
    return;
  }
  const forget = l10n.t('Forget All');
  const title =
    saved.length === 1
      ? l10n.t('Forget the saved secret?')
      : l10n.t('Forget all {0} saved secrets?', saved.length);
  const detail = saved.map(({ system, origin }) => `${SYSTEM_TITLES[system]}: ${origin}`).join('\n');
  if ((await showWarning(title, { modal: true, detail }, forget)) !== forget) return;
  for (const secret of saved) await signedOut(context, secret);
}

async function signedOut(context: CommandContext, secret: SavedSecret): Promise<void> {
  await context.secrets.forget(secret);
  const folder = context.folders.current;
  if (folder) await context.trials.forget(folder.uri.fsPath, secret.system);
}

/** Those in our list, and those of the folder's connections: another window may have saved one since we read the list. */
async function savedSecrets({ secrets, settings, folders }: CommandContext): Promise<readonly SavedSecret[]> {
  const listed = secrets.saved();
  const folder = folders.current;
  const connections = folder
    ? await settings.read(folder).then(
        ({ connections }) => connections,
        () => ({}),
      )
    : {};
  const own: SavedSecret[] = [];
  for (const system of SYSTEMS) {
    const origin = originOf(system, connections);
    if (origin === null || listed.some((item) => item.system === system && item.origin === origin)) continue;
    if ((await secrets.find(system, origin)) !== undefined) own.push({ system, origin });
  }
  return [...listed, ...own];
}
