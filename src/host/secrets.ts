/** Secrets in the editor's own storage, each bound to the system and the origin that it was saved for. */
import { EventEmitter, type Memento, type SecretStorage } from 'vscode';
import { Failure } from '../engine/failure';
import { SYSTEM_TITLES, SYSTEMS, type SystemName } from '../engine/model';
import { isLoopback } from '../settings/origins';
import { Owner } from './disposal';

/** For servers on this machine only: how the demo tenants' secrets reach a window that did not start them. */
const VARIABLES: Readonly<Record<SystemName, readonly string[]>> = {
  bms: ['MSP_SYNC_BMS_PASSWORD'],
  vsa: ['MSP_SYNC_VSA_TOKEN', 'MSP_SYNC_VSA_PASSWORD'],
  itglue: ['MSP_SYNC_ITGLUE_KEY'],
};

/** Names of what is saved: the editor's storage cannot list them in the oldest version we support. */
const INDEX = 'mspSync.secretIndex';

export interface SavedSecret {
  readonly system: SystemName;
  readonly origin: string;
}

const keyOf = ({ system, origin }: SavedSecret): string => `mspSync.${system}@${origin}`;

export class Secrets extends Owner {
  private readonly changed = this.own(new EventEmitter<void>());
  /** Also when another window saved or forgot one. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly storage: SecretStorage,
    private readonly index: Memento,
    private readonly environment: Readonly<Record<string, string | undefined>>,
  ) {
    super();
    this.own(
      storage.onDidChange(({ key }) => {
        if (key.startsWith('mspSync.')) this.changed.fire();
      }),
    );
  }

  /** The secret saved for this very origin. Rejects with `secret-missing`; no other origin's secret is ever given. */
  async get(system: SystemName, origin: string): Promise<string> {
    const value = (await this.find(system, origin)) ?? this.fromEnvironment(system, origin);
    if (value !== undefined) return value;
    throw new Failure('secret-missing', `No secret is saved for ${SYSTEM_TITLES[system]} at ${origin}.`, {
      system,
      remedy: 'Run "MSP Sync: Configure Connections…" and enter it.',
    });
  }

  /** What is saved, or undefined. */
  async find(system: SystemName, origin: string): Promise<string | undefined> {
    return guarded(() => this.storage.get(keyOf({ system, origin })));
  }

  async save(system: SystemName, origin: string, value: string): Promise<void> {
    await guarded(() => this.storage.store(keyOf({ system, origin }), value));
    const others = this.saved().filter((item) => keyOf(item) !== keyOf({ system, origin }));
    await this.index.update(INDEX, [...others, { system, origin }]);
  }

  async forget(secret: SavedSecret): Promise<void> {
    await guarded(() => this.storage.delete(keyOf(secret)));
    await this.index.update(
      INDEX,
      this.saved().filter((item) => keyOf(item) !== keyOf(secret)),
    );
  }

  saved(): readonly SavedSecret[] {
    const list: unknown = this.index.get(INDEX);
    return Array.isArray(list) ? list.filter(isSaved) : [];
  }

  private fromEnvironment(system: SystemName, origin: string): string | undefined {
    if (!isLoopback(origin)) return undefined;
    return VARIABLES[system].map((name) => this.environment[name]).find(Boolean);
  }
}

function isSaved(value: unknown): value is SavedSecret {
  if (typeof value !== 'object' || value === null || !('system' in value) || !('origin' in value))
    return false;
  return typeof value.origin === 'string' && SYSTEMS.some((system) => system === value.system);
}

/** The storage fails where the system has no keyring, as on many a Linux desktop. */
async function guarded<T>(ask: () => Thenable<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw new Failure('secret-missing', "The editor's secret storage does not work.", {
      remedy:
        'Unlock or install the keyring of your desktop (on Linux gnome-keyring or KWallet), then try again.',
      cause: error,
    });
  }
}
