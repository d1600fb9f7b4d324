/** Which statuses the Systems tree shows; remembered for the workspace. */
import { EventEmitter, type Memento } from 'vscode';
import type { MatchStatus } from '../../../engine/model';
import { setContext } from '../../../host/context';
import { Owner } from '../../../host/disposal';
import { isStatus } from '../../words';

const KEY = 'mspSync.statusFilter';

export class StatusFilter extends Owner {
  private readonly changed = this.own(new EventEmitter<void>());
  readonly onDidChange = this.changed.event;
  private chosen: ReadonlySet<MatchStatus> | null;

  constructor(private readonly memory: Memento) {
    super();
    const saved: unknown = memory.get(KEY);
    const statuses = Array.isArray(saved) ? saved.filter(isStatus) : [];
    this.chosen = statuses.length > 0 ? new Set(statuses) : null;
    setContext('filtered', this.chosen !== null);
  }

  /** Null shows everything. */
  get value(): ReadonlySet<MatchStatus> | null {
    return this.chosen;
  }

  async set(statuses: readonly MatchStatus[] | null): Promise<void> {
    this.chosen = statuses && statuses.length > 0 ? new Set(statuses) : null;
    setContext('filtered', this.chosen !== null);
    await this.memory.update(KEY, this.chosen ? [...this.chosen] : undefined);
    this.changed.fire();
  }
}
