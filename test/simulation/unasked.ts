/** The checker of what is written with nobody looking: it overrules nobody. */
import type { FieldName } from '../../src/engine/fields';
import type { Held, Version } from './ledger';
import type { Watched } from './watched';

export class Unasked {
  /** When the reading began that the run goes by, and that of the last run that came to its end. */
  private readFrom = Number.NEGATIVE_INFINITY;
  private settledFrom = Number.NEGATIVE_INFINITY;

  constructor(private readonly world: Watched) {}

  /** A run begins to read. */
  begin(): void {
    this.readFrom = this.world.scheduler.now();
  }

  /** The run came to its end. */
  end(): void {
    this.settledFrom = this.readFrom;
  }

  /**
   * What is written with nobody looking takes the place of what it was made from, of a blank, or of what the last run
   * that came to its end had seen before the new value was there.
   */
  check(held: Held, field: FieldName, now: Version, source: Version | null): void {
    if (now.form === '' || !source || source.stamp === now.stamp) return;
    if (now.said <= this.settledFrom && source.at >= this.settledFrom) return;
    if (source.ancestors.has(now.stamp) || source.form === now.form) return;
    this.world.fail(
      'overruled unasked',
      `${held.key} ${field}: "${now.form}", typed, was overruled by "${source.form}" with nobody looking`,
    );
  }
}
