/** Everything the simulated account holds: rows by collection, links to other products, and the indexes over them. */
import type { Clock } from '../simulator';
import { COLLECTIONS, type Collection } from './collections';
import type { Switches } from './switches';
import type { Json, Values } from './values';

export interface Row {
  readonly id: number;
  readonly collection: Collection;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  updatedAt: number;
  values: Values;
  /** When a destroyed organization disappears from the listings; null for a row that stays. */
  goneAt: number | null;
}

/** A link that an integration made, as `adapters-resources` shows it. */
export interface AdapterLink {
  readonly id: number;
  readonly product: 'bms' | 'vsa';
  readonly remoteId: string;
  readonly sync: boolean;
  readonly orphaned: boolean;
  /** What the RMM says of the machine (`rmm-records`) or the client (`rmm-companies`); empty for PSA links. */
  readonly remote: Values;
}

/** Records of customers have ids of 16 digits; look-up tables have short ones. */
const FIRST_ID: Readonly<Partial<Record<Collection, number>>> = {
  organizations: 1_284_390_117_000_000,
  locations: 2_284_390_117_000_000,
  contacts: 3_284_390_117_000_000,
  configurations: 4_284_390_117_000_000,
  configuration_interfaces: 5_284_390_117_000_000,
  configuration_types: 30_500,
  configuration_statuses: 41_200,
  contact_types: 52_300,
  organization_types: 51_100,
  organization_statuses: 12_600,
  manufacturers: 730_000,
  models: 910_000,
};
const LARGEST_SHORT_ID = 1_000_000;

export class State {
  private readonly tables = new Map<Collection, Map<number, Row>>();
  private readonly links = new Map<Row, AdapterLink[]>();
  private readonly interfaces = new Map<number, Row[]>();
  private readonly lastIds = new Map<Collection, number>();
  private lastLinkId = 900_016;

  constructor(
    readonly clock: Clock,
    readonly switches: Switches,
    /** `https://example.itglue.com`, without a slash at its end. */
    readonly portal: string,
  ) {
    for (const collection of COLLECTIONS) this.tables.set(collection, new Map());
  }

  /** Whether the key's user may see the record: it is of an organization that they were given. */
  sees(row: Row): boolean {
    const { visibleOrganizations } = this.switches;
    if (visibleOrganizations === null) return true;
    const organization = this.organizationOf(row);
    return organization === null || visibleOrganizations.includes(String(organization));
  }

  /** The id of the organization that the record belongs to; null for what belongs to none. */
  private organizationOf(row: Row): Json {
    if (row.collection === 'organizations') return row.id;
    const owner = this.find('configurations', row.values.configuration_id) ?? row;
    return owner.values.organization_id ?? null;
  }

  /** Rows that are there now, oldest first. */
  rows(collection: Collection): Row[] {
    const now = this.clock.now();
    return [...this.table(collection).values()].filter((row) => row.goneAt === null || row.goneAt > now);
  }

  find(collection: Collection, id: Json | undefined): Row | undefined {
    if (typeof id !== 'number') return undefined;
    const row = this.table(collection).get(id);
    return row === undefined || (row.goneAt !== null && row.goneAt <= this.clock.now()) ? undefined : row;
  }

  /** Adds a row; it carries the clock's instant unless `at` says otherwise. */
  insert(collection: Collection, values: Values, at?: { createdAt: Date; updatedAt: Date }): Row {
    const now = this.clock.now();
    const row: Row = {
      id: this.nextId(collection),
      collection,
      createdAt: at?.createdAt.getTime() ?? now,
      updatedAt: at?.updatedAt.getTime() ?? now,
      values,
      goneAt: null,
    };
    this.table(collection).set(row.id, row);
    if (collection === 'configuration_interfaces') this.indexInterface(row);
    return row;
  }

  /** Lays `changes` over the row; `updated-at` moves only where a value differs. Says whether one did. */
  change(row: Row, changes: Values): boolean {
    const differs = Object.entries(changes).some(
      ([name, value]) => JSON.stringify(row.values[name] ?? null) !== JSON.stringify(value),
    );
    if (!differs) return false;
    row.values = { ...row.values, ...changes };
    this.touch(row);
    return true;
  }

  touch(row: Row): void {
    row.updatedAt = this.clock.now();
  }

  remove(row: Row): void {
    this.table(row.collection).delete(row.id);
    this.links.delete(row);
    if (row.collection === 'configurations') {
      for (const inner of this.interfacesOf(row)) this.remove(inner);
      this.interfaces.delete(row.id);
    }
    if (row.collection === 'configuration_interfaces') this.unindexInterface(row);
  }

  interfacesOf(configuration: Row): readonly Row[] {
    return this.interfaces.get(configuration.id) ?? [];
  }

  link(row: Row, link: Omit<AdapterLink, 'id'>): void {
    this.lastLinkId += 1;
    const links = this.links.get(row) ?? [];
    links.push({ id: this.lastLinkId, ...link });
    this.links.set(row, links);
  }

  linksOf(row: Row, product: 'bms' | 'vsa'): AdapterLink[] {
    return (this.links.get(row) ?? []).filter((link) => link.product === product);
  }

  private table(collection: Collection): Map<number, Row> {
    const table = this.tables.get(collection);
    if (table === undefined) throw new Error(`no such collection: ${collection}`);
    return table;
  }

  private nextId(collection: Collection): number {
    const last = this.lastIds.get(collection) ?? FIRST_ID[collection] ?? 0;
    // Ids of an account are not dense: other accounts draw from the same sequence.
    const step = last < LARGEST_SHORT_ID ? 1 : 11 + (last % 8_191);
    this.lastIds.set(collection, last + step);
    return last + step;
  }

  private indexInterface(row: Row): void {
    const configuration = row.values.configuration_id;
    if (typeof configuration !== 'number') throw new Error('an interface needs its configuration');
    this.interfaces.set(configuration, [...(this.interfaces.get(configuration) ?? []), row]);
  }

  private unindexInterface(row: Row): void {
    const configuration = row.values.configuration_id;
    if (typeof configuration !== 'number') return;
    const kept = (this.interfaces.get(configuration) ?? []).filter((other) => other !== row);
    this.interfaces.set(configuration, kept);
  }
}
