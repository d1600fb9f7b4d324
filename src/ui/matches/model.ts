/** Questions of the Review view as the match panel shows them: the record, its candidates, and the evidence field by field. Pure. */
import { fieldNames } from '../../engine/fields';
import type { Evidence, Kind, RecordKey } from '../../engine/model';
import { refOf, SYSTEM_TITLES } from '../../engine/model';
import type { AmbiguityItem, SuggestionItem } from '../../engine/review';
import { percent } from '../../text/words';
import { labelOf, linesOf, type Records } from '../differences/values';
import type { ReviewNode, ReviewTree } from '../review/model';
import type { MatchRow, ShownQuestion, Side } from './protocol';

export type Question = SuggestionItem | AmbiguityItem;

interface Candidate {
  readonly record: RecordKey;
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
}

export const ownOf = (question: Question): RecordKey =>
  question.type === 'ambiguous' ? question.record : question.pair[0];

export function candidatesOf(question: Question): readonly Candidate[] {
  if (question.type === 'ambiguous') return question.candidates;
  const { pair, confidence, evidence } = question;
  return [{ record: pair[1], confidence, evidence }];
}

/** The rows of the Review view that stand for the question and its candidate: what an answer is about. */
export function nodesOf(
  tree: ReviewTree,
  question: Question,
  candidate: string | null,
): readonly ReviewNode[] {
  const item = tree.find(question.key);
  if (!item || question.type === 'suggestion' || candidate === null) return item ? [item] : [];
  return tree
    .children(item)
    .filter((node) => node.type === 'candidate' && node.candidate.record === candidate);
}

/** Candidates that are answered already are left out. */
export function shownQuestion(tree: ReviewTree, question: Question): ShownQuestion {
  const own = ownOf(question);
  const { kind } = question;
  const owner = tree.owner(own);
  const open = new Set(
    nodesOf(tree, question, null)
      .flatMap((node) => tree.children(node))
      .flatMap((node) => (node.type === 'candidate' ? [node.candidate.record] : [])),
  );
  const candidates = candidatesOf(question).filter(
    ({ record }) => question.type === 'suggestion' || open.has(record),
  );
  return {
    key: question.key,
    name: tree.name(own),
    what: owner ? `${kind} of ${owner}` : kind,
    reason: question.reason,
    own: sideOf(tree, own, question, ''),
    candidates: candidates.map((it) => sideOf(tree, it.record, question, percent(it.confidence))),
    rows: rowsOf(tree, kind, own, candidates),
  };
}

function sideOf(tree: ReviewTree, key: RecordKey, question: Question, confidence: string): Side {
  const { system, id } = refOf(key);
  const owner = tree.owner(key);
  const { identityOf } = tree.input.overview;
  const identity = identityOf.get(key);
  const together =
    question.type === 'suggestion' && identity !== undefined
      ? question.records.filter((other) => other !== key && identityOf.get(other) === identity)
      : [];
  const with_ = together.map(
    (other) => `linked with ${tree.name(other)} in ${SYSTEM_TITLES[refOf(other).system]}`,
  );
  return {
    id: key,
    system: SYSTEM_TITLES[system],
    name: tree.name(key),
    owner: owner ? `of ${owner}` : '',
    notes: [`id ${id}`, ...with_],
    confidence,
  };
}

/** First what was compared, what tells most on top; then what else the records hold. */
function rowsOf(tree: ReviewTree, kind: Kind, own: RecordKey, candidates: readonly Candidate[]): MatchRow[] {
  const { records } = tree.input.overview;
  const weights = new Map<string, number>();
  for (const { field, weight } of candidates.flatMap(({ evidence }) => evidence))
    weights.set(field, Math.max(weights.get(field) ?? 0, Math.abs(weight)));
  const compared = [...weights].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([field]) => field);
  const sides = [own, ...candidates.map(({ record }) => record)];
  const rest = fieldNames(kind).filter(
    (field) =>
      !weights.has(field) && REST.has(field) && sides.some((key) => heldText(key, field, records) !== ''),
  );
  return [...compared, ...rest].map((field) => rowOf(field, kind, own, candidates, records));
}

/** Fields that help to tell records apart even where no rule compares them. */
const REST: ReadonlySet<string> = new Set(
  'name hostname serialNumber uuid assetTag model manufacturer operatingSystem type lastUser lastSeen macAddresses ipAddresses firstName lastName title emails phones phone website shortName address1 address2 city region postalCode country active'.split(
    ' ',
  ),
);

function rowOf(
  field: string,
  kind: Kind,
  own: RecordKey,
  candidates: readonly Candidate[],
  records: Records,
): MatchRow {
  const known = candidates.flatMap(({ evidence }) => evidence.filter((it) => it.field === field));
  const [first] = known;
  return {
    // What is compared under the first line of an address is the whole of it.
    field: first && field === 'address1' ? 'Address' : labelOfField(kind, field),
    own: first ? valueFor(first, own) : heldText(own, field, records),
    others: candidates.map(({ record, evidence }) => {
      const found = evidence.find((it) => it.field === field);
      if (found === undefined)
        return {
          value: heldText(record, field, records),
          verdict: 'none' as const,
          weight: '',
          normalized: '',
          note: '',
        };
      const value = valueFor(found, record);
      return {
        value,
        verdict: found.verdict,
        weight: signed(found.weight),
        normalized: found.normalized === value ? '' : found.normalized,
        note: found.note ?? '',
      };
    }),
  };
}

function labelOfField(kind: Kind, field: string): string {
  const known = fieldNames(kind).find((name) => name === field);
  return known ? labelOf(kind, known) : field.charAt(0).toUpperCase() + field.slice(1);
}

const valueFor = ({ between, values }: Evidence, key: RecordKey): string =>
  values[between[0] === key ? 0 : 1];

function heldText(key: RecordKey, field: string, records: Records): string {
  const record = records.get(key);
  const name = fieldNames(refOf(key).kind).find((known) => known === field);
  return record && name
    ? linesOf({ ...refOf(key), field: name }, record.fields[name], records).join('; ')
    : '';
}

function signed(weight: number): string {
  const text = Math.abs(weight).toFixed(1);
  return weight < 0 ? `−${text}` : weight > 0 ? `+${text}` : text;
}
