/** The page about prerequisites and the checks themselves say the same. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CHECKS } from '../../src/systems/checks';

const page = readFileSync('docs/prerequisites.md', 'utf8');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
const named = rows.map(([first = '']) => first.replaceAll('`', ''));

const sources = ['src/systems', 'src/engine']
  .flatMap((folder) => readdirSync(folder, { withFileTypes: true, recursive: true }))
  .filter((file) => file.isFile() && file.name.endsWith('.ts') && file.name !== 'checks.ts')
  .map((file) => readFileSync(join(file.parentPath, file.name), 'utf8'))
  .join('\n');

describe('docs/prerequisites.md', () => {
  test('explains every check once, and no other', () => {
    expect([...named].sort()).toEqual([...CHECKS].sort());
  });

  test('leaves no cell blank', () => {
    for (const row of rows) for (const cell of row) expect(cell, row[0]).not.toBe('');
  });

  test.each(CHECKS)('%s is told by some check', (check) => {
    expect(sources).toContain(`'${check}'`);
  });

  test('is linked from the README', () => {
    expect(readFileSync('README.md', 'utf8')).toContain('(docs/prerequisites.md)');
  });
});
