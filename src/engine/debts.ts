/** What systems are owed of what the others agree on, field by field, while an identity is settled. */
import type { FieldName } from './fields';
import { type Identity, type PerSystem, SYSTEMS, type SystemName } from './model';

type Owing = Pick<Identity, 'owed' | 'unreached'>;
type Book = Record<SystemName, Set<FieldName>>;

const bookOf = (held: Identity['owed']): Book => ({
  bms: new Set(held?.bms),
  vsa: new Set(held?.vsa),
  itglue: new Set(held?.itglue),
});

export class Debts {
  private readonly owed: Book;
  private readonly unreached: Book;
  private readonly before: string;

  constructor(identity: Owing) {
    this.owed = bookOf(identity.owed);
    this.unreached = bookOf(identity.unreached);
    this.before = JSON.stringify(this.kept());
  }

  /** It could not take the field. */
  owe(system: SystemName, field: FieldName): void {
    this.owed[system].add(field);
  }

  /** It was out of sight, or the write did not come through: nobody there has seen what the others hold. */
  miss(system: SystemName, field: FieldName): void {
    this.owed[system].add(field);
    this.unreached[system].add(field);
  }

  pay(system: SystemName, field: FieldName): void {
    this.owed[system].delete(field);
    this.unreached[system].delete(field);
  }

  get moved(): boolean {
    return JSON.stringify(this.kept()) !== this.before;
  }

  /** The identity with the debts as they are now. */
  of(identity: Identity): Identity {
    const { owed: _owed, unreached: _unreached, ...rest } = identity;
    return { ...rest, ...this.kept() };
  }

  private kept(): Owing {
    const [owed, unreached] = [listed(this.owed), listed(this.unreached)];
    return { ...(owed ? { owed } : {}), ...(unreached ? { unreached } : {}) };
  }
}

function listed(book: Book): PerSystem<readonly FieldName[]> | null {
  const lists: Partial<Record<SystemName, readonly FieldName[]>> = {};
  for (const system of SYSTEMS) {
    if (book[system].size > 0) lists[system] = [...book[system]].sort();
  }
  return Object.keys(lists).length > 0 ? lists : null;
}
