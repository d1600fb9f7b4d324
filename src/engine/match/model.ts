/** What matching takes and gives. Pure values; the rules live beside this file. */
import type { Decision } from '../decisions';
import type { Evidence, Identity, Kind, Link, PerSystem, RecordKey, SourceRecord } from '../model';

export interface MatchSettings {
  /** At or above: linked without asking. */
  readonly linkThreshold: number;
  /** At or above, and below the link threshold: shown to a person. */
  readonly suggestThreshold: number;
  /** Serial numbers that identify nothing, beside the built-in list. */
  readonly placeholderSerials: readonly string[];
}

export interface MatchInput {
  /** Everything that was scanned, of all systems and kinds. */
  readonly records: readonly SourceRecord[];
  /**
   * Organizations of which nothing but the name is known, from the records that name them. Where such a one is not
   * recognised, its records are compared as if they named none.
   */
  readonly namedOnly?: ReadonlySet<RecordKey>;
  /** Identities as they stood after the last run; their links hold unless a decision or a contradiction says otherwise. */
  readonly identities: readonly Identity[];
  readonly decisions: readonly Decision[];
  readonly settings: MatchSettings;
  /** ISO instant: an `ignore` decision may have run out. */
  readonly now: string;
}

/** Records held, or suspected, to be one thing: at most one per system. */
export interface MatchGroup {
  readonly kind: Kind;
  readonly members: PerSystem<string>;
  readonly links: PerSystem<Link>;
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
  /** Short and readable: `same serial number and MAC address`. */
  readonly reason: string;
}

/** A record with more than one candidate: a task for a person, never the first or the newest. */
export interface Ambiguity {
  readonly record: RecordKey;
  readonly candidates: readonly {
    readonly record: RecordKey;
    readonly confidence: number;
    readonly evidence: readonly Evidence[];
  }[];
  readonly reason: string;
}

/** Something that looks wrong in itself: a clone, a contradictory cycle, a vendor's link that does not hold. */
export interface Alarm {
  readonly type: 'clone' | 'contradiction' | 'wrong-vendor-link' | 'duplicate' | 'moved' | 'replaced';
  readonly records: readonly RecordKey[];
  readonly reason: string;
  readonly evidence: readonly Evidence[];
}

export interface MatchResult {
  /** Every record that belongs to an identity of two or more systems, continuing identities included. */
  readonly groups: readonly MatchedGroup[];
  readonly suggestions: readonly MatchGroup[];
  readonly ambiguous: readonly Ambiguity[];
  readonly alarms: readonly Alarm[];
  /** Records that a person wants left alone, with the reason. */
  readonly ignored: ReadonlyMap<RecordKey, string>;
}

export interface MatchedGroup extends MatchGroup {
  /** The identity that goes on, or null when the group is new. */
  readonly identity: string | null;
  /** Former members that were replaced in this run: a re-installed agent's old id. */
  readonly aliases: readonly RecordKey[];
  /** Other identities that turned out to be the same thing and end here. */
  readonly absorbed?: readonly string[];
}
