/** What is remembered of an identity's sides, and the part of it that goes on when one of its records does not. Pure. */
import { type FieldName, isFieldName } from './fields';
import type { Fields, Identity, PerSystem, SystemName } from './model';
import { SYSTEMS } from './model';

export type Memory = Pick<Identity, 'shadows' | 'owed' | 'unreached' | 'disputed' | 'doubted'>;

/** Of a side everything, nothing, or some of its fields. */
export type Taking = (system: SystemName) => boolean | ReadonlySet<FieldName>;

export function memoryOf({ shadows, doubted, ...debts }: Memory, takes: Taking): Memory {
  const owed = some(debts.owed, takes, listed);
  const unreached = some(debts.unreached, takes, listed);
  const disputed = some(debts.disputed, takes, listed);
  const doubts = some(doubted, takes, fieldsOf);
  return {
    shadows: some(shadows, takes, fieldsOf),
    ...(isEmpty(owed) ? {} : { owed }),
    ...(isEmpty(unreached) ? {} : { unreached }),
    ...(isEmpty(disputed) ? {} : { disputed }),
    ...(isEmpty(doubts) ? {} : { doubted: doubts }),
  };
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

const fieldsOf = (held: Fields, fields: ReadonlySet<FieldName>): Fields =>
  Object.fromEntries(Object.entries(held).filter(([name]) => isFieldName(name) && fields.has(name)));

const isEmpty = (held: object): boolean => Object.keys(held).length === 0;
