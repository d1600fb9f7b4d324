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
import type { Tick } from '../../engine/plan/ticks';
import { setContext } from '../../host/context';
import { Owner } from '../../host/disposal';
import type { Messages } from '../../host/messages';
import { plural } from '../../text/words';
import type { SyncState } from '../state/state';
import type { Snapshot } from '../state/view';
import { itemOf, tipOf } from '../trees/item';
import { ageText, number } from '../words';
import { groupOf, type PlanNode, PlanTree } from './model';
import { PLAN_VIEW } from './show';
import { UndoShown } from './undo';
import { type RowCommands, rowOf, tipFor } from './view';

export class PlanView extends Owner implements TreeDataProvider<PlanNode> {
  readonly view: TreeView<PlanNode>;
  private readonly changed = this.own(new EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.changed.event;
  private readonly redrawn = this.own(new EventEmitter<void>());
  /** The plan, its ticks or what moved in it changed. */
  readonly onDidChange = this.redrawn.event;
  private readonly undo: UndoShown;
  private tree: PlanTree | null = null;
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
    this.undo = this.own(new UndoShown(state, memory));
    this.own(this.undo.onDidChange(() => this.draw()));
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

  /** Shows what taking the run, or one step of it, back would do, as the systems are now. Nothing is written. */
  async showUndo(entry: RunEntry, step: string | null): Promise<PlanTree> {
    await this.undo.show(entry, step);
    if (!this.tree) throw new RangeError('The plan of the undo is not shown');
    return this.tree;
  }

  /** An undo was asked for that could not be read; the view says so. */
  get isUndoUnread(): boolean {
    return this.undo.isUnread;
  }

  /** Tries once more to show it. */
  undoAgain(): Promise<void> {
    return this.undo.again();
  }

  /** Back to the plan itself. */
  leaveUndo(): Promise<void> {
    return this.undo.leave();
  }

  /** Ticks or unticks groups of steps at once; what is clicked meanwhile waits, so that it has the last word. */
  tick(...ticks: readonly Tick[]): Promise<void> {
    const turn = this.ticking.then(() => this.tickNow(ticks));
    this.ticking = turn.catch(() => undefined);
    return turn;
  }

  private async tickNow(ticks: readonly Tick[]): Promise<void> {
    if (this.undo.now) return this.undo.tick(ticks);
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

  private async takeUpUndo(): Promise<void> {
    try {
      await this.undo.takeUp();
    } catch (error) {
      void this.messages.failure(error);
    }
  }

  private follow(snapshot: Snapshot): void {
    // What was under way when the view was first seen has ended.
    if (this.view.visible && !snapshot.running) void this.takeUpUndo();
    const from = [snapshot.saved, snapshot.overview?.conflicts.length, snapshot.overview?.drift];
    if (from.every((part, place) => part === this.drawnFrom[place])) return;
    this.drawnFrom = from;
    this.draw();
  }

  private draw(always = false): void {
    const before = this.tree;
    this.tree = this.treeNow();
    setContext('planShown', !this.tree ? 'none' : this.tree.input.undoing ? 'undo' : 'plan');
    setContext('undoUnread', this.undo.isUnread);
    this.view.message = this.tree ? messageOf(this.tree) : '';
    if (always || before || this.tree) this.changed.fire(undefined);
    this.redrawn.fire();
  }

  private treeNow(): PlanTree | null {
    const { saved, overview } = this.state.snapshot;
    const { now: undo, isUnread } = this.undo;
    if (undo) {
      return new PlanTree({ ...undo, moved: new Map(), conflicts: 0, left: undo.plan.drift });
    }
    // The plan must not stand where the undo was asked for.
    if (!saved || isUnread) return null;
    return new PlanTree({
      plan: saved.plan,
      moved: new Map(saved.moved.map(({ step, reason }) => [step.id, reason])),
      undoing: null,
      conflicts: overview?.conflicts.length ?? 0,
      left: overview?.drift ?? [],
    });
  }
}

function messageOf(tree: PlanTree): string {
  const { plan, undoing, moved } = tree.input;
  const total = plan.steps.length;
  const { unticked, waiting } = tree.leftOut;
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
    unticked === 0
      ? l10n.t('{0}, all ticked.', plural(total, 'step'))
      : l10n.t('{0} of {1} ticked.', number(total - unticked), plural(total, 'step'));
  const waits = waiting === 0 ? '' : l10n.t('Waiting for what was unticked: {0}.', number(waiting));
  const stale =
    moved.size === 0
      ? ''
      : moved.size === 1
        ? l10n.t('1 step no longer fits what is known: make a new plan.')
        : l10n.t('{0} no longer fit what is known: make a new plan.', plural(moved.size, 'step'));
  const doubt = plan.doubts ? tripsText(plan.doubts) : '';
  return [made, count, waits, stale, doubt].filter(Boolean).join(' ');
}
