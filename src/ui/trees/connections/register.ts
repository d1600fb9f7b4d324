import { EventEmitter, type TreeDataProvider, type TreeItem, window } from 'vscode';
import { Owner } from '../../../host/disposal';
import type { SyncState } from '../../state/state';
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

/** The view "Connections". */
export class ConnectionsView extends Owner implements TreeDataProvider<ConnectionsNode> {
  private readonly changed = this.own(new EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.changed.event;
  private shown: ConnectionsInput;

  constructor(
    private readonly state: SyncState,
    private readonly commands: ConnectionsCommands,
  ) {
    super();
    this.shown = state.snapshot;
    this.own(window.createTreeView(CONNECTIONS_VIEW, { treeDataProvider: this }));
    this.own(state.onDidChange((snapshot) => this.follow(snapshot)));
  }

  getChildren(node?: ConnectionsNode): ConnectionsNode[] {
    const { readiness } = this.state.snapshot;
    // Without a folder or trust the view's welcome text says what to do.
    if (readiness === 'noFolder' || readiness === 'untrusted') return [];
    return connectionChildren(this.shown, node);
  }

  getTreeItem(node: ConnectionsNode): TreeItem {
    return itemOf(connectionRow(this.shown, node, this.commands));
  }

  resolveTreeItem(item: TreeItem, node: ConnectionsNode): TreeItem {
    const tip = connectionTip(node);
    if (tip) item.tooltip = tipOf(tip);
    return item;
  }

  private follow(snapshot: ConnectionsInput): void {
    const before = this.shown;
    this.shown = snapshot;
    const same =
      before.findings === snapshot.findings &&
      before.checkFailure === snapshot.checkFailure &&
      before.configured === snapshot.configured &&
      before.running?.doing === snapshot.running?.doing;
    if (!same) this.changed.fire(undefined);
  }
}
