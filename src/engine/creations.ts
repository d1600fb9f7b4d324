/**
 * Makes records, each once: looks whether it stands before it makes it, and where the answer is lost looks for what may have
 * been made.
 */
import { Failure, orElse } from './failure';
import type { Fields, RecordKey, SourceRecord } from './model';
import { keyOf } from './model';
import type { Step } from './plan/model';
import type { System } from './ports';

export class Creations {
  private readonly made = new Set<RecordKey>();
  private readonly never = new AbortController().signal;

  constructor(
    /** The record as it was before the run. */
    private readonly known: (key: RecordKey) => SourceRecord | undefined,
    /** Whether an earlier run had begun the step and did not live to say what became of it. */
    private readonly begun: (step: Step) => boolean,
  ) {}

  /**
   * The look before a creation, as there is one before an overwriting: somebody may have added the record since, or the
   * listing was the answer to another question. What a run that was cut short has made of this very step is taken as
   * made; whatever else stands there is for the next run to match, or for a person to sort out.
   */
  async standing(system: System, step: Step, values: Fields): Promise<SourceRecord | null> {
    const candidates = await system.findCreated(step.kind, values, this.never);
    const [found, ...more] = candidates.filter((record) => this.isNew(record));
    if (!found) return null;
    if (!this.begun(step))
      throw new Failure(
        'stale',
        `"${found.name}" (${found.id}) stands there and was not among what was read`,
      );
    if (more.length === 0) return this.claimed(found);
    throw new Failure('stale', 'it may have been made before, and more than one record looks like it');
  }

  /** Creates once. When the answer is lost it looks for what it may have made, and never tries again in this run. */
  async make(system: System, step: Step, values: Fields): Promise<SourceRecord> {
    try {
      const record = await system.create(step.kind, values, this.never);
      if (this.isNew(record)) return this.claimed(record);
      const message = `the answer to its creation tells of "${record.name}" (${record.id}), which was there before`;
      throw new Failure('protocol', message, { system: system.name, mayHaveActed: true });
    } catch (error) {
      const failure = Failure.from(error);
      if (!failure.mayHaveActed) throw failure;
      const look = () => system.findCreated(step.kind, values, this.never);
      const candidates = await orElse(failure, look);
      const [found, ...more] = candidates.filter((record) => this.isNew(record));
      if (!found || more.length > 0) throw failure;
      return this.claimed(found);
    }
  }

  /** Neither there before the run nor made in it: no answer can make another's record this step's. */
  private isNew(record: SourceRecord): boolean {
    return !this.known(keyOf(record)) && !this.made.has(keyOf(record));
  }

  private claimed(record: SourceRecord): SourceRecord {
    this.made.add(keyOf(record));
    return record;
  }
}
