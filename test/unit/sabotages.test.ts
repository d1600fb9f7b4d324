/** Each way to break the engine, which the simulation must find, still fits the sources as they are. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SABOTAGES } from '../../scripts/sabotages.mjs';

test.each(SABOTAGES)('$name', async ({ file, find, replace }) => {
  const text = await readFile(join(import.meta.dirname, '..', '..', file), 'utf8');
  expect(text.split(find)).toHaveLength(2);
  expect(find).not.toBe(replace);
});

test('a few of them are tried in every run of all tests', () => {
  expect(SABOTAGES.filter(({ quick }) => quick)).toHaveLength(2);
});
