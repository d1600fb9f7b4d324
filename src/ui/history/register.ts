/** The view "History": every run with what it did, each with a way back. */
import {
  type CancellationToken,
  EventEmitter,
  type TreeDataProvider,
  type TreeItem,
  type TreeView,
  window,
} from 'vscode';
import type { RunEntry } from '../../engine/history';
import { setContext } from '../../host/context';
import { Owner } from '../../host/disposal';
import type { Messages } from '../../host/messages';
import { instant } from '../instant';
import type { SyncState } from '../state/state';
import { itemOf, tipOf } from '../trees/item';
import { type HistoryNode, HistoryTree } from './model';
import { rowOf, tipFor, type ViewContext } from './view';

export const HISTORY_VIEW = 'mspSync.history';

export class HistoryView extends Owner implements TreeDataProvider<HistoryNode> {
  readonly view: TreeView<HistoryNode>;
  private readonly changed = this.own(new EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.changed.event;
  private tree: HistoryTree | null = null;
  private readonly context: ViewContext;
  private readFor: unknown;

  constructor(
    private readonly state: SyncState,
    private readonly messages: Messages,
    showStep: string,
  ) {
    super();
    this.context = { at: instant, showStep };
    this.view = this.own(
      window.createTreeView(HISTORY_VIEW, { treeDataProvider: this, showCollapseAll: true }),
    );
    this.own(
      this.view.onDidChangeVisibility(({ visible }) => {
        if (visible) void this.read();
      }),
    );
    this.own(state.onDidChange(() => this.view.visible && void this.read()));
    if (this.view.visible) void this.read();
  }

  /** What is known of the run; read anew where the view has not been opened. */
  async entry(run: string): Promise<RunEntry | undefined> {
    await this.read(true);
    return this.tree?.entries.find((entry) => entry.run === run);
  }

  /** Every run, newest first. */
  async entries(): Promise<readonly RunEntry[]> {
    await this.read(true);
    return this.tree?.entries ?? [];
  }

  /** Opens the run's row; false when it is not known any more. */
  async reveal(run: string): Promise<boolean> {
    await this.read(true);
    const node = this.tree?.node(`run:${run}`);
    if (!node) return false;
    await this.view.reveal(node, { select: true, focus: true, expand: true });
    return true;
  }

  /** The row that a command was called on. */
  nodeOf(row: unknown): HistoryNode | undefined {
    if (typeof row !== 'object' || row === null || !('id' in row) || typeof row.id !== 'string')
      return undefined;
    return this.tree?.node(row.id);
  }

  getChildren(node?: HistoryNode): HistoryNode[] {
    return [...(this.tree?.children(node) ?? [])];
  }

  getParent(node: HistoryNode): HistoryNode | undefined {
    return this.tree?.parent(node);
  }

  getTreeItem(node: HistoryNode): TreeItem {
    return itemOf(rowOf(node, this.context));
  }

  resolveTreeItem(item: TreeItem, node: HistoryNode, _token: CancellationToken): TreeItem {
    const tip = tipFor(node, this.context);
    if (tip) item.tooltip = tipOf(tip);
    return item;
  }

  /** Journals are read from disk: only when something was run since, or anew when a command needs them. */
  private async read(anew = false): Promise<void> {
    await this.state.load();
    const { overview } = this.state.snapshot;
    if (!overview || (overview === this.readFor && !anew)) return;
    this.readFor = overview;
    try {
      const entries = await this.state.history();
      this.tree = new HistoryTree(entries);
      setContext('hasHistory', entries.length > 0);
      this.changed.fire(undefined);
    } catch (error) {
      void this.messages.failure(error);
    }
  }
}
