/** Exports of 100,000 machines a side with bad rows among them, matched by the program itself. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { newFolder, run } from './support/program';

const ROWS = 100_000;
const CLIENTS = 400;

let folder: string;
beforeEach(async () => {
  folder = await newFolder();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Serial number and host name of the machine, each the same wherever it is exported. */
const serial = (at: number) => `PF${(at * 7919 + 1_000_003).toString(36).toUpperCase()}Q`;
const client = (at: number) => `Client ${(at % CLIENTS) * 7919} Ltd`;
const host = (at: number) => `C${at % CLIENTS}-PC${at}`;

/** Lines of a file with some in place of what stood there, by 1-based line. */
function withBad(lines: readonly string[], bad: Readonly<Record<number, string>>): string {
  return lines.map((line, at) => bad[at + 1] ?? line).join('\n');
}

it('matches 100,000 rows a side, tells each bad row by file and line, and matches the rest', async () => {
  const rows = Array.from({ length: ROWS }, (_, at) => at);
  const csv = [
    'id,organization,name,serialNumber',
    ...rows.map((at) => [`b${at}`, client(at), host(at), serial(at)].join()),
  ];
  const json = rows.map((at) =>
    JSON.stringify({ id: `v${at}`, organization: client(at), hostname: host(at), serialNumber: serial(at) }),
  );
  // The row of machine `at` is line `at + 2` of the one file and line `at + 2` of the other.
  await writeFile(
    join(folder, 'bms.csv'),
    withBad(csv, {
      17: `,${client(15)},${host(15)},${serial(15)}`,
      50002: `b3,${client(50_000)},${host(50_000)},${serial(50_000)}`,
      100001: 'b99999,too,few',
    }),
  );
  await writeFile(
    join(folder, 'vsa.json'),
    withBad(['[', ...json.map((text, at) => (at < ROWS - 1 ? `${text},` : text)), ']'], {
      60002: '{"id": "v60000", oops},',
      90002: '"no record",',
    }),
  );
  const files = ['--records', 'bms:asset=bms.csv', '--records', 'vsa:asset=vsa.json'];
  const { code, out, err } = await run(folder, ['match', ...files, '--csv']);

  expect(err.trim().split('\n')).toEqual([
    'bms.csv:17: no id',
    'bms.csv:50002: id b3 was used before, on line 5',
    'bms.csv:100001: 3 values where the header names 4',
    expect.stringMatching(/^vsa\.json:60002: not valid JSON: /),
    'vsa.json:90002: not a record',
    `${2 * ROWS - 5} records read, 5 bad rows left out`,
  ]);
  const [, ...told] = out.trimEnd().split('\n');
  const pairs = told.map((line) => line.split(',').slice(0, 4).join());
  const whole = rows.filter((at) => ![15, 50_000, 99_999, 60_000, 90_000].includes(at));
  expect(new Set(pairs)).toEqual(new Set(whole.map((at) => `matched,asset,b${at},v${at}`)));
  expect(pairs).toHaveLength(whole.length);
  expect(code).toBe(0);
});
