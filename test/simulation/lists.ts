/** The checkers of lists: what is written over them was journaled, and no entry goes that nobody took away. */
import { type FieldName, fieldSpec } from '../../src/engine/fields';
import type { SourceRecord } from '../../src/engine/model';
import type { Step } from '../../src/engine/plan/model';
import { entriesOf, formOf, type Held } from './ledger';
import type { Intent } from './on-disk';
import type { Watched } from './watched';

const LIST_FIELDS: readonly FieldName[] = ['emails', 'phones', 'macAddresses', 'ipAddresses'];

export class Lists {
  constructor(private readonly world: Watched) {}

  /** `lookAt` says when the field was last looked at. */
  check(
    held: Held,
    after: SourceRecord,
    intent: Intent,
    lookAt: (field: FieldName) => number | undefined,
  ): void {
    const before = held.record;
    if (!before) return;
    for (const field of LIST_FIELDS) {
      const [was, is] = [
        formOf(held.kind, field, before.fields[field]),
        formOf(held.kind, field, after.fields[field]),
      ];
      if (was === is || was === '') continue;
      const said = formOf(held.kind, field, intent.before[field]);
      if (said === was) continue;
      const typedAt = held.listsTyped.get(field) ?? Number.NEGATIVE_INFINITY;
      if (typedAt >= (lookAt(field) ?? Number.POSITIVE_INFINITY)) {
        this.world.coverage.count('window', 'typed between the look and the write');
      } else if (typedAt > Number.NEGATIVE_INFINITY && said !== was && !isPartial(held)) {
        this.world.fail(
          'not journaled',
          `${held.key} ${field}: "${was}" was overwritten, and the journal says "${said}"`,
        );
      }
    }
  }

  /** Of a sync: an entry goes where a person took it away, from some record of the thing, and has not added it here since. */
  checkEntries(held: Held, after: SourceRecord, step: Step): void {
    const { ledger, onDisk, coverage } = this.world;
    const change = step.changes.find(({ field }) => field === 'emails');
    if (!change || change.source === 'person') return;
    const links = onDisk.identities.get(step.identity)?.links ?? {};
    const members = new Set(
      Object.entries(links).map(([system, link]) => `${system}:${held.kind}:${link.record}`),
    );
    const left = entriesOf(after, 'emails');
    for (const form of entriesOf(held.record, 'emails')) {
      if (left.includes(form)) continue;
      const edits = ledger.editsOf(form);
      const added = edits.findLast(({ key, what }) => key === held.key && what === 'added');
      const taken = edits.findLast(
        ({ key, thing, what }) => what === 'taken away' && (thing === held.thing || members.has(key)),
      );
      if (taken && taken.at >= (added?.at ?? Number.NEGATIVE_INFINITY)) continue;
      coverage.count('engine', 'took an entry that nobody took');
      this.world.fail('lost edit', `${held.key} emails: "${form}" went, and nobody took it away`);
    }
  }
}

/** BMS changes a contact's lists entry by entry: between two calls it holds a part of both. */
const isPartial = ({ system, kind }: Held): boolean => system === 'bms' && kind === 'contact';

export function listsMoved(held: Held, after: SourceRecord): boolean {
  return LIST_FIELDS.some(
    (field) =>
      fieldSpec(held.kind, field) !== undefined &&
      formOf(held.kind, field, held.record?.fields[field]) !== formOf(held.kind, field, after.fields[field]),
  );
}
