/** What a person's answer to rows of the Review view says. Pure. */
import { type Act, type Change, type Pair, pairOf } from '../../engine/decide';
import type { RecordKey } from '../../engine/model';
import { refOf } from '../../engine/model';
import { plural } from '../../text/words';
import type { ReviewNode } from './model';

export interface Answer {
  readonly change: Change;
  /** The rows that are answered by it. */
  readonly ids: readonly string[];
}

/** Accepts suggestions and candidates. Null when no row holds exactly two records to join. */
export function accept(nodes: readonly ReviewNode[]): Answer | null {
  return answer('same', nodes, (node) => {
    if (node.type === 'candidate') return [pairOf(node.item.record, node.candidate.record)];
    if (node.type !== 'item') return [];
    const { item } = node;
    if (item.type === 'suggestion') return [item.pair];
    const [only, ...others] = item.type === 'ambiguous' ? item.candidates : [];
    return item.type === 'ambiguous' && only && others.length === 0 ? [pairOf(item.record, only.record)] : [];
  });
}

/** Never the same: for an ambiguous record, none of its candidates. */
export function never(nodes: readonly ReviewNode[]): Answer | null {
  return answer('different', nodes, (node) => {
    if (node.type === 'candidate') return [pairOf(node.item.record, node.candidate.record)];
    if (node.type !== 'item') return [];
    const { item } = node;
    if (item.type === 'suggestion') return item.pairs;
    if (item.type === 'ambiguous') return item.candidates.map(({ record }) => pairOf(item.record, record));
    return apart(item.records);
  });
}

function answer(
  type: 'same' | 'different',
  nodes: readonly ReviewNode[],
  pairsOf: (node: ReviewNode) => readonly Pair[],
): Answer | null {
  const answered = nodes.flatMap((node) => {
    const pairs = pairsOf(node);
    return pairs.length > 0 ? [{ node, pairs }] : [];
  });
  if (answered.length === 0) return null;
  const ids = answered.flatMap(({ node }) => {
    if (node.type === 'candidate') return type === 'same' ? [node.item.key] : [node.id];
    // What alarms may do so for another reason still.
    return node.type === 'item' && node.item.type === 'alarm' ? [] : [node.id];
  });
  return { change: { type, pairs: answered.flatMap(({ pairs }) => pairs) }, ids };
}

/** Every pair of different systems. */
function apart(records: readonly RecordKey[]): readonly Pair[] {
  return records.flatMap((a, at) =>
    records.slice(at + 1).flatMap((b) => (refOf(a).system === refOf(b).system ? [] : [pairOf(a, b)])),
  );
}

/** All records that a row is about, the one in question first. */
export function recordsOf(node: ReviewNode): readonly RecordKey[] {
  switch (node.type) {
    case 'record':
      return [node.key];
    case 'candidate':
      return [node.candidate.record];
    case 'item':
      return node.item.type === 'ambiguous'
        ? [node.item.record, ...node.item.candidates.map(({ record }) => record)]
        : node.item.records;
    default:
      return [];
  }
}

/** What was done, in a few words: `2 pairs linked`. */
export function actText({ added, removed }: Act): string {
  const count = (type: string) => added.filter((decision) => decision.type === type).length;
  const [same, different, ignored, created, values] = ['same', 'different', 'ignore', 'create', 'value'].map(
    count,
  );
  const parts = [
    same ? `${plural(same, 'pair')} linked` : '',
    different ? `${plural(different, 'pair')} kept apart` : '',
    ignored ? `${plural(ignored, 'record')} ignored` : '',
    created ? `${plural(created, 'record')} to be created` : '',
    values ? `${plural(values, 'value')} decided` : '',
    removed.length > 0 ? `${plural(removed.length, 'earlier decision')} replaced` : '',
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : 'That was decided already';
}

/** A link that a person made by hand; the rows that were only about one of the two are answered by it. */
export function link(from: ReviewNode, to: ReviewNode, dragged: RecordKey, onto: RecordKey): Answer {
  const ids = [from, to].flatMap((node) =>
    node.type === 'record' || (node.type === 'item' && node.item.type === 'ambiguous') ? [node.id] : [],
  );
  return { change: { type: 'same', pairs: [pairOf(dragged, onto)] }, ids };
}

/** A counterpart that a person looked up: the row that asked for one is answered by it. */
export function another(record: RecordKey, other: RecordKey, ids: readonly string[]): Answer {
  return { change: { type: 'same', pairs: [pairOf(record, other)] }, ids };
}
