/** What is remembered of an identity's sides, and the part of it that goes on when one of its records does not. Pure. */
import { type FieldName, fieldNames, isFieldName } from './fields';
import type {
  Fields,
  FieldValue,
  Identity,
  IdentityId,
  Kind,
  PerSystem,
  RecordKey,
  SourceRecord,
  SystemName,
} from './model';
import { SYSTEMS } from './model';
import { fieldForm } from './normalize/value';

export type Memory = Pick<Identity, 'shadows' | 'owed' | 'unreached' | 'disputed' | 'due' | 'doubted'>;

/** Of a side everything, nothing, or some of its fields. */
export type Taking = (system: SystemName) => boolean | ReadonlySet<FieldName>;

export function memoryOf({ shadows, doubted, ...debts }: Memory, takes: Taking): Memory {
  const owed = some(debts.owed, takes, listed);
  const unreached = some(debts.unreached, takes, listed);
  const disputed = some(debts.disputed, takes, listed);
  const due = some(debts.due, takes, fieldsOf);
  const doubts = some(doubted, takes, fieldsOf);
  return {
    shadows: some(shadows, takes, fieldsOf),
    ...(isEmpty(owed) ? {} : { owed }),
    ...(isEmpty(unreached) ? {} : { unreached }),
    ...(isEmpty(disputed) ? {} : { disputed }),
    ...(isEmpty(due) ? {} : { due }),
    ...(isEmpty(doubts) ? {} : { doubted: doubts }),
  };
}

/** The memory with what may have been made where nobody stood: it shows once a record comes to stand there. */
export function withMakings(memory: Memory, before: Identity | undefined): Memory {
  if (!before?.doubted) return memory;
  const { links, parted, doubted } = before;
  const makings = some(doubted, (system) => (links[system] ?? parted?.[system]) === undefined);
  return isEmpty(makings) ? memory : { ...memory, doubted: { ...memory.doubted, ...makings } };
}

/** The identity, remembering no more than what is taken. */
export function remembering(identity: Identity, takes: Taking): Identity {
  const {
    shadows: _shadows,
    owed: _owed,
    unreached: _unreached,
    disputed: _disputed,
    due: _due,
    doubted: _doubted,
    ...rest
  } = identity;
  return { ...rest, ...memoryOf(identity, takes) };
}

/** The identity without what it remembers of who was parted from it there: another record takes the place. */
export function withoutParted(identity: Identity, system: SystemName): Identity {
  const { parted, ...rest } = identity;
  if (parted?.[system] === undefined) return identity;
  const stays = (one: SystemName) => one !== system;
  const others = some(parted, stays);
  return remembering({ ...rest, ...(isEmpty(others) ? {} : { parted: others }) }, stays);
}

/** By a record that was parted from it, the identity that remembers it. */
export function partedIndex(
  identities: ReadonlyMap<IdentityId, Identity>,
): ReadonlyMap<RecordKey, IdentityId> {
  const index = new Map<RecordKey, IdentityId>();
  for (const { id, kind, parted } of identities.values())
    for (const system of parted ? SYSTEMS : [])
      if (parted?.[system] !== undefined) index.set(`${system}:${kind}:${parted[system]}`, id);
  return index;
}

/** The identity, remembering that a record of it, or one that was parted from it, holds what was written there: that is no word of its own. */
export function rememberingWritten(
  identity: Identity,
  { system, id, fields }: SourceRecord,
  written: readonly FieldName[],
): Identity {
  const { links, parted } = identity;
  const stood = links[system]?.record === id || parted?.[system] === id;
  if (written.length === 0 || !stood) return identity;
  const held = Object.fromEntries(written.map((field) => [field, fields[field] ?? null]));
  const shadow = { ...identity.shadows[system], ...held };
  return { ...identity, shadows: { ...identity.shadows, [system]: shadow } };
}

/**
 * Fields of which a record that stands in another's place says what that one said last, so that it has been heard and
 * answered. That it is in use is news: what was archived when the former one went comes back with it.
 */
export function heardAgain(kind: Kind, said: Fields, says: Fields): ReadonlySet<FieldName> {
  const form = (value: FieldValue | undefined, field: FieldName) => fieldForm(kind, field, value);
  const isHeard = (field: FieldName) => {
    const [old, now] = [said[field], says[field]];
    if (!Array.isArray(old) || !Array.isArray(now)) return form(old, field) === form(now, field);
    // Who lists more adds to what was heard; who lists less may not have looked yet.
    const forms = new Set(now.map((item: string) => form([item], field)));
    return old.every((item: string) => forms.has(form([item], field)));
  };
  return new Set(fieldNames(kind).filter((field) => field !== 'active' && field in said && isHeard(field)));
}

/** What is held by system, of those systems that are taken. */
export function some<T>(
  held: PerSystem<T> = {},
  takes: Taking,
  part: (value: T, fields: ReadonlySet<FieldName>) => T = (value) => value,
): PerSystem<T> {
  const found: Partial<Record<SystemName, T>> = {};
  for (const system of SYSTEMS) {
    const value = held[system];
    const taken = value !== undefined && takes(system);
    if (value === undefined || taken === false) continue;
    found[system] = taken === true ? value : part(value, taken);
  }
  return found;
}

const listed = (names: readonly FieldName[], fields: ReadonlySet<FieldName>): readonly FieldName[] =>
  names.filter((name) => fields.has(name));

type ByField<T> = Readonly<Partial<Record<FieldName, T>>>;

const fieldsOf = <T>(held: ByField<T>, fields: ReadonlySet<FieldName>): ByField<T> =>
  Object.fromEntries(Object.entries(held).filter(([name]) => isFieldName(name) && fields.has(name)));

const isEmpty = (held: object): boolean => Object.keys(held).length === 0;
