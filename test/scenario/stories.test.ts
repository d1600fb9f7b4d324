/** What engineers at providers live through, told from end to end over real HTTP. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Failure } from '../../src/engine/failure';
import type { Session } from '../../src/engine/session';
import { acmeFleet } from './support/acme';
import { gist, Story } from './support/story';

let story: Story;
let session: Session;
const options = { progress: { report: () => undefined }, signal: new AbortController().signal };

async function begin(fleet: Parameters<typeof acmeFleet>[0] = {}): Promise<void> {
  session?.dispose();
  await story?.end();
  story = await Story.begin({ fleet: acmeFleet(fleet) });
  await story.sync();
  session = story.open();
}

beforeEach(() => begin());
afterEach(async () => {
  session.dispose();
  await story.end();
});

type Product = 'bms' | 'vsa' | 'itglue';
const idOf = (product: Product, kind: 'organization' | 'contact', what: string) =>
  story.tenants.recordId(product, kind, `${product}-${what}`) ?? '';

/** A run in which nobody is asked for anything and no server for a write. */
async function nothingIsWritten(): Promise<void> {
  const report = await story.sync();
  expect(story.writes()).toEqual([]);
  expect(report.outcomes).toEqual([]);
}

const clientNames = async () => [
  (await story.portals.bms.organization(idOf('bms', 'organization', 'acme'))).accountName,
  (await story.portals.vsa.get(`system/orgs/${idOf('vsa', 'organization', 'acme')}`)).OrgName,
  (await story.portals.itglue.get('organizations', idOf('itglue', 'organization', 'acme'))).name,
];
const titles = async () => [
  (await story.portals.bms.contact(idOf('bms', 'contact', 'ada'))).jobTitle,
  (await story.portals.vsa.get(`system/staff/${idOf('vsa', 'contact', 'ada')}`)).Title,
  (await story.portals.itglue.get('contacts', idOf('itglue', 'contact', 'ada'))).title,
];
const inBms = (jobTitle: string) =>
  story.portals.bms.edit('contact', idOf('bms', 'contact', 'ada'), { jobTitle });
const inItGlue = (title: string) =>
  story.portals.itglue.edit('contacts', idOf('itglue', 'contact', 'ada'), { title });

it('two quiet runs: nobody edits anything, and no server sees a write', async () => {
  await nothingIsWritten();
  await nothingIsWritten();
});

it('a rename on both sides: the documentation team and the office rename the client, and the office is the authority', async () => {
  await story.portals.itglue.edit('organizations', idOf('itglue', 'organization', 'acme'), {
    name: 'ACME Tooling (legacy)',
  });
  await story.portals.bms.edit('organization', idOf('bms', 'organization', 'acme'), {
    accountName: 'Acme Precision Tooling Ltd.',
  });
  const report = await story.sync();
  expect(await clientNames()).toEqual(Array(3).fill('Acme Precision Tooling Ltd.'));
  expect(report.prepared.plan.steps[0]?.changes[0]?.reason).toBe(
    'Kaseya BMS and IT Glue changed it differently, and Kaseya BMS is the authority for this field',
  );
  await nothingIsWritten();
});

it('a rename on both sides where a person decides: nothing moves until one has', async () => {
  await story.portals.itglue.edit('organizations', idOf('itglue', 'organization', 'acme'), {
    name: 'Acme G',
  });
  await story.portals.vsa.edit(`system/orgs/${idOf('vsa', 'organization', 'acme')}`, { OrgName: 'Acme V' });
  await nothingIsWritten();
  const { conflicts } = await session.overview();
  expect(conflicts).toMatchObject([
    {
      label: 'Name',
      agreed: { text: 'Acme Tooling Ltd.' },
      sides: { vsa: { text: 'Acme V' }, itglue: { text: 'Acme G' } },
    },
  ]);
});

it('phone formats: each system keeps a number in its own way, and none is sent back and forth', async () => {
  const formats = { bms: '(212) 555-0101', vsa: '12125550101', itglue: '+1 212.555.0101' } as const;
  await begin({
    change: (view, product) => ({
      ...view,
      contacts: view.contacts.map((held) => ({ ...held, phones: [formats[product]] })),
    }),
  });
  await nothingIsWritten();
  await nothingIsWritten();
});

it('a locked IT Glue record: the difference is told with its reason, and not tried again and again', async () => {
  await begin({ synced: ['contact'] });
  await inBms('Head of IT');
  expect(gist(await story.sync()).outcomes).toEqual({ done: 1 });
  expect(await titles()).toEqual(['Head of IT', 'Head of IT', 'Controller']);
  await nothingIsWritten();
  const { drift } = await session.overview();
  expect(drift).toContainEqual(
    expect.objectContaining({ system: 'itglue', field: 'title', reason: expect.stringMatching(/PSA sync/) }),
  );
});

it('a technician edits in BMS while the plan waits: their word stands, and the next plan carries it on', async () => {
  await inItGlue('Head of IT');
  const { plan } = await session.plan(options);
  await inBms('Chief Information Officer');
  const { outcomes } = await session.apply(plan, options);
  const ends = outcomes.map(({ step, type, message }) =>
    `${step.split('/')[0]} ${type} ${message ?? ''}`.trim(),
  );
  expect(ends.sort()).toEqual(['bms stale Job title was changed meanwhile', 'vsa done']);
  expect((await titles())[0]).toBe('Chief Information Officer');
  await story.sync();
  expect(await titles()).toEqual(Array(3).fill('Chief Information Officer'));
  await nothingIsWritten();
});

it('the plan waits so long that another run overtakes it: it is refused with what moved', async () => {
  await inBms('Head of IT');
  const { plan } = await session.plan(options);
  await story.sync();
  await expect(session.apply(plan, options)).rejects.toThrow(/Ada Lovelace: Job title has another value now/);
});

it('the answer to a create is lost: the record is found again, and no second one is made', async () => {
  await story.portals.bms.create('contact', {
    accountId: Number(idOf('bms', 'organization', 'acme')),
    locationId: Number(story.tenants.recordId('bms', 'location', 'bms-hq')),
    firstName: 'Grace',
    lastName: 'Hopper',
    emails: [{ emailAddress: 'grace@acme.example', emailTypeId: 1, isDefault: true }],
    phones: [],
  });
  story.tenants.desk.order({ system: 'itglue', status: 0, match: 'POST /contacts', afterActing: true });
  expect(gist(await story.sync()).outcomes).toEqual({ done: 1 });
  const graces = async () =>
    (await story.portals.itglue.all('contacts')).filter((one) => one['last-name'] === 'Hopper');
  expect(await graces()).toHaveLength(1);
  await nothingIsWritten();
  expect(await graces()).toHaveLength(1);
});

it('undo after someone else edited: what still stands is restored, the rest is listed and left', async () => {
  await inBms('Head of IT');
  const { run } = await story.sync();
  await inItGlue('Director of IT');
  const plan = await session.undoOf(run, undefined, options);
  expect(plan.drift).toMatchObject([
    { system: 'itglue', name: 'Ada Lovelace', field: 'title', value: 'Director of IT', wanted: 'Controller' },
  ]);
  await session.apply(plan, { ...options, purpose: 'undo' });
  expect(await titles()).toEqual(['Head of IT', 'Controller', 'Director of IT']);
});

/** Sets the clock of the products ahead of this computer's. */
const clockOff = () =>
  fetch(`${story.tenants.line.control}/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advance: 16 * 60_000 }),
  });
const refusedForItsClock = (error: unknown) =>
  Failure.is(error, 'guard') && error.guards.join() === 'clock-off';
const allTheSame = { pass: new Set(['clock-off']) };

it('a computer whose clock is far off: nothing is written, and a person may go on', async () => {
  await inBms('Head of IT');
  await clockOff();
  const refusal = story.sync();
  await expect(refusal).rejects.toSatisfy(refusedForItsClock);
  await expect(refusal).rejects.toThrow(/The clock of Kaseya BMS is 16 minutes ahead of this computer's/);
  expect(story.writes()).toEqual([]);
  await story.sync(allTheSame);
  expect(await titles()).toEqual(Array(3).fill('Head of IT'));
});

it('a plan made when the clock was far off is refused too, and who goes on loses no edit that comes after it', async () => {
  await inBms('Head of IT');
  await clockOff();
  const { plan } = await session.plan(options);
  const before = story.writes();
  await expect(session.apply(plan, options)).rejects.toSatisfy(refusedForItsClock);
  expect(story.writes()).toEqual(before);
  await session.apply(plan, { ...options, ...allTheSame });
  expect(await titles()).toEqual(Array(3).fill('Head of IT'));
  expect((await session.savedPlan())?.doubts).toBeUndefined();
  await inItGlue('Director of IT');
  await story.sync(allTheSame);
  expect(await titles()).toEqual(Array(3).fill('Director of IT'));
});

it('what is in doubt when such a plan is applied stops it too, and the plan is no moved one', async () => {
  await inBms('Head of IT');
  await clockOff();
  const { plan } = await session.plan(options);
  const waiting = await session.overview();
  expect(waiting.saved?.moved).toEqual([]);
  expect(waiting.plan.steps).toHaveLength(plan.steps.length);
  await story.turn({ bms: { hiddenAccounts: [Number(idOf('bms', 'organization', 'acme'))] } });
  const before = story.writes();
  await expect(session.apply(plan, { ...options, ...allTheSame })).rejects.toSatisfy(
    (error) => Failure.is(error, 'guard') && error.guards.join() === 'scope-loss',
  );
  expect(story.writes()).toEqual(before);
});
