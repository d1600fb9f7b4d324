import { EventEmitter, type TreeDataProvider, type TreeItem, type TreeView, window } from 'vscode';
import { Owner } from '../../../host/disposal';
import type { SyncState } from '../../state/state';
import type { Snapshot } from '../../state/view';
import { itemOf, tipOf } from '../item';
import {
  type ConnectionsCommands,
  type ConnectionsInput,
  type ConnectionsNode,
  connectionChildren,
  connectionRow,
  connectionTip,
} from './model';

export const CONNECTIONS_VIEW = 'mspSync.connections';

/** Milliseconds between two looks at how old things are. */
const TICK = 60_000;

/** The view "Connections". */
export class ConnectionsView extends Owner implements TreeDataProvider<ConnectionsNode> {
  private readonly changed = this.own(new EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.changed.event;
  private shown: Snapshot;
  private readonly view: TreeView<ConnectionsNode>;

  constructor(
    private readonly state: SyncState,
    private readonly commands: ConnectionsCommands,
  ) {
    super();
    this.shown = state.snapshot;
    this.view = this.own(window.createTreeView(CONNECTIONS_VIEW, { treeDataProvider: this }));
    this.own(state.onDidChange((snapshot) => this.follow(snapshot)));
    const timer = setInterval(() => this.view.visible && this.changed.fire(undefined), TICK);
    this.own({ dispose: () => clearInterval(timer) });
  }

  getChildren(node?: ConnectionsNode): ConnectionsNode[] {
    const { readiness } = this.state.snapshot;
    // Without a folder or trust the view's welcome text says what to do.
    if (readiness === 'noFolder' || readiness === 'untrusted') return [];
    if (!node) void this.state.load();
    return connectionChildren(this.input, node);
  }

  getTreeItem(node: ConnectionsNode): TreeItem {
    return itemOf(connectionRow(this.input, node, this.commands));
  }

  resolveTreeItem(item: TreeItem, node: ConnectionsNode): TreeItem {
    const tip = connectionTip(this.input, node);
    if (tip) item.tooltip = tipOf(tip);
    return item;
  }

  private get input(): ConnectionsInput {
    return { ...this.shown, now: Date.now() };
  }

  private follow(snapshot: Snapshot): void {
    const before = this.shown;
    this.shown = snapshot;
    const same =
      before.connections === snapshot.connections &&
      before.loadFailure === snapshot.loadFailure &&
      before.readiness === snapshot.readiness &&
      before.checkFailure === snapshot.checkFailure &&
      before.configured === snapshot.configured &&
      before.secretTroubles === snapshot.secretTroubles &&
      before.running?.doing === snapshot.running?.doing;
    if (!same) this.changed.fire(undefined);
  }
}
