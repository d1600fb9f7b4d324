/** What people type into a field, and into which: drawn from the seed. */
import { type FieldName, fieldNames, fieldSpec } from '../../src/engine/fields';
import type { FieldValue, Kind } from '../../src/engine/model';
import type { Random } from '../../src/simulators/fleet/random';
import type { Held } from './ledger';
import type { Tenants } from './tenants';

const TYPES: ReadonlySet<string> = new Set([
  'text',
  'note',
  'host',
  'serial',
  'url',
  'phone',
  'date',
  'flag',
  'ip',
  'emails',
  'phones',
]);
/** Other records hang on these names, or the product derives something from them. */
const LEFT_ALONE: ReadonlySet<string> = new Set(['shortName', 'primary']);
const WORDS = [
  'Nord',
  'Süd',
  'Østre',
  '西棟',
  'Annex',
  'Lab',
  'Ελλάς',
  '"Old"',
  'A & B',
  '<b>bold</b>',
  '=1+1',
  'naïve',
];

export class Typing {
  /** `counter`: how many values there were before; no two that are typed are the same by chance. */
  constructor(
    private readonly random: Random,
    private readonly tenants: Tenants,
    private counter = 0,
  ) {}

  /** A number that nothing else that is typed has. */
  next(): number {
    this.counter += 1;
    return this.counter;
  }

  somebody<T>(list: readonly T[]): T | undefined {
    return list.length === 0 ? undefined : this.random.pick(list);
  }

  fieldsOf({ system, kind }: Held): readonly FieldName[] {
    const abilities = this.tenants.eyes[system].abilities[kind].fields;
    return fieldNames(kind).filter((field) => {
      const spec = fieldSpec(kind, field);
      return (
        spec !== undefined &&
        TYPES.has(spec.type) &&
        !LEFT_ALONE.has(field) &&
        abilities[field]?.write === 'always'
      );
    });
  }

  fieldOf(held: Held): FieldName | undefined {
    const fields = this.fieldsOf(held).filter((field) => field !== 'active' || this.random.chance(0.2));
    return fields.length === 0 ? undefined : this.random.pick(fields);
  }

  isRequired(held: Held, field: FieldName): boolean {
    const type = fieldSpec(held.kind, field)?.type;
    return (
      this.tenants.eyes[held.system].abilities[held.kind].fields[field]?.required === true || type === 'flag'
    );
  }

  value(kind: Kind, field: FieldName): FieldValue {
    const n = this.next();
    const word = this.random.pick(WORDS);
    switch (fieldSpec(kind, field)?.type) {
      case 'host':
        return `HOST-${n}`;
      case 'serial':
        return `SN${n}Z${this.random.digits(6)}`;
      case 'url':
        return `https://edited${n}.example`;
      case 'phone':
        return `+1 415 555 ${String(3000 + n)}`;
      case 'date':
        return `2025-${String((n % 12) + 1).padStart(2, '0')}-${String((n % 27) + 1).padStart(2, '0')}`;
      case 'flag':
        return this.random.chance(0.5);
      case 'ip':
        return `10.9.${n % 250}.${this.random.integer(1, 250)}`;
      case 'emails':
        return [`edited${n}@people.example`];
      case 'phones':
        return [`+1 415 555 ${String(4000 + n)}`];
      case 'note':
        return `Typed ${n}: ${word}\nsecond line`;
      default:
        return `Typed ${n} ${word}`;
    }
  }
}

export const blankOf = (kind: Kind, field: FieldName): FieldValue =>
  ['emails', 'phones'].includes(fieldSpec(kind, field)?.type ?? '') ? [] : null;
