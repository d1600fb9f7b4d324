/**
 * A system whose values are translated on their way: what it calls a type or a status becomes the common word when it is
 * read, and its own word again when it is written. Both laws of a lens hold for it, up to the family of values that the
 * system has one name for.
 */
import { type FieldName, isFieldName } from '../engine/fields';
import { type Fields, type FieldValue, KINDS, type Kind, type SourceRecord } from '../engine/model';
import type { FieldAbility, KindAbility, Look, ScanContext, System } from '../engine/ports';
import { mappableField, type ValueMap, type ValueTables, valueMap } from './value-maps';

type Maps = ReadonlyMap<Kind, ReadonlyMap<FieldName, ValueMap>>;

/** The system itself where no table says anything. Tables of unknown fields are the settings door's to refuse. */
export function translated(system: System, tables: ValueTables): System {
  const maps = mapsOf(tables);
  return maps.size === 0 ? system : withMaps(system, maps);
}

function mapsOf(tables: ValueTables): Maps {
  const maps = new Map<Kind, Map<FieldName, ValueMap>>();
  for (const [name, table] of Object.entries(tables)) {
    const place = mappableField(name);
    if (!place || Object.keys(table).length === 0) continue;
    const ofKind = maps.get(place.kind) ?? new Map<FieldName, ValueMap>();
    maps.set(place.kind, ofKind.set(place.field, valueMap(table)));
  }
  return maps;
}

function withMaps(system: System, maps: Maps): System {
  /** What the system itself gave, by what was made of it: adapters keep what they know of a record by the record. */
  const originals = new WeakMap<SourceRecord, SourceRecord>();

  function read(record: SourceRecord): SourceRecord {
    const own = maps.get(record.kind);
    if (!own) return record;
    const made = {
      ...record,
      fields: commonOf(record.fields, own),
      ...(record.hints ? { hints: commonOf(record.hints, own) } : {}),
    };
    originals.set(made, record);
    return made;
  }

  /** The first name that the system takes: its own by the table, else the common one as it is. */
  function ownOf(kind: Kind, field: FieldName, value: FieldValue, beside: Fields): FieldValue {
    const map = maps.get(kind)?.get(field);
    if (!map || typeof value !== 'string') return value;
    const own = map.own(value);
    if (own === null || system.objection(kind, field, own, beside) === null) return own ?? value;
    return system.objection(kind, field, value, beside) === null ? value : own;
  }

  const written = (kind: Kind, values: Fields): Fields => {
    const own: Partial<Record<FieldName, FieldValue>> = {};
    for (const [field, value] of Object.entries(values)) {
      if (isFieldName(field) && value !== undefined) own[field] = ownOf(kind, field, value, values);
    }
    return own;
  };

  /** Without what is of the family that the record already is of: the system cannot tell the two apart. */
  function moved(before: SourceRecord, changes: Fields): Fields {
    const ofKind = maps.get(before.kind);
    return Object.fromEntries(
      Object.entries(changes).filter(([field, value]) => {
        const map = isFieldName(field) ? ofKind?.get(field) : undefined;
        const now = isFieldName(field) ? before.fields[field] : undefined;
        if (!map || typeof value !== 'string' || typeof now !== 'string') return true;
        return map.family(now) !== map.family(value);
      }),
    );
  }

  /** What is known goes in as the system's own words, to come out translated with the rest. */
  const asItsOwn = (look: Look): Look => ({
    ...look,
    known: (id) => {
      const record = look.known(id);
      return record && { ...record, fields: written(record.kind, record.fields) };
    },
  });

  return {
    name: system.name,
    ...(system.atLeast ? { atLeast: (writes) => system.atLeast?.(writes) ?? 0 } : {}),
    ...(system.outOfSight
      ? {
          outOfSight: async (kind, records, signal) =>
            (await system.outOfSight?.(kind, records, signal)) ?? new Set(),
        }
      : {}),
    ...(system.skew ? { skew: () => system.skew?.() ?? null } : {}),
    check: (signal) => system.check(signal),
    briefCheck: (signal) => system.briefCheck(signal),
    tenant: (signal) => system.tenant(signal),
    skew: () => system.skew?.() ?? null,
    dispose: () => system.dispose(),
    abilities: abilitiesOf(system, maps),
    scan: (kind, context) => system.scan(kind, reading(context, read)),
    async read(kind, ids, signal, look) {
      const found = await system.read(kind, ids, signal, look && asItsOwn(look));
      return new Map([...found].map(([id, record]) => [id, record && read(record)]));
    },
    objection: (kind, field, value, beside = {}) =>
      system.objection(kind, field, ownOf(kind, field, value, beside), beside),
    create: async (kind, values, signal) => read(await system.create(kind, written(kind, values), signal)),
    async update(before, changes, signal) {
      const original = originals.get(before) ?? { ...before, fields: written(before.kind, before.fields) };
      const values = written(before.kind, moved(before, changes));
      return read(await system.update(original, values, signal));
    },
    findCreated: async (kind, values, signal) =>
      (await system.findCreated(kind, written(kind, values), signal)).map(read),
  };
}

function commonOf(fields: Fields, maps: ReadonlyMap<FieldName, ValueMap>): Fields {
  const common: Partial<Record<FieldName, FieldValue>> = { ...fields };
  for (const [field, map] of maps) {
    const value = fields[field];
    if (typeof value === 'string') common[field] = map.common(value);
  }
  return common;
}

/** Records that were read before are handed on as they are: they have been translated already. */
function reading(context: ScanContext, read: (record: SourceRecord) => SourceRecord): ScanContext {
  const known = new WeakSet<SourceRecord>();
  return {
    ...context,
    known: (id) => {
      const record = context.known(id);
      if (record) known.add(record);
      return record;
    },
    page: (records, progress) =>
      context.page(
        records.map((record) => (known.has(record) ? record : read(record))),
        progress,
      ),
    problem: (problem) => context.problem(problem),
  };
}

function abilitiesOf(system: System, maps: Maps): Readonly<Record<Kind, KindAbility>> {
  const abilities: Record<Kind, KindAbility> = { ...system.abilities };
  for (const kind of KINDS) {
    const fields: Partial<Record<FieldName, FieldAbility>> = { ...abilities[kind].fields };
    for (const [field, map] of maps.get(kind) ?? []) {
      const ability = fields[field];
      if (ability) fields[field] = { ...ability, coarse: true, family: map.family };
    }
    abilities[kind] = { ...abilities[kind], fields };
  }
  return abilities;
}
