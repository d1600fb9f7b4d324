/** What a session needs of the world, and what it is asked and answers. */
import type { Failure } from './failure';
import type { Checked, Finding } from './findings';
import type { WritePolicies } from './follow/unattended';
import type { PerSystem, SystemName } from './model';
import type { Plan } from './plan/model';
import type { Clock, Log, Progress, Store, System } from './ports';
import type { PairReadiness } from './readiness';
import type { RunReport, SyncChoice } from './run';
import type { SyncSettings } from './settings';

export interface SessionPorts {
  /** The configured systems. */
  readonly systems: readonly System[];
  /** For each of them a fingerprint of its connection's settings, to tell what a check was about. */
  readonly connections: PerSystem<string>;
  /** What people want to be reminded of about a connection whenever it is checked. */
  readonly reminders?: (system: SystemName) => readonly Finding[];
  /** What follows for a connection's secret from when it was last used. */
  readonly disuse?: (system: SystemName, lastUsed: string) => readonly Finding[];
  /** Makes the workspace's folder fit to be written to. */
  readonly prepareFolder: () => Promise<void>;
  /** A fresh view of what is on disk: another program may have written meanwhile. */
  readonly openStore: () => Store;
  /** Takes the workspace's lock, or fails with `busy`. Gives the function that lets it go. */
  readonly takeLock: (doing: string, onLost: (why: Failure) => void) => Promise<() => Promise<void>>;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: SyncSettings;
  /** Who is at work, as their system knows them; stands in the history. */
  readonly by: string;
  /** Makes safe what the systems counted of our calls. */
  readonly settle?: () => Promise<void>;
  /** Which accounts are connected: what was read from others is no base for reading changes. */
  readonly basis?: string;
  /** Steps of a run that are made safe on disk together; a hundred where nothing is said. */
  readonly keptTogether?: number;
}

/** What is known about the connections: of each what its last check found, of each pair whether it is ready. */
export interface Connections {
  readonly checks: readonly Checked[];
  readonly pairs: readonly PairReadiness[];
}

export interface SyncOptions extends SyncChoice {
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

export interface PlanOptions {
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Unticks steps of the plan before it is saved. */
  readonly choose?: (plan: Plan) => Plan;
}

export interface FollowOptions {
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** What may be written without asking, by kind. */
  readonly unasked: WritePolicies;
  readonly reading?: 'whole' | 'changes';
}

export interface Followed {
  readonly report: RunReport;
  /** Whether a person has let a first plan be carried out: before that nothing was written. */
  readonly approved: boolean;
}
