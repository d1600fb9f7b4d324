/** The Systems tree as the editor asks for it. All it answers stands in memory. */
import { type CancellationToken, EventEmitter, type TreeDataProvider, type TreeItem } from 'vscode';
import { Owner } from '../../../host/disposal';
import { itemOf, tipOf } from '../item';
import type { SystemsNode, SystemsTree } from './model';
import { tipFor } from './text';
import { rowOf } from './view';

export class SystemsProvider extends Owner implements TreeDataProvider<SystemsNode> {
  private tree: SystemsTree | null = null;
  private readonly changed = this.own(new EventEmitter<SystemsNode | undefined>());
  readonly onDidChangeTreeData = this.changed.event;

  /** Null while nothing is known: the view then shows the welcome text that fits. */
  show(tree: SystemsTree | null): void {
    if (this.tree === null && tree === null) return;
    this.tree = tree;
    this.changed.fire(undefined);
  }

  /** Ages grow: the rows of the systems tell them. */
  tick(): void {
    for (const node of this.tree?.children() ?? []) if (node.type === 'system') this.changed.fire(node);
  }

  getChildren(node?: SystemsNode): SystemsNode[] {
    return [...(this.tree?.children(node) ?? [])];
  }

  getParent(node: SystemsNode): SystemsNode | undefined {
    return this.tree?.parent(node);
  }

  getTreeItem(node: SystemsNode): TreeItem {
    if (!this.tree) throw new RangeError('A row was asked for while nothing is shown');
    return itemOf(rowOf(this.tree, node, Date.now()));
  }

  resolveTreeItem(item: TreeItem, node: SystemsNode, _token: CancellationToken): TreeItem {
    const tip = this.tree ? tipFor(this.tree, node) : null;
    if (tip) item.tooltip = tipOf(tip);
    return item;
  }

  get current(): SystemsTree | null {
    return this.tree;
  }
}
