/** Carries out steps: intent journaled, precondition re-read, one write, read back. Nothing else in the engine writes. */
import { LEFT_BEHIND } from './agreement';
import { Ahead } from './ahead';
import { Creations } from './creations';
import { Failure, type FailureReason, orElse } from './failure';
import { fieldSpec } from './fields';
import { Leftovers } from './follow/leftovers';
import { Looks } from './looks';
import type { Fields, IdentityId, RecordId, RecordKey, SourceRecord, SystemName } from './model';
import { isBlank, SYSTEM_TITLES } from './model';
import type { FieldChange, Outcome, Step } from './plan/model';
import { stagesOf } from './plan/order';
import { asFarAsCanBe, labelsOf, wholly, whyLeft } from './plan/references';
import { chunks, pool } from './pool';
import type { Clock, Journal, Progress, System } from './ports';
import { movedSince, same, unmoved } from './precondition';

export interface ApplyInput {
  readonly steps: readonly Step[];
  readonly systems: ReadonlyMap<SystemName, System>;
  /** Id of an identity's record in a system, for references. */
  readonly idOf: (identity: IdentityId, system: SystemName) => RecordId | undefined;
  /** The record as it was before the run: one that was there cannot be what a lost create has made. */
  readonly known: (key: RecordKey) => SourceRecord | undefined;
  /** Whether an earlier run had begun this creation and did not live to say what became of it. */
  readonly begun?: (step: Step) => boolean;
  readonly journal: Journal;
  readonly progress: Progress;
  readonly clock: Pick<Clock, 'now'>;
  readonly signal: AbortSignal;
  /** Called after each step with the record as the system now holds it. */
  readonly settled: (step: Step, outcome: Outcome, record: SourceRecord | null) => void;
  /** Called between batches: what is settled may be made safe, so that a kill loses as little as can be. */
  readonly checkpoint?: () => Promise<void>;
  /** Dependants first: what takes back is done in the order opposite to the doing. */
  readonly backwards?: boolean;
}

/** Steps whose preconditions are read together. */
const BATCH = 20;
/** Writes under way at once in one system. */
const WIDTH = 4;

/** How often a write that had to wait too long for its turn gets another, each after a look. */
const TURNS = 3;

/** Why a step was not begun; the record itself is not at fault. */
export const CANCELLED = 'the run was cancelled before this step';

/** Failures after which nothing more is asked of that system in this run. */
const ENDS_SYSTEM = [
  'credentials',
  'second-factor',
  'secret-missing',
  'tls',
  'unreachable',
  'settings',
] as const;

export async function apply(input: ApplyInput): Promise<readonly Outcome[]> {
  const run = new Application(input);
  const systems = [...input.systems.values()];
  for (const ofKind of stagesOf(input.steps, input.backwards)) {
    await Promise.all(
      systems.map((system) =>
        run.ofSystem(
          system,
          ofKind.filter((step) => step.system === system.name),
        ),
      ),
    );
  }
  return run.outcomes;
}

class Application {
  readonly outcomes: Outcome[] = [];
  private readonly creations: Creations;
  /** By identity and system. */
  private readonly created = new Map<string, RecordId>();
  private readonly ended = new Map<SystemName, Failure>();
  private readonly leftovers = new Leftovers();
  private readonly never = new AbortController().signal;

  private readonly ahead: Ahead;

  constructor(private readonly input: ApplyInput) {
    this.ahead = new Ahead(input.systems, input.steps);
    this.creations = new Creations(input.known, (step) => input.begun?.(step) ?? false);
  }

  async ofSystem(system: System, steps: readonly Step[]): Promise<void> {
    const creations = steps.filter((step) => step.action === 'create');
    const updates = steps.filter((step) => step.action !== 'create');
    // A sub-organization needs its parent's id, so organizations are created one after another.
    const width = creations[0]?.kind === 'organization' ? 1 : WIDTH;
    for (const batch of chunks(creations, BATCH)) {
      await pool(batch, width, (step) => this.guarded(system, step, () => this.create(system, step)));
      await this.input.checkpoint?.();
    }
    for (const batch of chunks(updates, BATCH)) {
      await this.updateBatch(system, batch);
      await this.input.checkpoint?.();
    }
  }

  private async updateBatch(system: System, steps: readonly Step[]): Promise<void> {
    const [first] = steps;
    if (!first) return;
    const { known, signal, clock } = this.input;
    const looks = new Looks(system, steps, known, signal, clock);
    if (!this.stopped(system)) {
      try {
        await looks.look();
      } catch (error) {
        const failure = Failure.from(error);
        if (Failure.is(failure, ...ENDS_SYSTEM)) this.ended.set(system.name, failure);
        // Stopped while looking: nothing was tried yet.
        const type = signal.aborted ? 'refused' : 'failed';
        for (const step of steps)
          this.settle(step, { type, message: this.stopped(system) ?? failure.message }, null);
        return;
      }
    }
    await pool(steps, WIDTH, (step) =>
      this.guarded(system, step, async () => this.update(system, step, await looks.of(step))),
    );
  }

  /** Turns whatever a step throws into its outcome; one record's failure does not stop the others. */
  private async guarded(system: System, step: Step, act: () => Promise<void>): Promise<void> {
    const stop = this.stopped(system) ?? this.leftovers.holding(step);
    if (stop) return this.settle(step, { type: 'refused', message: stop }, null);
    try {
      await this.inItsTurn(system, act);
    } catch (error) {
      const failure = Failure.from(error);
      if (Failure.is(failure, ...ENDS_SYSTEM)) this.ended.set(system.name, failure);
      const type = failure.mayHaveActed ? 'unknown' : (UNTRIED[failure.reason] ?? 'failed');
      const message = failure.detail ? `${failure.message} (${failure.detail})` : failure.message;
      this.settle(step, { type, message }, null);
    }
  }

  /** Looks and writes; looks anew where the write had to wait too long, as when an hour's allowance was used up. */
  private async inItsTurn(system: System, act: () => Promise<void>): Promise<void> {
    for (let turn = 1; ; turn++) {
      try {
        return await act();
      } catch (error) {
        if (!Failure.is(error, 'waited') || error.mayHaveActed || turn === TURNS) throw error;
        const stop = this.stopped(system);
        if (stop) throw new Failure('cancelled', stop);
      }
    }
  }

  private stopped(system: System): string | null {
    if (this.input.signal.aborted) return CANCELLED;
    const failure = this.ended.get(system.name);
    return failure ? `${SYSTEM_TITLES[system.name]} stopped answering: ${failure.message}` : null;
  }

  private async update(system: System, planned: Step, before: SourceRecord | null): Promise<void> {
    if (!before) {
      return this.settle(planned, { type: 'stale', message: 'the record no longer exists' }, null);
    }
    const { step, values, left } = asFarAsCanBe(planned, this.idIn(planned));
    const moved = movedSince(step, before);
    const open = step.changes.filter(
      (change) => !same(step.kind, change, before.fields[change.field], values),
    );
    const wait = left.length > 0 ? { left, message: whyLeft(step, left) } : {};
    if (open.length === 0) return this.settle(step, { type: 'unchanged', ...wait }, before);
    if (moved) {
      const label = fieldSpec(step.kind, moved)?.label ?? moved;
      return this.settle(step, { type: 'stale', message: `${label} was changed meanwhile` }, before);
    }
    const locked = open.find((change) => before.locked?.[change.field]);
    if (locked) {
      return this.settle(
        step,
        { type: 'refused', message: before.locked?.[locked.field] ?? 'locked' },
        before,
      );
    }
    await this.intend(step, values, before.fields);
    const writes = Object.fromEntries(open.map((change) => [change.field, values[change.field] ?? null]));
    const after = await this.written(system, step, before, writes);
    // A system may hold our value in a form of its own that it already held: it has had its say, and is not asked again.
    const kept = open.filter((change) => unmoved(step.kind, change, before, after));
    if (kept.length === 0) return this.settle(step, { type: 'done', ...wait }, after);
    const message = [whyKept(step, kept, after), ...(wait.message ? [wait.message] : [])].join('; ');
    this.settle(step, { type: kept.length === open.length ? 'unchanged' : 'done', ...wait, message }, after);
  }

  /** Writes, and when the answer is lost looks whether it was done all the same. */
  private async written(
    system: System,
    step: Step,
    before: SourceRecord,
    writes: Fields,
  ): Promise<SourceRecord> {
    try {
      return await system.update(before, writes, this.never);
    } catch (error) {
      const failure = Failure.from(error);
      if (!failure.mayHaveActed) throw failure;
      const looked = await orElse(failure, () => system.read(step.kind, [before.id], this.never));
      const seen = looked.get(before.id);
      const written = step.changes.filter((change) => change.field in writes);
      const arrived = seen && written.every((change) => !unmoved(step.kind, change, before, seen));
      if (!seen || !arrived) throw failure;
      return seen;
    }
  }

  private async create(system: System, step: Step): Promise<void> {
    const values = wholly(step, this.idIn(step));
    const begun = await this.creations.standing(system, step, values);
    await this.intend(step, values);
    const record = begun ?? (await this.creations.make(system, step, values));
    this.created.set(`${step.identity}|${step.system}`, record.id);
    this.settle(step, { type: 'done' }, record);
  }

  /** What references become in the system of the step: what this run has made there counts. */
  private idIn({ system }: Step): (identity: IdentityId) => RecordId | undefined {
    return (identity) => this.created.get(`${identity}|${system}`) ?? this.input.idOf(identity, system);
  }

  /** What is about to be written, and over what: recovery and undo read it. */
  private async intend(step: Step, values: Fields, before: Fields = {}): Promise<void> {
    const { id, action, system, kind, identity, record, name, organization } = step;
    const overwritten = Object.fromEntries(step.changes.map(({ field }) => [field, before[field] ?? null]));
    await this.input.journal.intent({
      type: 'intent',
      step: id,
      ...{ action, system, kind, identity, record, name, organization, values },
      before: overwritten,
      ...leaving(step, before),
      ...(step.withClient ? { withClient: true } : {}),
      sources: Object.fromEntries(step.changes.map(({ field, source }) => [field, source])),
      reasons: Object.fromEntries(step.changes.map(({ field, reason }) => [field, reason])),
    });
  }

  private settle(step: Step, result: Omit<Outcome, 'step' | 'record'>, record: SourceRecord | null): void {
    const outcome: Outcome = { step: step.id, record: record?.id ?? step.record, ...result };
    this.outcomes.push(outcome);
    this.leftovers.note(step, outcome);
    const after = Object.fromEntries(step.changes.map(({ field }) => [field, record?.fields[field] ?? null]));
    const { action, system, kind, name, organization } = step;
    this.input.journal.note({
      ...{ action, system, kind, name, organization },
      ...outcome,
      type: 'outcome',
      outcome: outcome.type,
      ...(record ? { after } : {}),
      // All of it: what is typed in a field that nothing was given for is somebody's, too.
      ...(record && step.action === 'create' ? { held: record.fields } : {}),
    });
    this.input.settled(step, outcome, record);
    this.ahead.settled(step);
    const { progress, steps } = this.input;
    progress.report('apply', this.outcomes.length, steps.length, step.name, this.ahead.atLeast());
  }
}

/** Why fields stand as they were although they were written, fit to read aloud. */
function whyKept({ kind, system }: Step, kept: readonly FieldChange[], { locked }: SourceRecord): string {
  const labels = labelsOf(
    kind,
    kept.map(({ field }) => field),
  );
  const refusal = kept.flatMap(({ field }) => locked?.[field] ?? [])[0];
  return refusal
    ? `${labels}: ${refusal}`
    : `${SYSTEM_TITLES[system]} accepted the request and kept its own ${labels}`;
}

/** Outcomes of what was not tried: a write that was sent is brought to its end, whoever cancels. */
const UNTRIED: Partial<Record<FailureReason, Outcome['type']>> = { stale: 'stale', cancelled: 'refused' };

/** What a record that moves to another organization may lose by that, though nothing of it is written. */
function leaving({ action, changes }: Step, before: Fields): { leaves?: Fields } {
  const fields = changes.map(({ field }) => field);
  if (action === 'create' || !fields.includes('organization')) return {};
  const left = [...LEFT_BEHIND].filter((field) => !fields.includes(field) && !isBlank(before[field] ?? null));
  return left.length > 0 ? { leaves: Object.fromEntries(left.map((field) => [field, before[field]])) } : {};
}
