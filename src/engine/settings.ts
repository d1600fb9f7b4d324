/** What people may choose about a sync, as the engine understands it. The settings door validates and fills the defaults. */
import { ALL_INSTEAD, type PairModes } from './beside';
import type { FieldName } from './fields';
import { type Filters, NO_FILTERS } from './filter';
import type { MatchSettings } from './match/model';
import type { Kind, SystemName } from './model';
import { BOTH_WAYS, type Directions } from './policy';

/** For each kind: into which system a missing record is created, and from which systems' records. */
export type CreationPolicy = Readonly<
  Record<Kind, Readonly<Partial<Record<SystemName, readonly SystemName[]>>>>
>;

export type AuthorityTable = Readonly<
  Partial<Record<Kind, Readonly<Partial<Record<FieldName, SystemName | 'ask'>>>>>
>;

export interface GuardLimits {
  /** Most writes in one run. */
  readonly maximumWrites: number;
  /** Most archivals in one run. */
  readonly maximumArchives: number;
  /** Most overwritten records of one system in one run, in percent of those known there; first contacts do not count. */
  readonly maximumOverwritePercent: number;
  /** How far a listing may shrink since the last run, in percent. */
  readonly maximumShrinkPercent: number;
  /** How far a server's clock may be off ours, in minutes. */
  readonly maximumClockMinutes: number;
}

export interface ReadingSettings {
  /** After how many hours a reading of changes reads all that is visible: deletions do not show among changes. */
  readonly wholeEveryHours: number;
}

export interface SyncSettings {
  readonly kinds: readonly Kind[];
  /** Which way each kind goes between two systems. */
  readonly directions: Directions;
  /** For each pair, whether the vendors' own sync is left to its work. */
  readonly vendors: PairModes;
  /** What takes no part by its type or status. */
  readonly filters: Filters;
  readonly match: MatchSettings;
  readonly create: CreationPolicy;
  /** Overrides of the built-in table, see `authority.ts`. */
  readonly authority: AuthorityTable;
  /** The same for single organizations, by a name that one of the systems knows it by, or by a record's key. */
  readonly organizationAuthority: Readonly<Record<string, AuthorityTable>>;
  readonly guard: GuardLimits;
  readonly reading: ReadingSettings;
}

/**
 * Documentation follows the PSA, and what an agent reports is worth a record in both; agents themselves come from
 * installing one. Source: the vendors' own defaults (BMS to IT Glue creates, two-way is off until chosen).
 */
const DEFAULT_CREATION: CreationPolicy = {
  organization: { itglue: ['bms'] },
  location: { itglue: ['bms'] },
  contact: { itglue: ['bms'] },
  asset: { bms: ['vsa'], itglue: ['bms', 'vsa'] },
};

export const DEFAULT_SETTINGS: SyncSettings = {
  kinds: ['organization', 'location', 'contact', 'asset'],
  directions: BOTH_WAYS,
  vendors: ALL_INSTEAD,
  filters: NO_FILTERS,
  match: { linkThreshold: 0.95, suggestThreshold: 0.5, placeholderSerials: [] },
  create: DEFAULT_CREATION,
  authority: {},
  organizationAuthority: {},
  guard: {
    maximumWrites: 5000,
    maximumArchives: 25,
    maximumOverwritePercent: 30,
    maximumShrinkPercent: 20,
    maximumClockMinutes: 15,
  },
  reading: { wholeEveryHours: 24 },
};
