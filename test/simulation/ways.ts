/** The checker of directions: nothing is written against a way that people have closed, and nothing made that they do not want made. */
import type { FieldName } from '../../src/engine/fields';
import type { RecordKey, SystemName } from '../../src/engine/model';
import { keyOf, membersOf } from '../../src/engine/model';
import type { FieldChange, Step } from '../../src/engine/plan/model';
import { formOf, isFollowed } from './ledger';
import type { Watched } from './watched';

/** One of the thing's records; what a product makes by itself beside another one is in no ledger. */
interface Side {
  readonly key: RecordKey;
  readonly system: SystemName;
}

export class Ways {
  private since = Number.NEGATIVE_INFINITY;

  constructor(private readonly world: Watched) {}

  /** `since`: when the systems were read that the run goes by. */
  begin(since: number): void {
    this.since = since;
  }

  /** A field was written: some side that held the value may pass it on, unless no side did. */
  checkWrite(step: Step, field: FieldName, form: string): void {
    const change = step.changes.find((one) => one.field === field);
    if (!change) return;
    const others = this.others(step);
    const holders = others.filter((side) => this.held(side, change, form));
    // What no side holds is a person's own; what is gone in one of them has its word from there.
    const speakers = holders.length > 0 || change.source === 'person' ? holders : others;
    if (speakers.length === 0 || speakers.some(({ system }) => this.isOpen(step, system))) return;
    if (change.source !== 'person' && this.isOpen(step, change.source)) return;
    this.world.fail(
      'written against a direction',
      `${step.id} ${field}: nothing may go there from ${[...new Set(speakers.map(({ system }) => system))].join(' or ')}`,
    );
  }

  /** A record was made: from one that is to be made there, or because somebody asked for it. */
  checkCreation(step: Step): void {
    const { choices } = this.world;
    const members = this.others(step);
    const asked = this.asked(step);
    const called = members.some(
      ({ key, system }) =>
        choices.makes(step.kind, system, step.system) || (asked.has(key) && this.isOpen(step, system)),
    );
    if (called) return;
    this.world.fail(
      'written against a direction',
      `${step.id}: it was made although no record of ${members.map(({ key }) => key).join(', ')} is to be made there`,
    );
  }

  private asked({ system }: Step): ReadonlySet<RecordKey> {
    return new Set(
      this.world
        .decisions()
        .flatMap((said) => (said.type === 'create' && said.in.includes(system) ? [said.record] : [])),
    );
  }

  private isOpen({ kind, system }: Step, from: SystemName): boolean {
    return from === system || this.world.choices.isOpen(kind, from, system);
  }

  /** The thing's records elsewhere. */
  private others({ identity, system }: Step): readonly Side[] {
    const known = this.world.onDisk.identity(identity);
    return (known ? membersOf(known) : [])
      .filter((ref) => ref.system !== system)
      .map((ref) => ({ key: keyOf(ref), system: ref.system }));
  }

  /** Whether the record has held the value since the systems were read; of what is not followed nobody can say. */
  private held({ key }: Side, { field, to }: FieldChange, form: string): boolean {
    const held = this.world.ledger.records.get(key);
    if (!held || !isFollowed(held.kind, field)) return true;
    const planned =
      to !== null && typeof to === 'object' && 'identity' in to ? form : formOf(held.kind, field, to);
    const versions = held.versions.get(field) ?? [];
    return versions.some(
      (version, at) =>
        (version.form === planned || version.form === form) &&
        (versions[at + 1]?.at ?? Infinity) >= this.since,
    );
  }
}
