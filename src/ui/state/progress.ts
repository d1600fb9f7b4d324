/** How far a person has come with setting up: context keys that the walkthrough's steps wait for. */
import { setContext } from '../../host/context';
import { Owner } from '../../host/disposal';
import type { SyncState } from './state';
import { isScanned, type Snapshot, tasksIn } from './view';

/** Milliseconds in which the editor has read the steps. */
const READ_MS = 1000;

export class SetupProgress extends Owner {
  /** Most decisions that waited at once: fewer means that a person took some. */
  private most = 0;

  private held = false;

  constructor(private readonly state: SyncState) {
    super();
    this.own(state.onDidChange((snapshot) => this.follow(snapshot)));
    this.follow(state.snapshot);
  }

  /**
   * Takes the keys away while the act opens the walkthrough: the editor ticks a step only when its key turns true after it
   * has read the steps, which it does when they are first shown.
   */
  async anew(open: () => Promise<void>): Promise<void> {
    this.held = true;
    setContext('firstPair', false);
    setContext('allConnected', false);
    setContext('connectionsWork', false);
    setContext('synced', false);
    setContext('decided', false);
    try {
      await open();
      await new Promise((resolve) => setTimeout(resolve, READ_MS));
    } finally {
      this.held = false;
      this.follow(this.state.snapshot);
    }
  }

  private follow({ configured, connections, overview }: Snapshot): void {
    if (this.held) return;
    const has = (...systems: readonly string[]) =>
      systems.every((name) => configured.some((one) => one === name));
    setContext('firstPair', has('bms', 'vsa'));
    setContext('allConnected', has('bms', 'vsa', 'itglue'));
    const checks = connections?.checks ?? [];
    const works = (system: string) =>
      checks.some((one) => one.system === system && one.findings.every(({ level }) => level !== 'problem'));
    setContext('connectionsWork', configured.length > 1 && configured.every(works));
    const synced = overview !== null && isScanned(overview);
    setContext('synced', synced);
    const tasks = synced ? tasksIn(overview) : 0;
    this.most = Math.max(this.most, tasks);
    setContext('decided', synced && (tasks === 0 || tasks < this.most));
  }
}
