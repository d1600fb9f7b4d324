import { describe, expect, it } from 'vitest';
import { leftText } from '../../../src/cli/progress';

describe('the time left', () => {
  it.each([
    ['nothing is done yet', 60_000, 0, 100, ''],
    ['the end is unknown', 60_000, 10, null, ''],
    ['it has only begun', 1_000, 1, 100, ''],
    ['it is over', 60_000, 100, 100, ''],
    ['seconds', 10_000, 50, 100, 'about 10 s left'],
    ['the last moments', 10_000, 99, 100, 'about 5 s left'],
    ['minutes', 60_000, 10, 100, 'about 9 min left'],
    ['hours', 3_600_000, 100, 1000, 'about 9 h left'],
  ])('%s', (_when, elapsed, done, total, expected) => {
    expect(leftText(elapsed, done, total)).toBe(expected);
  });
});
