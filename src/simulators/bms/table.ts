/** Rows by id, and the ids themselves. */

/** Ids as a tenant of the shared service sees them: rising, with the gaps that other tenants' records leave. */
export class Sequence {
  constructor(private last: number) {}

  next(): number {
    this.last += 1 + ((this.last * 7) % 11);
    return this.last;
  }
}

export class Table<R extends { readonly id: number }> {
  private readonly rows = new Map<number, R>();

  get(id: number | null): R | undefined {
    return id === null ? undefined : this.rows.get(id);
  }

  put(row: R): R {
    this.rows.set(row.id, row);
    return row;
  }

  delete(id: number): boolean {
    return this.rows.delete(id);
  }

  all(): R[] {
    return [...this.rows.values()];
  }
}
