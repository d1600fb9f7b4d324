/** The state in shards, one for each organization, kept up to date change by change. No effects. */
import { fingerprintOf } from '../engine/hash';
import type { Identity, IdentityId, RecordKey, SourceRecord } from '../engine/model';
import { keyOf, membersOf } from '../engine/model';
import type { StateChange } from '../engine/ports';
import { type Shard, VERSION } from './shape';

/** Shard of records whose organization is not known. */
const NOWHERE = 'unassigned';

/** A file name that any file system takes, distinct for distinct organizations. */
export const shardName = (organization: string): string =>
  `${organization.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 60)}-${fingerprintOf(organization).slice(0, 8)}`;

/** What lies in one shard. */
interface Shelf {
  readonly identities: Set<IdentityId>;
  readonly records: Set<RecordKey>;
}

/** What left a shelf, as it was. */
interface Leaving {
  readonly identities: Map<IdentityId, Identity>;
  readonly records: Set<RecordKey>;
}

const NOTHING_LEFT: Leaving = { identities: new Map(), records: new Set() };

const organizationOf = ({ kind, id, organization }: Identity): string =>
  kind === 'organization' ? id : (organization ?? NOWHERE);

/** Identities and records, and in which shard each lies: a change costs what it changes, however much there is. */
export class Shards {
  readonly identities = new Map<IdentityId, Identity>();
  readonly records = new Map<RecordKey, SourceRecord>();
  private readonly shelves = new Map<string, Shelf>();
  /** The identity that holds a record. */
  private readonly holders = new Map<RecordKey, IdentityId>();
  private readonly changed = new Set<string>();
  /** What moved from a shard to another since it was written. */
  private readonly leaving = new Map<string, Leaving>();

  change({ removedRecords, removedIdentities, records, identities }: StateChange): void {
    for (const key of removedRecords ?? []) this.removeRecord(key);
    for (const id of removedIdentities ?? []) this.removeIdentity(id);
    // First what holds them, so that a new record is put where it belongs at once.
    for (const identity of identities ?? []) this.putIdentity(identity);
    for (const record of records ?? []) this.putRecord(record);
  }

  /** Organizations whose shard is to be written, or removed where it is empty. */
  get unwritten(): readonly string[] {
    return [...this.changed];
  }

  /** Organizations that have a shard. */
  get organizations(): readonly string[] {
    return [...this.shelves.keys()];
  }

  has(organization: string): boolean {
    return this.shelves.has(organization);
  }

  /** Whether something moved from the shard to another since it was written. */
  isLeft(organization: string): boolean {
    return this.leaving.has(organization);
  }

  /** The shard's content: sorted, so that the same state gives the same text. */
  shard(organization: string): Shard {
    return this.content(organization, NOTHING_LEFT);
  }

  /** The same with what moved from it to another, as it was: for as long as that may not be safe over there. */
  shardWithLeaving(organization: string): Shard {
    return this.content(organization, this.leaving.get(organization) ?? NOTHING_LEFT);
  }

  /** The shard lies on the disk as it is held here. */
  settled(organization: string): void {
    this.changed.delete(organization);
    this.leaving.delete(organization);
  }

  private content(organization: string, more: Leaving): Shard {
    const shelf = this.shelves.get(organization);
    const identities = new Map(more.identities);
    for (const id of shelf?.identities ?? []) {
      const own = this.identities.get(id);
      if (own) identities.set(id, own);
    }
    const keys = new Set([...(shelf?.records ?? []), ...more.records]);
    return {
      version: VERSION,
      organization,
      identities: [...identities.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
      records: [...keys].sort().flatMap((key) => this.records.get(key) ?? []),
    };
  }

  private putRecord(record: SourceRecord): void {
    const key = keyOf(record);
    this.records.set(key, record);
    this.place(key);
  }

  private removeRecord(key: RecordKey): void {
    this.lift(key);
    this.records.delete(key);
  }

  private putIdentity(identity: Identity): void {
    const former = this.identities.get(identity.id);
    const members = membersOf(identity).map(keyOf);
    this.resettle([...membersOf(former ?? identity).map(keyOf), ...members], () => {
      const organization = organizationOf(identity);
      if (former) this.release(former);
      if (former && organizationOf(former) !== organization)
        this.leftOf(organizationOf(former)).identities.set(former.id, former);
      this.identities.set(identity.id, identity);
      this.shelf(organization).identities.add(identity.id);
      for (const key of members) this.holders.set(key, identity.id);
    });
  }

  private removeIdentity(id: IdentityId): void {
    const former = this.identities.get(id);
    if (!former) return;
    this.resettle(membersOf(former).map(keyOf), () => {
      this.release(former);
      this.identities.delete(id);
    });
  }

  /** Lets records follow their identities, which `act` changes. */
  private resettle(keys: readonly RecordKey[], act: () => void): void {
    const homes = keys.map((key) => [key, this.homeOf(key)] as const);
    for (const key of keys) this.lift(key);
    act();
    for (const [key, former] of homes) {
      this.place(key);
      if (this.records.has(key) && this.homeOf(key) !== former) this.leftOf(former).records.add(key);
    }
  }

  private release(identity: Identity): void {
    this.takeFrom(organizationOf(identity), ({ identities }) => identities.delete(identity.id));
    for (const key of membersOf(identity).map(keyOf))
      if (this.holders.get(key) === identity.id) this.holders.delete(key);
  }

  private leftOf(organization: string): Leaving {
    let left = this.leaving.get(organization);
    if (!left) {
      left = { identities: new Map(), records: new Set() };
      this.leaving.set(organization, left);
    }
    return left;
  }

  private lift(key: RecordKey): void {
    if (this.records.has(key)) this.takeFrom(this.homeOf(key), ({ records }) => records.delete(key));
  }

  private place(key: RecordKey): void {
    if (this.records.has(key)) this.shelf(this.homeOf(key)).records.add(key);
  }

  private homeOf(key: RecordKey): string {
    const holder = this.identities.get(this.holders.get(key) ?? '');
    return holder ? organizationOf(holder) : NOWHERE;
  }

  /** The shelf, to put something on. */
  private shelf(organization: string): Shelf {
    this.changed.add(organization);
    let shelf = this.shelves.get(organization);
    if (!shelf) {
      shelf = { identities: new Set(), records: new Set() };
      this.shelves.set(organization, shelf);
    }
    return shelf;
  }

  private takeFrom(organization: string, take: (shelf: Shelf) => void): void {
    const shelf = this.shelf(organization);
    take(shelf);
    if (shelf.identities.size + shelf.records.size === 0) this.shelves.delete(organization);
  }
}
