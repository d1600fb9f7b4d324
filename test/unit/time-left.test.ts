import { expect, test } from 'vitest';
import { timeLeft } from '../../src/text/time-left';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test.each([
  ['the first steps say nothing', 4, 100, MINUTE, 0, ''],
  ['nor do the first moments', 10, 100, 2000, 0, ''],
  ['the end is unknown', 10, null, MINUTE, 0, ''],
  ['it is over', 100, 100, MINUTE, HOUR, ''],
  ['minutes', 10, 100, 10_000, 0, 'about 2 min left'],
  ['seconds', 50, 100, 10_000, 0, 'about 10 s left'],
  ['the last moments', 99, 100, 10_000, 0, 'a few seconds left'],
  ['hours', 10, 10_000, MINUTE, 0, 'about 16.6 h left'],
  ['an allowance that ends long before the steps do', 1400, 3000, MINUTE, HOUR, 'about 1.0 h left'],
  ['an allowance that is known from the start', 0, 3000, 0, 2 * HOUR, 'about 2.0 h left'],
  ['an allowance that does not matter', 10, 100, 10_000, MINUTE, 'about 2 min left'],
])('%s', (_, done, total, elapsed, atLeast, text) => {
  expect(timeLeft({ done, total, elapsed, atLeast })).toBe(text);
});
