/** The undo that a person looks at: read afresh before it is shown, unticked like a plan, taken up again after a reload. */
import { EventEmitter, l10n, type Memento, ProgressLocation, window } from 'vscode';
import { Failure } from '../../engine/failure';
import type { RunEntry } from '../../engine/history';
import type { Plan } from '../../engine/plan/model';
import { type Tick, unticking, withTicks } from '../../engine/plan/ticks';
import { Owner } from '../../host/disposal';
import { progressOn, signalOf } from '../commands/sync';
import { runTitle } from '../history/view';
import { instant } from '../instant';
import { PASSING_REFUSALS } from '../state/readiness';
import type { SyncState } from '../state/state';
import { type UndoDraft, UndoMemory } from './draft';
import type { Undoing } from './model';

interface Shown {
  readonly undoing: Undoing;
  readonly plan: Plan;
}

export class UndoShown extends Owner {
  private readonly changed = this.own(new EventEmitter<void>());
  readonly onDidChange = this.changed.event;
  private readonly memory: UndoMemory;
  private shown: Shown | null = null;
  private unread = false;
  private takingUp = false;

  constructor(
    private readonly state: SyncState,
    memory: Memento,
  ) {
    super();
    this.memory = new UndoMemory(memory);
  }

  get now(): Shown | null {
    return this.shown;
  }

  /** The systems could not be read: what was last seen of them would hide what was typed since, so nothing is shown. */
  get isUnread(): boolean {
    return this.unread;
  }

  /** Reads what the run, or the one step of it, wrote, and shows what taking it back would do. Nothing is written. */
  async show(entry: RunEntry, step: string | null, unticked: readonly string[] = []): Promise<void> {
    const { run } = entry;
    const fresh = await this.read({ run, step, unticked });
    const out = new Set(unticked);
    const plan = unticking(fresh, ({ id }) => out.has(id));
    await this.become({ undoing: { run, step, title: runTitle(entry, instant) }, plan });
  }

  /** The same once more, where it could not be read or the window was loaded again. */
  async again(): Promise<void> {
    const draft = this.memory.get();
    if (!draft) return;
    const entry = (await this.state.history()).find(({ run }) => run === draft.run);
    if (!entry) return this.leave();
    await this.show(entry, draft.step, draft.unticked);
  }

  /** What was looked at before the window was closed is looked at still. Does nothing while anything else is under way. */
  async takeUp(): Promise<void> {
    const { readiness, overview, running } = this.state.snapshot;
    if (readiness !== 'ready' || !overview || running) return;
    if (this.shown || this.unread || this.takingUp || !this.memory.get()) return;
    this.takingUp = true;
    try {
      await this.again();
    } catch (error) {
      if (Failure.is(error, 'busy')) return;
      // Nobody asked for it just now: what was stopped or refused must not begin again whenever the view is seen.
      if (!this.unread) await this.leave();
      throw error;
    } finally {
      this.takingUp = false;
    }
  }

  async tick(ticks: readonly Tick[]): Promise<void> {
    if (this.shown) await this.become({ ...this.shown, plan: withTicks(this.shown.plan, ticks) });
  }

  async leave(): Promise<void> {
    this.shown = null;
    this.unread = false;
    await this.memory.set(null);
    this.changed.fire();
  }

  private async become(shown: Shown): Promise<void> {
    this.shown = shown;
    this.unread = false;
    const { undoing, plan } = shown;
    const { run, step } = undoing;
    await this.memory.set({ run, step, unticked: [...(plan.unticked ?? [])] });
    this.changed.fire();
  }

  private async read(draft: UndoDraft): Promise<Plan> {
    try {
      return await window.withProgress(
        { location: ProgressLocation.Notification, title: l10n.t('MSP Sync: Undo'), cancellable: true },
        (progress, token) =>
          this.state.undoOf(draft.run, draft.step ?? undefined, progressOn(progress), signalOf(token)),
      );
    } catch (error) {
      if (!PASSING_REFUSALS.has(Failure.from(error).reason)) await this.fail(draft);
      throw error;
    }
  }

  private async fail(draft: UndoDraft): Promise<void> {
    this.shown = null;
    this.unread = true;
    await this.memory.set(draft);
    this.changed.fire();
  }
}
