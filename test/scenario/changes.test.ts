/** What happens after the first sync: people edit, in one portal or in two, and each edit finds its way or waits. */

import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock';
import { FolderStore } from '../../src/store/store';
import { acmeFleet } from './support/acme';
import { gist, Story } from './support/story';

let story: Story;
const ids = { bms: '', vsa: '', itglue: '' };

async function begin(options: Parameters<typeof acmeFleet>[0] = {}): Promise<void> {
  story = await Story.begin({ fleet: acmeFleet(options) });
  for (const product of ['bms', 'vsa', 'itglue'] as const) {
    ids[product] = story.tenants.recordId(product, 'contact', `${product}-ada`) ?? '';
  }
  await story.sync();
  await quiet();
}

/** Nothing is left to do: the servers see only reads. */
async function quiet(): Promise<void> {
  const report = await story.sync();
  expect(story.writes()).toEqual([]);
  expect(report.outcomes).toEqual([]);
}

/** Ada's job title, as each portal shows it. */
async function titles(): Promise<readonly unknown[]> {
  const { bms, vsa, itglue } = story.portals;
  const [here, there, elsewhere] = await Promise.all([
    bms.contact(ids.bms),
    vsa.get(`system/staff/${ids.vsa}`),
    itglue.get('contacts', ids.itglue),
  ]);
  return [here.jobTitle, there.Title, elsewhere.title];
}

const inBms = (title: string | null) => story.portals.bms.edit('contact', ids.bms, { jobTitle: title });
const inVsa = (title: string) =>
  story.portals.vsa.edit(`system/staff/${ids.vsa}`, { Title: title, Function: '' });
const inItGlue = (title: string | null) => story.portals.itglue.edit('contacts', ids.itglue, { title });

afterEach(() => story.end());

describe('an edit in one portal', () => {
  beforeEach(() => begin());

  it.each([
    ['Kaseya BMS', inBms],
    ['Kaseya VSA', inVsa],
    ['IT Glue', inItGlue],
  ])('made in %s, reaches the others: that one field, once', async (_where, edit) => {
    expect(await titles()).toEqual(['Controller', 'Controller', 'Controller']);
    await edit('Head of IT');
    const report = await story.sync();
    expect(gist(report).outcomes).toEqual({ done: 2 });
    expect(report.prepared.plan.steps.flatMap((step) => step.changes.map(({ field }) => field))).toEqual([
      'title',
      'title',
    ]);
    expect(await titles()).toEqual(['Head of IT', 'Head of IT', 'Head of IT']);
    await quiet();
  });

  it('writes to the systems that have it not, and to no other', async () => {
    await inItGlue('Head of IT');
    await inVsa('Head of IT');
    await story.sync();
    expect(story.writes()).toEqual(['bms PATCH /v2/crm/contacts/{id} x1']);
    expect(await titles()).toEqual(['Head of IT', 'Head of IT', 'Head of IT']);
    await quiet();
  });

  it('takes a phone number that each system keeps in its own way, and never sends it back and forth', async () => {
    const phone = { value: '+1 (212) 555-0199', 'label-name': 'Work', primary: true };
    await story.portals.itglue.edit('contacts', ids.itglue, { 'contact-phones': [phone] });
    const report = await story.sync();
    expect(gist(report).outcomes.failed).toBeUndefined();
    const { bms, vsa } = story.portals;
    const digits = (value: unknown) => JSON.stringify(value).replace(/[^0-9"]/g, '');
    expect(digits(await bms.contact(ids.bms))).toContain('12125550199');
    expect(digits(await vsa.get(`system/staff/${ids.vsa}`))).toContain('12125550199');
    await quiet();
    await quiet();
  });
});

describe('edits in two portals', () => {
  beforeEach(() => begin());

  it('are settled by the authority where it is one of them', async () => {
    await inBms('Finance Director');
    await inItGlue('Head of Finance');
    const report = await story.sync();
    expect(report.prepared.plan.conflicts).toEqual([]);
    expect(report.prepared.plan.steps[0]?.changes[0]?.reason).toMatch(
      /Kaseya BMS is the authority for this field/,
    );
    expect(await titles()).toEqual(['Finance Director', 'Finance Director', 'Finance Director']);
    await quiet();
  });

  it('wait for a person where it is not, and nothing is written until one has decided', async () => {
    await inVsa('Finance Director');
    await inItGlue('Head of Finance');
    const report = await story.sync();
    expect(story.writes()).toEqual([]);
    expect(report.prepared.plan.conflicts).toMatchObject([
      {
        kind: 'contact',
        field: 'title',
        organization: 'Acme Tooling Ltd.',
        values: { bms: 'Controller', vsa: 'Finance Director', itglue: 'Head of Finance' },
        base: { bms: 'Controller', vsa: 'Controller', itglue: 'Controller' },
        reason: 'Kaseya VSA and IT Glue changed it to different values',
      },
    ]);
    expect(report.statuses.get(`itglue:contact:${ids.itglue}`)?.status).toBe('conflict');
    const again = await story.sync();
    expect(story.writes()).toEqual([]);
    expect(again.prepared.plan.conflicts).toEqual(report.prepared.plan.conflicts);

    const folder = join(story.folder, '.msp-sync');
    const store = new FolderStore({ folder, clock: systemClock, onDamage: () => undefined });
    await store.saveDecisions([
      {
        type: 'value',
        by: 'kim',
        at: '2026-06-02T08:00:00Z',
        record: `bms:contact:${ids.bms}`,
        field: 'title',
        value: 'Head of Finance',
        against: { bms: 'Controller', vsa: 'Finance Director', itglue: 'Head of Finance' },
      },
    ]);
    await story.sync();
    expect(await titles()).toEqual(['Head of Finance', 'Head of Finance', 'Head of Finance']);
    await quiet();
    await inBms('Chief Financial Officer');
    await story.sync();
    expect(await titles()).toEqual([
      'Chief Financial Officer',
      'Chief Financial Officer',
      'Chief Financial Officer',
    ]);
  });
});

describe('clearing a field', () => {
  beforeEach(() => begin());

  it('follows from its authority', async () => {
    await inBms(null);
    await story.sync();
    expect((await titles()).map((title) => title ?? '')).toEqual(['', '', '']);
    await quiet();
  });

  it('waits for a person from elsewhere: nobody loses a value by an accident in another system', async () => {
    await inItGlue(null);
    const report = await story.sync();
    expect(story.writes()).toEqual([]);
    expect(report.prepared.plan.conflicts).toMatchObject([
      {
        field: 'title',
        suggestion: 'bms',
        reason: 'IT Glue cleared it, and only Kaseya BMS may clear this field',
      },
    ]);
    expect(await titles()).toEqual(['Controller', 'Controller', null]);
  });
});

describe('a record that IT Glue’s own PSA sync holds', () => {
  beforeEach(() => begin({ synced: ['contact'] }));

  it('is told as drift with its reason, not tried again and again, and does not stop the others', async () => {
    await inBms('Head of IT');
    const report = await story.sync();
    expect(gist(report).outcomes).toEqual({ done: 1 });
    expect(await titles()).toEqual(['Head of IT', 'Head of IT', 'Controller']);
    const told = { system: 'itglue', field: 'title', value: 'Controller', wanted: 'Head of IT' };
    const reason = expect.stringMatching(/PSA sync holds the record: change it in the PSA/);
    expect(report.prepared.plan.drift).toContainEqual(expect.objectContaining({ ...told, reason }));
    const again = await story.sync();
    expect(story.writes()).toEqual([]);
    expect(again.outcomes).toEqual([]);
    expect(again.prepared.plan.drift).toContainEqual(expect.objectContaining({ ...told, reason }));
  });
});

describe('a record made after the first sync', () => {
  beforeEach(() => begin());

  const newContact = async (): Promise<void> => {
    const [accountId, locationId] = [
      story.tenants.recordId('bms', 'organization', 'bms-acme'),
      story.tenants.recordId('bms', 'location', 'bms-hq'),
    ];
    await story.portals.bms.create('contact', {
      accountId: Number(accountId),
      locationId: Number(locationId),
      firstName: 'Grace',
      lastName: 'Hopper',
      emails: [{ emailAddress: 'grace@acme.example', emailTypeId: 1, isDefault: true }],
      phones: [],
    });
  };
  const graces = async () =>
    (await story.portals.itglue.all('contacts')).filter((contact) => contact['first-name'] === 'Grace');

  it('in BMS follows into IT Glue, once', async () => {
    await newContact();
    const report = await story.sync();
    expect(gist(report).steps).toEqual([expect.stringMatching(/^done itglue\/create\/contact\//)]);
    expect(await graces()).toMatchObject([
      { 'last-name': 'Hopper', 'contact-emails': [expect.objectContaining({ value: 'grace@acme.example' })] },
    ]);
    await quiet();
  });

  it.each([
    ['the connection breaks', 0],
    ['the gateway gives up', 504],
  ] as const)('is not made twice when the answer is lost because %s', async (_why, status) => {
    await newContact();
    story.tenants.desk.order({ system: 'itglue', status, match: 'POST /contacts', afterActing: true });
    const report = await story.sync();
    expect(gist(report).outcomes).toEqual({ done: 1 });
    expect(await graces()).toHaveLength(1);
    await quiet();
    expect(await graces()).toHaveLength(1);
  });

  it('is made by the next run when the server failed before it acted', async () => {
    await newContact();
    story.tenants.desk.order({ system: 'itglue', status: 500, match: 'POST /contacts' });
    const report = await story.sync();
    expect(gist(report).outcomes).toEqual({ unknown: 1 });
    expect(await graces()).toHaveLength(0);
    await story.sync();
    expect(await graces()).toHaveLength(1);
    await quiet();
  });
});
