/**
 * The N-way merge of one field, as the table it is:
 *
 * | shadow | who changed                        | result                                                        |
 * |--------|------------------------------------|---------------------------------------------------------------|
 * | known  | nobody                             | nothing                                                       |
 * | known  | one, or several to the same value  | propagate to every system that may take it                    |
 * | known  | several, to different values       | the authority's change wins; else conflict                    |
 * | known  | one cleared it                     | propagates from the field's authority only; else conflict     |
 * | known  | one now holds a mere placeholder   | nothing: it says nothing                                      |
 * | none   | all equal                          | agree: record shadows, write nothing                          |
 * | none   | one has a value, others are blank  | fill the blanks                                               |
 * | none   | different values                   | the authority's value wins; else conflict. Never blank anything |
 *
 * A side whose record joined the identity later has no shadow while others have one: its value stands against the one
 * the others agree on, as at first contact. A side that is still owed what they agree on has no say in that; and where it
 * was out of reach when they agreed, what it has changed stands against what they hold, as if both had changed it.
 */
import type { FieldValue, PerSystem, SystemName } from '../model';
import { isBlank, SYSTEMS } from '../model';

/** What one system says about one field, in canonical form beside its own. */
export interface Side {
  readonly value: FieldValue;
  /** The form in which sides are compared; empty when blank. */
  readonly form: string;
  /** The shadow in the same form, or undefined before first contact. */
  readonly shadow: string | undefined;
  /** The form is another side's, of whose family this one's value is: it agrees with that, and does not hold it. */
  readonly agreesOnly?: true;
}

export type Merged =
  | { readonly type: 'agree'; readonly row: Row }
  | {
      readonly type: 'propagate';
      readonly row: Row;
      readonly value: FieldValue;
      readonly source: SystemName;
      /** Systems whose value differs from the winning one, whether or not they can take it. */
      readonly targets: readonly SystemName[];
      readonly reason: string;
    }
  | {
      readonly type: 'conflict';
      readonly row: Row;
      /** Systems that changed it since all agreed; none at first contact. */
      readonly changed: readonly SystemName[];
      readonly suggestion: SystemName | null;
      readonly reason: string;
    };

/** Rows of the table by name, so that tests and simulations can count which were exercised. */
export type Row =
  | 'quiet'
  | 'one-changed'
  | 'same-change'
  | 'different-changes'
  | 'cleared'
  | 'first-equal'
  | 'first-fill'
  | 'first-different'
  | 'joined'
  | 'owed'
  | 'fight'
  | 'decided';

export type Sides = PerSystem<Side>;

type Entry = readonly [SystemName, Side];

const entriesOf = (sides: Sides): readonly Entry[] =>
  SYSTEMS.flatMap((system): Entry[] => {
    const side = sides[system];
    return side ? [[system, side]] : [];
  });

const forms = (entries: readonly Entry[]): ReadonlySet<string> =>
  new Set(entries.map(([, side]) => side.form));

function propagate(row: Row, from: Entry, all: readonly Entry[], reason: string): Merged {
  // Who knows the family alone says which value it is, and whoever holds that passes it on.
  const holder = all.find(([, side]) => side.form === from[1].form && !side.agreesOnly);
  const [source, winner] = from[1].agreesOnly && holder ? holder : from;
  const targets = all.filter(([, side]) => side.form !== winner.form).map(([system]) => system);
  return targets.length === 0
    ? { type: 'agree', row }
    : { type: 'propagate', row, value: winner.value, source, targets, reason };
}

/**
 * Merges what the systems say about one field. `title` words a system's name in reasons; `owed` names the sides that
 * could not be given what was agreed on before, `unreached` those of them that nobody had tried or managed to give it to;
 * `absent` sides that agreed to it and are out of sight.
 */
export function mergeField(
  sides: Sides,
  authority: SystemName | null,
  title: (system: SystemName) => string,
  owed: readonly SystemName[] = [],
  unreached: readonly SystemName[] = [],
  absent: readonly SystemName[] = [],
): Merged {
  const all = entriesOf(sides);
  const known = all.filter(([, side]) => side.shadow !== undefined);
  const changed = known.filter(([, side]) => side.form !== side.shadow && !saysNothing(side));
  if (known.length === 0) return firstContact(all, all, authority, title, 'first');
  if (changed.length > 0) {
    const seen = changed.some(([system]) => !unreached.includes(system));
    if (seen) return laterChange(all, changed, authority, title);
    const holders = known.filter(([system]) => !owed.includes(system));
    return blindChange(all, changed, { holders, absent }, authority, title);
  }
  if (known.length === all.length) return { type: 'agree', row: 'quiet' };
  const settled = known.some(([system]) => !owed.includes(system));
  const past = all.filter(([system]) => owed.includes(system));
  const voices = settled ? all.filter((entry) => !past.includes(entry) && !echoes(entry, past)) : all;
  return firstContact(all, voices, authority, title, 'joined');
}

/** Who knows the family alone and joins says nothing but what those say that are owed another value by now. */
const echoes = ([, { agreesOnly, form }]: Entry, past: readonly Entry[]): boolean =>
  agreesOnly === true && past.some(([, side]) => side.form === form);

/** A placeholder that took a value's place clears nothing elsewhere: it is no word about the thing at all. */
const saysNothing = ({ value, form }: Side): boolean => form === '' && !isBlank(value);

interface Unseen {
  /** Sides that hold what the others agreed on, and those that would, were they not out of sight themselves. */
  readonly holders: readonly Entry[];
  readonly absent: readonly SystemName[];
}

/** Those that changed it have not seen what the others hold: that stands against it, as if both had changed it. */
function blindChange(
  all: readonly Entry[],
  changed: readonly Entry[],
  { holders, absent }: Unseen,
  authority: SystemName | null,
  title: (system: SystemName) => string,
): Merged {
  const movers = changed.map(([system]) => system);
  const who = movers.map(title).join(' and ');
  const [holder] = holders;
  if (!holder && absent.length > 0) {
    const reason = `${who} changed it without having seen what ${absent.map(title).join(' and ')} said, which is out of sight`;
    return { type: 'conflict', row: 'different-changes', changed: movers, suggestion: null, reason };
  }
  const sides = [...holders, ...changed];
  if (holder && forms(sides).size === 1)
    return propagate('same-change', holder, all, `${who} changed it to the same`);
  // Who holds what was agreed on may have taken it from another: that is no word of its own.
  const heard = !holder || changed.some(([system]) => system === authority);
  return laterChange(all, sides, heard ? authority : null, title);
}

/** What the voices say becomes what all hold, where they do not contradict each other. */
function firstContact(
  all: readonly Entry[],
  voices: readonly Entry[],
  authority: SystemName | null,
  title: (system: SystemName) => string,
  stage: 'first' | 'joined',
): Merged {
  const filled = voices.filter(([, side]) => side.form !== '');
  const first = filled[0] ?? voices[0];
  const row = (name: Row): Row => (stage === 'joined' ? 'joined' : name);
  if (!first || forms(all).size === 1) return { type: 'agree', row: row('first-equal') };
  const trusted = filled.find(([system]) => system === authority);
  if (forms(filled).size <= 1) {
    const from = trusted ?? first;
    return propagate(row('first-fill'), from, all, `only ${title(from[0])} had a value`);
  }
  if (trusted) {
    const reason = `${title(trusted[0])} is the authority for this field`;
    return propagate(row('first-different'), trusted, all, reason);
  }
  const silent = all.some(([system, side]) => system === authority && side.form !== '')
    ? 'could not take what was agreed on before'
    : 'says nothing';
  const reason = authority
    ? `the sides differ, and ${title(authority)}, which would decide, ${silent}`
    : 'the sides differ, and no system is the authority for this field';
  return { type: 'conflict', row: row('first-different'), changed: [], suggestion: majority(filled), reason };
}

function laterChange(
  all: readonly Entry[],
  changed: readonly Entry[],
  authority: SystemName | null,
  title: (system: SystemName) => string,
): Merged {
  const [first] = changed;
  if (!first) return { type: 'agree', row: 'quiet' };
  const movers = changed.map(([system]) => system);
  const who = movers.map(title).join(' and ');
  const trusted = changed.find(([system]) => system === authority);
  const newcomers = all.filter(([, side]) => side.shadow === undefined && side.form !== '');
  if (forms(changed).size === 1) {
    if (first[1].form === '' && !trusted) {
      const reason = `${who} cleared it, and only ${authority ? title(authority) : 'a person'} may clear this field`;
      return { type: 'conflict', row: 'cleared', changed: movers, suggestion: authority, reason };
    }
    const from = trusted ?? first;
    if (newcomers.some(([, side]) => side.form !== first[1].form) && !trusted) {
      const reason = `${who} changed it while a newly linked record says something else`;
      return { type: 'conflict', row: 'joined', changed: movers, suggestion: first[0], reason };
    }
    const row = first[1].form === '' ? 'cleared' : changed.length > 1 ? 'same-change' : 'one-changed';
    return propagate(row, from, all, `${who} ${first[1].form === '' ? 'cleared' : 'changed'} it`);
  }
  if (trusted) {
    const reason = `${who} changed it differently, and ${title(trusted[0])} is the authority for this field`;
    return propagate('different-changes', trusted, all, reason);
  }
  const reason = `${who} changed it to different values`;
  return {
    type: 'conflict',
    row: 'different-changes',
    changed: movers,
    suggestion: majority(changed),
    reason,
  };
}

/**
 * A side that could not take the agreed value before, and has not moved since, is offered it again: `owed` names such
 * sides. Null when there is nothing to offer, or the others do not agree.
 */
export function offerOwed(
  sides: Sides,
  owed: readonly SystemName[],
  title: (system: SystemName) => string,
): Merged | null {
  const all = entriesOf(sides);
  const settled = all.filter(([system]) => !owed.includes(system));
  const [first] = settled;
  if (!first || forms(settled).size !== 1) return null;
  const reason = `${title(first[0])} has held this since before ${owed.map(title).join(' and ')} could take it`;
  const merged = propagate('owed', first, all, reason);
  return merged.type === 'propagate' ? merged : null;
}

/** A value that more than half of the sides share, as a suggestion only. */
function majority(entries: readonly Entry[]): SystemName | null {
  const counts = new Map<string, number>();
  for (const [, side] of entries) counts.set(side.form, (counts.get(side.form) ?? 0) + 1);
  const winner = entries.find(
    ([, side]) => side.form !== '' && (counts.get(side.form) ?? 0) * 2 > entries.length,
  );
  return winner ? winner[0] : null;
}
