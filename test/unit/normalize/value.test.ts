import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FieldSpec, FieldType } from '../../../src/engine/fields';
import type { FieldValue } from '../../../src/engine/model';
import { canonicalForm } from '../../../src/engine/normalize/value';

const spec = (type: FieldType): FieldSpec => ({ type, label: type });

const SAME: readonly (readonly [FieldType, FieldValue, FieldValue])[] = [
  ['text', ' Main  office\u00a0', 'Main office'],
  ['text', 'Cafe\u0301', 'Café'],
  ['text', null, ''],
  ['text', null, '  '],
  ['choice', 'Workstation', 'WORKSTATION '],
  ['host', 'DENTAL-PC01', 'dental-pc01'],
  ['note', '<p>First line<br/>second &amp; last</p>\r\n', 'First line\nsecond & last'],
  ['note', '<ul><li>one</li><li>two</li></ul>', 'one two'],
  ['note', '<b>bold</b>ly', 'boldly'],
  ['serial', ' pf0x1abc', 'PF0X1ABC'],
  ['url', 'https://www.Example.com/', 'example.com'],
  ['url', 'http://example.com/Shop/', 'example.com/Shop'],
  ['phone', '(214) 555-0100', '+1 214 555 0100'],
  ['phone', '2145550100', '1-214-555-0100'],
  ['phone', '+44 (0)20 7946 0018', '0044 20 79460018'],
  ['phone', '214-555-0100 x12', '+12145550100 ext. 12'],
  ['country', 'United States', 'USA'],
  ['country', 'Deutschland', 'DE'],
  ['country', 'UK', 'GB'],
  ['country', 'Allemagne', 'Germany'],
  ['region', 'Texas', 'TX'],
  ['region', 'us-tx', 'tx'],
  ['region', 'Québec', 'QC'],
  ['region', 'New South Wales', 'NSW'],
  ['region', 'Bayern', 'bayern'],
  ['date', '2026-01-31T00:00:00Z', '2026-01-31'],
  ['instant', '2026-01-31T08:00:00.123Z', '2026-01-31T08:00:00Z'],
  ['instant', '2026-01-31T09:00:00+01:00', '2026-01-31T08:00:00Z'],
  ['instant', '2026-03-01T00:30:00+01:00', '2026-02-28T23:30:00Z'],
  ['flag', true, 'true'],
  ['ip', '010.001.000.001', '10.1.0.1'],
  ['ip', '2001:0DB8:0:0:0:0:0:1', '2001:db8::1'],
  ['ip', '::ffff:10.0.0.1', '10.0.0.1'],
  ['emails', ['Kim@Example.com', 'a@b.c'], ['a@b.c', 'kim@example.com', 'a@b.c']],
  ['emails', [], null],
  ['macs', ['00-1B-21-AA-BB-CC', '001b.21aa.bbcd'], ['00:1b:21:aa:bb:cd', '001B21AABBCC']],
  ['ips', ['10.0.0.2', '10.0.0.1'], '10.0.0.1;10.0.0.2'],
  ['phones', ['(214) 555-0100', ''], ['+12145550100']],
];

const DIFFERENT: readonly (readonly [FieldType, FieldValue, FieldValue])[] = [
  ['text', 'Main office', 'main office'],
  ['text', 'Cafe', 'Café'],
  ['url', 'example.com/a', 'example.com/b'],
  ['phone', '(214) 555-0100', '(214) 555-0101'],
  ['phone', '214-555-0100 x12', '214-555-0100'],
  ['region', 'Washington', 'Western Australia'],
  ['note', 'Ask <john@example.com>', 'Ask'],
  ['note', 'a < b and c > d', 'a d'],
  ['date', '2026-01-31', '2026-02-01'],
  ['instant', '2026-01-31T08:00:00Z', '2026-01-31T08:00:01Z'],
  ['flag', true, false],
  ['flag', false, null],
  ['reference', '1', '01'],
  ['emails', ['a@b.c'], ['a@b.c', 'd@b.c']],
  ['country', 'Austria', 'Australia'],
];

describe('the comparison form of a value', () => {
  test.each(SAME)('%s: %j is the same as %j', (type, left, right) => {
    expect(canonicalForm(spec(type), left)).toBe(canonicalForm(spec(type), right));
  });

  test.each(DIFFERENT)('%s: %j is not %j', (type, left, right) => {
    expect(canonicalForm(spec(type), left)).not.toBe(canonicalForm(spec(type), right));
  });

  test('a national phone number is read by the country of its address', () => {
    const form = canonicalForm(spec('phone'), '030 1234567', { country: 'DE' });
    expect(form).toBe('+49301234567');
    expect(canonicalForm(spec('phone'), '+49 (0)30 123 45 67')).toBe(form);
  });

  test.each([
    ['DE', '+49 711 8269301', '497118269301'],
    ['DE', '+49 1512 3456789', '4915123456789'],
    ['GB', '+44 20 7946 0018', '442079460018'],
    ['FR', '+33 1 42 68 53 00', '33142685300'],
    ['NO', '+47 40 61 23 45', '4740612345'],
    ['US', '+1 212 555 0101', '12125550101'],
  ])('in %s, %s without its plus is the same number', (country, kept, stored) => {
    expect(canonicalForm(spec('phone'), stored, { country })).toBe(
      canonicalForm(spec('phone'), kept, { country }),
    );
  });

  test('a national number may begin with the digits of the country code', () => {
    const form = canonicalForm(spec('phone'), '04971 182693', { country: 'DE' });
    expect(form).toBe('+494971182693');
  });
});

const LISTS: readonly FieldType[] = ['emails', 'phones', 'macs', 'ips'];
const SINGLE: readonly FieldType[] = [
  'text',
  'choice',
  'note',
  'host',
  'serial',
  'url',
  'phone',
  'country',
  'region',
];
const TYPES: readonly FieldType[] = [...LISTS, ...SINGLE, 'date', 'instant', 'flag', 'ip', 'reference'];

/** Text with the pieces that normalizers act on, and any other. */
const messy = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc
    .array(
      fc.oneof(
        fc.constantFrom(
          '<p>',
          '</p>',
          '<br>',
          '&amp;',
          '&lt;',
          'b>',
          '+',
          '00',
          '(0)',
          '214',
          '555',
          'x',
          'ext',
          ';',
        ),
        fc.constantFrom(
          'http://',
          'www.',
          '/',
          '//',
          ':',
          '::',
          'ffff',
          '.',
          '-',
          ' ',
          '\n',
          'ß',
          'İ',
          'é',
          '#',
          ',',
        ),
        fc.string({ maxLength: 4 }),
        fc.nat(99_999).map(String),
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);

test('a serial number with a letter that comes apart in capitals has one form', () => {
  const once = canonicalForm(spec('serial'), '\u1fe2');
  expect(canonicalForm(spec('serial'), once)).toBe(once);
});

describe('properties', () => {
  test.each(TYPES)('%s: the form of a form is that form', (type) => {
    fc.assert(
      fc.property(messy, (text) => {
        const once = canonicalForm(spec(type), text);
        expect(canonicalForm(spec(type), once)).toBe(once);
      }),
      { numRuns: 600 },
    );
  });

  test.each(LISTS)('%s: the order and number of equal items in a list never count', (type) => {
    fc.assert(
      fc.property(fc.array(messy, { maxLength: 5 }), (items) => {
        const form = canonicalForm(spec(type), items);
        expect(canonicalForm(spec(type), [...items, ...items].reverse())).toBe(form);
        expect(canonicalForm(spec(type), form)).toBe(form);
      }),
      { numRuns: 300 },
    );
  });
});
