/** One session per workspace folder, opened on first use and renewed when its settings change. */
import type { WorkspaceFolder } from 'vscode';
import type { SystemName } from '../engine/model';
import type { Log } from '../engine/ports';
import type { Session } from '../engine/session';
import type { Settings } from '../settings/read';

/** What the editor needs of a session. */
export type SyncSession = Pick<
  Session,
  | 'follow'
  | 'followed'
  | 'systems'
  | 'check'
  | 'connections'
  | 'acceptTenants'
  | 'startAfresh'
  | 'sync'
  | 'overview'
  | 'decide'
  | 'undecide'
  | 'decisions'
  | 'plan'
  | 'savedPlan'
  | 'tick'
  | 'apply'
  | 'history'
  | 'undoOf'
  | 'explain'
  | 'dispose'
>;

export interface SessionRequest {
  readonly folder: string;
  readonly program: 'window';
  readonly settings: Settings;
  readonly secret: (system: SystemName, origin: string) => Promise<string>;
  readonly log: Log;
  readonly notice: (message: string) => void;
}

/** Puts a session together; everything heavy loads when this is first called. */
export type SessionSource = (request: SessionRequest) => Promise<SyncSession>;

export interface SessionsPorts {
  readonly source: SessionSource;
  readonly settings: { read(folder: WorkspaceFolder): Promise<Settings> };
  readonly secrets: { get(system: SystemName, origin: string): Promise<string> };
  readonly log: Log;
  readonly notice: (message: string) => void;
}

interface Lease {
  readonly session: Promise<SyncSession>;
  users: number;
  stale: boolean;
}

export class Sessions {
  private readonly leases = new Map<string, Lease>();

  constructor(private readonly ports: SessionsPorts) {}

  /** Lends the folder's session for the work. One that was renewed meanwhile is let go when its last work ends. */
  async use<T>(folder: WorkspaceFolder, work: (session: SyncSession) => Promise<T>): Promise<T> {
    const key = folder.uri.toString();
    const lease = this.leases.get(key) ?? this.lease(key, folder);
    lease.users += 1;
    try {
      return await work(await lease.session);
    } finally {
      lease.users -= 1;
      letGo(lease);
    }
  }

  /** The next use opens a new session: settings or secrets changed. */
  renew(folder: WorkspaceFolder): void {
    this.drop(folder.uri.toString());
  }

  dispose(): void {
    for (const key of [...this.leases.keys()]) this.drop(key);
  }

  private lease(key: string, folder: WorkspaceFolder): Lease {
    const session = this.open(folder);
    const lease: Lease = { session, users: 0, stale: false };
    this.leases.set(key, lease);
    // A session that could not be opened is not kept: the person may have mended the cause.
    session.catch(() => {
      if (this.leases.get(key) === lease) this.leases.delete(key);
    });
    return lease;
  }

  private async open(folder: WorkspaceFolder): Promise<SyncSession> {
    const { source, settings, secrets, log, notice } = this.ports;
    return source({
      folder: folder.uri.fsPath,
      program: 'window',
      settings: await settings.read(folder),
      secret: (system, origin) => secrets.get(system, origin),
      log,
      notice,
    });
  }

  private drop(key: string): void {
    const lease = this.leases.get(key);
    if (!lease) return;
    this.leases.delete(key);
    lease.stale = true;
    letGo(lease);
  }
}

function letGo(lease: Lease): void {
  if (!lease.stale || lease.users > 0) return;
  void lease.session.then(
    (session) => session.dispose(),
    () => undefined,
  );
}
