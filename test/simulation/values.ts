/** What people type: each value another one, drawn from the seed. */
import { type FieldName, fieldNames, fieldSpec } from '../../src/engine/fields';
import type { Fields, FieldValue, Kind, SourceRecord } from '../../src/engine/model';
import type { KindAbility } from '../../src/engine/ports';
import type { Random } from '../../src/simulators/fleet/random';

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

export class Values {
  private counter = 0;

  constructor(private readonly random: Random) {}

  /** A number that no other value has. */
  number(): number {
    this.counter += 1;
    return this.counter;
  }

  of(kind: Kind, field: FieldName): FieldValue {
    const n = this.number();
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

  /** Of a record like the model, under names of its own: what the system takes of it. */
  likeThat(model: SourceRecord, abilities: KindAbility['fields'], n: number): Fields {
    const { kind } = model;
    const kept: Partial<Record<FieldName, FieldValue>> = {};
    for (const [field, value] of Object.entries(model.fields)) {
      const name = fieldNames(kind).find((one) => one === field);
      const ability = name && abilities[name];
      if (!name || !ability || ability.write === 'never' || value === undefined) continue;
      kept[name] = value;
    }
    if (kind === 'organization')
      return {
        ...kept,
        name: `Newcomer ${n} Works`,
        shortName: `NEW${n}`,
        website: `https://newcomer${n}.example`,
        parent: null,
      };
    if (kind === 'contact') {
      const person = {
        firstName: `Nova${n}`,
        lastName: `Quist${n}`,
        emails: [`nova${n}@newcomer.example`],
        phones: [`+1 415 555 ${String(2000 + n)}`],
      };
      return { ...kept, ...person };
    }
    return {
      ...kept,
      name: `NEWBOX-${n}`,
      hostname: `NEWBOX-${n}`,
      serialNumber: `NB${n}X77Q${n}`,
      macAddresses: [],
      ipAddresses: [],
      contact: null,
    };
  }
}
