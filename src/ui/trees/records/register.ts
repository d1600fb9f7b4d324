import { l10n, type TreeView, window } from 'vscode';
import { systemClock } from '../../../clock';
import type { RecordKey } from '../../../engine/model';
import { inSlices } from '../../../engine/slices';
import { setContext } from '../../../host/context';
import { Owner } from '../../../host/disposal';
import type { SyncState } from '../../state/state';
import { isScanned, type Snapshot, stateWord } from '../../state/view';
import { number } from '../../words';
import type { StatusFilter } from './filter';
import { keyOfNode, type SystemsNode, SystemsTree } from './model';
import { type Outline, outline } from './outline';
import { SystemsProvider } from './provider';
import { troublesOf } from './troubles';

export const SYSTEMS_VIEW = 'mspSync.systems';
/** Milliseconds between two looks at how old things are. */
const TICK = 60_000;

/** The view "Systems": reads what is known when it is first seen, and follows the state from then on. */
export class SystemsView extends Owner {
  private readonly provider = this.own(new SystemsProvider());
  readonly view: TreeView<SystemsNode>;
  private index: Outline | null = null;
  private drawing = 0;

  constructor(
    private readonly state: SyncState,
    private readonly filter: StatusFilter,
  ) {
    super();
    this.view = this.own(
      window.createTreeView(SYSTEMS_VIEW, { treeDataProvider: this.provider, showCollapseAll: true }),
    );
    this.own(this.view.onDidChangeVisibility(({ visible }) => visible && this.seen()));
    this.own(state.onDidChange((snapshot) => void this.draw(snapshot)));
    this.own(filter.onDidChange(() => void this.draw(state.snapshot)));
    const timer = setInterval(() => this.view.visible && this.provider.tick(), TICK);
    this.own({ dispose: () => clearInterval(timer) });
    void this.draw(state.snapshot);
    if (this.view.visible) this.seen();
  }

  /** Opens the record's row; false when it is unknown or filtered out. */
  async reveal(key: RecordKey): Promise<boolean> {
    const node = this.provider.current?.find(key);
    if (!node) return false;
    await this.view.reveal(node, { select: true, focus: true });
    return true;
  }

  /** The record of a row that a menu command was called on. */
  keyOfRow(row: unknown): RecordKey | null {
    const node = isNode(row) ? this.provider.current?.known(row.id) : undefined;
    return node ? keyOfNode(node) : null;
  }

  /** Resolves when the view shows what is known now. */
  drawn(): Promise<void> {
    return this.draw(this.state.snapshot);
  }

  private seen(): void {
    if (this.state.snapshot.overview) return;
    void window.withProgress({ location: { viewId: SYSTEMS_VIEW } }, () => this.state.load());
  }

  private async draw(snapshot: Snapshot): Promise<void> {
    this.drawing += 1;
    const mine = this.drawing;
    const { overview } = snapshot;
    if (overview && this.index?.overview !== overview) {
      const index = await inSlices(outline(overview), systemClock);
      this.index = index;
    }
    // A later drawing knows better.
    if (mine !== this.drawing) return;
    const index = overview && isScanned(overview) ? this.index : null;
    const tree = index
      ? new SystemsTree({ outline: index, filter: this.filter.value, troubles: troublesOf(snapshot) })
      : null;
    if (!sameInput(tree, this.provider.current)) this.provider.show(tree);
    this.view.message = messageOf(tree) ?? '';
    setContext('state', stateWord(snapshot));
  }
}

const isNode = (row: unknown): row is { readonly id: string } =>
  typeof row === 'object' && row !== null && 'id' in row && typeof row.id === 'string';

/** Progress alone changes nothing in this tree. */
function sameInput(a: SystemsTree | null, b: SystemsTree | null): boolean {
  if (!a || !b) return a === b;
  return (
    a.input.outline === b.input.outline &&
    a.input.filter === b.input.filter &&
    JSON.stringify(a.input.troubles) === JSON.stringify(b.input.troubles)
  );
}

function messageOf(tree: SystemsTree | null): string | undefined {
  const filter = tree?.input.filter;
  if (!tree || !filter) return undefined;
  const { shown, total } = tree.counts();
  const words = [...filter].join(', ');
  return l10n.t('Showing {0} of {1} records: {2}', number(shown), number(total), words);
}
