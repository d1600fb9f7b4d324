import { describe, expect, it } from 'vitest';
import { phoneForm } from '../../../src/engine/normalize/phone';

/** Each row: ways in which systems hold one number, and the country that the records name. */
const SAME: readonly [string, string | undefined, ...string[]][] = [
  ['+497118269301', 'DE', '+49 711 8269301', '497118269301', '0711/8269301', '0049 711 8269301'],
  ['+12125550199', 'US', '(212) 555-0199', '12125550199', '212.555.0199', '+1 212 555 0199'],
  ['+442079460123', 'GB', '020 7946 0123', '442079460123', '+44 (0)20 7946 0123'],
  ['+61291234567', 'AU', '(02) 9123 4567', '61291234567'],
  ['+497119497575;ext=337', 'DE', '0711/9497575 x337', '07119497575 x337'],
  ['+3532145013', undefined, '00 353 00 02145013', '+353 (00) 02145013'],
  ['+31515782', undefined, '+31 005 15782', '+31 (0)(0)515782'],
];

describe('a telephone number', () => {
  it.each(SAME)('%s in %s has one form however it is written', (form, country, ...ways) => {
    for (const way of ways) expect(phoneForm(way, country)).toBe(form);
    expect(phoneForm(form, country)).toBe(form);
  });
});
