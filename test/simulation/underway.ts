/** Calls that are under way, to tell which of them overtake others. */
import type { SystemName } from '../../src/engine/model';

export class Underway {
  private count = 0;
  private readonly begun = new Map<SystemName, Set<number>>();

  /** Gives what ends the call, which tells whether one that began before it is still under way. */
  begin(system: SystemName): () => boolean {
    this.count += 1;
    const call = this.count;
    const calls = this.begun.get(system) ?? new Set();
    this.begun.set(system, calls.add(call));
    return () => {
      calls.delete(call);
      return [...calls].some((other) => other < call);
    };
  }
}
