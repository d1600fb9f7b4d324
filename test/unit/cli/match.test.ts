import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { oneFormat } from '../../../src/cli/csv';
import { pieces, registerMatch, summary } from '../../../src/cli/match/command';
import { decode, readRows } from '../../../src/cli/match/rows';
import { type MatchRun, runMatch } from '../../../src/cli/match/run';
import { matchTable } from '../../../src/cli/match/table';
import { Failure } from '../../../src/engine/failure';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'match-'));
});
afterAll(() => rm(folder, { recursive: true }));

const clock = { now: () => performance.now(), yield: () => Promise.resolve() };

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function run(files: Readonly<Record<string, string>>, more: object = {}): Promise<MatchRun> {
  const records = await Promise.all(
    Object.entries(files).map(
      async ([what, content], at) => `${what}=${await file(`f${at}-${Math.random()}`, content)}`,
    ),
  );
  return runMatch({ records, clock, ...more });
}

const pairs = ({ output }: MatchRun) =>
  output.identities.map((it) => `${it.kind} ${JSON.stringify(it.members)}`);

describe('reading rows', () => {
  test('CSV with a byte order mark, CRLF, quotes and line ends inside quotes', () => {
    const bytes = new TextEncoder().encode('\ufeffid,name\r\n1,"Smith ""Dental"",\r\nInc."\r\n2,Acme\r\n');
    const { rows, problems } = readRows(decode(bytes), 'f');
    expect(problems).toEqual([]);
    expect(rows).toEqual([
      { line: 2, values: { id: '1', name: 'Smith "Dental",\nInc.' } },
      { line: 4, values: { id: '2', name: 'Acme' } },
    ]);
  });

  test('UTF-16 and Windows-1252', () => {
    const text = 'id,name\n1,Müller\n';
    const wide = Uint8Array.from([0xff, 0xfe, ...[...text].flatMap((char) => [char.charCodeAt(0), 0])]);
    const old = Uint8Array.from([...text].map((char) => char.charCodeAt(0)));
    for (const bytes of [wide, old]) expect(readRows(decode(bytes), 'f').rows[0]?.values.name).toBe('Müller');
  });

  test('a semicolon or a tab between the values', () => {
    expect(readRows('id;name\n1;Acme\n', 'f').rows[0]?.values).toEqual({ id: '1', name: 'Acme' });
    expect(readRows('id\tname\n1\tAcme\n', 'f').rows[0]?.values).toEqual({ id: '1', name: 'Acme' });
  });

  test('a row of another length and a quote that never ends are reported, the rest is read', () => {
    const { rows, problems } = readRows('id,name\n1,A\n2,B,C\n3,"open\n4,D\n', 'f');
    expect(rows.map((row) => row.values.id)).toEqual(['1', '4']);
    expect(problems.map((problem) => problem.line)).toEqual([3, 4]);
  });

  test('JSON element by element, with its line', () => {
    const { rows, problems } = readRows('[{"id":"1"},\n{broken},\n7,\n{"id":"2","name":"a]},{"}]', 'f');
    expect(rows).toEqual([
      { line: 1, values: { id: '1' } },
      { line: 4, values: { id: '2', name: 'a]},{' } },
    ]);
    expect(problems.map((problem) => problem.line)).toEqual([2, 3]);
  });

  test('a JSON array that is cut off keeps what came before', () => {
    const { rows, problems } = readRows('[{"id":"1"},\n{"id":"2"', 'f');
    expect(rows).toHaveLength(1);
    expect(problems).toHaveLength(1);
  });

  test('ids longer than a JavaScript number', () => {
    const { rows } = readRows('[{"id":12345678901234567890123456}]', 'f');
    expect(String(rows[0]?.values.id)).toBe('12345678901234567890123456');
  });

  test('an object is no list of records', () => {
    expect(() => readRows('{"id":1}', 'f')).toThrow(Failure);
  });

  test('nothing is no records', () => {
    expect(readRows('', 'f')).toEqual({ rows: [], problems: [] });
    expect(readRows('[]', 'f')).toEqual({ rows: [], problems: [] });
  });
});

describe('matching files', () => {
  test('businesses alone, CSV against JSON', async () => {
    const result = await run({
      'bms:organization': 'id,name,phone\n1,"Smith Dental, P.C.",(214) 555-0100\n2,Acme,\n',
      'itglue:organization':
        '[{"id":7,"name":"smith dental","phone":"+1 214 555 0100"},{"id":8,"name":"Zeta"}]',
    });
    expect(pairs(result)).toEqual(['organization {"bms":"1","itglue":"7"}']);
    const identity = result.output.identities[0];
    expect(identity?.confidence).toBeGreaterThan(0.99);
    expect(identity?.evidence[0]).toMatchObject({
      field: 'name',
      verdict: 'agrees',
      values: ['Smith Dental, P.C.', 'smith dental'],
    });
  });

  test('machines whose organizations are listed, or only named', async () => {
    const result = await run({
      'bms:organization': 'id,name\no1,Contoso Ltd\n',
      'bms:asset':
        'id,organization,name,serialNumber,macAddresses\n1,o1,PC-1,PF3K2M91,00:1B:21:AA:BB:01;00:1B:21:AA:BB:02\n',
      'vsa:asset':
        'id,organization,name,serialNumber,macAddresses\n2,CONTOSO,pc-1.root.contoso,,001b21aabb02\n',
    });
    expect(pairs(result)).toEqual(['asset {"bms":"1","vsa":"2"}']);
  });

  test('people without organizations', async () => {
    const result = await run({
      'bms:contact': 'id,firstName,lastName,emails\n1,Kim,Smith,kim@contoso.com;k@x.org\n',
      'itglue:contact': 'id,firstName,lastName,emails\n1,Kimberly,Smith,KIM@contoso.com\n',
    });
    expect(pairs(result)).toEqual(['contact {"bms":"1","itglue":"1"}']);
  });

  test('the document in pieces is the document', async () => {
    const csv = `id,name\n${Array.from({ length: 450 }, (_, at) => `${at},Client ${at} Number${at * 7}`).join('\n')}\n`;
    const { output } = await run({ 'bms:organization': csv, 'itglue:organization': csv });
    expect(output.identities).toHaveLength(450);
    expect(JSON.parse([...pieces(output)].join(''))).toEqual(JSON.parse(JSON.stringify(output)));
  });

  test('three systems give one identity', async () => {
    const csv = 'id,name\n1,Acme\n';
    const result = await run({
      'bms:organization': csv,
      'vsa:organization': csv,
      'itglue:organization': csv,
    });
    expect(pairs(result)).toEqual(['organization {"bms":"1","vsa":"1","itglue":"1"}']);
  });

  test('rows without an id or with a used one are reported by file and line', async () => {
    const result = await run({
      'bms:organization': 'id,name\n1,Acme\n,Nameless\n1,Again\n2,Zeta\n',
      'itglue:organization': 'id,name\n1,Acme\n2,Zeta\n',
    });
    expect(result.problems.map((problem) => problem.line)).toEqual([3, 4]);
    expect(pairs(result)).toHaveLength(2);
  });

  test('more than one candidate is a choice', async () => {
    const result = await run({
      'bms:organization': 'id,name\n1,Acme\n',
      'itglue:organization': 'id,name\n1,Acme\n2,Acme\n',
    });
    expect(result.output.ambiguous[0]).toMatchObject({ kind: 'organization', system: 'bms', id: '1' });
    expect(result.output.ambiguous[0]?.candidates.map((it) => it.id).sort()).toEqual(['1', '2']);
    expect(summary(result)).toContain('1 ambiguous');
  });

  test('thresholds move the line between linking and asking', async () => {
    const files = {
      'bms:asset': 'id,name\n1,DENTAL-PC01\n',
      'vsa:asset': 'id,name\n1,DENTAL-PC01\n',
    };
    expect((await run(files)).output.suggestions).toHaveLength(1);
    expect((await run(files, { linkThreshold: 0.6 })).output.identities).toHaveLength(1);
    expect((await run(files, { suggestThreshold: 0.94 })).output.suggestions).toHaveLength(0);
  });

  test.each([
    [['bms=x', 'vsa:asset=y']],
    [['bms:thing=x', 'vsa:asset=y']],
    [['psa:asset=x', 'vsa:asset=y']],
    [['bms:asset=x']],
    [[]],
  ])('%j is wrong usage', async (records) => {
    await expect(runMatch({ records, clock })).rejects.toMatchObject({ reason: 'usage' });
  });

  test('a file that is not there is told by its name', async () => {
    const records = [`bms:asset=${folder}/none`, `vsa:asset=${folder}/none`];
    await expect(runMatch({ records, clock })).rejects.toThrow(`${folder}/none`);
  });
});

test('as a table: a row for each pair, and no text that a spreadsheet would run', async () => {
  const files = {
    'bms:asset':
      'id,name,serialNumber,macAddress\n=1+1,PC1,PF3K2M91,00:1b:21:aa:bb:cc\n@b,PC2,PF3K2M92,00:1b:21:aa:bb:cd\n',
    'vsa:asset':
      'id,name,serialNumber,macAddress\n-7,PC1,PF3K2M91,00:1b:21:aa:bb:cc\nb,PC2,PF3K2M92,00:1b:21:aa:bb:cd\n',
  };
  const table = matchTable((await run(files)).output);
  const rows = parse(table, { columns: true, bom: true });
  expect(rows).toEqual([
    expect.objectContaining({ result: 'matched', kind: 'asset', bms: "'=1+1", vsa: "'-7", itglue: '' }),
    expect.objectContaining({ result: 'matched', kind: 'asset', bms: "'@b", vsa: 'b' }),
  ]);
});

test('one format at a time', () => {
  expect(() => oneFormat({ json: true, csv: true })).toThrow('JSON and for CSV');
  oneFormat({ json: true, csv: false });
});

test('the command refuses a threshold that is no probability', async () => {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  registerMatch(program);
  for (const command of program.commands)
    command.exitOverride().configureOutput({ writeErr: () => undefined });
  const given = ['node', 'msp-sync', 'match', '--records', 'bms:asset=x', '--link-threshold', '7'];
  await expect(program.parseAsync(given)).rejects.toMatchObject({ code: 'commander.invalidArgument' });
});
