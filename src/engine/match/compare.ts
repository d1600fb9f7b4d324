/** What the rules say about any two records: for a person who looks at one candidate that the rules did not bring. Pure. */
import { KINDS, keyOf, type RecordKey, type SourceRecord } from '../model';
import { serialForm } from '../normalize/serial';
import { atOnce } from '../slices';
import { assetEntries } from './assets';
import { Ground } from './blocks';
import { contactEntry } from './contacts';
import { ASSETS, CONTACTS, type KindRules, LOCATIONS, organizationKind } from './kinds';
import { locationEntry } from './locations';
import { Overlap } from './overlap';
import { prepare, type Sorted, sortRecords } from './prepare';
import { type Assessment, assess, type Entry } from './rules';
import { organizationEntries } from './surroundings';

export interface Compared extends Pick<Assessment, 'confidence' | 'contradicted' | 'evidence'> {
  readonly record: RecordKey;
}

/** Compares a record with others of its kind and of other systems, against all that stands under their organizations. */
export class Comparison {
  private readonly placeholders: ReadonlySet<string>;

  /** `all`: every record that is known. */
  constructor(
    private readonly all: Iterable<SourceRecord>,
    placeholderSerials: readonly string[],
  ) {
    this.placeholders = new Set(placeholderSerials.map(serialForm));
  }

  /** In the order given. Those of another kind, of the record's own system or unknown are left out. */
  with(record: SourceRecord, others: readonly SourceRecord[]): readonly Compared[] {
    const fitting = others.filter(({ kind, system }) => kind === record.kind && system !== record.system);
    const owned = new Set([record, ...fitting].map(organizationOf));
    const around = [...this.all].filter((it) => owned.has(organizationOf(it)));
    return this.compared(
      record,
      fitting,
      atOnce(sortRecords(around, new Map(), assetEntries(this.placeholders))),
    );
  }

  private compared(
    record: SourceRecord,
    others: readonly SourceRecord[],
    around: Sorted,
  ): readonly Compared[] {
    switch (record.kind) {
      case 'asset':
        return judged(record, others, around.world.all, ASSETS);
      case 'contact': {
        const entries = atOnce(prepare(around.contact, contactEntry)).all;
        return judged(record, others, entries, CONTACTS);
      }
      case 'location': {
        const entries = atOnce(prepare(around.location, locationEntry)).all;
        return judged(record, others, entries, LOCATIONS);
      }
      case 'organization': {
        const kind = organizationKind(atOnce(Overlap.of(around.world)));
        const entries = atOnce(organizationEntries(around)).all;
        return judged(record, others, entries, kind);
      }
    }
  }
}

/** Of an organization itself, it. */
function organizationOf(record: SourceRecord): RecordKey {
  if (record.kind === 'organization') return keyOf(record);
  const { system, organization } = record;
  return organization === null ? NOBODY : keyOf({ system, kind: 'organization', id: organization });
}

/** Records that name no organization are compared with each other. */
const NOBODY: RecordKey = `bms:${KINDS[0]}:`;

function judged<E extends Entry>(
  record: SourceRecord,
  others: readonly SourceRecord[],
  entries: readonly E[],
  { families, rules, prior }: KindRules<E>,
): readonly Compared[] {
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  const own = byKey.get(keyOf(record));
  const counts = atOnce(new Ground({ all: entries }, families).scope(entries));
  return others.flatMap((other): Compared[] => {
    const key = keyOf(other);
    const entry = byKey.get(key);
    if (own === undefined || entry === undefined) return [];
    const { confidence, contradicted, evidence } = assess(rules, prior, own, entry, counts);
    return [{ record: key, confidence, contradicted, evidence }];
  });
}
