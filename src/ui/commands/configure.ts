import {
  commands,
  l10n,
  type QuickPickItem,
  ThemeIcon,
  type WorkspaceFolder,
  window,
  workspace,
} from 'vscode';
import { Failure } from '../../engine/failure';
import { SYSTEM_TITLES, SYSTEMS, type SystemName } from '../../engine/model';
import { originOf } from '../../settings/origins';
import { type Answers, ask } from '../input/steps';
import { SECRET, stepsOf } from './connection-steps';
import type { CommandContext } from './context';
import { COMMANDS } from './ids';

/** Asks which system, then what its connection needs; the settings go into the workspace, the secret into the storage. */
export async function configure(context: CommandContext, given?: unknown): Promise<void> {
  const folder = folderFor(context);
  const system = systemOf(given) ?? (await pickSystem(context, folder));
  if (!system) return;
  const title = l10n.t('Connect {0}', SYSTEM_TITLES[system]);
  const door = await import('../../settings/shape');
  const originWith = (answers: Answers) => {
    const { connections } = door.parseSettings(rawWith(context, folder, system, answers));
    return originOf(system, connections);
  };
  const input = {
    current: (key: Parameters<CommandContext['settings']['value']>[1]) => context.settings.value(folder, key),
    hasSecret: (answers: Answers) => hasSecret(context, system, answers, originWith),
  };
  const answers = await ask(title, (sofar) => stepsOf(system, input, sofar));
  if (!answers) return;
  const origin = originWith(answers);
  const secret = answers[SECRET];
  // The secret first: it is useless without the settings, while they would fail without it.
  if (origin && secret) await context.secrets.save(system, origin, secret);
  const values = Object.entries(answers).filter(([key]) => door.isSettingKey(key));
  await context.settings.write(folder, Object.fromEntries(values));
  void offerCheck(system);
}

function folderFor({ folders }: CommandContext): WorkspaceFolder {
  const folder = folders.current;
  if (!folder) {
    throw new Failure('usage', 'No folder is open.', { remedy: 'Open a folder; connections belong to it.' });
  }
  if (!workspace.isTrusted) {
    throw new Failure('usage', 'This workspace is not trusted, so it gets no connections.', {
      remedy: 'Trust it with "Workspaces: Manage Workspace Trust".',
    });
  }
  return folder;
}

/** A row of the Connections view, the name that a message passes on, or nothing. */
function systemOf(given: unknown): SystemName | undefined {
  const name = typeof given === 'object' && given !== null && 'system' in given ? given.system : given;
  return SYSTEMS.find((system) => system === name);
}

async function pickSystem(
  { settings }: CommandContext,
  folder: WorkspaceFolder,
): Promise<SystemName | undefined> {
  const configured = settings.configured(folder);
  const items = SYSTEMS.map((system): QuickPickItem & { system: SystemName } => ({
    system,
    label: SYSTEM_TITLES[system],
    description: configured.includes(system) ? l10n.t('configured') : l10n.t('not configured'),
    iconPath: new ThemeIcon(configured.includes(system) ? 'pass' : 'circle-large-outline'),
  }));
  const chosen = await window.showQuickPick(items, {
    title: l10n.t('Configure Connections'),
    placeHolder: l10n.t('Which system?'),
  });
  return chosen?.system;
}

/** The settings as they would be with these answers, for the same door as any others. */
function rawWith(
  { settings }: CommandContext,
  folder: WorkspaceFolder,
  system: SystemName,
  answers: Answers,
): Readonly<Record<string, string>> {
  const raw: Record<string, string> = {};
  if (system === 'itglue') raw['itglue.apiUrl'] = settings.value(folder, 'itglue.apiUrl');
  for (const [key, value] of Object.entries(answers)) if (key !== SECRET) raw[key] = value;
  return raw;
}

function hasSecret(
  { secrets }: CommandContext,
  system: SystemName,
  answers: Answers,
  originWith: (answers: Answers) => string | null,
): boolean {
  // Before the other questions are answered there is no origin to ask about.
  const last = { bms: 'bms.username', vsa: 'vsa.authentication', itglue: 'itglue.subdomain' }[system];
  if (answers[last] === undefined) return false;
  const origin = originWith(answers);
  return secrets.saved().some((saved) => saved.system === system && saved.origin === origin);
}

async function offerCheck(system: SystemName): Promise<void> {
  const check = l10n.t('Check Connections');
  const text = l10n.t('{0} is configured.', SYSTEM_TITLES[system]);
  if (await window.showInformationMessage(text, check)) await commands.executeCommand(COMMANDS.check);
}
