/** An index of an overview, built once and in slices, from which the tree's rows are then taken without a search. Pure. */
import type { Kind, MatchStatus, RecordId, RecordKey, SourceRecord, SystemName } from '../../../engine/model';
import { keyOf } from '../../../engine/model';
import type { Overview } from '../../../engine/session';
import type { Slices } from '../../../engine/slices';

export type Tally = ReadonlyMap<MatchStatus, number>;

/** An organization with what belongs to it; `record` is null for the parts that belong to none that is known. */
export interface OrganizationPart {
  readonly id: RecordId | null;
  readonly record: SourceRecord | null;
  readonly parts: ReadonlyMap<Kind, readonly SourceRecord[]>;
  /** Of the organization and all its parts. */
  readonly tally: Tally;
}

export interface SystemPart {
  readonly organizations: ReadonlyMap<RecordId | null, OrganizationPart>;
  readonly records: number;
  readonly tally: Tally;
}

export interface Outline {
  readonly overview: Overview;
  readonly systems: ReadonlyMap<SystemName, SystemPart>;
}

const SLICE = 500;

class Growing implements OrganizationPart {
  record: SourceRecord | null = null;
  readonly parts = new Map<Kind, SourceRecord[]>();
  readonly tally = new Map<MatchStatus, number>();

  constructor(readonly id: RecordId | null) {}
}

class GrowingSystem implements SystemPart {
  readonly organizations = new Map<RecordId | null, Growing>();
  readonly tally = new Map<MatchStatus, number>();
  records = 0;

  organization(id: RecordId | null): Growing {
    const known = this.organizations.get(id);
    if (known) return known;
    const made = new Growing(id);
    this.organizations.set(id, made);
    return made;
  }
}

export function* outline(overview: Overview): Slices<Outline> {
  const systems = new Map<SystemName, GrowingSystem>(
    overview.systems.map((name) => [name, new GrowingSystem()]),
  );
  let count = 0;
  for (const record of overview.records.values()) {
    count += 1;
    if (count % SLICE === 0) yield;
    const system = systems.get(record.system);
    if (system) add(system, record, statusIn(overview, keyOf(record)), overview);
  }
  return { overview, systems };
}

function add(system: GrowingSystem, record: SourceRecord, status: MatchStatus, { records }: Overview): void {
  const own = record.kind === 'organization';
  const home = own ? record.id : record.organization;
  const known = home !== null && (own || records.has(`${record.system}:organization:${home}`));
  const organization = system.organization(known ? home : null);
  if (own) organization.record = record;
  else organization.parts.set(record.kind, appended(organization.parts.get(record.kind), record));
  count(organization.tally, status);
  count(system.tally, status);
  system.records += 1;
}

function appended(list: SourceRecord[] | undefined, record: SourceRecord): SourceRecord[] {
  if (!list) return [record];
  list.push(record);
  return list;
}

function count(tally: Map<MatchStatus, number>, status: MatchStatus): void {
  tally.set(status, (tally.get(status) ?? 0) + 1);
}

/** Every record has a status; one that appeared between two looks counts as unmatched until the next. */
export function statusIn(overview: Overview, key: RecordKey): MatchStatus {
  return overview.statuses.get(key)?.status ?? 'unmatched';
}

/** How many of the tally have one of these statuses; all of them without a filter. */
export function sumOf(tally: Tally, only: ReadonlySet<MatchStatus> | null): number {
  let sum = 0;
  for (const [status, number] of tally) if (!only || only.has(status)) sum += number;
  return sum;
}
