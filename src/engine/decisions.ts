/** What people said. Kept in a file made to be reviewed in Git; a decision always wins over a rule. */
import type { FieldName } from './fields';
import type { FieldValue, Kind, RecordKey, SystemName } from './model';
import { secondsOf } from './normalize/instant';

interface Said {
  /** Who, as the editor or the shell knows them. */
  readonly by: string;
  /** ISO instant. */
  readonly at: string;
  readonly note?: string;
}

export type Decision = Said &
  (
    | { readonly type: 'same'; readonly records: readonly [RecordKey, RecordKey] }
    | { readonly type: 'different'; readonly records: readonly [RecordKey, RecordKey] }
    | {
        readonly type: 'ignore';
        readonly record: RecordKey;
        readonly reason: string;
        readonly until?: string;
      }
    /** The record's counterpart shall be created in these systems. */
    | { readonly type: 'create'; readonly record: RecordKey; readonly in: readonly SystemName[] }
    /** This value wins for as long as the sides still say what they said when it was decided. */
    | {
        readonly type: 'value';
        readonly record: RecordKey;
        readonly field: FieldName;
        /** For a reference the key of a record that it shall lead to. */
        readonly value: FieldValue;
        readonly against: Readonly<Partial<Record<SystemName, FieldValue>>>;
      }
    | {
        readonly type: 'authority';
        readonly organization: RecordKey;
        readonly kind: Kind;
        readonly field: FieldName;
        readonly system: SystemName;
      }
  );

/** By instant, then by content: the order in the file never counts. */
export function byTime(a: Decision, b: Decision): number {
  const difference = (secondsOf(a.at) ?? 0) - (secondsOf(b.at) ?? 0);
  if (difference !== 0) return difference;
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
