/** The checkers of single writes: announced, after a fresh look, journaled, and over nothing that was typed since. */
import { type FieldName, fieldSpec } from '../../src/engine/fields';
import type { Kind, SourceRecord } from '../../src/engine/model';
import { refOf } from '../../src/engine/model';
import type { Step } from '../../src/engine/plan/model';
import type { Archivals } from './archivals';
import type { Forbidden } from './forbidden';
import { formOf, type Held, type Version } from './ledger';
import { type Lists, listsMoved } from './lists';
import type { Looks } from './looks';
import type { Intent } from './on-disk';
import type { Ticks } from './ticks';
import type { Unasked } from './unasked';
import type { Unknowable } from './unknowable';
import { sourceOf, type Watched } from './watched';
import type { Ways } from './ways';

/** The longest time, in milliseconds, between looking at a record and writing to it. */
const LONGEST_LOOK = 5 * 60_000;

/** A write that reached the product. */
interface Written {
  readonly step: Step;
  readonly intent: Intent;
  readonly after: SourceRecord;
}

/** An undo takes back on purpose, and what goes by itself asks nobody. */
export type Purpose = 'sync' | 'undo' | 'unasked';

export class Writes {
  /** Told of every field that we wrote. */
  onWrite: (held: Held, field: FieldName) => void = () => undefined;
  /** Writes of the engine that changed a product, since the run began. */
  count = 0;
  /** What the run under way is for. */
  private purpose: Purpose = 'sync';

  constructor(
    private readonly world: Watched & {
      readonly looks: Looks;
      readonly archivals: Archivals;
      readonly forbidden: Forbidden;
      readonly ticks: Ticks;
      readonly lists: Lists;
      readonly unasked: Unasked;
      readonly unknowable: Unknowable;
      readonly ways: Ways;
      readonly tell: (line: string) => void;
    },
  ) {}

  begin(purpose: Purpose): void {
    this.purpose = purpose;
    this.count = 0;
  }

  /** Something of the record is other than it was, by a call of ours. */
  changed(held: Held, after: SourceRecord): void {
    const { ledger } = this.world;
    const intent = this.intentFor(held);
    const fields = ledger.moved(held, after);
    if (fields.length > 0 || listsMoved(held, after)) this.count += 1;
    if (!intent) {
      this.world.fail('write without intent', `${held.key} was changed with no intent on disk`);
      return;
    }
    const step = this.world.onDisk.steps.get(intent.step);
    if (!step) {
      this.world.fail('write outside a plan', `${held.key}: no plan on disk has the step ${intent.step}`);
      return;
    }
    if (this.purpose !== 'undo') this.world.ticks.check(step);
    if (intent.action === 'create') this.completed(held, fields, step, after);
    else this.overwritten(held, fields, { step, intent, after });
    held.record = after;
  }

  private overwritten(held: Held, fields: readonly FieldName[], written: Written): void {
    const { lists, looks } = this.world;
    const { step, intent, after } = written;
    lists.check(held, after, intent, (field) => looks.at(held.key, field));
    if (this.purpose !== 'undo') lists.checkEntries(held, after, step);
    for (const field of fields) this.field(held, field, written);
  }

  /** What announced it: of a record that takes two calls to be made, its creation. */
  private intentFor({ key, system, kind }: Held): Intent | undefined {
    const { id } = refOf(key);
    const about = [...this.world.onDisk.intents.values()].filter(
      (one) => one.system === system && one.kind === kind,
    );
    return about.findLast(({ record }) => record === id) ?? about.find(({ madeRecord }) => madeRecord === id);
  }

  /** The second call of a creation: what it gives was given by nobody yet. */
  private completed(held: Held, fields: readonly FieldName[], step: Step, after: SourceRecord): void {
    const { ledger, scheduler, coverage } = this.world;
    for (const field of fields) {
      if (ledger.now(held, field)?.typed && !ledger.now(held, field)?.ours)
        coverage.count('window', 'typed between the two calls of a creation');
      const source = sourceOf(this.world, step, field, formOf(held.kind, field, after.fields[field]));
      ledger.put(held, field, after, scheduler.now(), false, source);
    }
  }

  /** One field of it is. */
  private field(held: Held, field: FieldName, { step, intent, after }: Written): void {
    const { ledger, scheduler, tell, ways, archivals, forbidden } = this.world;
    const now = ledger.now(held, field);
    const form = formOf(held.kind, field, after.fields[field]);
    const change = step.changes.find((one) => one.field === field);
    const source = sourceOf(this.world, step, field, form);
    tell(`    ${held.key} ${field}: "${now?.form}" → "${form}"`);
    this.checkWindow(held, field, now, intent, change !== undefined);
    if (this.purpose !== 'undo') {
      ways.checkWrite(step, field, form);
      forbidden.check(held, step, field);
      if (field === 'active' && after.fields.active === false) archivals.check(held, step, source);
      if (now?.typed && change && change.source !== 'person') this.checkLost(held, field, now, source);
    }
    ledger.put(held, field, after, scheduler.now(), false, source);
    this.onWrite(held, field);
  }

  /** What was typed gives way to nothing that it had itself replaced. */
  private checkLost(held: Held, field: FieldName, now: Version, source: Version | null): void {
    if (this.world.unknowable.excuses(held, field)) return;
    if (this.purpose === 'unasked') this.world.unasked.check(held, field, now, source);
    if (!source || !now.ancestors.has(source.stamp)) return;
    this.world.fail(
      'lost edit',
      `${held.key} ${field}: "${now.form}", typed, gave way to "${source.form}", which it had replaced`,
    );
  }

  /** What is overwritten stood in the journal, or came in the moment between the look and the write. */
  private checkWindow(
    held: Held,
    field: FieldName,
    now: Version | undefined,
    intent: Intent,
    planned: boolean,
  ): void {
    const looked = this.world.looks.at(held.key, field);
    const { scheduler, coverage } = this.world;
    if (looked === undefined || scheduler.now() - looked > LONGEST_LOOK) {
      this.world.fail(
        'stale precondition',
        `${held.key} ${field} was written without a fresh look at the record`,
      );
      return;
    }
    if (!now?.typed) return;
    const inJournal = planned && formOf(held.kind, field, intent.before[field]) === now.form;
    if (inJournal) {
      const { unknowable } = this.world;
      const nobodyKnows = () =>
        (hasOwnForm(held.kind, field) && unknowable.inReadBack(held, field)) ||
        unknowable.isTypedAgain(held, field);
      if (this.purpose === 'undo' && now.at > 0 && this.typedHere(held, field) && !nobodyKnows()) {
        this.world.fail(
          'undo of an edit',
          `${held.key} ${field}: an undo took back "${now.form}", which a person typed there`,
        );
      }
      return;
    }
    if (now.at >= looked) {
      coverage.count('window', 'typed between the look and the write');
      return;
    }
    this.world.fail(
      planned ? 'not journaled' : 'write outside a plan',
      `${held.key} ${field}: "${now.form}", typed, was overwritten, and the journal says "${formOf(held.kind, field, intent.before[field])}"`,
    );
  }

  /** Whether the value that stands there was typed in this very record, not brought there by us. */
  private typedHere(held: Held, field: FieldName): boolean {
    const now = this.world.ledger.now(held, field);
    const elsewhere = [...this.world.ledger.records.values()].some(
      (other) => other !== held && other.versions.get(field)?.some((version) => version.stamp === now?.stamp),
    );
    return now?.typed === true && !elsewhere;
  }
}

/** What products keep in a form of their own, so that nobody can tell what was typed there from what was sent. */
function hasOwnForm(kind: Kind, field: FieldName): boolean {
  const type = fieldSpec(kind, field)?.type ?? '';
  return field === 'model' || !['text', 'note', 'host', 'serial', 'date', 'flag'].includes(type);
}
