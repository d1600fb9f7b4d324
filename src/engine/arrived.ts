/** What the sides of an identity have agreed to by a write of which a run could not say any more what came of it. Pure. */

import { LEFT_BEHIND, withoutWord } from './agreement';
import { foundByUndo, hasArrived, isNoted, type Undone } from './arrival';
import { Debts } from './debts';
import type { FieldName } from './fields';
import { fieldNames, fieldSpec } from './fields';
import { type Begun, isDone } from './journaled';
import { isListField, type ListOf, listForms, unheardBy, type Words, wordsOf } from './list-words';
import type {
  Due,
  Fields,
  FieldValue,
  Identity,
  IdentityId,
  Kind,
  RecordKey,
  SourceRecord,
  SystemName,
} from './model';
import { isBlank, SYSTEMS } from './model';
import { fieldForm } from './normalize/value';

export interface Seen extends Undone {
  readonly fresh: ReadonlyMap<RecordKey, SourceRecord>;
  /** Records to which the run had begun to write, those left out that show no trace of it or cannot show any. */
  readonly reached: ReadonlySet<RecordKey>;
  /** What the run itself had read. */
  readonly known: ReadonlyMap<RecordKey, SourceRecord>;
  /** Whose each record is. */
  readonly holders: ReadonlyMap<RecordKey, IdentityId>;
  /** `RECORD|FIELD` that a later run has written since, and written down. */
  readonly rewritten: ReadonlySet<string>;
  /** Whether the run took another one back: nobody's word is behind what it wrote. */
  readonly takesBack: boolean;
}

/** The identity after the write; `now`: the record that it went to, as it is seen now. */
export function agreedTo(
  identity: Identity,
  write: Begun,
  now: SourceRecord | undefined,
  { ended, ...seen }: Seen & { readonly ended: boolean },
): Identity {
  let agreed = identity;
  for (const field of fieldNames(write.kind)) {
    const wrote = write.after?.[field] ?? write.values[field];
    if (wrote === undefined || !(field in write.before) || isNoted(identity, write, field, ended)) continue;
    if (!hasArrived(write, field, wrote, now, seen)) continue;
    agreed = withWrite(agreed, write, field, wrote, seen);
    if (field === 'organization' && write.action !== 'create') agreed = withMove(agreed, write, now);
  }
  return agreed;
}

/** What the move to another organization has left blank nobody has cleared: it is offered again. */
function withMove(
  identity: Identity,
  { system, kind, values }: Begun,
  now: SourceRecord | undefined,
): Identity {
  const shadow = identity.shadows[system] ?? {};
  const left = fieldNames(kind).filter(
    (field) =>
      LEFT_BEHIND.has(field) && !(field in values) && now?.fields[field] === null && !isBlank(shadow[field]),
  );
  if (left.length === 0) return identity;
  const debts = new Debts(identity);
  for (const field of left) debts.owe(system, field);
  const blank = Object.fromEntries(left.map((field) => [field, null]));
  return debts.of({ ...identity, shadows: { ...identity.shadows, [system]: { ...shadow, ...blank } } });
}

/**
 * The target agreed to what we wrote, and the side that it came from said so. A third side was not reached: the value is
 * owed to it, and what it may have changed since it last agreed stands against that.
 */
function withWrite(
  identity: Identity,
  write: Begun,
  field: FieldName,
  wrote: FieldValue,
  seen: Seen,
): Identity {
  const shadows: Partial<Record<SystemName, Fields>> = { ...identity.shadows };
  const debts = new Debts(identity);
  const sides = sidesOf(identity, write, field, wrote, seen);
  const list = { kind: write.kind, field, hint: seen.hint };
  const said = wordsOf(list, sides);
  for (const side of sides) {
    const { system } = side;
    if (side.isRewritten) continue;
    const came = cameTo(side, write, list, wrote, said);
    if (came.agreed !== undefined) shadows[system] = { ...shadows[system], [field]: came.agreed };
    if (seen.takesBack && system === write.system) takenBack(debts, write, list, came, wrote);
    else if (came.debt === 'pay') debts.payEntries(system, field, listForms(list, came.agreed));
    else if (came.debt && came.due) debts.oweEntries(came.debt, system, field, came.due);
    else if (came.debt) debts[came.debt](system, field);
  }
  return debts.of({ ...identity, shadows });
}

/** Nobody said that what an undo was to take from a list be taken away. */
function takenBack(
  debts: Debts,
  write: Begun,
  { field, hint }: ListOf,
  { agreed, due }: Came,
  wrote: FieldValue,
): void {
  withoutWord(debts, write, { field, from: write.before[field] ?? null, to: agreed ?? wrote }, hint);
  if (due) debts.oweEntries('owe', write.system, field, { ...due, remove: [] });
}

/** What a side agrees to by the write, where it does, and what becomes of its debt. */
interface Came {
  readonly agreed?: FieldValue;
  readonly debt?: 'pay' | 'owe' | 'miss';
  /** The entries of a list among it. */
  readonly due?: Due;
}

function cameTo(side: SideThen, write: Begun, list: ListOf, wrote: FieldValue, said: Words | null): Came {
  const { field } = list;
  // That it ended, or came back, with its client is nobody's word about it.
  const withClient = write.withClient && field === 'active';
  const source = withClient ? undefined : SYSTEMS.find((system) => system === write.sources[field]);
  if (side.system === write.system) {
    const { agreed, left } = takenIn(write, list, wrote, side.now);
    return left ? { agreed, debt: 'owe', due: left } : { agreed, debt: 'pay' };
  }
  if (side.system !== source) return cameToThird(side, list, source !== undefined, said);
  const agreed = givenBy(side, write, list);
  if (agreed === undefined) return {};
  // Of a list others may have spoken, too.
  const due = said ? unheardBy(agreed, said, list) : NOTHING;
  return due.add?.length || due.remove.length ? { agreed, debt: 'owe', due } : { agreed, debt: 'pay' };
}

const NOTHING: Due = { add: [], remove: [] };

/** A decision comes from nobody, and is carried out by the next run where it was not yet. */
function cameToThird(
  { agreed, read, now, isWanted, isReached, isBlanked }: SideThen,
  list: ListOf,
  hasSource: boolean,
  said: Words | null,
): Came {
  // Of a list it may hold a part only.
  const says =
    isListField(list.kind, list.field) || isBlanked ? undefined : agreed === undefined ? read : now;
  // Who says the same has agreed to it, whoever it came from; where nothing was agreed on, who said it then.
  if (says !== undefined && isWanted(says)) return { agreed: says };
  const isMissed = hasSource && agreed !== undefined && !isWanted(agreed) && !isWanted(now) && !isReached;
  if (!isMissed) return {};
  return said ? { debt: 'miss', due: unheardBy(agreed, said, list) } : { debt: 'miss' };
}

/** A side of the field, as the run had read it and as it is seen now. */
interface SideThen {
  readonly system: SystemName;
  readonly agreed: FieldValue | undefined;
  /** What the run had read there. */
  readonly read: FieldValue | undefined;
  /** Undefined where it is out of sight, or parted from the others and not what was written to. */
  readonly now: FieldValue | undefined;
  /** Whether the run had begun to write there, too. */
  readonly isReached: boolean;
  /** Whether a later run has written down what stands there. */
  readonly isRewritten: boolean;
  /** Whether the write left it blank. */
  readonly isBlanked: boolean;
  /** Whether a value there is the one that was written. */
  readonly isWanted: (held: FieldValue | undefined) => boolean;
}

function sidesOf(
  { links, parted, shadows }: Identity,
  write: Begun,
  field: FieldName,
  wrote: FieldValue,
  seen: Seen,
): readonly SideThen[] {
  const { kind, system: target } = write;
  const formOf = formsOf(kind, field, seen);
  const wasUndone = foundByUndo(write, field, wrote, seen) === true;
  const wanted = formOf(target, wrote);
  return SYSTEMS.flatMap((system): SideThen[] => {
    const record = links[system]?.record ?? parted?.[system];
    if (record === undefined) return [];
    const key: RecordKey = `${system}:${kind}:${record}`;
    return [
      {
        system,
        agreed: shadows[system]?.[field],
        read: seen.known.get(key)?.fields[field],
        // What an undo has begun to take back stood there before; what stands there since is its doing.
        now:
          (links[system] || system === target) && !(wasUndone && system === target)
            ? seen.fresh.get(key)?.fields[field]
            : undefined,
        isReached: seen.reached.has(key),
        isRewritten: seen.rewritten.has(`${key}|${field}`),
        isBlanked: isBlank(wrote),
        isWanted: (held) => held !== undefined && formOf(system, held) === wanted,
      },
    ];
  });
}

/** The form in which values are compared: a reference leads to whose record it is. */
function formsOf(kind: Kind, field: FieldName, { holders, hint }: Seen) {
  const to = fieldSpec(kind, field)?.to;
  return (system: SystemName, value: FieldValue): string => {
    if (to === undefined) return fieldForm(kind, field, value, hint);
    const key: RecordKey = `${system}:${to}:${String(value)}`;
    return isBlank(value) ? '' : (holders.get(key) ?? key);
  };
}

interface Taken {
  readonly agreed: FieldValue;
  /** Entries that are still to be given to it, or to be taken from it; absent where it holds the whole. */
  readonly left?: Due;
}

/**
 * What the target has agreed to. Of a list that it may have carried out in part: what is there of all that we know of, and
 * what was to stay; the rest is owed. What was to go and is still there, nobody has added.
 */
function takenIn(
  write: Begun,
  { kind, field, hint }: ListOf,
  wrote: FieldValue,
  now: FieldValue | undefined,
): Taken {
  if (isDone(write) || !Array.isArray(wrote) || !Array.isArray(now)) return { agreed: wrote };
  const before = write.before[field];
  const was: readonly string[] = Array.isArray(before) ? before : [];
  const formOf = (item: string) => fieldForm(kind, field, [item], hint);
  const formsIn = (items: readonly string[]) => new Set(items.map(formOf));
  const [there, then, meant] = [formsIn(now), formsIn(was), formsIn(wrote)];
  const add = [...meant].filter((form) => !then.has(form) && !there.has(form));
  const remove = [...then].filter((form) => !meant.has(form) && there.has(form));
  if (add.length === 0 && remove.length === 0) return { agreed: wrote };
  const known = [...wrote, ...was.filter((item) => !meant.has(formOf(item)))];
  const stays = (form: string) => there.has(form) || (then.has(form) && meant.has(form));
  return { agreed: known.filter((item) => stays(formOf(item))), left: { add, remove } };
}

/**
 * What the side that a value came from had agreed to once it was written: a reference in its own terms. Of a list it may
 * hold more than the target: what the write added there, it has said, and what the write took away, it has taken away.
 */
function givenBy(
  { agreed, read, isWanted }: SideThen,
  { before, values }: Begun,
  { kind, field, hint }: ListOf,
): FieldValue | undefined {
  const [then, wrote] = [before[field], values[field]];
  if (fieldSpec(kind, field)?.type === 'reference') return isWanted(read) ? read : undefined;
  if (!Array.isArray(wrote)) return wrote;
  if (agreed === undefined) return read;
  if (!Array.isArray(agreed)) return undefined;
  const formOf = (item: string) => fieldForm(kind, field, [item], hint);
  const was = (Array.isArray(then) ? then : []).map(formOf);
  const is = wrote.map(formOf);
  // What another side gave, and this one had no room for, it has not said.
  const held = read ?? wrote;
  const said = (Array.isArray(held) ? held : []).map(formOf);
  const kept = agreed.filter(
    (item) => said.includes(formOf(item)) || is.includes(formOf(item)) || !was.includes(formOf(item)),
  );
  const forms = kept.map(formOf);
  const added = wrote.filter(
    (item) => said.includes(formOf(item)) && !was.includes(formOf(item)) && !forms.includes(formOf(item)),
  );
  return [...kept, ...added];
}
