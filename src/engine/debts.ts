/** What systems are owed of what the others agree on, field by field, while an identity is settled. */
import type { FieldName } from './fields';
import { type Identity, type PerSystem, SYSTEMS, type SystemName } from './model';

type Owing = Pick<Identity, 'owed' | 'unreached'>;
type Book = Partial<Record<SystemName, Set<FieldName>>>;

export class Debts {
  private readonly owed: Book;
  private readonly unreached: Book;
  private touched = false;

  constructor(private readonly before: Owing) {
    this.owed = bookOf(before.owed);
    this.unreached = bookOf(before.unreached);
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

  pay(system: SystemName, field: FieldName): void {
    if (this.owed[system]?.delete(field)) this.touched = true;
    this.unreached[system]?.delete(field);
  }

  get moved(): boolean {
    if (!this.touched) return false;
    const { owed, unreached } = this.before;
    return JSON.stringify(this.kept()) !== JSON.stringify(keptOf(bookOf(owed), bookOf(unreached)));
  }

  /** The identity with the debts as they are now. */
  of(identity: Identity): Identity {
    const { owed: _owed, unreached: _unreached, ...rest } = identity;
    return { ...rest, ...this.kept() };
  }

  private kept(): Owing {
    return keptOf(this.owed, this.unreached);
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

function keptOf(owing: Book, missed: Book): Owing {
  const [owed, unreached] = [listed(owing), listed(missed)];
  return { ...(owed ? { owed } : {}), ...(unreached ? { unreached } : {}) };
}

function listed(book: Book): PerSystem<readonly FieldName[]> | null {
  const lists: Partial<Record<SystemName, readonly FieldName[]>> = {};
  for (const system of SYSTEMS) {
    const fields = book[system];
    if (fields && fields.size > 0) lists[system] = [...fields].sort();
  }
  return Object.keys(lists).length > 0 ? lists : null;
}
