/** When the engine last looked at what it is about to overwrite. */
import type { FieldName } from '../../src/engine/fields';
import type { RecordKey, SystemName } from '../../src/engine/model';
import type { Call } from './calls';

type Looking = Extract<Call, { type: 'read' | 'look' }>;

export class Looks {
  /** By key of the record; by key and field, where the answer showed no more. */
  private readonly lookedAt = new Map<string, number>();

  /** A new run begins: what was looked at before counts no more. */
  begin(): void {
    this.lookedAt.clear();
  }

  looked(system: SystemName, call: Looking, answer: string, at: number): void {
    const keys =
      call.type === 'read'
        ? call.keys
        : [...answer.matchAll(call.id)].map(([, id]): RecordKey => `${system}:${call.kind}:${id ?? ''}`);
    const fields = call.type === 'read' ? call.fields : undefined;
    for (const key of keys) {
      for (const what of fields?.map((field) => `${key} ${field}`) ?? [key]) this.lookedAt.set(what, at);
    }
  }

  /** When the field of the record was last looked at, if ever. */
  at(key: RecordKey, field: FieldName): number | undefined {
    const looks = [this.lookedAt.get(key), this.lookedAt.get(`${key} ${field}`)];
    return looks.reduce((one, other) => (one === undefined || (other ?? 0) > one ? other : one));
  }
}
