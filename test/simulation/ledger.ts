/**
 * What stands in each field of each record, who put it there, and which values it has taken over from: enough to tell
 * an edit that was overruled from one that was lost.
 *
 * A value written by the engine is the same *version* as the value it was taken from. A version that a person types
 * has every version that stood there before among its ancestors. So a typed value that gives way to one of its own
 * ancestors was lost, and one that gives way to a version made elsewhere was overruled.
 */
import type { FieldName } from '../../src/engine/fields';
import { fieldNames, fieldSpec } from '../../src/engine/fields';
import type { FieldValue, Kind, RecordKey, SourceRecord, SystemName } from '../../src/engine/model';
import { isBlank, keyOf } from '../../src/engine/model';
import { canonicalForm } from '../../src/engine/normalize/value';

export interface Version {
  readonly stamp: number;
  readonly form: string;
  /** As it was typed or shown. */
  readonly value: FieldValue;
  readonly ancestors: ReadonlySet<number>;
  /** Typed by a person; or taken, by the engine, from what a person typed. */
  readonly typed: boolean;
  /** Written by the engine. */
  readonly ours: boolean;
  /** Virtual instant at which it came to stand here. */
  readonly at: number;
  /** When it came to stand where it was taken from, and so on back to who typed it. */
  readonly said: number;
}

export interface Held {
  readonly key: RecordKey;
  readonly system: SystemName;
  readonly kind: Kind;
  /** Which real thing the record is about. */
  readonly thing: string;
  /** `agent`: it came with an agent that was installed meanwhile. */
  readonly madeBy: 'before' | 'person' | 'agent' | 'engine';
  /** Virtual instant at which it came to stand there. */
  readonly since: number;
  /** Last is now. */
  readonly versions: Map<FieldName, Version[]>;
  /** When a person last typed in a list, and when we last wrote to it. */
  readonly listsTyped: Map<FieldName, number>;
  readonly listsWritten: Map<FieldName, number>;
  /** As last seen; null once it is gone. */
  record: SourceRecord | null;
  /** Virtual instant at which it went. */
  goneAt?: number;
}

/** A person's edit of one entry of a list. */
export interface EntryEdit {
  readonly key: RecordKey;
  readonly thing: string;
  readonly what: 'added' | 'taken away';
  readonly at: number;
}

/** The longest time, in milliseconds, that our reading back of a write takes: an answer that times out, and another. */
export const LONGEST_READ_BACK = 130_000;

const LISTS: ReadonlySet<string> = new Set(['emails', 'phones', 'macs', 'ips']);

/** Fields whose values are followed: what moves by itself, points elsewhere or is a list is left out. */
export function isFollowed(kind: Kind, field: FieldName): boolean {
  const spec = fieldSpec(kind, field);
  return spec !== undefined && spec.type !== 'reference' && !spec.volatile && !LISTS.has(spec.type);
}

export function formOf(kind: Kind, field: FieldName, value: FieldValue | undefined): string {
  const spec = fieldSpec(kind, field);
  return !spec || value === undefined || isBlank(value) ? '' : canonicalForm(spec, value);
}

export class Ledger {
  readonly records = new Map<RecordKey, Held>();
  /** Where the engine wrote, last last. */
  readonly written: { readonly key: RecordKey; readonly field: FieldName }[] = [];
  /** What people did to the entries of lists, by the entry's form. */
  private readonly entries = new Map<string, EntryEdit[]>();
  private stamps = 0;

  add(record: SourceRecord, thing: string, madeBy: Held['madeBy'], at: number): Held {
    const held: Held = {
      key: keyOf(record),
      system: record.system,
      kind: record.kind,
      thing,
      madeBy,
      since: at,
      versions: new Map(),
      listsTyped: new Map(),
      listsWritten: new Map(),
      record,
    };
    for (const field of fieldNames(record.kind)) {
      if (!isFollowed(record.kind, field) || record.fields[field] === undefined) continue;
      held.versions.set(field, [
        {
          stamp: this.stamp(),
          form: formOf(record.kind, field, record.fields[field]),
          value: record.fields[field] ?? null,
          ancestors: new Set(),
          typed: madeBy === 'person',
          ours: madeBy === 'engine',
          at,
          said: at,
        },
      ]);
    }
    this.records.set(held.key, held);
    return held;
  }

  /** What the new record reports is what the former one reported already: no news to anybody. */
  carryOver(former: Held, held: Held): void {
    for (const [field, versions] of held.versions) {
      const before = former.versions.get(field)?.find(({ form }) => form === versions[0]?.form);
      if (before) held.versions.set(field, [before]);
    }
  }

  stamp(): number {
    this.stamps += 1;
    return this.stamps;
  }

  now(held: Held, field: FieldName): Version | undefined {
    return held.versions.get(field)?.at(-1);
  }

  /** A person's edit: what is different now was typed. */
  typed(held: Held, after: SourceRecord, at: number): readonly FieldName[] {
    return this.moved(held, after).filter((field) => {
      this.put(held, field, after, at, true, null);
      return true;
    });
  }

  /** A person's edit of a list: which entries came and went. */
  typedEntries(held: Held, field: FieldName, after: SourceRecord, at: number): void {
    const [was, is] = [entriesOf(held.record, field), entriesOf(after, field)];
    const note = (form: string, what: EntryEdit['what']) => {
      const edits = this.entries.get(form) ?? [];
      this.entries.set(form, [...edits, { key: held.key, thing: held.thing, what, at }]);
    };
    for (const form of is) if (!was.includes(form)) note(form, 'added');
    for (const form of was) if (!is.includes(form)) note(form, 'taken away');
  }

  editsOf(form: string): readonly EntryEdit[] {
    return this.entries.get(form) ?? [];
  }

  /** Takes note of a value of the engine's; `source` is the version that it was taken from. */
  put(
    held: Held,
    field: FieldName,
    after: SourceRecord,
    at: number,
    typed: boolean,
    source: Version | null,
  ): void {
    if (!typed) this.written.push({ key: held.key, field });
    const former = this.now(held, field);
    const ancestors = new Set([...(former?.ancestors ?? []), ...(source?.ancestors ?? [])]);
    if (former) ancestors.add(former.stamp);
    if (source) ancestors.delete(source.stamp);
    const version: Version = {
      stamp: source?.stamp ?? this.stamp(),
      form: formOf(held.kind, field, after.fields[field]),
      value: after.fields[field] ?? null,
      ancestors,
      typed: typed || (source?.typed ?? false),
      ours: !typed,
      at,
      said: source?.said ?? at,
    };
    const list = held.versions.get(field);
    if (list) list.push(version);
    else held.versions.set(field, [version]);
  }

  /** Followed fields that hold something else than before. */
  moved(held: Held, after: SourceRecord): FieldName[] {
    return fieldNames(held.kind).filter((field) => {
      if (!isFollowed(held.kind, field) || after.fields[field] === undefined) return false;
      return this.now(held, field)?.form !== formOf(held.kind, field, after.fields[field]);
    });
  }

  /** Two sides were seen to say the same: what either had before is now before both. */
  agree(a: Held, b: Held, field: FieldName, since: number): void {
    const [one, other] = [this.now(a, field), this.now(b, field)];
    if (!one || !other || one.form !== other.form || one.at >= since || other.at >= since) return;
    if (one.stamp === other.stamp) return;
    const ancestors = new Set([...one.ancestors, ...other.ancestors, one.stamp, other.stamp]);
    a.versions.get(field)?.splice(-1, 1, { ...one, ancestors: without(ancestors, one.stamp) });
    b.versions.get(field)?.splice(-1, 1, { ...other, ancestors: without(ancestors, other.stamp) });
  }

  /** Records of one thing in one system that are still in use. */
  living(thing: string, system: SystemName, kind: Kind): readonly Held[] {
    return [...this.records.values()].filter(
      (held) => held.thing === thing && held.system === system && held.kind === kind && isLiving(held),
    );
  }
}

/** The entries of a list, each in the form in which it is compared. */
export function entriesOf(record: SourceRecord | null, field: FieldName): readonly string[] {
  return record ? formsOf(record.kind, field, record.fields[field]) : [];
}

export function formsOf(kind: Kind, field: FieldName, value: FieldValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.map((entry) => formOf(kind, field, [entry])) : [];
}

/**
 * Whether a value was typed right after we had written there, so that our reading back took it for the form in which
 * the product holds ours: no product tells the two apart.
 */
export function typedInReadBack(held: Held, field: FieldName): boolean {
  const [before, now] = (held.versions.get(field) ?? []).slice(-2);
  return before?.ours === true && now !== undefined && now.at - before.at <= LONGEST_READ_BACK;
}

export const isLiving = (held: Held): boolean => held.record !== null && held.record.fields.active !== false;

const without = (set: ReadonlySet<number>, stamp: number): Set<number> => {
  const rest = new Set(set);
  rest.delete(stamp);
  return rest;
};
