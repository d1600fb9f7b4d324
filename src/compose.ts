/** The only file that knows every concrete class: puts a session together from settings, secrets and a folder. */
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { systemClock } from './clock';
import { Failure } from './engine/failure';
import type { SystemName } from './engine/model';
import type { Plan } from './engine/plan/model';
import type { Clock, Log, System } from './engine/ports';
import { Session } from './engine/session';
import { authorityFrom } from './settings/authority';
import { fingerprintsOf, originOf } from './settings/origins';
import type { Settings } from './settings/shape';
import { BudgetBook } from './store/budgets';
import { JsonFile } from './store/json-file';
import { takeLock } from './store/lock';
import { readText, replaceFile } from './store/safe-file';
import { planShape } from './store/shape';
import { FolderStore } from './store/store';
import { HOUR_MS as BMS_WINDOW_MS } from './systems/bms/limits';
import { createBms } from './systems/bms/system';
import { WINDOW_MS as ITGLUE_WINDOW_MS } from './systems/itglue/client';
import { createItGlue } from './systems/itglue/system';
import { createVsa } from './systems/vsa/system';

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
    systems.push(createBms({ ...bms, ...common, ...pinned('bms'), ledger, password: () => ask('bms') }));
  }
  if (vsa) {
    const { serverUrl, username, authentication } = vsa;
    if (authentication === 'vsa10') {
      throw new Failure('settings', 'VSA 10 connections are not supported yet.', {
        remedy: 'Set mspSync.vsa.authentication to "token" and connect a VSA 9 server.',
      });
    }
    const ledger = budgets.for(`vsa ${serverUrl}`, VSA_WINDOW_MS);
    const own = { ...common, ...pinned('vsa'), ledger, secret: () => ask('vsa') };
    systems.push(createVsa({ serverUrl, username, authentication, ...own }));
  }
  if (itglue) {
    const { subdomain, region, apiUrl } = itglue;
    systems.push(
      createItGlue({
        subdomain,
        region,
        ...(apiUrl ? { apiUrl } : {}),
        ...common,
        ledger: budgets.for(`itglue ${apiUrl ?? region} ${subdomain}`, ITGLUE_WINDOW_MS),
        ...pinned('itglue'),
        apiKey: () => ask('itglue'),
      }),
    );
  }
  return systems;
}

/** Some containers have no entry for their user. */
function whoIsAtWork(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env.USER ?? process.env.USERNAME ?? 'unknown';
  }
}

/** Caches and journals are this machine's own; decisions are for Git. */
async function keepStateOutOfGit(folder: string): Promise<void> {
  const path = join(folder, '.gitignore');
  if ((await readText(path)) === null) await replaceFile(path, 'state/\n');
}
