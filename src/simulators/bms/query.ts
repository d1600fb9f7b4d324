/** Query strings as ASP.NET binds them: names in any letter case, repeated names as lists, unknown names ignored. */
import { invalid, list, paged, type Reply, type Wire } from './envelope';
import type { BmsSwitches } from './switches';

const ZONED = /(Z|[+-]\d\d:?\d\d)$/i;
const LARGEST_INT32 = 2_147_483_647;

/** An instant as clients write it; without a zone it is UTC. Undefined where it is none. */
export function parseInstant(text: string): Date | undefined {
  const dateOnly = /^\d{4}-\d\d-\d\d$/.test(text);
  if (!dateOnly && !/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text)) return undefined;
  const at = new Date(dateOnly || ZONED.test(text) ? text : `${text}Z`);
  return Number.isNaN(at.getTime()) ? undefined : at;
}

export class Query {
  private readonly values = new Map<string, string[]>();

  constructor(
    parameters: URLSearchParams,
    private readonly switches: BmsSwitches,
  ) {
    for (const [name, value] of parameters) {
      const key = name.toLowerCase();
      this.values.set(key, [...(this.values.get(key) ?? []), value]);
    }
  }

  text(name: string): string | undefined {
    const value = this.values.get(name.toLowerCase())?.[0];
    return value === '' ? undefined : value;
  }

  int(name: string): number | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : parseInt32(name, text);
  }

  ints(name: string): number[] {
    return (this.values.get(name.toLowerCase()) ?? []).map((text) => parseInt32(name, text));
  }

  /** Numbers of a filter that is declared as a string: `1,2`. */
  commaSeparated(name: string): string[] {
    const parts = (this.text(name) ?? '').split(',').map((part) => part.trim());
    return parts.filter((part) => part !== '');
  }

  flag(name: string): boolean | undefined {
    const text = this.text(name)?.toLowerCase();
    if (text === undefined) return undefined;
    if (text !== 'true' && text !== 'false')
      throw invalid(name, `The value '${text}' is not valid for ${name}.`);
    return text === 'true';
  }

  instant(name: string): Date | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const at = parseInstant(text);
    if (at === undefined) throw invalid(name, `The value '${text}' is not valid for ${name}.`);
    return at;
  }

  /** Whether `value` satisfies the text filter; always, where the request has no such filter. */
  matches(name: string, value: string | null): boolean {
    const wanted = this.text(name)?.toLowerCase();
    if (wanted === undefined) return true;
    const actual = (value ?? '').toLowerCase();
    return this.switches.textFilters === 'contains' ? actual.includes(wanted) : actual === wanted;
  }

  equals(name: string, value: number | null): boolean {
    const wanted = this.int(name);
    return wanted === undefined || wanted === value;
  }

  oneOf(name: string, value: number): boolean {
    const wanted = this.ints(name);
    return wanted.length === 0 || wanted.includes(value);
  }

  /** Whether `value` lies between the filters `<name>From` and `<name>To`, both inclusive. */
  within(name: string, value: Date): boolean {
    const from = this.instant(`${name}From`);
    const to = this.instant(`${name}To`);
    return (from === undefined || value >= from) && (to === undefined || value <= to);
  }

  flagEquals(name: string, value: boolean): boolean {
    const wanted = this.flag(name);
    return wanted === undefined || wanted === value;
  }

  /** `Filter.IsActive` of a list. */
  activity(isActive: boolean): boolean {
    const wanted = this.flag('Filter.IsActive');
    if (wanted === undefined) return isActive || !this.switches.inactiveOnlyOnRequest;
    return wanted === isActive;
  }

  /** A page of a list that says its total. */
  page<T extends Identified>(items: readonly T[], row: (item: T) => ListRow): Reply {
    const arranged = this.arranged(items, row);
    const number = this.pageNumber();
    const drift = this.switches.totalDrift * (number - 1);
    return paged(this.cut(arranged).map(row), Math.max(0, arranged.length + drift));
  }

  /** A page of a list that does not say its total. */
  pageWithoutTotal<T extends Identified>(items: readonly T[], row: (item: T) => ListRow): Reply {
    return list(this.cut(this.arranged(items, row)).map(row));
  }

  /** A look-up: whole, unless a page is asked for. */
  lookup<T extends Identified>(items: readonly T[], row: (item: T) => ListRow): Reply {
    const arranged = this.arranged(items, row);
    const whole = this.switches.lookupsIgnorePaging || this.int('PageSize') === undefined;
    return list((whole ? arranged : this.cut(arranged)).map(row));
  }

  private cut<T>(items: readonly T[]): readonly T[] {
    const size = this.pageSize();
    const number = this.pageNumber();
    const start = number === 1 ? 0 : Math.max(0, (number - 1) * size - this.switches.pageOverlap);
    return items.slice(start, start + size);
  }

  private pageNumber(): number {
    return Math.max(1, this.int('PageNumber') ?? 1);
  }

  private pageSize(): number {
    const { defaultPageSize, largestPageSize, overLargestPageSize } = this.switches;
    const wanted = this.int('PageSize') ?? defaultPageSize;
    if (wanted > largestPageSize && overLargestPageSize === 'refuse') {
      throw invalid('PageSize', `The field PageSize must be between 1 and ${largestPageSize}.`);
    }
    return wanted < 1 ? defaultPageSize : Math.min(wanted, largestPageSize);
  }

  /** `Exclude` leaves out ids; `Sort` is `Field`, `Field asc` or `Field desc`, and unknown fields are ignored. */
  private arranged<T extends Identified>(items: readonly T[], row: (item: T) => ListRow): readonly T[] {
    const excluded = new Set(this.commaSeparated('Exclude'));
    const kept = excluded.size === 0 ? items : items.filter(({ id }) => !excluded.has(String(id)));
    const [field, direction] = (this.text('Sort') ?? '').toLowerCase().trim().split(/\s+/);
    const first = kept[0];
    if (field === undefined || field === '' || first === undefined) return kept;
    const name = Object.keys(row(first)).find((key) => key.toLowerCase() === field);
    if (name === undefined) return kept;
    const sign = direction === 'desc' ? -1 : 1;
    const keyed = kept.map((item) => ({ item, key: row(item)[name] }));
    return keyed.toSorted((a, b) => sign * compare(a.key, b.key)).map(({ item }) => item);
  }
}

interface Identified {
  readonly id: number;
}
export type ListRow = { readonly [name: string]: Wire };

function compare(a: Wire | undefined, b: Wire | undefined): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (a instanceof Date && b instanceof Date) return a.getTime() - b.getTime();
  return String(a ?? '').localeCompare(String(b ?? ''), 'en');
}

export function parseInt32(name: string, text: string): number {
  const value = /^-?\d{1,10}$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (Number.isNaN(value) || Math.abs(value) > LARGEST_INT32) {
    throw invalid(name, `The value '${text}' is not valid for ${name}.`);
  }
  return value;
}
