/** The snapshot that every view shows, and who is told when it changes. */
import { EventEmitter } from 'vscode';
import { Owner } from '../../host/disposal';
import { NOTHING, type Snapshot } from './view';

export class Shown extends Owner {
  private snapshot: Snapshot = NOTHING;
  private readonly changed = this.own(new EventEmitter<Snapshot>());
  readonly onDidChange = this.changed.event;

  get now(): Snapshot {
    return this.snapshot;
  }

  show(news: Partial<Snapshot>): void {
    this.snapshot = { ...this.snapshot, ...news };
    this.changed.fire(this.snapshot);
  }
}
