/** What people do with single entries of a list: one more here, one less there. */
import { type FieldName, fieldNames, fieldSpec } from '../../src/engine/fields';
import type { FieldValue } from '../../src/engine/model';
import type { Held } from './ledger';
import type { Act, Ground } from './threads';

const LISTS: ReadonlySet<string> = new Set(['emails', 'phones', 'macs', 'ips']);

/** A thing's lists are added to, and taken from, at several places. */
export function listEntries({ people, comebacks, random, tenants, coverage }: Ground): Act[] {
  const listsOf = ({ system, kind }: Held): readonly FieldName[] => {
    const { fields } = tenants.eyes[system].abilities[kind];
    return fieldNames(kind).filter(
      (field) => LISTS.has(fieldSpec(kind, field)?.type ?? '') && fields[field]?.write === 'always',
    );
  };
  const held = people.typing.somebody(
    people
      .living()
      .filter(
        (one) => listsOf(one).length > 0 && comebacks.twins(one).some((twin) => listsOf(twin).length > 0),
      ),
  );
  const field = held && people.typing.somebody(listsOf(held));
  if (!held || !field) return [];
  const places = () => [held, ...comebacks.twins(held)].filter((one) => listsOf(one).includes(field));
  const change = async (one: Held, what: 'added' | 'taken away') => {
    const items = itemsOf(one.record?.fields[field]);
    const next =
      what === 'added'
        ? [...items, entry(field, one, people.typing.next())]
        : without(items, random.integer(0, items.length - 1));
    if (what === 'taken away' && next.length === 0) return;
    coverage.count('turn', `entry of a list ${what}`);
    await people.refusable(() => people.type(one, { [field]: next }));
  };
  const act: Act = async () => {
    for (const one of places()) {
      if (random.chance(0.7)) await change(one, random.chance(0.6) ? 'added' : 'taken away');
    }
  };
  return [act, act, act];
}

const itemsOf = (value: FieldValue | undefined): readonly string[] =>
  Array.isArray(value) ? value : typeof value === 'string' ? [value] : [];

const without = (items: readonly string[], at: number): readonly string[] =>
  items.filter((_, index) => index !== at);

function entry(field: FieldName, { kind }: Held, n: number): string {
  switch (fieldSpec(kind, field)?.type) {
    case 'emails':
      return `entry${n}@people.example`;
    case 'phones':
      return `+1 415 556 ${String(n).padStart(4, '0')}`;
    case 'macs':
      return `02:00:5E:00:${hex(n >> 8)}:${hex(n)}`;
    default:
      return `10.77.${(n >> 8) % 250}.${(n % 250) + 1}`;
  }
}

const hex = (n: number): string => (n & 255).toString(16).toUpperCase().padStart(2, '0');
