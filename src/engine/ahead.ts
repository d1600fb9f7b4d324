/** The writes that are still to do, and how long the systems' allowances alone make them take. */
import type { Kind, SystemName } from './model';
import type { Step } from './plan/model';
import type { System } from './ports';

export class Ahead {
  private readonly left = new Map<SystemName, Map<Kind, number>>();

  constructor(
    private readonly systems: ReadonlyMap<SystemName, System>,
    steps: readonly Step[],
  ) {
    for (const step of steps) this.count(step, 1);
  }

  settled(step: Step): void {
    this.count(step, -1);
  }

  /** Milliseconds at the least: the systems are written side by side, so the slowest one tells. */
  atLeast(): number {
    const waits = [...this.systems].map(
      ([name, system]) => system.atLeast?.(this.left.get(name) ?? NONE) ?? 0,
    );
    return Math.max(0, ...waits);
  }

  private count({ system, kind }: Step, by: number): void {
    const kinds = this.left.get(system) ?? new Map<Kind, number>();
    this.left.set(system, kinds.set(kind, (kinds.get(kind) ?? 0) + by));
  }
}

const NONE: ReadonlyMap<Kind, number> = new Map();
