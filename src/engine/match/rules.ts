/** Rules as data: each looks at one thing of two records and says what it speaks for, and how loudly. */

import type { FieldName } from '../fields';
import type { Evidence, FieldValue, RecordKey, SourceRecord } from '../model';

/** A record prepared for comparison: every value normalized once. */
export interface Entry {
  readonly record: SourceRecord;
  readonly key: RecordKey;
  /** Number among the entries of its kind. */
  readonly slot: number;
  /** Position of its system in `SYSTEMS`. */
  readonly side: number;
  /** Key of the organization that it belongs to; undefined where it names none, and for organizations. */
  readonly owner: RecordKey | undefined;
}

export interface Finding {
  /** What people see of both sides, where it is not what the rule shows of each. */
  readonly values?: readonly [string, string];
  readonly normalized: string;
  /** Log-odds in bits. */
  readonly weight: number;
  readonly note?: string;
  /** Whatever else agrees, the confidence stays at or below this: contradiction beats agreement. */
  readonly cap?: number;
  /** Strong enough that caps of one half and more do not hold. */
  readonly lifts?: boolean;
  /** Bits that count between rivals only: of two candidates the one that is written exactly alike leads. */
  readonly lead?: number;
}

/** How often values occur among the records that are compared: the oftener, the less agreement tells. */
export interface Counts {
  /** The largest number of records of one system that bear the value; 0 where `bearer` does not bear it itself. */
  shared(family: string, bearer: Entry, value: string): number;
  /** How many records of all systems bear the value; 0 where `bearer` does not. */
  spread(family: string, bearer: Entry, value: string): number;
}

export interface Rule<E extends Entry> {
  /** The field, or what else was compared. */
  readonly field: string;
  /** The most that it speaks against, of a rule that never caps. What is sure whatever it says need not ask it. */
  readonly floor?: number;
  /** What was compared, as the system holds it. */
  readonly show: (entry: E) => string;
  /** Symmetric; undefined where there is nothing to compare. */
  compare(a: E, b: E, counts: Counts): Finding | undefined;
}

/** Two records and all that the rules said about them. `a` stands on the earlier side. */
export interface Assessment<E extends Entry = Entry> {
  readonly a: E;
  readonly b: E;
  readonly bits: number;
  /** The bits, and what leads among rivals. */
  readonly rank: number;
  readonly confidence: number;
  /** Something contradicts so plainly that no sum of agreements links them. */
  readonly contradicted: boolean;
  /** Written down only when somebody asks: most of it nobody ever reads. */
  readonly evidence: readonly Evidence[];
}

/** Says what two records tell of each other. */
export type Assess = (a: Entry, b: Entry) => Assessment;

/** Below this cap a contradiction is plain; above it, it only asks for a person. */
const PLAIN = 0.5;

export function assess<E extends Entry>(
  rules: readonly Rule<E>[],
  prior: number,
  a: E,
  b: E,
  counts: Counts,
): Assessment<E> {
  const [first, second] = a.side <= b.side ? [a, b] : [b, a];
  let sum = prior;
  let soft = 1;
  let hard = 1;
  let lifts = false;
  let lead = 0;
  for (const rule of rules) {
    const finding = rule.compare(first, second, counts);
    if (finding === undefined) continue;
    sum += finding.weight;
    if (finding.lifts) lifts = true;
    if (finding.lead !== undefined) lead += finding.lead;
    if (finding.cap === undefined) continue;
    if (finding.cap < PLAIN) hard = Math.min(hard, finding.cap);
    else soft = Math.min(soft, finding.cap);
  }
  const cap = Math.min(hard, lifts ? 1 : soft);
  const bits = Math.min(sum, bitsOf(cap));
  return new Assessed(
    first,
    second,
    bits,
    bits + lead,
    Math.min(cap, probability(sum)),
    hard < PLAIN,
    rules,
    counts,
  );
}

/** A class, so that the many pairs of a fleet share one getter. */
class Assessed<E extends Entry> implements Assessment<E> {
  constructor(
    readonly a: E,
    readonly b: E,
    readonly bits: number,
    readonly rank: number,
    readonly confidence: number,
    readonly contradicted: boolean,
    private readonly rules: readonly Rule<E>[],
    private readonly counts: Counts,
  ) {}

  get evidence(): readonly Evidence[] {
    return writeDown(this.rules, this.a, this.b, this.counts);
  }
}

function writeDown<E extends Entry>(
  rules: readonly Rule<E>[],
  a: E,
  b: E,
  counts: Counts,
): readonly Evidence[] {
  return rules.flatMap((rule): Evidence[] => {
    const finding = rule.compare(a, b, counts);
    if (finding === undefined) return [];
    const { normalized, weight, note } = finding;
    const verdict = weight > 0 ? 'agrees' : weight < 0 ? 'contradicts' : 'neutral';
    const values = finding.values ?? ([rule.show(a), rule.show(b)] as const);
    const between = [a.key, b.key] as const;
    const plain = { field: rule.field, between, values, normalized, weight, verdict } as const;
    return [note === undefined ? plain : { ...plain, note }];
  });
}

export function probability(bits: number): number {
  return 1 / (1 + 2 ** -bits);
}

/** The reverse: `Infinity` for what is certain. */
export function bitsOf(confidence: number): number {
  return Math.log2(confidence / (1 - confidence));
}

/** A value that several records of one system bear tells the less, the more bear it. */
export function thinned(weight: number, shared: number): number {
  return shared > 1 ? weight - 2 * Math.log2(shared) : weight;
}

/** A field's text, else the hint's, else ''. Lists are joined. */
export function textOf(record: SourceRecord, field: FieldName): string {
  return text(record.fields[field], record.hints?.[field]);
}

export function text(own: FieldValue | undefined, hint: FieldValue | undefined): string {
  const value = own ?? hint ?? '';
  if (typeof value === 'string') return value;
  return typeof value === 'boolean' ? String(value) : value.join('; ');
}

/** A field's list and the hint's, one after the other. */
export function listOf(record: SourceRecord, field: FieldName): readonly string[] {
  return list(record.fields[field], record.hints?.[field]);
}

const SEPARATORS = /[;\n|]+/;

export function list(own: FieldValue | undefined, hint: FieldValue | undefined): readonly string[] {
  if (hint === undefined && typeof own === 'object' && own !== null) return own;
  if (hint === undefined && typeof own === 'string') return own.split(SEPARATORS);
  return [own, hint].flatMap((value) => {
    if (value === undefined || value === null || typeof value === 'boolean') return [];
    return typeof value === 'string' ? value.split(SEPARATORS) : value;
  });
}
