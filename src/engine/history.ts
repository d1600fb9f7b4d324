/** Runs as people look back on them, told from their journals. Pure. */
import { type FieldName, isFieldName } from './fields';
import { fieldsFrom, kindFrom, systemFrom, type Written, writesOf } from './journaled';
import type { Fields, Kind, RecordId, SystemName } from './model';
import { ACTIONS, type Action, OUTCOMES, type OutcomeType } from './plan/model';
import type { JournalEntry } from './ports';

/** A step of a run, and what came of it. */
export interface RunStep {
  readonly step: string;
  readonly action: Action;
  readonly system: SystemName;
  readonly kind: Kind;
  /** Null where none was made. */
  readonly record: RecordId | null;
  readonly name: string;
  readonly organization: string;
  readonly outcome: OutcomeType;
  /** Why not, in the server's words where it spoke. */
  readonly message: string | null;
  /** When it ended; when it was begun where its end was never noted. ISO instant. */
  readonly at: string;
  /** Why each field was written, as far as it was noted. */
  readonly reasons: Readonly<Partial<Record<FieldName, string>>>;
  /** What it wrote over, and what the system held after; empty where nothing was written. */
  readonly before: Fields;
  readonly after: Fields;
}

/** A run as the history lists it. */
export interface RunEntry {
  readonly run: string;
  readonly purpose: string;
  /** Who started it, as their system knows them. */
  readonly by: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** `refused`: a guard stopped it before it wrote anything. */
  readonly result: 'done' | 'failed' | 'refused' | 'unfinished';
  readonly message: string | null;
  /** Counts by outcome. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly steps: readonly RunStep[];
  /** What it truly wrote, last first. */
  readonly writes: readonly Written[];
}

export function entryOf(run: string, journal: readonly JournalEntry[]): RunEntry {
  const started = journal.find((entry) => entry.type === 'started');
  const ended = journal.find((entry) => entry.type === 'ended');
  const failed = journal.find((entry) => entry.type === 'failed');
  const steps = stepsOf(journal);
  const outcomes: Record<string, number> = {};
  for (const { outcome } of steps) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  return {
    run,
    purpose: String(started?.purpose ?? 'sync'),
    by: String(started?.by ?? ''),
    startedAt: started?.at ?? '',
    endedAt: ended?.at ?? failed?.at ?? null,
    result: ended ? 'done' : failed ? (failed.reason === 'guard' ? 'refused' : 'failed') : 'unfinished',
    message: failed ? String(failed.message) : null,
    outcomes,
    steps,
    writes: writesOf(journal),
  };
}

/** In the order in which they ended; a write whose outcome was never noted is unknown. */
function stepsOf(journal: readonly JournalEntry[]): readonly RunStep[] {
  const intents = new Map<string, JournalEntry>();
  const steps = new Map<string, RunStep>();
  for (const entry of journal) {
    if (typeof entry.step !== 'string') continue;
    if (entry.type === 'intent') intents.set(entry.step, entry);
    const outcome = OUTCOMES.find((type) => type === entry.outcome) ?? 'unknown';
    const step = stepFrom(entry.step, { ...intents.get(entry.step), ...entry }, outcome);
    if (step) steps.set(entry.step, step);
  }
  return [...steps.values()];
}

function stepFrom(step: string, told: JournalEntry, outcome: OutcomeType): RunStep | null {
  const [system, kind] = [systemFrom(told.system), kindFrom(told.kind)];
  const action = ACTIONS.find((name) => name === told.action);
  if (!system || !kind || !action) return null;
  const written = told.before !== undefined && outcome === 'done';
  return {
    ...{ step, action, system, kind, outcome },
    record: typeof told.record === 'string' ? told.record : null,
    name: String(told.name),
    organization: String(told.organization),
    message: typeof told.message === 'string' ? told.message : null,
    at: told.at,
    reasons: reasonsFrom(told.reasons),
    before: written ? fieldsFrom(told.before) : {},
    after: written ? fieldsFrom(told.after) : {},
  };
}

function reasonsFrom(told: unknown): Readonly<Partial<Record<FieldName, string>>> {
  const reasons: Partial<Record<FieldName, string>> = {};
  for (const [name, reason] of Object.entries(told ?? {})) {
    if (isFieldName(name) && typeof reason === 'string') reasons[name] = reason;
  }
  return reasons;
}
