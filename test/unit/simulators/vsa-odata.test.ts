import { LosslessNumber } from 'lossless-json';
import { describe, expect, test } from 'vitest';
import {
  type FieldRules,
  filterable,
  parseFilter,
  parseOrder,
  sortable,
} from '../../../src/simulators/vsa/odata';

const FIELDS: FieldRules = {
  Id: filterable('decimal'),
  Parent: filterable('decimal'),
  Name: sortable('string'),
  Count: sortable('int'),
  Money: sortable('decimal'),
  Seen: sortable('time'),
  Active: sortable('boolean'),
};
const row = (Id: bigint, Name: string | null, Count: number, more = {}) => ({
  Id,
  Name,
  Count,
  Hidden: 'x',
  ...more,
});
const ROWS = [
  row(52361412952525411214415725n, "O'Brien", 1, { Active: true, Seen: '2026-01-01T00:00:00' }),
  row(52361412952525411214415726n, 'acme', 20, { Parent: 5n, Money: new LosslessNumber('1234.50') }),
  row(7n, null, 3, { Active: false, Seen: '2026-02-01T00:00:00' }),
];

const names = (filter: string, longIds: 'suffixed' | 'never' = 'suffixed') =>
  ROWS.filter(parseFilter(filter, FIELDS, { longIds })).map((kept) => kept.Count);

describe('$filter', () => {
  test.each([
    ["Name eq 'O''Brien'", [1]],
    ["Name eq 'ACME'", [20]],
    ["Name ne 'acme'", [1, 3]],
    ['Name eq null', [3]],
    ['Name ne null', [1, 20]],
    ['Parent ne null', [20]],
    ['Count gt 1 and Count le 20', [20, 3]],
    ["Name eq 'acme' or Count lt 2", [1, 20]],
    ["Count eq 1 or Count eq 3 and Name eq 'acme'", [1]],
    ["(Count eq 1 or Count eq 3) and Name eq 'acme'", []],
    ['Id eq 52361412952525411214415725M', [1]],
    ['Id gt 52361412952525411214415725m', [20]],
    ['Id eq 7', [3]],
    ['Id eq 7L', [3]],
    ['Money ge 1234.5M', [20]],
    ['Money lt 1234.5', []],
    ["startswith(Name,'AC')", [20]],
    ["endswith(Name,'brien') eq true", [1]],
    ["substringof('''b',Name)", [1]],
    ["substringof('e',Name) eq false", [3]],
    ["Seen gt datetime'2026-01-15T00:00:00'", [3]],
    ["Seen lt '2026-01-15'", [1]],
    ['Active eq true', [1]],
    ['  Count   ge  20  ', [20]],
  ])('%s', (filter, expected) => {
    expect(names(filter)).toEqual(expected);
  });

  test.each([
    ['Id eq 52361412952525411214415725', "Unrecognized 'Edm.Int32' literal"],
    ['Id eq 694825728222021', "Unrecognized 'Edm.Int32' literal"],
    ['Id eq 52361412952525411214415725L', "Unrecognized 'Edm.Int64' literal"],
    ['Id eq 12345678901234567890123456789M', "Unrecognized 'Edm.Decimal' literal"],
    ['Id eq 5.236e+25', 'Syntax error'],
    ["Hidden eq 'x'", "'Hidden' cannot be used"],
    ["toString eq 'x'", "'toString' cannot be used"],
    ["Id eq '7'", 'incompatible types'],
    ['Name eq 7', 'incompatible types'],
    ['Name like 7', "Unknown operator 'like'"],
    ["contains(Name,'x')", "Unknown function 'contains'"],
    ['startswith(Name,5)', 'quoted text'],
    ["startswith(Count,'5')", 'cannot be applied'],
    ["Name eq 'open", 'Syntax error'],
    ['Name eq', 'ends too early'],
    ['Count eq 1 Count eq 2', "Syntax error at 'Count'"],
    ['(Count eq 1', 'ends too early'],
    ['Count eq maybe', "'maybe'"],
    ['', 'ends too early'],
  ])('refuses %s', (filter, message) => {
    expect(() => names(filter)).toThrow(message);
  });

  test('refuses long ids even with a suffix where the server is switched so', () => {
    expect(() => names('Id eq 52361412952525411214415725M', 'never')).toThrow('Edm.Decimal');
    expect(names('Id eq 694825728222021M', 'never')).toEqual([]);
  });
});

describe('$orderby', () => {
  const ordered = (text: string) => [...ROWS].sort(parseOrder(text, FIELDS)).map((one) => one.Count);

  test('orders by one field or several, blanks first', () => {
    expect(ordered('Name')).toEqual([3, 20, 1]);
    expect(ordered('Name desc')).toEqual([1, 20, 3]);
    expect(ordered('Active asc, Count desc')).toEqual([20, 3, 1]);
  });

  test('refuses fields without the flag and words it does not know', () => {
    expect(() => ordered('Id')).toThrow("'Id' cannot be used in $orderby");
    expect(() => ordered('Name upwards')).toThrow('Syntax error');
    expect(() => ordered('')).toThrow('cannot be used');
  });
});
