/** Any record of another system as the counterpart of one: whom a person may choose, and what the rules say to it. Pure. */
import { type Compared, Comparison } from '../../engine/match/compare';
import type { RecordKey, SourceRecord } from '../../engine/model';
import { keyOf, refOf, SYSTEM_TITLES } from '../../engine/model';
import { folded } from '../../engine/normalize/text';
import { type Overview, ownerName } from '../../engine/overview';
import { percent } from '../../text/words';
import { wordsOf } from './model';

export interface Choice {
  readonly key: RecordKey;
  readonly label: string;
  readonly description: string;
  /** What speaks for it and what against it. */
  readonly detail: string;
  readonly compared: Compared;
}

/** No list shows more; a longer query finds the rest. */
export const MOST_CHOICES = 40;

/** Who may stand for a record, found by words as they are typed. */
export class Others {
  private readonly comparison: Comparison;
  private readonly known = new Map<RecordKey, Compared>();
  private readonly texts: readonly { readonly record: SourceRecord; readonly text: string }[];

  constructor(
    private readonly record: SourceRecord,
    private readonly overview: Overview,
    /** Those that matching brought: they stand first. */
    private readonly first: readonly RecordKey[],
  ) {
    this.comparison = new Comparison([...overview.records.values()], overview.placeholderSerials);
    const others = [...overview.records.values()].filter(
      ({ kind, system }) => kind === record.kind && system !== record.system,
    );
    this.texts = others.map((other) => ({ record: other, text: textOf(other, overview) }));
  }

  /** Those with all words of the query. Without one, the candidates and whoever stands free under the same client. */
  find(query: string): readonly Choice[] {
    const words = wordsOf(query);
    const found = this.texts.filter(({ record, text }) =>
      words.length > 0 ? words.every((word) => text.includes(word)) : this.isNear(record),
    );
    const ahead = new Map(this.first.map((key, at) => [key, at]));
    const rank = ({ record }: { record: SourceRecord }) => ahead.get(keyOf(record)) ?? ahead.size;
    const sorted = found.sort((a, b) => rank(a) - rank(b)).slice(0, 4 * MOST_CHOICES);
    const compared = this.compare(sorted.map(({ record }) => record));
    const choices = compared.map((it) => choiceOf(it, this.overview));
    return choices
      .sort((a, b) => b.compared.confidence - a.compared.confidence || (a.key < b.key ? -1 : 1))
      .slice(0, MOST_CHOICES);
  }

  private compare(records: readonly SourceRecord[]): readonly Compared[] {
    const fresh = records.filter((record) => !this.known.has(keyOf(record)));
    for (const it of this.comparison.with(this.record, fresh)) this.known.set(it.record, it);
    return records.flatMap((record) => this.known.get(keyOf(record)) ?? []);
  }

  private isNear(other: SourceRecord): boolean {
    if (this.first.includes(keyOf(other))) return true;
    if (this.overview.statuses.get(keyOf(other))?.status === 'matched') return false;
    const [own, theirs] = [this.record, other].map((it) => identityOfOwner(it, this.overview));
    return own === theirs;
  }
}

function identityOfOwner(
  { system, organization }: SourceRecord,
  { identityOf }: Overview,
): string | undefined {
  return organization === null ? '' : identityOf.get(`${system}:organization:${organization}`);
}

function textOf(record: SourceRecord, overview: Overview): string {
  const values = Object.values(record.fields).flatMap((value) =>
    value === null || typeof value === 'boolean' ? [] : value,
  );
  return folded([record.name, record.id, ownerName(record, overview), ...values].join(' '));
}

function choiceOf(compared: Compared, overview: Overview): Choice {
  const record = overview.records.get(compared.record);
  const { system, id } = refOf(compared.record);
  const owner = record ? ownerName(record, overview) : '';
  const status = overview.statuses.get(compared.record)?.status;
  return {
    key: compared.record,
    label: record?.name ?? compared.record,
    description: [SYSTEM_TITLES[system], owner, `id ${id}`, status].filter(Boolean).join(' · '),
    detail: `${percent(compared.confidence)}: ${sides(compared)}`,
    compared,
  };
}

/** `hostname, model agree; serialNumber contradicts`. */
export function sides({ evidence }: Pick<Compared, 'evidence'>): string {
  const fields = (verdict: string) =>
    evidence.filter((it) => it.verdict === verdict).map(({ field }) => field);
  const [agree, contradict] = [fields('agrees'), fields('contradicts')];
  const say = (list: readonly string[], one: string, many: string) =>
    list.length === 0 ? '' : `${list.join(', ')} ${list.length === 1 ? one : many}`;
  const parts = [say(agree, 'agrees', 'agree'), say(contradict, 'contradicts', 'contradict')];
  return parts.filter(Boolean).join('; ') || 'nothing to compare';
}
