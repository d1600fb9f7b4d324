import { describe, expect, it } from 'vitest';
import { bmsTenant, type Row } from '../../support/bmsClient';
import { organization, smallFleet } from '../../support/smallFleet';

const tenant = async (...options: Parameters<typeof bmsTenant>) => {
  const bms = bmsTenant(...options);
  await bms.signIn();
  return bms;
};
type Bms = Awaited<ReturnType<typeof tenant>>;

const listId = async (bms: Bms, list: string) =>
  Number((await bms.rows(`/v2/system/tenantlookup/${list}`))[0]?.id);
const account = async (bms: Bms) => ({
  accountName: 'Initech',
  accountTypeId: 4101,
  businessTypeId: await listId(bms, 'BusinessType'),
  accountManagerId: 30214,
});
const fieldsOf = async (bms: Bms, response: Response) => {
  expect(response.status).toBe(400);
  return (await bms.read(response)).error?.details;
};

describe('accounts of BMS', () => {
  it('are created with exactly one main location', async () => {
    const bms = await tenant();
    const place = { locationName: 'Plant', addresses: [{ address1: '1 Way', Country: 'united states' }] };
    const locations = [place, { ...place, LocationName: 'Office', isMain: true }, { ...place, isMain: true }];
    const created = await bms.one('POST', '/v2/crm/accounts', {
      ...(await account(bms)),
      Locations: locations,
    });
    expect(created).toMatchObject({
      accountName: 'Initech',
      isActive: true,
      accountType: 'Customer',
      website: null,
    });
    const read = await bms.one('GET', `/v2/crm/accounts/summary/${created.id}`);
    expect(read).toEqual(created);
    const places = await bms.rows(`/v2/crm/accounts/${created.id}/locations/lookup`);
    expect(places.map(({ name, isMain }) => [name, isMain])).toEqual([
      ['Plant', false],
      ['Office', true],
      ['Plant', false],
    ]);
    const first = await bms.one('GET', `/v2/crm/accounts/${created.id}/locations/${places[0]?.id}`);
    expect(first.addresses).toMatchObject([{ address1: '1 Way', country: 'United States' }]);
  });

  it('have a main location even where the view has none', async () => {
    const bms = await tenant();
    const closed = await bms.one('GET', `/v2/crm/accounts/summary/${bms.id('organization', 'closed')}`);
    expect(closed.locations).toMatchObject([{ locationName: 'Main', isMain: true }]);
  });

  it('are refused without required fields or with references to nothing', async () => {
    const bms = await tenant();
    const missing = await bms.send('POST', '/v2/crm/accounts', { accountName: ' ' });
    expect(await fieldsOf(bms, missing)).toMatch(
      /AccountTypeId.*AccountName.*BusinessTypeId.*AccountManagerId.*Locations/,
    );
    const body = { ...(await account(bms)), locations: [] };
    for (const wrong of [
      { parentId: 5 },
      { accountTypeId: 5 },
      { accountManagerId: 5 },
      { businessTypeId: 5 },
      { currencyId: 99 },
    ]) {
      const response = await bms.send('POST', '/v2/crm/accounts', { ...body, ...wrong });
      expect(await fieldsOf(bms, response)).toMatch(/does not exist/);
    }
  });

  it('lose by PUT what it does not name, and nothing by PATCH', async () => {
    const bms = await tenant();
    const path = `/v2/crm/accounts/${bms.id('organization', 'acme')}`;
    const before = await bms.one('GET', path.replace('accounts/', 'accounts/summary/'));
    const patched = await bms.one('PATCH', path, [{ op: 'replace', path: 'accountcode', value: 'ACM' }]);
    expect(patched).toEqual({
      ...before,
      accountCode: 'ACM',
      modifiedBy: 30218,
      modifiedOn: '2025-07-01T12:00:00.000',
    });
    const put = await bms.one('PUT', path, await account(bms));
    expect(put).toMatchObject({
      accountName: 'Initech',
      accountCode: null,
      website: null,
      netDays: null,
      isActive: false,
    });
    expect(put.locations).toEqual(before.locations);
    expect(String(put.modifiedOn) > String(patched.modifiedOn)).toBe(true);
  });

  it('know JSON Patch: its operations, its unknown targets', async () => {
    const bms = await tenant();
    const path = `/v2/crm/accounts/${bms.id('organization', 'acme')}`;
    const steps = [
      { op: 'test', path: '/AccountName', value: 'Acme Ltd.' },
      { op: 'copy', from: '/accountCode', path: '/description' },
      { op: 'remove', path: 'website' },
    ];
    expect(await bms.one('PATCH', path, steps)).toMatchObject({ description: 'ACME', website: null });
    for (const step of [
      { op: 'replace', path: '/locations', value: [] },
      { op: 'replace', path: '/id', value: 7 },
      { op: 'test', path: '/accountName', value: 'Other' },
      { op: 'remove', path: '/accountName' },
      { op: 'merge', path: '/website', value: 1 },
    ]) {
      expect((await bms.send('PATCH', path, [step])).status).toBe(400);
    }
  });

  it('word their refusals as the switches say', async () => {
    const bms = await tenant();
    const style = async () => {
      const response = await bms.send('POST', '/v2/crm/accounts', {});
      return { status: response.status, body: await response.text() };
    };
    bms.simulator.switches.failureStyle = 'ok-envelope';
    expect(await style()).toMatchObject({ status: 200, body: expect.stringContaining('"success":false') });
    bms.simulator.switches.failureStyleOf['POST /v2/crm/accounts'] = 'model-state';
    expect(await style()).toMatchObject({ status: 400, body: expect.stringContaining('"errors":{"') });
    expect((await bms.send('GET', '/v2/crm/accounts/summary/7')).status).toBe(200);
    bms.simulator.switches.failureStyleOf['POST /v2/crm/accounts'] = 'html';
    expect(await style()).toMatchObject({ status: 502, body: expect.stringContaining('<html>') });
  });
});

describe('contacts of BMS', () => {
  const person = (bms: Bms) => ({
    accountId: bms.id('organization', 'acme'),
    locationId: bms.id('location', 'acme-hq'),
    firstName: 'Grace',
    lastName: 'Hopper',
  });

  it('are created active, with their e-mails and phones', async () => {
    const bms = await tenant();
    const created = await bms.one('POST', '/v2/crm/contacts/summary', {
      ...person(bms),
      emails: [
        { EmailAddress: 'a@x.example', emailTypeId: 1 },
        { EmailAddress: 'b@x.example', emailTypeId: 2, isDefault: true },
      ],
      phones: [{ phoneNumber: '555', phoneTypeId: 2 }],
    });
    expect(created).toMatchObject({
      accountName: 'Acme Ltd.',
      emailAddress: 'b@x.example',
      phoneNumber: '555',
    });
    const read = await bms.one('GET', `/v2/crm/contacts/summary/${created.id}`);
    expect(read).toMatchObject({
      isActive: true,
      jobTitle: null,
      emails: [{ isDefault: false }, { emailType: 'Home', isDefault: true }],
      phones: [{ phone: '555', phoneType: 'Mobile', isDefault: true }],
    });
  });

  it('need a location of their account, and known types', async () => {
    const bms = await tenant();
    const post = (changes: Row) =>
      bms.send('POST', '/v2/crm/contacts/summary', { ...person(bms), ...changes });
    expect(await fieldsOf(bms, await post({ locationId: bms.id('location', 'globex-hq') }))).toMatch(
      /location/,
    );
    expect(await fieldsOf(bms, await post({ accountId: 7 }))).toMatch(/account/);
    expect(await fieldsOf(bms, await post({ lastName: '' }))).toMatch(/LastName field is required/);
    const emails = [{ emailAddress: 'a@x.example', emailTypeId: 77 }];
    expect(await fieldsOf(bms, await post({ emails }))).toMatch(/EmailTypeId/);
  });

  it('lose by PUT what it does not name, the active flag too', async () => {
    const bms = await tenant();
    const path = `/v2/crm/contacts/${bms.id('contact', 'ada')}`;
    const put = await bms.one('PUT', path, person(bms));
    expect(put).toMatchObject({ jobTitle: null, poc: false, isActive: false, recieveInvoices: false });
    expect(put.emails).toHaveLength(2);
    const patched = await bms.one('PATCH', path, [{ op: 'replace', path: '/ReceiveInvoices', value: true }]);
    expect(patched).toMatchObject({ recieveInvoices: true, firstName: 'Grace', modifiedByName: 'MSP Sync' });
  });

  it('have e-mails and phones that are patched by value', async () => {
    const bms = await tenant();
    const path = `/v2/crm/contacts/${bms.id('contact', 'ada')}`;
    const result = await bms.one('PATCH', `${path}/emails`, [
      { Operation: 0, EmailAddress: 'new@x.example', TypeId: 2, IsDefault: true },
      { Operation: 1, EmailAddress: 'ADA@example.com', NewEmailAddress: 'countess@example.com' },
      { Operation: 2, EmailAddress: 'ada.private@example.com' },
    ]);
    expect(result).toMatchObject({
      added: 1,
      updated: 1,
      deleted: 1,
      emails: [
        { emailAddress: 'countess@example.com', isDefault: false },
        { emailAddress: 'new@x.example', emailType: 'Home', isDefault: true },
      ],
    });
    const read = await bms.one('GET', `/v2/crm/contacts/summary/${bms.id('contact', 'ada')}`);
    expect(read).toMatchObject({ emails: result.emails, modifiedOn: '2025-07-01T12:00:00.000' });
    expect((await bms.send('PATCH', `${path}/phones`, [{ operation: 2, phoneNumber: 'none' }])).status).toBe(
      400,
    );
  });

  it('vanish by DELETE, also from the assets they used', async () => {
    const bms = await tenant();
    const path = `/v2/crm/contacts/${bms.id('contact', 'ada')}`;
    const response = await bms.send('DELETE', path);
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect((await bms.send('DELETE', path)).status).toBe(404);
    const asset = await bms.one('GET', `/v2/servicedesk/hardwareasset/${bms.id('machine', 'ws1')}`);
    expect(asset).toMatchObject({ contactId: null, contactFirstName: null });
  });
});

describe('hardware assets of BMS', () => {
  const BASE = '/v2/servicedesk/hardwareasset';
  const laptop = async (bms: Bms) => ({
    name: 'WS-9',
    accountId: bms.id('organization', 'acme'),
    accountLocationId: bms.id('location', 'acme-hq'),
    categoryId: await listId(bms, 'AssetHardwareCategory'),
  });

  it('are created, replaced whole and deleted', async () => {
    const bms = await tenant();
    const full = {
      ...(await laptop(bms)),
      SerialNumber: 'S1',
      macaddress: 'AA',
      DnsServers: '1.1.1.1',
      contactId: 0,
    };
    const created = await bms.one('POST', BASE, full);
    expect(created).toMatchObject({
      serialNumber: 'S1',
      macAddress: 'AA',
      dnsServers: '1.1.1.1',
      contactId: null,
      isActive: true,
    });
    const path = `${BASE}/${created.id}`;
    bms.clock.at += 1000;
    const put = await bms.one('PUT', path, await laptop(bms));
    expect(put).toMatchObject({
      name: 'WS-9',
      serialNumber: null,
      macAddress: null,
      isActive: false,
      modifiedOn: '2025-07-01T12:00:01.000',
    });
    expect(await bms.one('GET', path)).toEqual(put);
    expect((await bms.send('DELETE', path)).status).toBe(200);
    expect((await bms.send('GET', path)).status).toBe(404);
  });

  it('keep by PUT what only the RMM may write', async () => {
    const bms = await tenant();
    const put = await bms.one('PUT', `${BASE}/${bms.id('machine', 'ws1')}`, await laptop(bms));
    expect(put).toMatchObject({ agentId: '694825728245778', integrationTypeId: 2, machineGroupId: null });
  });

  it('need a location and a contact of their account, and a known category', async () => {
    const bms = await tenant();
    const post = async (changes: Row) => bms.send('POST', BASE, { ...(await laptop(bms)), ...changes });
    expect(await fieldsOf(bms, await post({ accountLocationId: bms.id('location', 'globex-hq') }))).toMatch(
      /location/,
    );
    expect(await fieldsOf(bms, await post({ contactId: bms.id('contact', 'hank') }))).toMatch(/contact/);
    expect(await fieldsOf(bms, await post({ categoryId: 7 }))).toMatch(/CategoryId/);
    expect(await fieldsOf(bms, await post({ name: null, categoryId: 0 }))).toMatch(/Name.*CategoryId/);
    expect((await post({ contactId: bms.id('contact', 'ada') })).status).toBe(200);
    bms.simulator.switches.contactSharesLocation = true;
    expect(await fieldsOf(bms, await post({ contactId: bms.id('contact', 'ada') }))).toMatch(/location/);
  });

  it('tell whether their device is online, by agent id', async () => {
    const bms = await tenant();
    expect(await bms.one('GET', `${BASE}/694825728245778/status`)).toEqual({ isOnline: true });
    expect((await bms.send('GET', `${BASE}/1/status`)).status).toBe(404);
  });
});

it('takes only JSON bodies, and says what is wrong with them', async () => {
  const bms = await tenant();
  const path = `/v2/crm/accounts/${bms.id('organization', 'acme')}`;
  expect((await bms.send('PATCH', path, [], { 'content-type': 'application/json-patch+json' })).status).toBe(
    200,
  );
  expect((await bms.send('PATCH', path, [], { 'content-type': 'application/xml' })).status).toBe(415);
  const request = new Request(`http://bms.test${path}`, {
    method: 'PUT',
    body: '{',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${(await bms.signIn()).accessToken}`,
    },
  });
  expect((await bms.simulator.fetch(request)).status).toBe(400);
});

it('gives each record an int32 id of its own, the same for the same fleet', () => {
  const fleet = smallFleet();
  const ids = (bms: ReturnType<typeof bmsTenant>) =>
    fleet.views.bms.organizations.map(({ key }) => bms.id('organization', key));
  const first = ids(bmsTenant());
  expect(ids(bmsTenant())).toEqual(first);
  expect(new Set(first).size).toBe(fleet.views.bms.organizations.length);
  expect(Math.min(...first)).toBeGreaterThan(100_000);
});

it('stops at a view whose references lead nowhere', () => {
  const fleet = smallFleet();
  const { bms } = fleet.views;
  const broken = { ...bms, organizations: [organization('other')] };
  expect(() => bmsTenant({ fleet: { ...fleet, views: { ...fleet.views, bms: broken } } })).toThrow(
    /has no organization/,
  );
});
