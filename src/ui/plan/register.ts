/** The view "Plan": what would be written, to be unticked and applied; or, while one is looked at, what an undo would do. */
import {
  type CancellationToken,
  EventEmitter,
  l10n,
  type Memento,
  type TreeDataProvider,
  type TreeItem,
  TreeItemCheckboxState,
  type TreeView,
  window,
} from 'vscode';
import { tripsText } from '../../engine/guard';
import type { RunEntry } from '../../engine/history';
import type { Plan } from '../../engine/plan/model';
import { type Tick, unticking, withTicks } from '../../engine/plan/ticks';
import { setContext } from '../../host/context';
import { Owner } from '../../host/disposal';
import type { Messages } from '../../host/messages';
import { plural } from '../../text/words';
import { runTitle } from '../history/view';
import { instant } from '../instant';
import type { SyncState } from '../state/state';
import type { Snapshot } from '../state/view';
import { itemOf, tipOf } from '../trees/item';
import { ageText, number } from '../words';
import { UndoMemory } from './draft';
import { groupOf, type PlanNode, PlanTree, type Undoing } from './model';
import { PLAN_VIEW } from './show';
import { type RowCommands, rowOf, tipFor } from './view';

interface Undo {
  readonly undoing: Undoing;
  readonly plan: Plan;
}

export class PlanView extends Owner implements TreeDataProvider<PlanNode> {
  readonly view: TreeView<PlanNode>;
  private readonly changed = this.own(new EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.changed.event;
  private readonly redrawn = this.own(new EventEmitter<void>());
  /** The plan, its ticks or what moved in it changed. */
  readonly onDidChange = this.redrawn.event;
  private readonly memory: UndoMemory;
  private tree: PlanTree | null = null;
  private undo: Undo | null = null;
  private ticking: Promise<unknown> = Promise.resolve();
  /** What was drawn from: a redraw takes expansion and focus from under the person's fingers. */
  private drawnFrom: readonly unknown[] = [];

  constructor(
    private readonly state: SyncState,
    private readonly messages: Messages,
    private readonly commands: RowCommands,
    memory: Memento,
  ) {
    super();
    this.memory = new UndoMemory(memory);
    this.view = this.own(
      window.createTreeView(PLAN_VIEW, {
        treeDataProvider: this,
        canSelectMany: true,
        showCollapseAll: true,
        manageCheckboxStateManually: true,
      }),
    );
    this.own(
      this.view.onDidChangeCheckboxState(({ items }) => {
        void this.clicked(items).catch((error: unknown) => this.messages.failure(error));
      }),
    );
    this.own(
      this.view.onDidChangeVisibility(({ visible }) => {
        if (visible) void this.seen();
      }),
    );
    this.own(state.onDidChange((snapshot) => this.follow(snapshot)));
    this.follow(state.snapshot);
    if (this.view.visible) void this.seen();
  }

  /** The plan as it is shown now; null while there is none. */
  get current(): PlanTree | null {
    return this.tree;
  }

  /** Shows what taking the run, or one step of it, back would do. Nothing is written. */
  async showUndo(entry: RunEntry, step: string | null, unticked: readonly string[] = []): Promise<PlanTree> {
    const fresh = await this.state.undoOf(entry.run, step ?? undefined);
    const out = new Set(unticked);
    const plan = unticking(fresh, ({ id }) => out.has(id));
    this.undo = { undoing: { run: entry.run, step, title: runTitle(entry, instant) }, plan };
    await this.remember();
    this.draw();
    if (!this.tree) throw new RangeError('The plan of the undo is not shown');
    return this.tree;
  }

  /** Back to the plan itself. */
  async leaveUndo(): Promise<void> {
    this.undo = null;
    await this.memory.set(null);
    this.draw();
  }

  /** Ticks or unticks groups of steps at once; what is clicked meanwhile waits, so that it has the last word. */
  tick(...ticks: readonly Tick[]): Promise<void> {
    const turn = this.ticking.then(() => this.tickNow(ticks));
    this.ticking = turn.catch(() => undefined);
    return turn;
  }

  private async tickNow(ticks: readonly Tick[]): Promise<void> {
    if (this.undo) {
      this.undo = { ...this.undo, plan: withTicks(this.undo.plan, ticks) };
      await this.remember();
      this.draw();
      return;
    }
    try {
      await this.state.tick(...ticks);
    } finally {
      // A box that could not be ticked must not look ticked.
      this.draw(true);
    }
  }

  getChildren(node?: PlanNode): PlanNode[] {
    return [...(this.tree?.children(node) ?? [])];
  }

  getParent(node: PlanNode): PlanNode | undefined {
    return this.tree?.parent(node);
  }

  getTreeItem(node: PlanNode): TreeItem {
    if (!this.tree) throw new RangeError('A row was asked for while nothing is shown');
    return itemOf(rowOf(this.tree, node, this.commands));
  }

  resolveTreeItem(item: TreeItem, node: PlanNode, _token: CancellationToken): TreeItem {
    const tip = this.tree ? tipFor(this.tree, node) : null;
    if (tip) item.tooltip = tipOf(tip);
    return item;
  }

  /** The row that a command was called on. */
  nodeOf(row: unknown): PlanNode | undefined {
    if (typeof row !== 'object' || row === null || !('id' in row) || typeof row.id !== 'string')
      return undefined;
    return this.tree?.node(row.id);
  }

  private async clicked(items: readonly (readonly [PlanNode, TreeItemCheckboxState])[]): Promise<void> {
    const ticks = items.flatMap(([node, box]) => {
      const group = groupOf(node);
      return group ? [{ group, ticked: box === TreeItemCheckboxState.Checked }] : [];
    });
    await this.tick(...ticks);
  }

  private async seen(): Promise<void> {
    await this.state.load();
    await this.takeUpUndo();
  }

  /** An undo that was looked at before the window was closed is looked at still. */
  private async takeUpUndo(): Promise<void> {
    const draft = this.memory.get();
    if (!draft || this.undo || this.state.snapshot.readiness !== 'ready') return;
    try {
      const entry = (await this.state.history()).find(({ run }) => run === draft.run);
      if (!entry) {
        await this.memory.set(null);
        return;
      }
      await this.showUndo(entry, draft.step, draft.unticked);
    } catch (error) {
      void this.messages.failure(error);
    }
  }

  private async remember(): Promise<void> {
    if (!this.undo) return;
    const { undoing, plan } = this.undo;
    await this.memory.set({ run: undoing.run, step: undoing.step, unticked: [...(plan.unticked ?? [])] });
  }

  private follow(snapshot: Snapshot): void {
    const from = [snapshot.saved, snapshot.overview?.conflicts.length, snapshot.overview?.drift];
    if (from.every((part, place) => part === this.drawnFrom[place])) return;
    this.drawnFrom = from;
    this.draw();
  }

  private draw(always = false): void {
    const { saved, overview } = this.state.snapshot;
    const before = this.tree;
    this.tree = this.undo
      ? new PlanTree({
          plan: this.undo.plan,
          moved: new Map(),
          undoing: this.undo.undoing,
          conflicts: 0,
          left: this.undo.plan.drift,
        })
      : saved
        ? new PlanTree({
            plan: saved.plan,
            moved: new Map(saved.moved.map(({ step, reason }) => [step.id, reason])),
            undoing: null,
            conflicts: overview?.conflicts.length ?? 0,
            left: overview?.drift ?? [],
          })
        : null;
    setContext('planShown', this.undo ? 'undo' : this.tree ? 'plan' : 'none');
    this.view.message = this.tree ? messageOf(this.tree) : '';
    if (always || before || this.tree) this.changed.fire(undefined);
    this.redrawn.fire();
  }
}

function messageOf(tree: PlanTree): string {
  const { plan, undoing, moved } = tree.input;
  const total = plan.steps.length;
  const ticked = tree.ticked.length;
  if (undoing) {
    const what =
      undoing.step === null
        ? l10n.t('Takes back: {0}.', undoing.title)
        : l10n.t('Takes back one step of: {0}.', undoing.title);
    const left = plan.drift.length > 0 ? l10n.t('{0} cannot be taken back.', number(plan.drift.length)) : '';
    const none = total === 0 ? l10n.t('Nothing is left to take back.') : '';
    return [what, none, left].filter(Boolean).join(' ');
  }
  const made = l10n.t('Made {0}.', ageText(plan.madeAt, Date.now()));
  if (total === 0) return l10n.t('{0} Nothing is to be written: the systems are in step.', made);
  const count =
    ticked === total
      ? l10n.t('{0}, all ticked.', plural(total, 'step'))
      : l10n.t('{0} of {1} ticked.', number(ticked), plural(total, 'step'));
  const stale =
    moved.size === 0
      ? ''
      : moved.size === 1
        ? l10n.t('1 step no longer fits what is known: make a new plan.')
        : l10n.t('{0} no longer fit what is known: make a new plan.', plural(moved.size, 'step'));
  const doubt = plan.doubts ? tripsText(plan.doubts) : '';
  return [made, count, stale, doubt].filter(Boolean).join(' ');
}
