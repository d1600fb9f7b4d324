/**
 * The words of the domain as types. A *record* is one thing of one kind in one system; an *identity* is the records,
 * at most one live one per system, that are held to be one real thing; a *shadow* is what a system's record said when
 * its identity last agreed; a *decision* is what a person said.
 */
import type { FieldName } from './fields';

export const SYSTEMS = ['bms', 'vsa', 'itglue'] as const;
export type SystemName = (typeof SYSTEMS)[number];

export const SYSTEM_TITLES: Readonly<Record<SystemName, string>> = {
  bms: 'Kaseya BMS',
  vsa: 'Kaseya VSA',
  itglue: 'IT Glue',
};

/** In the order in which records must exist: each kind refers only to itself and to kinds before it. */
export const KINDS = ['organization', 'location', 'contact', 'asset'] as const;
export type Kind = (typeof KINDS)[number];

/** A value shown once for each system. */
export type PerSystem<T> = Readonly<Partial<Record<SystemName, T>>>;

/** The system's own id, always a string: VSA's have up to 26 digits. */
export type RecordId = string;

export interface RecordRef {
  readonly system: SystemName;
  readonly kind: Kind;
  readonly id: RecordId;
}

/** A record's name among all records: `bms:asset:1042`. */
export type RecordKey = `${SystemName}:${Kind}:${string}`;

export function keyOf(ref: RecordRef): RecordKey {
  return `${ref.system}:${ref.kind}:${ref.id}`;
}

export function refOf(key: RecordKey): RecordRef {
  const [system, kind, ...id] = key.split(':');
  const known = SYSTEMS.find((name) => name === system);
  const sort = KINDS.find((name) => name === kind);
  if (!known || !sort) throw new RangeError(`Not a record key: ${key}`);
  return { system: known, kind: sort, id: id.join(':') };
}

/**
 * A field's value. `null` is blank; an empty list is blank too. A reference holds the id of a record in the same system.
 * Instants are ISO 8601 in UTC, dates `YYYY-MM-DD`.
 */
export type FieldValue = string | boolean | readonly string[] | null;

/** A field that is absent is unknown to the system, and takes no part in a merge; one that is `null` is known to be blank. */
export type Fields = Readonly<Partial<Record<FieldName, FieldValue>>>;

/** Of any value that a field may hold or be planned to: a reference to something that is yet to be made is none. */
export function isBlank(value: unknown): boolean {
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

/** A link that a vendor's own integration shows on a record. Checked like any other before it is believed. */
export interface VendorLink {
  readonly system: SystemName;
  readonly id: RecordId;
  /** Where it was read: `IT Glue adapters_resources`, `BMS AgentId`. */
  readonly via: string;
}

export interface LastChange {
  /** ISO instant. */
  readonly at: string;
  readonly by?: string;
}

export interface SourceRecord extends RecordRef {
  /** What a person calls it; never blank. */
  readonly name: string;
  /** Id of the owning organization in the same system; null for an organization. */
  readonly organization: RecordId | null;
  readonly fields: Fields;
  /** What else identifies the thing but is not this record's own to merge, such as an account's main address. */
  readonly hints?: Fields;
  readonly links: readonly VendorLink[];
  /** Fields that this very record refuses to take, each with the reason: a PSA sync's lock. */
  readonly locked?: Readonly<Partial<Record<FieldName, string>>>;
  /** The system's own mark of change (modified date, hash of the list row), or null where it has none. */
  readonly revision: string | null;
  /** When it was last changed and by whom, as far as the system tells. */
  readonly changed?: LastChange;
  readonly url: string | null;
}

/** False once the system calls the record inactive or archived. */
export function isActive(record: SourceRecord): boolean {
  return record.fields.active !== false;
}

export const MATCH_STATUSES = [
  'matched',
  'suggested',
  'ambiguous',
  'unmatched',
  'ignored',
  'conflict',
  'pending',
  'error',
  'missing',
  'inactive',
] as const;
export type MatchStatus = (typeof MATCH_STATUSES)[number];

/** One thing that a rule looked at. */
export interface Evidence {
  /** What was compared: a field, `agentId`, `vendor link`, `asset overlap`. */
  readonly field: string;
  readonly between: readonly [RecordKey, RecordKey];
  /** As the systems hold them, in the order of `between`. */
  readonly values: readonly [string, string];
  /** The form in which they were compared; for a contradiction, the first side's. */
  readonly normalized: string;
  /** Log-odds in bits: positive speaks for sameness, negative against. */
  readonly weight: number;
  readonly verdict: 'agrees' | 'contradicts' | 'neutral';
  readonly note?: string;
}

export type Provenance = 'vendor' | 'rule' | 'person' | 'created';

/** Why a record belongs to its identity. */
export interface Link {
  readonly record: RecordId;
  readonly provenance: Provenance;
  /** Short name of the rule, or who decided: `serial + MAC`, `vendor link`, `decided by kim`. */
  readonly rule: string;
  /** 0..1: how often a link with this evidence is right. */
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
}

/** Derived from the key of the record that founded it, and kept for ever. */
export type IdentityId = string;

/** What a system is owed of a list, entry by entry, in the form in which they are compared. */
export interface Due {
  /** What it is to be given; all that the others hold where that was not written down. */
  readonly add?: readonly string[];
  /** What the others have taken away, and it lists still. */
  readonly remove: readonly string[];
}

export interface Identity {
  readonly id: IdentityId;
  readonly kind: Kind;
  /** Identity of the owning organization; null for an organization. */
  readonly organization: IdentityId | null;
  readonly links: PerSystem<Link>;
  /** Records that used to be members: a re-installed agent's former id, one that a person wants left alone. */
  readonly aliases: readonly RecordKey[];
  /** Per system, who stood there until a person said otherwise: what it agreed to is remembered, should that be taken back. */
  readonly parted?: PerSystem<RecordId>;
  /** Per system, the fields as last agreed, in that system's own form; absent before first contact. */
  readonly shadows: PerSystem<Fields>;
  /** Per system, the fields it could not take when the others agreed: offered again once it can. */
  readonly owed?: PerSystem<readonly FieldName[]>;
  /** Of these, what it was out of sight for, or a write did not bring: nobody there has seen what the others hold. */
  readonly unreached?: PerSystem<readonly FieldName[]>;
  /** Of these, where its people had said something else: that it be written over, nobody has agreed to. */
  readonly disputed?: PerSystem<readonly FieldName[]>;
  /** Per system, of the lists among these, what of them is owed. */
  readonly due?: PerSystem<Readonly<Partial<Record<FieldName, Due>>>>;
  /** Per system and field, when the decision about the value was made that has been carried out there: no standing order. */
  readonly carried?: PerSystem<Readonly<Partial<Record<FieldName, string>>>>;
  /** Per system, what a write of unknown outcome may have left in a record, or may have made one of, that is out of sight since. */
  readonly doubted?: PerSystem<Fields>;
  /** Systems that have said, when they were asked, that they do not have the member any more. */
  readonly gone?: readonly SystemName[];
  /** Systems in which the member was archived with its client alone, and still is. */
  readonly endedWith?: readonly SystemName[];
  /** Per system, how many complete scans in a row have not shown the member. */
  readonly missing?: PerSystem<number>;
}

export function membersOf(identity: Identity): readonly RecordRef[] {
  return SYSTEMS.flatMap((system) => {
    const link = identity.links[system];
    return link ? [{ system, kind: identity.kind, id: link.record }] : [];
  });
}

/** How it is proven that a listing is whole. */
export interface Coverage {
  readonly system: SystemName;
  readonly kind: Kind;
  /** How many the system announced; null where it announces none. */
  readonly announced: number | null;
  readonly received: number;
  /** How wholeness was shown, in words: `TotalRecords 812 on the first and last page`. */
  readonly proof: string;
  /** What the account cannot see, in words, as far as the system tells. */
  readonly hidden: string | null;
  /**
   * Only what changed since the last reading came, and the rest is as it was read before: that says what is there, and
   * nothing of what is not. Absent for a listing of all that is visible.
   */
  readonly partial?: true;
  /** Where the system's own allowance ended before every record was read as a whole. */
  readonly left?: Left;
  /** From where the next reading of changes goes on, in the system's own terms; absent where it cannot read changes. */
  readonly mark?: string;
}

/** Records that are known to be there and whose details wait for the system's allowance. */
export interface Left {
  readonly count: number;
  /** ISO instant from which reading on is worth while. */
  readonly resumeAt: string;
  /** ISO instant at which all will be read, if nobody else uses up the allowance. */
  readonly until: string;
}

/** Something wrong with one record that did not stop the rest. */
export interface RecordProblem {
  readonly system: SystemName;
  readonly kind: Kind;
  readonly id: RecordId | null;
  readonly message: string;
}

/** Who answers at a connection, as far as it can be told. */
export interface Tenant {
  readonly address: string;
  /** The company or subdomain that the settings name; for VSA, where the address is all, the product. */
  readonly named: string;
  /** What the system itself says that it is; null where it does not tell. */
  readonly told: string | null;
}

export type Tenants = PerSystem<Tenant>;
