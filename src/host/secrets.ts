/** Secrets in the editor's own storage, each bound to the system and the origin that it was saved for. */
import { randomUUID } from 'node:crypto';
import type { Disposable, Memento, SecretStorage, WindowState } from 'vscode';
import { Failure } from '../engine/failure';
import { SYSTEM_TITLES, type SystemName } from '../engine/model';
import { isLoopback } from '../settings/origins';
import { Owner } from './disposal';
import {
  entriesOf,
  type IndexEntry,
  isSameSecret,
  type SavedSecret,
  type Standing,
  sealed,
  standingOf,
  withEntry,
} from './secret-index';

export type { SavedSecret } from './secret-index';

/** For servers on this machine only: how the demo tenants' secrets reach a window that did not start them. */
const VARIABLES: Readonly<Record<SystemName, readonly string[]>> = {
  bms: ['MSP_SYNC_BMS_PASSWORD'],
  vsa: ['MSP_SYNC_VSA_TOKEN', 'MSP_SYNC_VSA_PASSWORD'],
  itglue: ['MSP_SYNC_ITGLUE_KEY'],
};

/** The list: the editor's storage cannot tell what it holds in the oldest version we support. */
const INDEX = 'mspSync.secretIndex';

/** Milliseconds in which storage and list, which travel apart, have both come from another window. */
const LAG = 1000;

const keyOf = ({ system, origin }: SavedSecret): string => `mspSync.${system}@${origin}`;

export interface SecretsPorts {
  readonly storage: Pick<SecretStorage, 'get' | 'store' | 'delete' | 'onDidChange'>;
  /** Shared by all windows. */
  readonly index: Pick<Memento, 'get' | 'update'>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** A window that is turned to looks whether another one changed the list meanwhile. */
  readonly onDidChangeWindowState: (listener: (state: Pick<WindowState, 'focused'>) => void) => Disposable;
}

export class Secrets extends Owner {
  private readonly listeners = new Set<() => void>();
  private seen: string;

  constructor(private readonly ports: SecretsPorts) {
    super();
    this.seen = this.listed();
    this.own(
      ports.storage.onDidChange(({ key }) => {
        if (key.startsWith('mspSync.')) this.tell();
      }),
    );
    this.own(
      ports.onDidChangeWindowState(({ focused }) => {
        if (focused && this.listed() !== this.seen) this.tell();
      }),
    );
  }

  /** Also when another window saved or forgot one. */
  onDidChange(listener: () => void): Disposable {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }

  /** The secret saved for this very origin. Rejects with `secret-missing`; no other origin's secret is ever given. */
  async get(system: SystemName, origin: string): Promise<string> {
    const standing = await this.standing(system, origin);
    if (standing.state === 'saved') return standing.value;
    const title = SYSTEM_TITLES[system];
    if (standing.state === 'unseen') {
      throw new Failure(
        'secret-missing',
        `This window does not see the secret last saved for ${title} at ${origin}.`,
        {
          system,
          remedy:
            'It was saved in another window. Reload this one ("Developer: Reload Window"); if that does not help, enter the secret again.',
        },
      );
    }
    throw new Failure('secret-missing', `No secret is saved for ${title} at ${origin}.`, {
      system,
      remedy: 'Run "MSP Sync: Configure Connections…" and enter it.',
    });
  }

  /** What is saved, or undefined. */
  async find(system: SystemName, origin: string): Promise<string | undefined> {
    const standing = await this.look({ system, origin });
    return standing.state === 'saved' ? standing.value : undefined;
  }

  /** The same with why there is none, and what the environment gives. */
  async standing(system: SystemName, origin: string): Promise<Standing> {
    const standing = await this.look({ system, origin });
    if (standing.state === 'saved') return standing;
    const value = this.fromEnvironment(system, origin);
    return value === undefined ? standing : { state: 'saved', value };
  }

  async save(system: SystemName, origin: string, value: string): Promise<void> {
    const revision = randomUUID();
    await guarded(() => this.ports.storage.store(keyOf({ system, origin }), sealed(revision, value)));
    await this.list({ system, origin, revision });
  }

  async forget({ system, origin }: SavedSecret): Promise<void> {
    await guarded(() => this.ports.storage.delete(keyOf({ system, origin })));
    await this.list({ system, origin, forgotten: true });
  }

  saved(): readonly SavedSecret[] {
    return this.entries.filter(({ forgotten }) => !forgotten);
  }

  private get entries(): readonly IndexEntry[] {
    return entriesOf(this.ports.index.get(INDEX));
  }

  private async list(entry: IndexEntry): Promise<void> {
    await this.ports.index.update(INDEX, withEntry(this.entries, entry));
    this.seen = this.listed();
  }

  private listed(): string {
    return JSON.stringify(this.entries);
  }

  private tell(): void {
    this.seen = this.listed();
    for (const listener of this.listeners) listener();
  }

  private async look(secret: SavedSecret): Promise<Standing> {
    const now = await this.lookOnce(secret);
    if (now.state !== 'unseen') return now;
    await new Promise((resolve) => setTimeout(resolve, LAG));
    const later = await this.lookOnce(secret);
    if (later.state !== 'unseen' || !this.entryOf(secret)?.forgotten) return later;
    // Forgotten in another window: this one's copy goes too.
    await guarded(() => this.ports.storage.delete(keyOf(secret)));
    return { state: 'none' };
  }

  private async lookOnce(secret: SavedSecret): Promise<Standing> {
    const stored = await guarded(() => this.ports.storage.get(keyOf(secret)));
    return standingOf(stored, this.entryOf(secret));
  }

  private entryOf(secret: SavedSecret): IndexEntry | undefined {
    return this.entries.find((entry) => isSameSecret(entry, secret));
  }

  private fromEnvironment(system: SystemName, origin: string): string | undefined {
    if (!isLoopback(origin)) return undefined;
    return VARIABLES[system].map((name) => this.ports.environment[name]).find(Boolean);
  }
}

/** The storage fails where the system has no keyring, as on many a Linux desktop. */
async function guarded<T>(ask: () => Thenable<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw new Failure('secret-storage', "The editor's secret storage does not work.", {
      remedy:
        'Unlock or install the keyring of your desktop (on Linux gnome-keyring or KWallet), then try again.',
      cause: error,
    });
  }
}
