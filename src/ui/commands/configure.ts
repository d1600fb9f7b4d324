/** Setting up connections: in the recommended order, each tested before it is saved, and resumed where it was left. */
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
import { showInformation } from '../../host/told';
import { originOf } from '../../settings/origins';
import { type Answers, ask } from '../input/steps';
import { SECRET, settingsFrom, stepsOf, titleOf } from './connection-steps';
import type { CommandContext } from './context';
import { COMMANDS } from './ids';
import { judge } from './try-connection';

/** The systems in the order in which their pairs should be set up. */
const ORDER: readonly SystemName[] = ['bms', 'vsa', 'itglue'];

/** Asks which system, then what its connection needs, and so on until all are connected or the person has enough. */
export async function configure(context: CommandContext, given?: unknown): Promise<void> {
  const folder = folderFor(context);
  const named = systemOf(given);
  if (named) {
    if (await connect(context, folder, named)) void tell(context, folder, named);
    return;
  }
  for (;;) {
    const system = await pickSystem(context, folder);
    if (!system) return;
    if (!(await connect(context, folder, system))) return;
    if (ORDER.every((name) => context.settings.configured(folder).includes(name))) {
      void tell(context, folder, system);
      return;
    }
  }
}

/** Asks, tests and saves; false when the person gave up. */
async function connect(
  context: CommandContext,
  folder: WorkspaceFolder,
  system: SystemName,
): Promise<boolean> {
  const { settings, secrets, drafts } = context;
  const { parseSettings } = await import('../../settings/read');
  const { isSettingKey } = await import('../../settings/shape');
  const place = folder.uri.toString();
  const standing = await settings.raw(folder, system);
  /** The settings as they would be with these answers, for the same door as any others. */
  const rawWith = (answers: Answers) => ({ ...standing, ...settingsFrom(answers) });
  const connectionsWith = (answers: Answers) => parseSettings(rawWith(answers)).connections;
  const input = {
    current: (key: Parameters<CommandContext['settings']['value']>[1]) => settings.value(folder, key),
    hasSecret: async (answers: Answers) => {
      // Before the other questions are answered there is no origin to ask about.
      if (answers[LAST[system]] === undefined) return false;
      // What was saved for another way of signing in is no secret for this one: a token is no password.
      const way = answers['vsa.authentication'];
      if (way !== undefined && way !== settings.value(folder, 'vsa.authentication')) return false;
      const origin = originOf(system, connectionsWith(answers));
      return origin !== null && (await secrets.find(system, origin)) !== undefined;
    },
  };
  let known = drafts.of(place, system);
  let from: string | undefined;
  for (;;) {
    const answers = await ask({
      title: titleOf(system),
      stepsFor: (sofar) => stepsOf(system, input, sofar),
      known,
      ...(from === undefined ? {} : { from }),
      answered: (sofar) => drafts.keep(place, system, sofar),
    });
    if (!answers) return false;
    const verdict = await judge(context, system, {
      folder: folder.uri.fsPath,
      raw: rawWith(answers),
      typed: answers[SECRET] ?? '',
    });
    if (verdict === 'leave') return false;
    if ('step' in verdict) {
      from = verdict.step;
      const { [SECRET]: _secret, ...rest } = answers;
      known = rest;
      continue;
    }
    const origin = originOf(system, connectionsWith(answers));
    const secret = answers[SECRET];
    // The secret first: it is useless without the settings, while they would fail without it.
    if (origin && secret) await secrets.save(system, origin, secret);
    const values = Object.entries(settingsFrom(answers)).filter(([key]) => isSettingKey(key));
    await settings.write(folder, Object.fromEntries(values));
    await context.trials.keep(folder.uri.fsPath, verdict.save);
    await drafts.drop(place, system);
    // Also where only the secret is another one.
    context.state.reset();
    return true;
  }
}

/** The last question before the secret. */
const LAST: Readonly<Record<SystemName, string>> = {
  bms: 'bms.username',
  vsa: 'vsa.username',
  itglue: 'itglue.subdomain',
};

export function folderFor({ folders }: CommandContext): WorkspaceFolder {
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
export function systemOf(given: unknown): SystemName | undefined {
  const name = typeof given === 'object' && given !== null && 'system' in given ? given.system : given;
  return SYSTEMS.find((system) => system === name);
}

async function pickSystem(
  { settings, drafts }: CommandContext,
  folder: WorkspaceFolder,
): Promise<SystemName | undefined> {
  const configured = settings.configured(folder);
  const begun = drafts.begun(folder.uri.toString());
  const next = ORDER.find((system) => !configured.includes(system));
  const state = (system: SystemName) => {
    if (begun.includes(system)) return l10n.t('begun, goes on where you left it');
    if (configured.includes(system)) return l10n.t('configured');
    return system === next ? l10n.t('next') : l10n.t('not configured');
  };
  const items = ORDER.map((system): QuickPickItem & { system: SystemName } => ({
    system,
    label: SYSTEM_TITLES[system],
    description: state(system),
    detail: reasonFor(system),
    iconPath: new ThemeIcon(configured.includes(system) ? 'pass' : 'circle-large-outline'),
  }));
  const pick = window.createQuickPick<(typeof items)[number]>();
  pick.title = l10n.t('Configure Connections');
  pick.placeholder = l10n.t('Which system? In this order, records are matched rather than made twice');
  pick.items = items;
  pick.activeItems = items.filter(({ system }) => system === next);
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]?.system);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

function reasonFor(system: SystemName): string {
  if (system === 'bms') return l10n.t('First, a pair with VSA: BMS holds the clients that agents belong to');
  if (system === 'vsa')
    return l10n.t('Then: completes VSA ↔ BMS; serial numbers and MAC addresses reach BMS');
  return l10n.t('Last: BMS ↔ IT Glue makes clients and contacts there; then VSA ↔ IT Glue only has to match');
}

/** One message at the end: what stands, and what comes next. */
async function tell(
  { settings }: CommandContext,
  folder: WorkspaceFolder,
  system: SystemName,
): Promise<void> {
  const missing = ORDER.filter((name) => !settings.configured(folder).includes(name));
  const [next] = missing;
  if (next) {
    const go = l10n.t('Connect {0}', SYSTEM_TITLES[next]);
    const text = l10n.t('{0} is configured. Next: {1}.', SYSTEM_TITLES[system], SYSTEM_TITLES[next]);
    if (await showInformation(text, go)) await commands.executeCommand(COMMANDS.configure, next);
    return;
  }
  const check = l10n.t('Check Connections');
  const text = l10n.t('{0} is configured: all three systems are connected.', SYSTEM_TITLES[system]);
  if (await showInformation(text, check)) await commands.executeCommand(COMMANDS.check);
}
