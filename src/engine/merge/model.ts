/** What merging takes and gives. */
import type { Authority } from '../authority';
import type { Keeper } from '../beside';
import type { Decision } from '../decisions';
import type { FieldName } from '../fields';
import type {
  Due,
  FieldValue,
  Identity,
  Kind,
  PerSystem,
  RecordKey,
  SourceRecord,
  SystemName,
} from '../model';
import type { Barrier } from '../policy';
import type { KindAbility } from '../ports';
import type { Merged } from './field';

export type Abilities = PerSystem<Readonly<Record<Kind, KindAbility>>>;

export interface MergeInput {
  readonly identities: ReadonlyMap<string, Identity>;
  /** Merges these alone; all when absent. */
  readonly only?: ReadonlySet<string>;
  readonly records: ReadonlyMap<RecordKey, SourceRecord>;
  /** Which identity a record belongs to, for references. */
  readonly identityOf: ReadonlyMap<RecordKey, string>;
  readonly abilities: Abilities;
  readonly authority: Authority;
  readonly decisions: readonly Decision[];
  /** Serial numbers that say nothing: never spread, and free to be overwritten. */
  readonly isPlaceholder: (field: FieldName, value: FieldValue) => boolean;
  /** Which way values may go. */
  readonly barrier: Barrier;
  /** What the vendors' own sync is left to carry; nothing when absent. */
  readonly keeper?: Keeper;
}

export interface FieldMerge {
  readonly field: FieldName;
  readonly merged: Merged;
  /** What each side says, in its own form. */
  readonly values: PerSystem<FieldValue>;
  /** For lists: what each target should hold. */
  readonly lists?: PerSystem<readonly string[]>;
  /** For lists: what each side, also one that takes no part now, is owed where it does not come to that. */
  readonly due?: PerSystem<Due>;
  /** For lists: what sides are owed that nobody in sight holds. */
  readonly awaited?: PerSystem<readonly string[]>;
  /** A person decided the value, and said so at this instant. */
  readonly decided?: string;
  /** The sides differ and yet nothing is to be done: whose word the others differ from, and who differs. */
  readonly apart?: { readonly from: SystemName; readonly sides: readonly SystemName[] };
  /** Targets that may not take the value, or not all of a list, from where it stands; with the reason. */
  readonly barred?: PerSystem<string>;
}

export interface IdentityMerge {
  readonly identity: Identity;
  readonly members: PerSystem<SourceRecord>;
  readonly fields: readonly FieldMerge[];
}
