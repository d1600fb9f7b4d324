/** A plan from the command line: seen, cut down, applied, a conflict decided, looked back on and taken back. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import * as z from 'zod';
import { acmeFleet } from './support/acme';
import {
  type Ended,
  type Environment,
  expectClear,
  run,
  secretsOf,
  settingsOf,
  writeSettings,
} from './support/program';
import { Story } from './support/story';

let story: Story;
let secrets: Environment;
const ids = { bms: '', vsa: '', itglue: '' };

const msp = (...args: readonly string[]): Promise<Ended> => run(story.folder, args, secrets);

beforeEach(async () => {
  story = await Story.begin({ fleet: acmeFleet() });
  for (const product of ['bms', 'vsa', 'itglue'] as const) {
    ids[product] = story.tenants.recordId(product, 'contact', `${product}-ada`) ?? '';
  }
  secrets = secretsOf(story.tenants.line);
  await writeSettings(story.folder, settingsOf(story.tenants.line));
  await story.sync();
});
afterEach(() => story.end());

const inBms = (jobTitle: string) => story.portals.bms.edit('contact', ids.bms, { jobTitle });
const inVsa = (title: string) =>
  story.portals.vsa.edit(`system/staff/${ids.vsa}`, { Title: title, Function: '' });
const inItGlue = (title: string) => story.portals.itglue.edit('contacts', ids.itglue, { title });
const titles = async () => [
  (await story.portals.bms.contact(ids.bms)).jobTitle,
  (await story.portals.vsa.get(`system/staff/${ids.vsa}`)).Title,
  (await story.portals.itglue.get('contacts', ids.itglue)).title,
];

it('plan says what it would do and ends with 3; apply does a part, then the rest; the second plan ends with 0', async () => {
  await inBms('Head of IT');
  const planned = await msp('plan', '--ids');
  expect(planned.code).toBe(3);
  expect(planned.out).toContain(
    [
      'Acme Tooling Ltd.',
      '  Kaseya VSA',
      `    ~ contact Ada Lovelace  # Kaseya BMS changed it  [vsa/update/contact/${ids.vsa}]`,
      '        Job title  "Controller" -> "Head of IT"',
      '  IT Glue',
      `    ~ contact Ada Lovelace  # Kaseya BMS changed it  [itglue/update/contact/${ids.itglue}]`,
      '        Job title  "Controller" -> "Head of IT"',
      '',
    ].join('\n'),
  );
  expect(planned.out).toContain('Plan: 0 to create, 2 to update, 0 to archive, in Kaseya VSA, IT Glue.');
  expect((await msp('apply', '--only', 'itglue')).code).toBe(0);
  expect(await titles()).toEqual(['Head of IT', 'Controller', 'Head of IT']);
  expect((await msp('apply')).code).toBe(0);
  expect(await titles()).toEqual(['Head of IT', 'Head of IT', 'Head of IT']);
  const again = await msp('plan');
  expect(again.code).toBe(0);
  expect(again.out).toContain('Nothing to write.');
});

it('what is left out of a plan stays out for who applies it, and a word that means nothing is refused', async () => {
  await inBms('Head of IT');
  expect((await msp('plan', '--except', 'vsa+contact')).out).toContain('1 step unticked.');
  expect((await msp('apply')).code).toBe(0);
  expect(await titles()).toEqual(['Head of IT', 'Controller', 'Head of IT']);
  const says = [/MSP-601 No step of the plan is meant by "gamma"/, /Name a system \(bms, vsa, itglue\)/];
  expectClear(await msp('apply', '--only', 'gamma'), { code: 2, says, secrets });
});

it('a conflict is listed with all sides, decided by its number, and written with the plan', async () => {
  await inVsa('Finance Director');
  await inItGlue('Head of Finance');
  expect((await msp('plan')).code).toBe(4);
  const listed = await msp('conflicts');
  expect(listed.code).toBe(4);
  for (const words of [
    /^1 {2}Ada Lovelace, Job title {2}\(Acme Tooling Ltd\.\)$/m,
    /agreed before {2}"Controller"/,
    /Kaseya VSA {2}"Finance Director" {2}changed$/m,
    /IT Glue {5}"Head of Finance" {2}changed; record last changed \d{4}-/,
  ])
    expect(listed.out).toMatch(words);
  expectClear(await msp('resolve', '1'), {
    code: 2,
    says: [/--take SYSTEM, --value TEXT or --suggested/],
    secrets,
  });
  expect((await msp('resolve', '1', '--take', 'itglue')).code).toBe(0);
  expect((await msp('conflicts')).out).toBe('No conflicts.\n');
  expect((await msp('apply')).code).toBe(0);
  expect(await titles()).toEqual(Array(3).fill('Head of Finance'));
  const why = await msp('why', `vsa:contact:${ids.vsa}`, 'title');
  expect(why.out).toMatch(/all sides agree.*wrote it last: decided by .+ on \d{4}-/);
});

const historyShape = z.object({
  runs: z.array(
    z.looseObject({
      run: z.string(),
      purpose: z.string(),
      by: z.string(),
      steps: z.array(z.looseObject({ step: z.string(), outcome: z.string(), name: z.string() })),
    }),
  ),
});

it('the history names each run with its steps; undo shows first, and writes when it is told to', async () => {
  await inBms('Head of IT');
  await msp('sync');
  const { runs } = historyShape.parse(JSON.parse((await msp('--json', 'history')).out));
  const [run] = runs;
  expect(run?.purpose).toBe('sync');
  expect(run?.steps.map(({ step, outcome, name }) => `${outcome} ${step} ${name}`).sort()).toEqual([
    `done itglue/update/contact/${ids.itglue} Ada Lovelace`,
    `done vsa/update/contact/${ids.vsa} Ada Lovelace`,
  ]);
  expect((await msp('history', 'last')).out).toContain('Job title  "Controller" -> "Head of IT"');
  await inItGlue('Director of IT');
  const shown = await msp('undo', run?.run ?? '');
  expect(shown.code).toBe(3);
  expect(shown.out).toMatch(
    /IT Glue: Ada Lovelace .*"Director of IT", elsewhere "Controller"\n.*changed it since.*not taken back/,
  );
  expect(await titles()).toEqual(['Head of IT', 'Head of IT', 'Director of IT']);
  expect((await msp('undo', 'last', '--apply')).code).toBe(0);
  expect(await titles()).toEqual(['Head of IT', 'Controller', 'Director of IT']);
});

const instant = z.iso.datetime();
const driftShape = z.strictObject({
  drift: z.array(
    z.strictObject({
      ...{ system: z.string(), kind: z.string(), identity: z.string(), record: z.string() },
      ...{ name: z.string(), organization: z.string(), field: z.string() },
      ...{ value: z.string(), wanted: z.string(), reason: z.string() },
    }),
  ),
  conflicts: z.array(z.never()),
  asOf: instant,
});
const writeShape = z.strictObject({
  ...{ run: z.string(), at: instant, by: z.string() },
  ...{ from: z.string(), to: z.string(), reason: z.string() },
});
const whyShape = z.strictObject({
  record: z.string(),
  fields: z.array(
    z.strictObject({
      ...{ field: z.literal('title'), label: z.literal('Job title') },
      sides: z.record(
        z.enum(['bms', 'vsa', 'itglue']),
        z.strictObject({
          ...{ value: z.string(), text: z.string(), agreed: z.string() },
          ...{ refusal: z.string().nullable(), written: writeShape.nullable() },
        }),
      ),
      authority: z.strictObject({ system: z.string().nullable(), by: z.string() }),
      ...{ row: z.string(), winner: z.string().nullable(), reason: z.string() },
    }),
  ),
});

it('drift and why give one document of a known shape with --json', async () => {
  await inBms('Head of IT');
  await story.sync();
  await msp('undo', 'last', '--apply');
  await msp('drift', '--scan');
  const { drift } = driftShape.parse(JSON.parse((await msp('--json', 'drift')).out));
  expect(drift.filter(({ field }) => field === 'title')).toEqual(
    (['vsa', 'itglue'] as const).map((system) =>
      expect.objectContaining({
        ...{ system, kind: 'contact', record: ids[system], name: 'Ada Lovelace' },
        ...{ organization: 'Acme Tooling Ltd.', value: 'Controller', wanted: 'Head of IT' },
      }),
    ),
  );
  const told = await msp('--json', 'why', `itglue:contact:${ids.itglue}`, 'Job title');
  const { record, fields } = whyShape.parse(JSON.parse(told.out));
  expect(record).toBe(`itglue:contact:${ids.itglue}`);
  expect(fields).toHaveLength(1);
  expect(fields[0]?.sides).toMatchObject({
    bms: { value: 'Head of IT', written: null },
    vsa: { value: 'Controller', written: { from: 'Head of IT', to: 'Controller' } },
    itglue: { value: 'Controller' },
  });
});

it('the drift report says what differs and why nothing is done, and writes nothing', async () => {
  await inBms('Head of IT');
  await story.sync();
  await msp('undo', 'last', '--apply');
  story.tenants.desk.startCountAnew();
  const { code, out } = await msp('drift', '--scan');
  expect(code).toBe(0);
  expect(out).toMatch(
    /IT Glue: Ada Lovelace \(Acme Tooling Ltd\.\), Job title {2}"Controller", elsewhere "Head of IT"/,
  );
  expect(out).toMatch(/it has differed from Kaseya BMS since it was last settled/);
  expect(story.writes()).toEqual([]);
});

it('authority can be decided for one client, and is what later edits go by', async () => {
  const acme = story.tenants.recordId('itglue', 'organization', 'itglue-acme');
  expect(
    (await msp('decide', 'authority', `itglue:organization:${acme}`, 'contact.title', 'itglue')).code,
  ).toBe(0);
  await inBms('Finance Director');
  await inItGlue('Head of Finance');
  await msp('sync');
  expect(await titles()).toEqual(Array(3).fill('Head of Finance'));
  await writeSettings(story.folder, {
    ...settingsOf(story.tenants.line),
    'mspSync.sync.organizationAuthority': { 'acme tooling ltd.': { 'contact.title': 'vsa' } },
  });
  await msp('decide', 'undo');
  await inBms('Treasurer');
  await inVsa('Chief Financial Officer');
  await msp('sync');
  expect(await titles()).toEqual(Array(3).fill('Chief Financial Officer'));
});
