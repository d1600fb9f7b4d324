import {
  type CancellationToken,
  type DataTransfer,
  DataTransferItem,
  EventEmitter,
  l10n,
  type TreeDataProvider,
  type TreeDragAndDropController,
  type TreeItem,
  type TreeView,
  window,
} from 'vscode';
import type { Act } from '../../engine/decide';
import { Failure } from '../../engine/failure';
import type { Kind, RecordKey } from '../../engine/model';
import { type Review, reviewOf } from '../../engine/review';
import type { Overview } from '../../engine/session';
import { setContext } from '../../host/context';
import { Owner } from '../../host/disposal';
import type { Messages } from '../../host/messages';
import { showInformation, showWarning } from '../../host/told';
import type { SyncState } from '../state/state';
import { isScanned, type Snapshot } from '../state/view';
import { itemOf, tipOf } from '../trees/item';
import { KIND_TITLES } from '../words';
import { type Answer, actText, link, recordsOf } from './answers';
import { type ReviewNode, ReviewTree } from './model';
import { placeText, rowOf, tipFor } from './view';

export const REVIEW_VIEW = 'mspSync.review';
const DRAGGED = 'application/vnd.code.tree.mspsync.review';

interface Known {
  readonly overview: Overview;
  readonly review: Review;
}

/** The view "Review": what waits for a person, and what the person answers. */
export class ReviewView
  extends Owner
  implements TreeDataProvider<ReviewNode>, TreeDragAndDropController<ReviewNode>
{
  readonly dropMimeTypes = [DRAGGED];
  readonly dragMimeTypes = [DRAGGED];
  readonly view: TreeView<ReviewNode>;
  private readonly changed = this.own(new EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.changed.event;
  private text = '';
  private tree: ReviewTree | null = null;
  private known: Known | null = null;
  private kinds: ReadonlySet<Kind> | null = null;
  private answered: ReadonlySet<string> = new Set();
  /** Id of the row to focus once it is shown. */
  private wanted: string | undefined;
  private readonly acts: { readonly act: Act; readonly ids: readonly string[] }[] = [];

  constructor(
    readonly state: SyncState,
    private readonly messages: Messages,
  ) {
    super();
    this.view = this.own(
      window.createTreeView(REVIEW_VIEW, {
        treeDataProvider: this,
        dragAndDropController: this,
        canSelectMany: true,
        showCollapseAll: true,
      }),
    );
    this.own(this.view.onDidChangeVisibility(({ visible }) => visible && void state.load()));
    this.own(state.onDidChange((snapshot) => this.follow(snapshot)));
    this.follow(state.snapshot);
    if (this.view.visible) void state.load();
  }

  /** The tree as it is shown now; null while nothing is known. */
  get current(): ReviewTree | null {
    return this.tree;
  }

  /** The rows that a command is about: those it was called on, else the selected ones. */
  chosen(row: unknown, rows: unknown): readonly ReviewNode[] {
    const given = (Array.isArray(rows) ? rows : [row]).flatMap((item: unknown) => this.nodeOf(item));
    return given.length > 0 ? given : this.view.selection.flatMap((node) => this.nodeOf(node));
  }

  /** The record of a row that a menu command was called on. */
  keyOfRow(row: unknown): RecordKey | null {
    const [node] = this.nodeOf(row);
    return node?.type === 'record' ? node.key : null;
  }

  /** Keeps the answer, lets its rows go at once, and goes on to the next one where the person is in this view. */
  async give({ change, ids }: Answer, from: 'view' | 'elsewhere' = 'view'): Promise<Act> {
    const next = from === 'view' ? this.tree?.after(ids) : undefined;
    const act = await this.state.decide(change);
    this.acts.push({ act, ids });
    this.hide([...this.answered, ...ids]);
    await this.goTo(next?.id);
    return act;
  }

  /** Takes back the last act of this window, or else the last on record. Null when there is none. */
  async takeBack(from: 'view' | 'elsewhere' = 'view'): Promise<Act | null> {
    const last = this.acts.at(-1);
    const taken = await this.state.undecide(last?.act);
    if (last) this.acts.pop();
    const back = new Set(last?.ids);
    this.hide([...this.answered].filter((id) => !back.has(id)));
    await this.goTo(from === 'view' ? last?.ids[0] : undefined);
    return taken;
  }

  /** The rows that the last act of this window answered, and what it did; null before the first. */
  get lastAct(): { readonly act: Act; readonly ids: readonly string[] } | null {
    return this.acts.at(-1) ?? null;
  }

  filter(kinds: readonly Kind[] | null): void {
    this.kinds = kinds && kinds.length > 0 ? new Set(kinds) : null;
    this.narrowed();
  }

  /** Shows only rows that hold all words of the text. */
  search(text: string): void {
    if (text === this.text) return;
    this.text = text;
    this.narrowed();
  }

  get searched(): string {
    return this.text;
  }

  private narrowed(): void {
    setContext('reviewFiltered', this.kinds !== null || this.text !== '');
    this.draw();
  }

  get filtered(): ReadonlySet<Kind> | null {
    return this.kinds;
  }

  getChildren(node?: ReviewNode): ReviewNode[] {
    return [...(this.tree?.children(node) ?? [])];
  }

  getParent(node: ReviewNode): ReviewNode | undefined {
    return this.tree?.parent(node);
  }

  getTreeItem(node: ReviewNode): TreeItem {
    if (!this.tree) throw new RangeError('A row was asked for while nothing is shown');
    return itemOf(rowOf(this.tree, node));
  }

  resolveTreeItem(item: TreeItem, node: ReviewNode, _token: CancellationToken): TreeItem {
    const tip = this.tree ? tipFor(this.tree, node) : null;
    if (tip) item.tooltip = tipOf(tip);
    return item;
  }

  handleDrag(nodes: readonly ReviewNode[], data: DataTransfer): void {
    data.set(DRAGGED, new DataTransferItem(nodes.map(({ id }) => id)));
  }

  async handleDrop(target: ReviewNode | undefined, data: DataTransfer): Promise<void> {
    const ids: unknown = data.get(DRAGGED)?.value;
    const [first, ...others] = Array.isArray(ids) ? ids.flatMap((id: unknown) => this.nodeOf({ id })) : [];
    if (!target || !first || others.length > 0) return;
    try {
      await this.linkByHand(first, target);
    } catch (error) {
      void this.messages.failure(error);
    }
  }

  /** Says what was done, with a way back. */
  tell(act: Act): void {
    const undo = l10n.t('Undo');
    void showInformation(`${actText(act)}.`, undo).then(async (chosen) => {
      if (chosen !== undo) return;
      try {
        await this.takeBack();
      } catch (error) {
        void this.messages.failure(error);
      }
    });
  }

  private async linkByHand(from: ReviewNode, to: ReviewNode): Promise<void> {
    const [[dragged], [onto]] = [recordsOf(from), recordsOf(to)];
    if (!dragged || !onto || !this.tree || dragged === onto) return;
    const yes = l10n.t('Link');
    const question = l10n.t('Link "{0}" and "{1}"?', this.tree.name(dragged), this.tree.name(onto));
    const detail = [
      placeText(this.tree, dragged),
      placeText(this.tree, onto),
      l10n.t('From now on they count as one. You can take it back.'),
    ].join('\n');
    if ((await showWarning(question, { modal: true, detail }, yes)) !== yes) return;
    this.tell(await this.give(link(from, to, dragged, onto)));
  }

  private nodeOf(row: unknown): readonly ReviewNode[] {
    if (typeof row !== 'object' || row === null || !('id' in row) || typeof row.id !== 'string') return [];
    const node = this.tree?.find(row.id);
    return node ? [node] : [];
  }

  private follow({ overview }: Snapshot): void {
    if (this.known?.overview === overview || (!overview && !this.known)) return;
    const before = this.known;
    this.known = overview && isScanned(overview) ? { overview, review: reviewOf(overview) } : null;
    // A redraw takes the selection from under the person's fingers, so only where something moved.
    if (before && this.known && looks(before) === looks(this.known)) return;
    this.draw();
    if (this.wanted !== undefined) void this.goTo(this.wanted);
  }

  private hide(ids: Iterable<string>): void {
    this.answered = new Set(ids);
    this.draw();
  }

  /** Focuses the row, now or as soon as it is shown. A redraw in between stops the editor: the next draw tries again. */
  private async goTo(id: string | undefined): Promise<void> {
    this.wanted = id;
    const node = id === undefined ? undefined : this.tree?.find(id);
    if (!node || !this.view.visible) return;
    const shown = this.tree;
    try {
      await this.view.reveal(node, { select: true, focus: true });
      if (this.wanted === id) this.wanted = undefined;
    } catch (error) {
      // Where to look next is a courtesy: what was decided stands all the same.
      if (shown === this.tree) this.messages.logFailure(Failure.from(error));
    }
  }

  private draw(): void {
    const { known, kinds, answered, text } = this;
    this.tree = known ? new ReviewTree({ ...known, kinds, answered, text }) : null;
    this.changed.fire(undefined);
    this.view.message = this.tree ? narrowedText(this.tree) : '';
    const waiting = this.tree?.waiting ?? 0;
    const tooltip =
      waiting === 1 ? l10n.t('1 decision waits for you') : l10n.t('{0} decisions wait for you', waiting);
    this.view.badge = waiting > 0 ? { value: waiting, tooltip } : undefined;
  }
}

/** What is left out, and that nothing is left where it is so. */
function narrowedText(tree: ReviewTree): string {
  const { kinds, text } = tree.input;
  const words = [...(kinds ?? [])].map((kind) => KIND_TITLES[kind]).join(', ');
  const told = [
    ...(kinds ? [l10n.t('Showing only {0}', words)] : []),
    ...(text ? [l10n.t('Showing only rows with “{0}”', text)] : []),
  ];
  if (told.length > 0 && tree.children().length === 0) told.push(l10n.t('Nothing is left'));
  return told.join(' · ');
}

/** All that the rows show, as one text to compare. */
function looks({ overview, review }: Known): string {
  const name = (key: RecordKey) => [key, overview.records.get(key)?.name];
  return JSON.stringify([
    review.suggestions.map(({ key, confidence, reason, records }) => [
      key,
      confidence,
      reason,
      records.map(name),
    ]),
    review.ambiguous.map(({ key, record, reason, candidates }) => [
      key,
      reason,
      name(record),
      candidates.map((candidate) => [name(candidate.record), candidate.confidence]),
    ]),
    review.alarms.map(({ key, reason, records }) => [key, reason, records.map(name)]),
    [...review.unmatched].map(([system, kinds]) => [system, [...kinds.values()].flat().map(name)]),
  ]);
}
