/** The only file that knows every concrete class: puts a session together from settings, secrets and a folder. */
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { systemClock } from './clock';
import { Failure } from './engine/failure';
import type { Checked } from './engine/findings';
import type { SystemName } from './engine/model';
import type { Plan } from './engine/plan/model';
import type { Clock, Log, System } from './engine/ports';
import { Session } from './engine/session';
import { authorityFrom } from './settings/authority';
import { fingerprintsOf, originOf } from './settings/origins';
import type { Settings } from './settings/read';
import { BudgetBook } from './store/budgets';
import { JsonFile } from './store/json-file';
import { takeLock } from './store/lock';
import { readText, replaceFile } from './store/safe-file';
import { planShape } from './store/shape';
import { FolderStore } from './store/store';
import { HOUR_MS as BMS_WINDOW_MS } from './systems/bms/limits';
import type { ListName } from './systems/bms/names';
import { createBms } from './systems/bms/system';
import { WINDOW_MS as ITGLUE_WINDOW_MS } from './systems/itglue/client';
import { createItGlue } from './systems/itglue/system';
import { keyDisuse, secretDates } from './systems/secret-dates';
import { translated } from './systems/translated';
import { createVsa } from './systems/vsa/system';
import { BUDGET as VSA10_BUDGET } from './systems/vsa10/client';
import { createVsa10 } from './systems/vsa10/system';

/** VSA tells of no limit; only pauses that it asks for are kept. */
const VSA_WINDOW_MS = 60_000;

export interface SessionContext {
  /** The workspace folder. */
  readonly folder: string;
  readonly program: 'window' | 'msp-sync';
  readonly settings: Settings;
  /** The secret saved for this very origin; rejects with `secret-missing`. */
  readonly secret: (system: SystemName, origin: string) => Promise<string>;
  readonly log: Log;
  /** Something a person should know that did not stop the work: a file set aside, a lock lost. */
  readonly notice: (message: string) => void;
  /** The machine's own, when absent. */
  readonly clock?: Clock;
}

export function openSession(context: SessionContext): Session {
  const folder = join(context.folder, '.msp-sync');
  const { clock = systemClock } = context;
  const budgets = budgetsIn(folder, context, clock);
  return new Session({
    systems: systemsOf(context, clock, budgets),
    connections: fingerprintsOf(context.settings.connections),
    prepareFolder: () => keepStateOutOfGit(folder),
    settle: () => budgets.flush(),
    reminders: (system) => secretDates(system, context.settings.secretsEnd[system], clock.now()),
    disuse: (system, lastUsed) => keyDisuse(system, lastUsed, clock.now()),
    basis: JSON.stringify(context.settings.connections),
    openStore: () =>
      new FolderStore({
        folder,
        clock,
        onDamage: ({ path, aside, why }) =>
          context.notice(
            `${path} could not be read (${why}). It was set aside as ${aside}; the next sync reads the systems anew.`,
          ),
      }),
    takeLock: async (doing, onLost) => {
      await keepStateOutOfGit(folder);
      return takeLock({
        folder: join(folder, 'state'),
        program: context.program === 'window' ? 'an editor window' : 'msp-sync',
        doing,
        since: clock.iso(),
        onLost: ({ message }) =>
          onLost(
            new Failure('busy', `Another program took this workspace over (${message}).`, {
              remedy: 'The run stopped between two writes. Sync again once the other one has finished.',
            }),
          ),
      });
    },
    clock,
    log: context.log,
    settings: context.settings.sync,
    by: whoIsAtWork(),
  });
}

/**
 * Checks the one connection in the settings, which need not be saved yet, with the secret as it is given. Rejects only when
 * cancelled, or for settings that do not hold.
 */
export async function tryConnection(context: SessionContext, signal: AbortSignal): Promise<Checked> {
  const folder = join(context.folder, '.msp-sync');
  const { clock = systemClock } = context;
  await keepStateOutOfGit(folder);
  const budgets = budgetsIn(folder, context, clock);
  const [system] = systemsOf(context, clock, budgets);
  if (!system) throw new Failure('usage', 'There is no connection to check.');
  try {
    const findings = await system.check(signal);
    const connection = fingerprintsOf(context.settings.connections)[system.name] ?? '';
    return { system: system.name, connection, at: clock.iso(), findings };
  } finally {
    system.dispose();
    await budgets.flush();
  }
}

/** Keeps what a check of a connection found that was saved afterwards. */
export async function keepChecked(folder: string, checked: Checked): Promise<void> {
  await changeChecks(folder, checked.system, [checked]);
}

/** What was found of the connection is not known any more. */
export async function forgetChecked(folder: string, system: SystemName): Promise<void> {
  await changeChecks(folder, system, []);
}

async function changeChecks(folder: string, system: SystemName, now: readonly Checked[]): Promise<void> {
  const store = new FolderStore({
    folder: join(folder, '.msp-sync'),
    clock: systemClock,
    onDamage: () => undefined,
  });
  const others = (await store.checks()).filter((checked) => checked.system !== system);
  await store.saveChecks([...others, ...now]);
}

export const planPath = (folder: string): string => join(folder, '.msp-sync', 'plan.json');

/** The workspace's last saved plan, or one that was saved elsewhere. Never moves or changes the file. */
export async function readPlan(folder: string, path = planPath(folder)): Promise<Plan> {
  const plan = await new JsonFile<Plan | null>({
    path,
    shape: planShape.nullable(),
    empty: null,
    onDamage: () => undefined,
    keep: true,
  }).read();
  if (plan) return plan;
  throw new Failure('usage', `There is no plan at ${path}.`, { remedy: 'Make one with "msp-sync plan".' });
}

/** The servers' counts of our calls outlive the program: a restart gains no new allowance. */
function budgetsIn(folder: string, { notice, log }: SessionContext, clock: Clock): BudgetBook {
  return new BudgetBook({
    path: join(folder, 'state', 'budgets.json'),
    clock,
    onDamage: ({ path, aside, why }) =>
      notice(`${path} could not be read (${why}). It was set aside as ${aside}; the calls are counted anew.`),
    onTrouble: (error) => log.error('The count of calls could not be kept.', { why: String(error) }),
  });
}

function systemsOf(
  { folder, settings, secret, log }: SessionContext,
  clock: Clock,
  budgets: BudgetBook,
): readonly System[] {
  const { bms, vsa, itglue } = settings.connections;
  const common = { clock, log, random: Math.random };
  const ask = (system: SystemName) => secret(system, originOf(system, settings.connections) ?? '');
  const pinned = (system: SystemName) => {
    const ca = authorityFrom(folder, system, settings.connections[system]?.certificateAuthority ?? '');
    return ca ? { ca } : {};
  };
  const systems: System[] = [];
  if (bms) {
    const ledger = budgets.for(`bms ${bms.serverUrl} ${bms.tenant}`, BMS_WINDOW_MS);
    const lists = grown(settings.wording, 'bms');
    const mayGrow = [...lists].flatMap((list) => BMS_GROWING[list] ?? []);
    const words = { tables: settings.wording.bmsLists, mayGrow };
    systems.push(
      createBms({ ...bms, ...common, ...pinned('bms'), ...words, ledger, password: () => ask('bms') }),
    );
  }
  if (vsa) {
    const { serverUrl, username, authentication } = vsa;
    const own = { serverUrl, ...common, ...pinned('vsa'), secret: () => ask('vsa') };
    if (authentication === 'vsa10') {
      const ledger = budgets.for(`vsa10 ${serverUrl}`, VSA10_BUDGET.per);
      systems.push(createVsa10({ ...own, ledger, tokenId: username }));
    } else {
      const ledger = budgets.for(`vsa ${serverUrl}`, VSA_WINDOW_MS);
      systems.push(createVsa({ ...own, ledger, username, authentication }));
    }
  }
  if (itglue) {
    const { subdomain, region, apiUrl } = itglue;
    const lists = grown(settings.wording, 'itglue');
    systems.push(
      createItGlue({
        subdomain,
        region,
        ...(apiUrl ? { apiUrl } : {}),
        ...common,
        activeStatuses: settings.wording.activeStatuses,
        inactiveStatus: settings.wording.inactiveStatus,
        twoWaySync: settings.wording.twoWaySync,
        createMissing: {
          types: lists.has('types'),
          statuses: lists.has('statuses'),
          manufacturers: lists.has('manufacturers'),
          models: lists.has('models'),
        },
        ledger: budgets.for(`itglue ${apiUrl ?? region} ${subdomain}`, ITGLUE_WINDOW_MS),
        ...pinned('itglue'),
        apiKey: () => ask('itglue'),
      }),
    );
  }
  return systems.map((system) => translated(system, settings.wording.values[system.name] ?? {}));
}

const BMS_GROWING: Readonly<Record<string, readonly ListName[]>> = {
  types: ['category'],
  statuses: ['state'],
  manufacturers: ['manufacturer'],
};

/** The lists of the system that may grow: `itglue.models` is `models` of IT Glue's. */
const grown = ({ addToLists }: Settings['wording'], system: SystemName): ReadonlySet<string> =>
  new Set(
    addToLists.map((list) => list.split('.')).flatMap(([of, list]) => (of === system && list ? [list] : [])),
  );

/** Some containers have no entry for their user. */
function whoIsAtWork(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env.USER ?? process.env.USERNAME ?? 'unknown';
  }
}

/** Caches and journals are this machine's own; decisions are for Git, which puts those of two people together. */
async function keepStateOutOfGit(folder: string): Promise<void> {
  for (const [name, text] of GIT_FILES) {
    const path = join(folder, name);
    if ((await readText(path)) === null) await replaceFile(path, text);
  }
}

const GIT_FILES = [
  ['.gitignore', 'state/\n*.format-*\n'],
  ['.gitattributes', 'decisions.json merge=union\n'],
] as const;
