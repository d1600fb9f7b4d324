/** What systems are owed of what the others agree on, field by field, while an identity is settled. */
import type { FieldName } from './fields';
import { type Identity, type PerSystem, SYSTEMS, type SystemName } from './model';

type Owing = Pick<Identity, 'owed' | 'unreached' | 'disputed'>;
type Book = Partial<Record<SystemName, Set<FieldName>>>;

export class Debts {
  private readonly owed: Book;
  private readonly unreached: Book;
  private readonly disputed: Book;
  private touched = false;

  constructor(private readonly before: Owing) {
    this.owed = bookOf(before.owed);
    this.unreached = bookOf(before.unreached);
    this.disputed = bookOf(before.disputed);
  }

  /** It could not take the field. */
  owe(system: SystemName, field: FieldName): void {
    this.touched = true;
    noted(this.owed, system).add(field);
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

  pay(system: SystemName, field: FieldName): void {
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
    const { owed: _owed, unreached: _unreached, disputed: _disputed, ...rest } = identity;
    return { ...rest, ...this.kept() };
  }

  private kept(): Owing {
    const [owed, unreached, disputed] = [listed(this.owed), listed(this.unreached), listed(this.disputed)];
    return {
      ...(owed ? { owed } : {}),
      ...(unreached ? { unreached } : {}),
      ...(disputed ? { disputed } : {}),
    };
  }
}

function bookOf(held: PerSystem<readonly FieldName[]> = {}): Book {
  const book: Book = {};
  for (const system of SYSTEMS) if (held[system]) book[system] = new Set(held[system]);
  return book;
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
