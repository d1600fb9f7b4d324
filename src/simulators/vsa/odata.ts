/** The subset of OData v3 that VSA's collections understand: `$filter` and `$orderby`, as pure functions over rows. */
import { LosslessNumber } from 'lossless-json';
import { badRequest, type Wire, type WireRecord } from './envelope';
import { type Token, tokenize } from './odata-tokens';

type FieldType = 'decimal' | 'string' | 'int' | 'boolean' | 'time';
/** A field's type, and whether it may be filtered and sorted by. */
export interface FieldRule {
  readonly type: FieldType;
  readonly filter: boolean;
  readonly sort: boolean;
}
export const filterable = (type: FieldType): FieldRule => ({ type, filter: true, sort: false });
export const sortable = (type: FieldType): FieldRule => ({ type, filter: true, sort: true });
/** The flagged fields of a resource; what is not named can be neither filtered nor sorted by. */
export type FieldRules = Readonly<Record<string, FieldRule>>;

/** The same rule for several fields. */
export function rulesFor(rule: FieldRule, names: string): FieldRules {
  return Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, rule]),
  );
}

export type Predicate = (row: WireRecord) => boolean;
export type Comparison = (a: WireRecord, b: WireRecord) => number;
export interface FilterOptions {
  /** Whether a long id is a valid literal with the decimal suffix `M`. */
  readonly longIds: 'suffixed' | 'never';
}

type Scalar = string | number | bigint | boolean | null;

const OPERATORS: Readonly<Record<string, (order: number) => boolean>> = {
  eq: (order) => order === 0,
  ne: (order) => order !== 0,
  gt: (order) => order > 0,
  ge: (order) => order >= 0,
  lt: (order) => order < 0,
  le: (order) => order <= 0,
};

const TEXT_TESTS: Readonly<Record<string, (text: string, part: string) => boolean>> = {
  startswith: (text, part) => text.startsWith(part),
  endswith: (text, part) => text.endsWith(part),
  substringof: (text, part) => text.includes(part),
};

/** Text is compared without regard to case, as the server's database does. */
function scalarOf(value: Wire | undefined): Scalar {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value.toLowerCase();
  if (typeof value === 'object') return value instanceof LosslessNumber ? Number(value.toString()) : null;
  return value;
}

function order(a: Exclude<Scalar, null>, b: Exclude<Scalar, null>): number {
  if (a < b) return -1;
  return a > b ? 1 : 0;
}

function literalOf(token: Token, options: FilterOptions): Scalar {
  if (token.kind === 'number') return numberOf(token.text, options);
  if (token.kind === 'text') return token.text.toLowerCase();
  if (token.kind === 'time') return token.text;
  const word = token.text;
  if (word === 'true' || word === 'false') return word === 'true';
  if (word === 'null') return null;
  throw badRequest(`Could not read '${word}' as a literal.`);
}

/** An unsuffixed whole number is an Edm.Int32; `L` makes it an Int64, `M` a decimal of up to 28 digits. */
function numberOf(text: string, options: FilterOptions): number | bigint {
  const [, digits = '', fraction = '', suffix = ''] = /^(-?\d+)(\.\d+)?([a-z]*)$/i.exec(text) ?? [];
  const kind = suffix.toUpperCase();
  if (fraction !== '' && ['', 'D', 'F', 'M'].includes(kind)) return Number(digits + fraction);
  const value = BigInt(digits === '' ? 0 : digits);
  const size = value < 0n ? -value : value;
  const unrecognized = (type: string) => badRequest(`Unrecognized '${type}' literal '${text}' in '${text}'.`);
  if (kind === '' && size > 2_147_483_647n) throw unrecognized('Edm.Int32');
  if (kind === 'L' && size > 9_223_372_036_854_775_807n) throw unrecognized('Edm.Int64');
  const tooLong = digits.length > 28 || (options.longIds === 'never' && digits.length > 15);
  if (kind === 'M' && tooLong) throw unrecognized('Edm.Decimal');
  if (!['', 'L', 'M', 'D', 'F'].includes(kind)) throw badRequest(`Syntax error at '${text}'.`);
  return value;
}

function typeFor(use: 'filter' | 'sort', rules: FieldRules, field: string): FieldType {
  const rule = rules[field];
  if (rule?.[use]) return rule.type;
  throw badRequest(`The property '${field}' cannot be used in ${use === 'filter' ? '$filter' : '$orderby'}.`);
}

function fits(type: FieldType, literal: Scalar): boolean {
  if (literal === null) return true;
  if (type === 'string' || type === 'time') return typeof literal === 'string';
  if (type === 'boolean') return typeof literal === 'boolean';
  return typeof literal === 'number' || typeof literal === 'bigint';
}

class FilterParser {
  private at = 0;
  constructor(
    private readonly tokens: readonly Token[],
    private readonly rules: FieldRules,
    private readonly options: FilterOptions,
  ) {}

  whole(): Predicate {
    const predicate = this.either();
    const rest = this.tokens[this.at];
    if (rest !== undefined) throw badRequest(`Syntax error at '${rest.text}' in the filter.`);
    return predicate;
  }

  private either(): Predicate {
    const parts = [this.both()];
    while (this.takeWord('or')) parts.push(this.both());
    return (row) => parts.some((part) => part(row));
  }

  private both(): Predicate {
    const parts = [this.one()];
    while (this.takeWord('and')) parts.push(this.one());
    return (row) => parts.every((part) => part(row));
  }

  private one(): Predicate {
    const token = this.next();
    if (token.kind === 'open') {
      const inner = this.either();
      this.expect('close');
      return inner;
    }
    if (token.kind !== 'word') throw badRequest(`Syntax error at '${token.text}' in the filter.`);
    return this.tokens[this.at]?.kind === 'open' ? this.call(token.text) : this.comparison(token.text);
  }

  private comparison(field: string): Predicate {
    const type = typeFor('filter', this.rules, field);
    const operator = this.next().text;
    const test = OPERATORS[operator];
    if (test === undefined) throw badRequest(`Unknown operator '${operator}' in the filter.`);
    const literal = literalOf(this.next(), this.options);
    if (!fits(type, literal)) {
      throw badRequest(`A binary operator with incompatible types was detected: '${field} ${operator}'.`);
    }
    return (row) => {
      const value = scalarOf(row[field]);
      if (value !== null && literal !== null) return test(order(value, literal));
      return operator === (value === literal ? 'eq' : 'ne');
    };
  }

  /** `startswith(Field,'x')`, `endswith(Field,'x')`, `substringof('x',Field)`, each with an optional `eq true`. */
  private call(name: string): Predicate {
    const test = TEXT_TESTS[name];
    if (test === undefined) throw badRequest(`Unknown function '${name}' in the filter.`);
    this.expect('open');
    const first = this.next();
    this.expect('comma');
    const second = this.next();
    this.expect('close');
    const [field, part] = name === 'substringof' ? [second, first] : [first, second];
    if (field.kind !== 'word' || part.kind !== 'text') {
      throw badRequest(`The function '${name}' takes a property and a quoted text.`);
    }
    const type = typeFor('filter', this.rules, field.text);
    if (type !== 'string') throw badRequest(`The function '${name}' cannot be applied to '${field.text}'.`);
    const wanted = this.truth();
    const needle = part.text.toLowerCase();
    return (row) => {
      const value = scalarOf(row[field.text]);
      return (typeof value === 'string' && test(value, needle)) === wanted;
    };
  }

  private truth(): boolean {
    if (!this.takeWord('eq')) return true;
    const literal = literalOf(this.next(), this.options);
    if (typeof literal !== 'boolean') throw badRequest('A function can only be compared with true or false.');
    return literal;
  }

  private next(): Token {
    const token = this.tokens[this.at];
    if (token === undefined) throw badRequest('The filter ends too early.');
    this.at += 1;
    return token;
  }

  private expect(kind: Token['kind']): void {
    const token = this.next();
    if (token.kind !== kind) throw badRequest(`Syntax error at '${token.text}' in the filter.`);
  }

  private takeWord(word: string): boolean {
    const token = this.tokens[this.at];
    if (token?.kind !== 'word' || token.text !== word) return false;
    this.at += 1;
    return true;
  }
}

/**
 * Reads a `$filter`. Throws a 400 on bad syntax, on a field without the filter flag, on a literal of another type, and
 * on a whole number beyond Int32 without a suffix.
 */
export function parseFilter(text: string, rules: FieldRules, options: FilterOptions): Predicate {
  return new FilterParser(tokenize(text), rules, options).whole();
}

/** Reads an `$orderby`: `Field [asc|desc], ...`. Throws a 400 on a field without the sort flag. Blanks come first. */
export function parseOrder(text: string, rules: FieldRules): Comparison {
  const parts = text.split(',').map((part): Comparison => {
    const [field = '', direction = 'asc', ...rest] = part.trim().split(/\s+/);
    typeFor('sort', rules, field);
    if (!['asc', 'desc'].includes(direction) || rest.length > 0)
      throw badRequest(`Syntax error in '${part}'.`);
    const sign = direction === 'asc' ? 1 : -1;
    return (a, b) => sign * orderWithBlanks(scalarOf(a[field]), scalarOf(b[field]));
  });
  return (a, b) => {
    for (const part of parts) {
      const result = part(a, b);
      if (result !== 0) return result;
    }
    return 0;
  };
}

function orderWithBlanks(a: Scalar, b: Scalar): number {
  if (a === null || b === null) return Number(b === null) - Number(a === null);
  return order(a, b);
}
