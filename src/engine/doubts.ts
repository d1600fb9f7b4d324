/** Writes of unknown outcome to records that went out of sight: whether they arrived shows when those are seen again. Pure. */
import { fieldNames, fieldSpec } from './fields';
import { LIST_TYPES } from './merge/sides';
import type { Fields, Identity, IdentityId, Kind, RecordKey, SourceRecord, SystemName } from './model';
import { keyOf, SYSTEMS } from './model';
import { fieldForm } from './normalize/value';

export interface DoubtfulWrite {
  readonly system: SystemName;
  readonly kind: Kind;
  /** What the record held just before, and what was to stand there. */
  readonly before: Fields;
  readonly values: Fields;
}

/**
 * Until then the record agreed to what it held just before, and the value is owed to it: it is offered where nothing
 * happened. What was to stand there is remembered, so that it is not taken for typed where it did arrive.
 */
export function doubting(identity: Identity, { system, kind, before, values }: DoubtfulWrite): Identity {
  const fields = fieldNames(kind).filter((field) => {
    const type = fieldSpec(kind, field)?.type;
    const plain = type !== undefined && type !== 'reference' && !LIST_TYPES.has(type);
    return plain && field in before && field in values;
  });
  if (fields.length === 0) return identity;
  const of = (all: Fields) => Object.fromEntries(fields.map((field) => [field, all[field] ?? null]));
  const owed = [...new Set([...(identity.owed?.[system] ?? []), ...fields])].sort();
  return {
    ...identity,
    shadows: { ...identity.shadows, [system]: { ...identity.shadows[system], ...of(before) } },
    owed: { ...identity.owed, [system]: owed },
    doubted: { ...identity.doubted, [system]: { ...identity.doubted?.[system], ...of(values) } },
  };
}

/** The identities with the doubts gone whose records are in sight: where the write arrived, the record agreed to it. */
export function withoutDoubts(
  identities: ReadonlyMap<IdentityId, Identity>,
  fresh: ReadonlyMap<RecordKey, SourceRecord>,
): ReadonlyMap<IdentityId, Identity> {
  const settled = new Map(identities);
  for (const identity of identities.values()) {
    if (identity.doubted) settled.set(identity.id, settledIn(identity, fresh));
  }
  return settled;
}

function settledIn(identity: Identity, fresh: ReadonlyMap<RecordKey, SourceRecord>): Identity {
  const { doubted = {}, ...rest } = identity;
  const shadows: Partial<Record<SystemName, Fields>> = { ...identity.shadows };
  const left: Partial<Record<SystemName, Fields>> = {};
  for (const system of SYSTEMS) {
    const [values, link] = [doubted[system], identity.links[system]];
    if (!values || !link) continue;
    const now = fresh.get(keyOf({ system, kind: identity.kind, id: link.record }))?.fields;
    if (!now) left[system] = values;
    else shadows[system] = { ...shadows[system], ...arrivedOf(identity.kind, values, now) };
  }
  return { ...rest, shadows, ...(Object.keys(left).length > 0 ? { doubted: left } : {}) };
}

/** Of the values those that stand there. */
function arrivedOf(kind: Kind, values: Fields, now: Fields): Fields {
  const arrived = fieldNames(kind).flatMap((field) => {
    const value = values[field];
    if (value === undefined || fieldForm(kind, field, value) !== fieldForm(kind, field, now[field]))
      return [];
    return [[field, value] as const];
  });
  return Object.fromEntries(arrived);
}
