/** Of which connections of a folder this window has no secret to use, and why. */
import type { WorkspaceFolder } from 'vscode';
import { Failure } from '../../engine/failure';
import { SYSTEMS, type SystemName } from '../../engine/model';
import type { Secrets } from '../../host/secrets';
import type { EditorSettings } from '../../host/settings';
import { originOf } from '../../settings/origins';
import type { SecretTrouble, SecretTroubles } from './view';

export interface TroublePorts {
  readonly settings: Pick<EditorSettings, 'read'>;
  readonly secrets: Pick<Secrets, 'standing'>;
}

/** Nothing where the settings do not hold: that is told by whoever uses them. */
export async function secretTroubles(
  { settings, secrets }: TroublePorts,
  folder: WorkspaceFolder,
): Promise<SecretTroubles> {
  const connections = await settings.read(folder).then(
    (read) => read.connections,
    () => ({}),
  );
  const troubles: Partial<Record<SystemName, SecretTrouble>> = {};
  for (const system of SYSTEMS) {
    const origin = originOf(system, connections);
    const trouble = origin === null ? null : await troubleOf(secrets, system, origin);
    if (trouble) troubles[system] = trouble;
  }
  return troubles;
}

async function troubleOf(
  secrets: TroublePorts['secrets'],
  system: SystemName,
  origin: string,
): Promise<SecretTrouble | null> {
  try {
    const { state } = await secrets.standing(system, origin);
    return state === 'saved' ? null : state;
  } catch (error) {
    if (Failure.is(error, 'secret-storage')) return 'broken';
    throw error;
  }
}
