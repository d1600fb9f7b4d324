/** "Why did this value win?", for every field of one thing: what each side says, who decides, and what the program wrote. Pure. */
import type { Rulings } from './authority';
import { textOf } from './conflicts';
import { type FieldName, fieldNames, fieldSpec } from './fields';
import type { RunStep } from './history';
import type { Row } from './merge/field';
import type { FieldMerge, IdentityMerge } from './merge/model';
import type { FieldValue, Identity, PerSystem, RecordKey, SourceRecord, SystemName } from './model';
import { keyOf, membersOf, SYSTEM_TITLES, SYSTEMS } from './model';
import { refusalOf, type Takers } from './plan/refusal';

/** A write of the program's own to one field. */
export interface FieldWrite {
  readonly run: string;
  /** ISO instant. */
  readonly at: string;
  readonly by: string;
  readonly from: FieldValue;
  readonly to: FieldValue;
  /** Why it was planned; blank for runs that did not note it yet. */
  readonly reason: string;
}

export interface FieldSide {
  readonly value: FieldValue;
  readonly text: string;
  /** What it said when the sides last agreed; undefined before they ever did. */
  readonly agreed: FieldValue | undefined;
  /** Why nothing can be written here, or null. */
  readonly refusal: string | null;
  /** The last time that the program wrote it. */
  readonly written: FieldWrite | null;
}

export interface FieldStory {
  readonly field: FieldName;
  readonly label: string;
  readonly sides: PerSystem<FieldSide>;
  /** Who has the last word, and who said so. */
  readonly authority: ReturnType<Rulings>;
  /** The row of the merge table that applies; null where fewer than two systems hold the field. */
  readonly row: Row | null;
  /** Whose value wins, or `person`; null while a person has to decide, and where there is nothing to win. */
  readonly winner: SystemName | 'person' | null;
  /** Fit to read aloud. */
  readonly reason: string;
}

export interface ExplainInput {
  readonly identity: Identity;
  /** The identity of its organization; itself for an organization. */
  readonly owner: Identity;
  readonly members: PerSystem<SourceRecord>;
  readonly merged: IdentityMerge | undefined;
  readonly rulings: Rulings;
  readonly takers: Takers;
  readonly records: ReadonlyMap<RecordKey, SourceRecord>;
  /** The last write of each record's field, by `recordKey|field`. */
  readonly writes: ReadonlyMap<string, FieldWrite>;
}

export function explain(input: ExplainInput): readonly FieldStory[] {
  const merges = new Map(input.merged?.fields.map((field) => [field.field, field]));
  return fieldNames(input.identity.kind).flatMap((field) => {
    const sides = sidesOf(field, input);
    return Object.keys(sides).length > 0 ? [storyOf(field, sides, merges.get(field), input)] : [];
  });
}

function sidesOf(
  field: FieldName,
  { identity, members, takers, records, writes }: ExplainInput,
): PerSystem<FieldSide> {
  const sides: Partial<Record<SystemName, FieldSide>> = {};
  for (const system of SYSTEMS) {
    const record = members[system];
    const value = record?.fields[field];
    if (!record || value === undefined) continue;
    sides[system] = {
      value,
      text: textOf(value, identity.kind, field, system, records),
      agreed: identity.shadows[system]?.[field],
      refusal: refusalOf(record, field, takers),
      written: writes.get(`${keyOf(record)}|${field}`) ?? null,
    };
  }
  return sides;
}

function storyOf(
  field: FieldName,
  sides: PerSystem<FieldSide>,
  merge: FieldMerge | undefined,
  { identity, owner, rulings }: ExplainInput,
): FieldStory {
  const spec = fieldSpec(identity.kind, field);
  const authority = rulings(identity.kind, field, membersOf(owner).map(keyOf));
  const about = { field, label: spec?.label ?? field, sides, authority };
  if (spec?.volatile) {
    return { ...about, row: null, winner: null, reason: 'it moves by itself and is only shown' };
  }
  if (!merge) {
    const [only] = SYSTEMS.filter((system) => sides[system]);
    const reason = `only ${only ? SYSTEM_TITLES[only] : 'one system'} holds it`;
    return { ...about, row: null, winner: null, reason };
  }
  const { merged } = merge;
  if (merged.type === 'agree') {
    return { ...about, row: merged.row, winner: null, reason: agreement(merge, sides) };
  }
  const decided = merge.decided ? 'person' : null;
  const winner = merged.type === 'propagate' ? (decided ?? merged.source) : null;
  return { ...about, row: merged.row, winner, reason: merged.reason };
}

/** Why sides that differ when they first meet are left as they are. */
export const FIRST_CONTACT = 'a first contact archives, re-activates and moves nothing';

/** Nothing is to be done: since when, and after what. */
function agreement({ apart, merged }: FieldMerge, sides: PerSystem<FieldSide>): string {
  const last = Object.values(sides)
    .flatMap(({ written }) => written ?? [])
    .sort((a, b) => (a.at < b.at ? 1 : -1))[0];
  const after = last ? `; run ${last.run} wrote it last${last.reason ? `: ${last.reason}` : ''}` : '';
  if (apart && merged.row !== 'quiet') {
    return `the sides have never agreed, and ${FIRST_CONTACT}${after}`;
  }
  if (apart) return `the sides differ since they were last settled, and none has changed since${after}`;
  if (merged.row === 'quiet') return `all sides agree, and none has changed since${after}`;
  return `all sides agree${after}`;
}

/** The last write of each field, from runs that are given newest first. */
export function lastWrites(
  runs: Iterable<{ readonly run: string; readonly by: string; readonly steps: readonly RunStep[] }>,
  wanted: ReadonlySet<RecordKey>,
): ReadonlyMap<string, FieldWrite> {
  const writes = new Map<string, FieldWrite>();
  for (const { run, by, steps } of runs) {
    for (const { system, kind, record, outcome, before, after, reasons, at } of steps) {
      const key: RecordKey = `${system}:${kind}:${record ?? ''}`;
      if (outcome !== 'done' || !wanted.has(key)) continue;
      for (const field of fieldNames(kind)) {
        const to = after[field];
        if (to === undefined || writes.has(`${key}|${field}`)) continue;
        const reason = reasons[field] ?? '';
        writes.set(`${key}|${field}`, { run, at, by, from: before[field] ?? null, to, reason });
      }
    }
  }
  return writes;
}
