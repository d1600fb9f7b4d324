/** The checker of what people forbade: what is to be left alone is left alone, and what is not the same gives it no value. */
import type { FieldName } from '../../src/engine/fields';
import type { RecordKey } from '../../src/engine/model';
import type { Step } from '../../src/engine/plan/model';
import type { Held } from './ledger';
import type { Watched } from './watched';

export class Forbidden {
  constructor(private readonly world: Watched) {}

  /** A field of the record was written. */
  check(held: Held, step: Step, field: FieldName): void {
    const said = this.world.decisions();
    if (said.some((one) => one.type === 'ignore' && one.record === held.key && one.until === undefined)) {
      this.fail(`${held.key} ${field} was written, and is to be left alone`);
      return;
    }
    const from = this.sourceOf(step, field);
    const pairs = said.filter((one) => one.type === 'same' || one.type === 'different');
    const about = pairs.filter(
      ({ records }) => records.includes(held.key) || (from && records.includes(from)),
    );
    // What was said to be the same of one of the two may hold them together all the same.
    if (!from || about.some(({ type }) => type === 'same')) return;
    const apart = about.some(({ records }) => records.includes(held.key) && records.includes(from));
    if (apart) this.fail(`${held.key} ${field} was written from ${from}, and they were said to be different`);
  }

  private sourceOf({ changes, identity, kind }: Step, field: FieldName): RecordKey | null {
    const source = changes.find((one) => one.field === field)?.source;
    if (source === undefined || source === 'person') return null;
    const link = this.world.onDisk.identity(identity)?.links[source];
    return link ? `${source}:${kind}:${link.record}` : null;
  }

  private fail(message: string): void {
    this.world.fail('written against a decision', message);
  }
}
