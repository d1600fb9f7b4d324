/** The Review tree as a pure value: which rows there are, in which order, and what an answer to them means. */
import type { Kind, RecordKey, SystemName } from '../../engine/model';
import { KINDS, refOf } from '../../engine/model';
import { folded } from '../../engine/normalize/text';
import type { AmbiguityItem, CandidateItem, Review, ReviewItem, SuggestionItem } from '../../engine/review';
import type { Overview } from '../../engine/session';

export const SECTIONS = ['suggestions', 'ambiguous', 'alarms'] as const;
export type Section = (typeof SECTIONS)[number];

export type ReviewNode =
  | { readonly type: 'section'; readonly id: string; readonly section: Section }
  | { readonly type: 'unmatched'; readonly id: string; readonly system: SystemName }
  | { readonly type: 'kind'; readonly id: string; readonly system: SystemName; readonly kind: Kind }
  | { readonly type: 'item'; readonly id: string; readonly item: ReviewItem }
  | {
      readonly type: 'candidate';
      readonly id: string;
      readonly item: AmbiguityItem;
      readonly candidate: CandidateItem;
    }
  | { readonly type: 'record'; readonly id: string; readonly key: RecordKey };

export interface ReviewInput {
  readonly overview: Overview;
  readonly review: Review;
  /** Only these kinds; null shows all. */
  readonly kinds: ReadonlySet<Kind> | null;
  /** Only rows that hold all its words; blank shows all. */
  readonly text?: string;
  /** Ids of rows that were answered and go with the next look at what is known. */
  readonly answered: ReadonlySet<string>;
}

const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' }).compare;

export class ReviewTree {
  private readonly made = new Map<string, readonly ReviewNode[]>();
  private readonly words: readonly string[];

  constructor(readonly input: ReviewInput) {
    this.words = wordsOf(input.text ?? '');
  }

  /** Children of the node, or the roots. The same objects each time. */
  children(node?: ReviewNode): readonly ReviewNode[] {
    const key = node?.id ?? '';
    const known = this.made.get(key);
    if (known) return known;
    const made = node ? this.childrenOf(node) : this.roots();
    this.made.set(key, made);
    return made;
  }

  parent(node: ReviewNode): ReviewNode | undefined {
    switch (node.type) {
      case 'section':
      case 'unmatched':
        return undefined;
      case 'kind':
        return this.childOf(undefined, `unmatched:${node.system}`);
      case 'item':
        return this.childOf(undefined, sectionOf(node.item));
      case 'candidate':
        return this.childOf(this.childOf(undefined, 'ambiguous'), node.item.key);
      case 'record':
        return this.kindOf(node.key);
    }
  }

  /** The row of this id, or undefined when it is not shown. */
  find(id: string): ReviewNode | undefined {
    for (const node of this.walk()) if (node.id === id) return node;
    return undefined;
  }

  /** The row that a person goes on with once those of the ids are gone: the next question, else the one before. */
  after(ids: readonly string[]): ReviewNode | undefined {
    const gone = new Set(ids);
    const rows = [...this.walk()].filter((node) => isAnswerable(node));
    const last = rows.findLastIndex((node) => gone.has(node.id));
    const stays = (node: ReviewNode) =>
      !gone.has(node.id) && !(node.type === 'candidate' && gone.has(node.item.key));
    return rows.slice(last + 1).find(stays) ?? rows.slice(0, Math.max(last, 0)).findLast(stays);
  }

  items(section: Section): readonly ReviewItem[] {
    const { review, kinds, answered } = this.input;
    const all: readonly ReviewItem[] = review[section];
    return all.filter(
      (item) =>
        (!kinds || kinds.has(item.kind)) &&
        !answered.has(item.key) &&
        this.holds(recordsIn(item), item.reason),
    );
  }

  unmatched(system: SystemName, kind: Kind): readonly RecordKey[] {
    const { review, kinds, answered } = this.input;
    if (kinds && !kinds.has(kind)) return [];
    const all = review.unmatched.get(system)?.get(kind) ?? [];
    if (answered.size === 0 && this.words.length === 0) return all;
    return all.filter((key) => !answered.has(key) && this.holds([key]));
  }

  /** The questions that are shown, in the order of their rows. */
  get questions(): readonly (SuggestionItem | AmbiguityItem)[] {
    return [...this.items('suggestions'), ...this.items('ambiguous')].flatMap((item) =>
      item.type === 'alarm' ? [] : [item],
    );
  }

  /** The name of the organization that the record belongs to; blank where there is none. */
  owner(key: RecordKey): string {
    const { records } = this.input.overview;
    const record = records.get(key);
    if (!record?.organization) return '';
    return records.get(`${record.system}:organization:${record.organization}`)?.name ?? '';
  }

  /** Whether the records' names, owners, ids and fields and the reason together hold all words that are looked for. */
  private holds(keys: readonly RecordKey[], reason = ''): boolean {
    if (this.words.length === 0) return true;
    const said = keys.flatMap((key) => {
      const fields = Object.values(this.input.overview.records.get(key)?.fields ?? {});
      const values = fields.flatMap((value) => (typeof value === 'boolean' || value === null ? [] : value));
      return [this.name(key), this.owner(key), refOf(key).id, ...values];
    });
    const text = folded([...said, reason].join(' '));
    return this.words.every((word) => text.includes(word));
  }

  /** Questions that wait, whatever is filtered. */
  get waiting(): number {
    const { review, answered } = this.input;
    return [...review.suggestions, ...review.ambiguous].filter(({ key }) => !answered.has(key)).length;
  }

  name(key: RecordKey): string {
    return this.input.overview.records.get(key)?.name ?? key;
  }

  private *walk(from?: ReviewNode): Generator<ReviewNode> {
    for (const node of this.children(from)) {
      yield node;
      yield* this.walk(node);
    }
  }

  private kindOf(key: RecordKey): ReviewNode | undefined {
    const record = this.input.overview.records.get(key);
    if (!record) return undefined;
    const system = `unmatched:${record.system}`;
    return this.childOf(this.childOf(undefined, system), `${system}:${record.kind}`);
  }

  private childOf(parent: ReviewNode | undefined, id: string): ReviewNode | undefined {
    return this.children(parent).find((child) => child.id === id);
  }

  private roots(): readonly ReviewNode[] {
    const sections = SECTIONS.filter((section) => this.items(section).length > 0);
    const systems = this.input.overview.systems.filter((system) =>
      KINDS.some((kind) => this.unmatched(system, kind).length > 0),
    );
    return [
      ...sections.map((section): ReviewNode => ({ type: 'section', id: section, section })),
      ...systems.map((system): ReviewNode => ({ type: 'unmatched', id: `unmatched:${system}`, system })),
    ];
  }

  private childrenOf(node: ReviewNode): readonly ReviewNode[] {
    switch (node.type) {
      case 'section':
        return this.items(node.section).map((item): ReviewNode => ({ type: 'item', id: item.key, item }));
      case 'unmatched':
        return KINDS.filter((kind) => this.unmatched(node.system, kind).length > 0).map(
          (kind): ReviewNode => ({
            type: 'kind',
            id: `unmatched:${node.system}:${kind}`,
            system: node.system,
            kind,
          }),
        );
      case 'kind':
        return this.recordsOf(node.system, node.kind);
      case 'item':
        return node.item.type === 'ambiguous' ? this.candidatesOf(node.item) : [];
      default:
        return [];
    }
  }

  private recordsOf(system: SystemName, kind: Kind): readonly ReviewNode[] {
    return this.unmatched(system, kind)
      .map((key) => ({ key, name: this.name(key) }))
      .sort((a, b) => byName(a.name, b.name) || (a.key < b.key ? -1 : 1))
      .map(({ key }): ReviewNode => ({ type: 'record', id: key, key }));
  }

  private candidatesOf(item: AmbiguityItem): readonly ReviewNode[] {
    return item.candidates
      .map((candidate): ReviewNode => {
        const id = `${item.key}${candidate.record}`;
        return { type: 'candidate', id, item, candidate };
      })
      .filter(({ id }) => !this.input.answered.has(id));
  }
}

const recordsIn = (item: ReviewItem): readonly RecordKey[] =>
  item.type === 'ambiguous' ? [item.record, ...item.candidates.map(({ record }) => record)] : item.records;

/** What a person looks for, as words without case and accents. */
export const wordsOf = (text: string): readonly string[] => folded(text).split(' ').filter(Boolean);

const sectionOf = (item: ReviewItem): Section =>
  item.type === 'suggestion' ? 'suggestions' : item.type === 'ambiguous' ? 'ambiguous' : 'alarms';

/** Rows that a person can say something about. */
export const isAnswerable = (node: ReviewNode): boolean =>
  node.type === 'item' || node.type === 'candidate' || node.type === 'record';
