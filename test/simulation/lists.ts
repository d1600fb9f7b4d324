/** The checkers of lists: what is written over them was journaled, and no entry goes that nobody took away. */
import { type FieldName, fieldSpec } from '../../src/engine/fields';
import { type SourceRecord, SYSTEMS } from '../../src/engine/model';
import type { Step } from '../../src/engine/plan/model';
import { type EntryEdit, entriesOf, formOf, formsOf, type Held, LONGEST_READ_BACK } from './ledger';
import type { Intent } from './on-disk';
import type { Watched } from './watched';

const LIST_FIELDS: readonly FieldName[] = ['emails', 'phones', 'macAddresses', 'ipAddresses', 'dnsServers'];

/** Those of which an entry is the same everywhere: what a number of a phone is hangs on its country. */
const ENTRIES: readonly FieldName[] = LIST_FIELDS.filter((field) => field !== 'phones');

export class Lists {
  /** Entries that the sides of a thing have agreed on, and since when: before, nothing says that one was taken away. */
  private readonly agreed = new Map<string, number>();

  constructor(private readonly world: Watched) {}

  /** A run came to its end: what it remembers is what the sides agree on. */
  agree(): void {
    for (const { kind, links, shadows } of this.world.onDisk.identities.values()) {
      for (const system of SYSTEMS) {
        const [link, fields] = [links[system], shadows[system]];
        if (!link || !fields) continue;
        for (const field of ENTRIES) {
          for (const form of formsOf(kind, field, fields[field]))
            this.note(`${system}:${kind}:${link.record} ${field} ${form}`);
        }
      }
    }
  }

  private note(entry: string): void {
    if (!this.agreed.has(entry)) this.agreed.set(entry, this.world.scheduler.now());
  }

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

  /** Of a sync, where a system holds as many entries as there are: none goes, or comes back, that nobody meant to. */
  checkEntries(held: Held, after: SourceRecord, step: Step): void {
    for (const { field, source } of step.changes) {
      const ability = this.world.tenants.eyes[held.system].abilities[held.kind].fields[field];
      if (source === 'person' || !ENTRIES.includes(field) || ability?.capacity !== undefined) continue;
      const [was, is] = [entriesOf(held.record, field), entriesOf(after, field)];
      const members = this.membersOf(step);
      for (const form of was) if (!is.includes(form)) this.checkGone(held, field, form, members);
      const joining = this.joining(step, field);
      const back = is.filter((form) => !was.includes(form) && !joining.has(form));
      for (const form of back) this.checkBack(held, field, form, members);
      if (differs(was, is)) held.listsWritten.set(field, this.world.scheduler.now());
    }
  }

  /** What records list that join the identity with this run: nobody has heard of them, nor they that something was taken away. */
  private joining({ identity, kind }: Step, field: FieldName): ReadonlySet<string> {
    const { links = {}, shadows = {} } = this.world.onDisk.identity(identity) ?? {};
    const joining = SYSTEMS.flatMap((system) => {
      const link = links[system];
      return link && shadows[system]?.[field] === undefined
        ? (this.world.ledger.records.get(`${system}:${kind}:${link.record}`) ?? [])
        : [];
    });
    return new Set(joining.flatMap(({ record }) => entriesOf(record, field)));
  }

  private membersOf({ identity, kind }: Step): ReadonlySet<string> {
    const links = this.world.onDisk.identity(identity)?.links ?? {};
    return new Set(Object.entries(links).map(([system, link]) => `${system}:${kind}:${link.record}`));
  }

  /** An entry goes where a person took it away, from some record of the thing, and has not added it here since. */
  private checkGone(held: Held, field: FieldName, form: string, members: ReadonlySet<string>): void {
    const edits = this.world.ledger.editsOf(form).filter(isOf(held, members));
    const added = edits.findLast(({ key, what }) => key === held.key && what === 'added');
    const taken = edits.findLast(({ what }) => what === 'taken away');
    if (taken && taken.at >= (added?.at ?? Number.NEGATIVE_INFINITY)) return;
    this.world.fail('lost edit', `${held.key} ${field}: "${form}" went, and nobody took it away`);
  }

  /** An entry that a person took away here comes back where one has been added since, to some record of the thing. */
  private checkBack(held: Held, field: FieldName, form: string, members: ReadonlySet<string>): void {
    const edits = this.world.ledger.editsOf(form).filter(isOf(held, members));
    const taken = edits.findLast(({ key, what }) => key === held.key && what === 'taken away');
    const agreed = this.agreed.get(`${held.key} ${field} ${form}`) ?? Number.POSITIVE_INFINITY;
    if (!taken || taken.at < agreed || edits.some(({ what, at }) => what === 'added' && at >= taken.at))
      return;
    const written = held.listsWritten.get(field) ?? Number.NEGATIVE_INFINITY;
    if (taken.at >= written && taken.at - written <= LONGEST_READ_BACK) {
      this.world.coverage.count('window', 'typed between the write and its reading back');
      return;
    }
    this.world.fail('lost edit', `${held.key} ${field}: "${form}", taken away there, came back`);
  }
}

const isOf =
  ({ thing }: Held, members: ReadonlySet<string>) =>
  (edit: EntryEdit): boolean =>
    edit.thing === thing || members.has(edit.key);

const differs = (a: readonly string[], b: readonly string[]): boolean =>
  a.length !== b.length || a.some((form) => !b.includes(form));

/** BMS changes a contact's lists entry by entry: between two calls it holds a part of both. */
const isPartial = ({ system, kind }: Held): boolean => system === 'bms' && kind === 'contact';

export function listsMoved(held: Held, after: SourceRecord): boolean {
  return LIST_FIELDS.some(
    (field) =>
      fieldSpec(held.kind, field) !== undefined &&
      formOf(held.kind, field, held.record?.fields[field]) !== formOf(held.kind, field, after.fields[field]),
  );
}
