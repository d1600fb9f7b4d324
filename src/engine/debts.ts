/** What systems are owed of what the others agree on, field by field, while an identity is settled. */
import { type FieldName, isFieldName } from './fields';
import { type Due, type Identity, type PerSystem, SYSTEMS, type SystemName } from './model';

type Owing = Pick<Identity, 'owed' | 'unreached' | 'disputed' | 'due'>;
type Book = Partial<Record<SystemName, Set<FieldName>>>;
type Dues = Partial<Record<SystemName, Map<FieldName, Due>>>;

export class Debts {
  private readonly owed: Book;
  private readonly unreached: Book;
  private readonly disputed: Book;
  private readonly due: Dues;
  private touched = false;

  constructor(private readonly before: Owing) {
    this.owed = bookOf(before.owed);
    this.unreached = bookOf(before.unreached);
    this.disputed = bookOf(before.disputed);
    this.due = duesOf(before.due);
  }

  /** It could not take the field; of a list what the others hold, until its entries are told. */
  owe(system: SystemName, field: FieldName): void {
    this.touched = true;
    noted(this.owed, system).add(field);
    const before = this.due[system]?.get(field);
    if (before?.add) this.due[system]?.set(field, { remove: before.remove });
  }

  /** It was out of sight, or the write did not come through: nobody there has seen what the others hold. */
  miss(system: SystemName, field: FieldName): void {
    this.owe(system, field);
    noted(this.unreached, system).add(field);
  }

  /** It could not take the field, and its people had said something else: that it be written over, nobody has agreed to. */
  dispute(system: SystemName, field: FieldName): void {
    this.owe(system, field);
    noted(this.disputed, system).add(field);
  }

  /** What it is owed of a list, as long as it is. */
  entries(system: SystemName, field: FieldName): Due | undefined {
    return this.due[system]?.get(field);
  }

  /** Of the list, where it is owed anything, it is owed these entries. */
  itemize(system: SystemName, field: FieldName, due: Due): void {
    if (!this.owes(system, field)) return;
    this.touched = true;
    const dues = this.due[system] ?? new Map<FieldName, Due>();
    this.due[system] = dues.set(field, due);
  }

  /** Besides what it was owed already, it is owed these entries of the list. */
  oweEntries(how: 'owe' | 'miss', system: SystemName, field: FieldName, due: Due): void {
    const before = this.owes(system, field) ? (this.entries(system, field) ?? ALL) : NOTHING;
    this[how](system, field);
    const union = (some: readonly string[], more: readonly string[]) => [...new Set([...some, ...more])];
    const remove = union(before.remove, due.remove);
    const add = before.add && due.add ? { add: union(before.add, due.add) } : {};
    this.itemize(system, field, { ...add, remove });
  }

  owes(system: SystemName, field: FieldName): boolean {
    return this.owed[system]?.has(field) === true;
  }

  /** It holds these entries of the list by now: what else it is owed, it is owed still. */
  payEntries(system: SystemName, field: FieldName, held: ReadonlySet<string>): void {
    const due = this.entries(system, field);
    const add = due?.add?.filter((form) => !held.has(form)) ?? [];
    const remove = due?.remove.filter((form) => held.has(form)) ?? [];
    if (!due?.add || add.length + remove.length === 0) this.pay(system, field);
    else this.itemize(system, field, { add, remove });
  }

  pay(system: SystemName, field: FieldName): void {
    this.due[system]?.delete(field);
    if (this.owed[system]?.delete(field)) this.touched = true;
    this.unreached[system]?.delete(field);
    this.disputed[system]?.delete(field);
  }

  get moved(): boolean {
    if (!this.touched) return false;
    return JSON.stringify(this.kept()) !== JSON.stringify(new Debts(this.before).kept());
  }

  /** The identity with the debts as they are now. */
  of(identity: Identity): Identity {
    const { owed: _owed, unreached: _unreached, disputed: _disputed, due: _due, ...rest } = identity;
    return { ...rest, ...this.kept() };
  }

  private kept(): Owing {
    const [owed, unreached, disputed] = [listed(this.owed), listed(this.unreached), listed(this.disputed)];
    const due = itemized(this.due, this.owed);
    return {
      ...(owed ? { owed } : {}),
      ...(unreached ? { unreached } : {}),
      ...(disputed ? { disputed } : {}),
      ...(due ? { due } : {}),
    };
  }
}

const ALL: Due = { remove: [] };
const NOTHING: Due = { add: [], remove: [] };

function bookOf(held: PerSystem<readonly FieldName[]> = {}): Book {
  const book: Book = {};
  for (const system of SYSTEMS) if (held[system]) book[system] = new Set(held[system]);
  return book;
}

function duesOf(held: Identity['due'] = {}): Dues {
  const dues: Dues = {};
  for (const system of SYSTEMS) {
    const lists = Object.entries(held[system] ?? {});
    if (lists.length > 0)
      dues[system] = new Map(lists.flatMap(([field, due]) => (isFieldName(field) ? [[field, due]] : [])));
  }
  return dues;
}

/** Where nothing is owed, no entry is. */
function itemized(dues: Dues, owed: Book): Identity['due'] | null {
  const kept: Partial<Record<SystemName, Partial<Record<FieldName, Due>>>> = {};
  for (const system of SYSTEMS) {
    const lists = [...(dues[system] ?? [])].filter(([field]) => owed[system]?.has(field));
    if (lists.length > 0) kept[system] = Object.fromEntries(lists.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  return Object.keys(kept).length > 0 ? kept : null;
}

function noted(book: Book, system: SystemName): Set<FieldName> {
  const fields = book[system] ?? new Set();
  book[system] = fields;
  return fields;
}

function listed(book: Book): PerSystem<readonly FieldName[]> | null {
  const lists: Partial<Record<SystemName, readonly FieldName[]>> = {};
  for (const system of SYSTEMS) {
    const fields = book[system];
    if (fields && fields.size > 0) lists[system] = [...fields].sort();
  }
  return Object.keys(lists).length > 0 ? lists : null;
}
