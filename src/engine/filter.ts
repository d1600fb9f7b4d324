/**
 * Which records take no part in a sync by what they are: an organization's type, an asset's type or status. They are read
 * and matched like all others, so that nothing is forgotten, but nothing is written to them or made of them. Pure.
 */
import type { FieldName } from './fields';
import type { MatchResult } from './match/model';
import { liveMembers } from './merge/sides';
import type { Identity, IdentityId, Kind, PerSystem, RecordKey, SourceRecord } from './model';
import { KINDS, keyOf, membersOf, SYSTEMS } from './model';
import { caseless } from './normalize/text';
import type { Slices } from './slices';

export interface Filters {
  /** Values that take part; none named: all. A value after `!` takes no part. */
  readonly organizationTypes: readonly string[];
  readonly assetTypes: readonly string[];
  readonly assetStatuses: readonly string[];
}

export type FilterName = keyof Filters;

export const NO_FILTERS: Filters = { organizationTypes: [], assetTypes: [], assetStatuses: [] };

const RULES: readonly { name: FilterName; kind: Kind; field: FieldName; label: string }[] = [
  { name: 'organizationTypes', kind: 'organization', field: 'type', label: 'type' },
  { name: 'assetTypes', kind: 'asset', field: 'type', label: 'type' },
  { name: 'assetStatuses', kind: 'asset', field: 'status', label: 'status' },
];

export interface FilterInput {
  readonly identities: ReadonlyMap<IdentityId, Identity>;
  readonly records: ReadonlyMap<RecordKey, SourceRecord>;
  readonly filters: Filters;
}

const SLICE = 256;

/** Every record that takes no part, with the reason. What belongs to an organization that takes no part takes none either. */
export function* leftOut({
  identities,
  records,
  filters,
}: FilterInput): Slices<ReadonlyMap<RecordKey, string>> {
  const out = new Map<RecordKey, string>();
  const rules = RULES.filter(({ name }) => filters[name].length > 0).map((rule) => ({
    ...rule,
    judge: judgeOf(filters[rule.name]),
  }));
  if (rules.length === 0) return out;
  const owners = new Map<IdentityId, string>();
  let count = 0;
  for (const kind of KINDS) {
    for (const identity of identities.values()) {
      if (identity.kind !== kind) continue;
      count += 1;
      if (count % SLICE === 0) yield;
      const members = Object.values(liveMembers(identity, records));
      const reason =
        (identity.organization === null ? undefined : owners.get(identity.organization)) ??
        reasonFor(kind, members, rules);
      if (reason === undefined) continue;
      if (kind === 'organization') owners.set(identity.id, `its organization is left out: ${reason}`);
      for (const ref of membersOf(identity)) out.set(keyOf(ref), reason);
    }
  }
  return out;
}

type Judge = (values: readonly string[]) => string | null;

function reasonFor(
  kind: Kind,
  members: readonly SourceRecord[],
  rules: readonly { name: FilterName; kind: Kind; field: FieldName; label: string; judge: Judge }[],
): string | undefined {
  for (const { name, field, label, judge, kind: about } of rules) {
    if (about !== kind) continue;
    // A system that holds no such field says nothing about it, so alone it is not judged.
    const held = members.flatMap(({ fields }) => (fields[field] === undefined ? [] : [fields[field]]));
    if (held.length === 0) continue;
    const verdict = judge(
      held.flatMap((value) => (typeof value === 'string' && value.trim() ? [value] : [])),
    );
    if (verdict !== null) return `its ${label} ${verdict} (mspSync.filter.${name})`;
  }
  return undefined;
}

/** One excluded value anywhere leaves the thing out; where some are named, one of them must be there. */
function judgeOf(entries: readonly string[]): Judge {
  const excluded = new Set(
    entries.flatMap((entry) => (entry.startsWith('!') ? [caseless(entry.slice(1))] : [])),
  );
  const included = new Set(entries.flatMap((entry) => (entry.startsWith('!') ? [] : [caseless(entry)])));
  return (values) => {
    const bad = values.find((value) => excluded.has(caseless(value)));
    if (bad !== undefined) return `is ${bad}`;
    if (included.size === 0 || values.some((value) => included.has(caseless(value)))) return null;
    return values.length === 0 ? 'is blank' : `is ${values[0]}`;
  };
}

/** The identities none of whose records is left out. */
export function takingPart(
  identities: ReadonlyMap<IdentityId, Identity>,
  out: ReadonlyMap<RecordKey, string>,
): ReadonlyMap<IdentityId, Identity> {
  if (out.size === 0) return identities;
  return new Map(
    [...identities].filter(([, identity]) => !membersOf(identity).some((ref) => out.has(keyOf(ref)))),
  );
}

/** The match without what is left out: that is nobody's task. */
export function without(matched: MatchResult, out: ReadonlyMap<RecordKey, string>): MatchResult {
  if (out.size === 0) return matched;
  const gone = (keys: readonly RecordKey[]) => keys.some((key) => out.has(key));
  return {
    ...matched,
    suggestions: matched.suggestions.filter(({ kind, members }) => !gone(keysOf(kind, members))),
    ambiguous: matched.ambiguous.filter(
      ({ record, candidates }) => !gone([record, ...candidates.map((candidate) => candidate.record)]),
    ),
    alarms: matched.alarms.filter(({ records }) => !gone(records)),
    ignored: new Map([...out, ...matched.ignored]),
  };
}

const keysOf = (kind: Kind, members: PerSystem<string>): readonly RecordKey[] =>
  SYSTEMS.flatMap((system): RecordKey[] => {
    const id = members[system];
    return id === undefined ? [] : [`${system}:${kind}:${id}`];
  });
