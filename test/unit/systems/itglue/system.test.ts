import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Kind, SourceRecord } from '../../../../src/engine/model';
import type { System } from '../../../../src/engine/ports';
import { generateFleet } from '../../../../src/simulators/fleet/generate';
import { createItGlueSimulator, type ItGlueSimulator } from '../../../../src/simulators/itglue/simulator';
import { regionFinding } from '../../../../src/systems/itglue/preflight';
import { createItGlue, type ItGlueOptions } from '../../../../src/systems/itglue/system';
import { fakeClock } from '../support/clock';
import { recordingLog } from '../support/log';
import { type ServedSimulator, scanAll, serveSimulator } from '../support/tampered';

const NOW = Date.UTC(2026, 2, 2, 10);
const FLEET = generateFleet({ seed: 5, now: new Date(NOW), organizations: 14, assetsPerOrganization: 42 });
const signal = new AbortController().signal;

/** A stable id of the right size for every record of the other products. */
function remoteId(product: string, kind: string, key: string): string {
  const hash = [...`${kind}/${key}`].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 89_999, 7);
  return product === 'bms' ? String(10_000 + hash) : `6948257282${10_000 + hash}`;
}

let clock: ReturnType<typeof fakeClock>;
let log: ReturnType<typeof recordingLog>;
let simulator: ItGlueSimulator;
let served: ServedSimulator;
let itglue: System;

function connect(more: Partial<ItGlueOptions> = {}): System {
  return createItGlue({
    subdomain: simulator.credentials.subdomain,
    region: 'eu',
    apiUrl: served.url,
    apiKey: async () => simulator.credentials.apiKey,
    clock,
    log,
    random: () => 0.5,
    ...more,
  });
}

beforeEach(async () => {
  clock = fakeClock(NOW);
  log = recordingLog();
  simulator = createItGlueSimulator({ fleet: FLEET, clock, remoteId });
  served = await serveSimulator(simulator);
  itglue = connect();
});

afterEach(async () => {
  itglue.dispose();
  await served.close();
});

const view = FLEET.views.itglue;
const count = (route: string): number => served.desk.counts().itglue[route] ?? 0;

async function first(
  kind: Kind,
  fits: (record: SourceRecord) => boolean = () => true,
): Promise<SourceRecord> {
  const found = (await scanAll(itglue, kind)).records.find(fits);
  if (!found) throw new Error(`no such ${kind}`);
  return found;
}

const isFree = (record: SourceRecord): boolean => record.locked === undefined;

describe('scan', () => {
  it('lists every kind whole, with its proof, and locations once for two kinds', async () => {
    const organizations = await scanAll(itglue, 'organization');
    const locations = await scanAll(itglue, 'location');
    expect(count('GET /locations')).toBe(1);
    const contacts = await scanAll(itglue, 'contact');
    const assets = await scanAll(itglue, 'asset');
    expect(organizations.records).toHaveLength(view.organizations.length);
    expect(locations.records).toHaveLength(view.locations.length);
    expect(contacts.records).toHaveLength(view.contacts.length);
    expect(assets.records).toHaveLength(view.machines.length);
    expect(assets.records.length).toBeGreaterThan(500);
    expect(assets.coverage.proof).toBe(`total-count ${assets.records.length} on the first and last page`);
    expect([organizations, locations, contacts, assets].flatMap(({ problems }) => problems)).toEqual([]);
    const known = new Set(organizations.records.map(({ id }) => id));
    for (const record of [...locations.records, ...contacts.records, ...assets.records])
      expect(known.has(record.organization ?? '')).toBe(true);
    expect(organizations.records.some(({ hints }) => hints?.city)).toBe(true);
    await scanAll(itglue, 'location');
    expect(count('GET /locations')).toBe(2);
  });

  it('shows the vendor’s links and locks what they hold', async () => {
    const { records } = await scanAll(itglue, 'organization');
    const linked = records.filter(({ links }) => links.some(({ system }) => system === 'bms'));
    expect(linked.length).toBeGreaterThan(0);
    for (const record of linked) expect(Object.keys(record.locked ?? {})).toContain('name');
    for (const record of linked) expect(record.locked).not.toHaveProperty('notes');
    const assets = await scanAll(itglue, 'asset');
    expect(assets.records.some(({ links }) => links.some(({ system }) => system === 'vsa'))).toBe(true);
  });

  it('asks for smaller pages where large ones time out', async () => {
    simulator.switches.timeoutAbovePageSize = 200;
    const { records } = await scanAll(itglue, 'asset');
    expect(new Set(records.map(({ id }) => id)).size).toBe(view.machines.length);
    expect(records).toHaveLength(view.machines.length);
  });

  it.each([200, 30, 7])('lists all where the server gives no more than %i of a page', async (most) => {
    simulator.switches.maximumPageSize = most;
    const { records } = await scanAll(itglue, 'asset');
    expect(records).toHaveLength(view.machines.length);
    expect(new Set(records.map(({ id }) => id)).size).toBe(view.machines.length);
  });

  it('counts a row once that slid to the next page', async () => {
    simulator.switches.rowsShiftedPerPage = 1;
    const { records } = await scanAll(itglue, 'asset');
    expect(records).toHaveLength(view.machines.length);
    expect(new Set(records.map(({ id }) => id)).size).toBe(view.machines.length);
  });

  it('fails rather than call a listing whole that keeps losing a row between pages', async () => {
    simulator.switches.rowsShiftedPerPage = -1;
    await expect(scanAll(itglue, 'asset')).rejects.toMatchObject({
      reason: 'incomplete',
      remedy: expect.stringContaining('nothing was taken for deleted'),
    });
    expect(count('GET /configurations')).toBe(4);
  });

  it('reads all that changed, however few the server gives at once', async () => {
    const before = await scanAll(itglue, 'contact');
    clock.advance(3 * 24 * 3_600_000);
    const since = new Date(clock.now()).toISOString();
    simulator.switches.maximumPageSize = 4;
    const edited = before.records.filter(isFree).slice(0, 10);
    for (const contact of edited) await itglue.update(contact, { title: 'Moved on' }, signal);
    const changed: SourceRecord[] = [];
    const coverage = await itglue.scan('contact', {
      signal,
      since,
      recall: () => before.records,
      known: () => undefined,
      stirred: new Set(),
      page: (records) => changed.push(...records),
      problem: () => undefined,
    });
    expect(coverage.partial).toBe(true);
    const titled = changed.filter(({ fields }) => fields.title === 'Moved on').map(({ id }) => id);
    expect(titled.sort()).toEqual(edited.map(({ id }) => id).sort());
  });

  it('reads a single configuration as the scan does, also where nothing was scanned before', async () => {
    const seen = await first('asset', ({ fields }) => fields.platform !== undefined);
    const fresh = connect();
    try {
      expect((await fresh.read('asset', [seen.id], signal)).get(seen.id)).toEqual(seen);
    } finally {
      fresh.dispose();
    }
  });

  it('reads on from the time by the server’s clock, whatever ours says', async () => {
    const before = Date.now() - 1000;
    const { coverage } = await scanAll(itglue, 'organization');
    expect(Math.abs(clock.now() - before)).toBeGreaterThan(24 * 3_600_000);
    expect(Date.parse(coverage.mark ?? '')).toBeGreaterThanOrEqual(before);
    expect(Date.parse(coverage.mark ?? '')).toBeLessThanOrEqual(Date.now());
  });

  it('survives a web page and a 429 on the way, and waits as long as it was told', async () => {
    served.desk.order({ system: 'itglue', status: 'html', match: 'GET /contacts' });
    served.desk.order({ system: 'itglue', status: 429, match: 'GET /contacts', retryAfter: 7 });
    const { records } = await scanAll(itglue, 'contact');
    expect(records).toHaveLength(view.contacts.length);
    expect(clock.waits).toContain(7000);
  });

  it('gives up on pages that stay cut in half', async () => {
    served.desk.order({ status: 'truncate', times: 50, match: 'GET /contacts' });
    await expect(scanAll(itglue, 'contact')).rejects.toMatchObject({ reason: 'protocol' });
  });

  it('tells a key that may not read one kind from a key that is wrong', async () => {
    served.desk.order({ status: 401, times: 9, match: 'GET /locations' });
    const organizations = await scanAll(itglue, 'organization');
    expect(organizations.records).toHaveLength(view.organizations.length);
    expect(organizations.coverage.hidden).toMatch(/locations/);
    await expect(scanAll(itglue, 'location')).rejects.toMatchObject({ reason: 'forbidden' });
    const other = connect({ apiKey: async () => 'ITG.0123456789abcdef.wrong-secret' });
    const failure = await scanAll(other, 'contact').catch((error: unknown) => error);
    expect(failure).toMatchObject({ reason: 'credentials', remedy: expect.stringContaining('Europe') });
    expect(`${JSON.stringify(failure)}${log.lines.join()}`).not.toContain('wrong-secret');
    other.dispose();
  });
});

describe('read', () => {
  it('asks for many at once and says which are gone', async () => {
    const { records } = await scanAll(itglue, 'asset');
    const wanted = records.slice(0, 120);
    served.desk.startCountAnew();
    const read = await itglue.read('asset', [...wanted.map(({ id }) => id), '1'], signal);
    expect(count('GET /configurations')).toBe(3);
    expect(read.size).toBe(121);
    expect(read.get('1')).toBeNull();
    for (const record of wanted) expect(read.get(record.id)).toEqual(record);
  });
});

describe('write', () => {
  it('changes an organization, archives it and takes it back', async () => {
    const before = await first('organization', (one) => isFree(one) && one.fields.active === true);
    const after = await itglue.update(before, { notes: 'Written', type: 'vendor' }, signal);
    expect(after.fields).toEqual({ ...before.fields, notes: 'Written', type: 'Vendor' });
    expect(after.revision).not.toBeNull();
    const archived = await itglue.update(after, { active: false }, signal);
    expect(archived.fields.active).toBe(false);
    expect((await itglue.update(archived, { active: true }, signal)).fields).toEqual(after.fields);
    await expect(itglue.update(before, { parent: '1' }, signal)).rejects.toMatchObject({
      reason: 'unsupported',
    });
    await expect(itglue.update(before, { type: 'Alien' }, signal)).rejects.toMatchObject({
      reason: 'rejected',
      message: expect.stringContaining('organization type "Alien"'),
    });
  });

  it('says that the PSA holds a record', async () => {
    const held = await first('organization', (one) => !isFree(one));
    const after = await itglue.update(held, { name: 'Other', notes: 'allowed' }, signal);
    expect(after.fields).toMatchObject({ name: held.fields.name, notes: 'allowed' });
    expect(after.locked?.name).toMatch(/refuses to change this/);
    expect(after.locked).not.toHaveProperty('notes');
  });

  it('writes what goes where e-mails alone are refused, and does not try them a third time', async () => {
    const contact = await first('contact', isFree);
    simulator.switches.contactEmails = 'locked';
    served.desk.startCountAnew();
    const changes = { title: 'Chief', emails: ['new@client.example'] };
    const after = await itglue.update(contact, changes, signal);
    expect(after.fields).toMatchObject({ title: 'Chief', emails: contact.fields.emails });
    expect(Object.keys(after.locked ?? {})).toEqual(['emails']);
    expect(served.desk.counts().itglue['PATCH /contacts/{id}']).toBe(2);
    const again = await itglue.update(after, { emails: ['x@client.example'] }, signal);
    expect(again.locked?.emails).toBeDefined();
    expect(served.desk.counts().itglue['PATCH /contacts/{id}']).toBe(3);
    simulator.switches.contactEmails = 'open';
  });

  it('remembers a refusal until the record is changed over there', async () => {
    const contact = await first('contact', isFree);
    simulator.switches.contactEmails = 'locked';
    const refused = await itglue.update(contact, { emails: ['new@client.example'] }, signal);
    simulator.switches.contactEmails = 'open';
    const seenAgain = async () => {
      let found: SourceRecord | undefined;
      await itglue.scan('contact', {
        signal,
        known: (id) => (id === refused.id ? refused : undefined),
        stirred: new Set(),
        page: (records) => {
          found ??= records.find(({ id }) => id === refused.id);
        },
        problem: () => undefined,
      });
      return found;
    };
    expect((await seenAgain())?.locked?.emails).toMatch(/refuses/);
    clock.advance(60_000);
    await itglue.update(contact, { title: 'Someone else' }, signal);
    expect((await seenAgain())?.locked).toBeUndefined();
  });

  it('may take records of a two-way sync for open', async () => {
    simulator.switches.twoWaySyncLiftsLocks = true;
    const twoWay = connect({ twoWaySync: true });
    const { records } = await scanAll(twoWay, 'organization');
    expect(records.every(isFree)).toBe(true);
    const held = await first('organization', (one) => !isFree(one));
    const [open] = (await twoWay.read('organization', [held.id], signal)).values();
    if (!open) throw new Error('not read');
    expect((await twoWay.update(open, { name: 'Two ways' }, signal)).fields.name).toBe('Two ways');
    simulator.switches.twoWaySyncLiftsLocks = false;
    twoWay.dispose();
  });

  it('makes the four kinds, and finds them again', async () => {
    const organizationValues = {
      name: 'Smith, Jones and Co',
      shortName: 'sj',
      type: 'Customer',
      notes: null,
    };
    const organization = await itglue.create('organization', organizationValues, signal);
    expect(organization.fields).toMatchObject(organizationValues);
    expect(await itglue.findCreated('organization', organizationValues, signal)).toEqual([organization]);

    const locationValues = {
      organization: organization.id,
      name: 'Main',
      address1: '1 Main St',
      city: 'Austin',
      region: 'TX',
      country: 'USA',
      primary: true,
    };
    const location = await itglue.create('location', locationValues, signal);
    expect(location.fields).toMatchObject({ ...locationValues, region: 'Texas', country: 'United States' });
    expect(await itglue.findCreated('location', locationValues, signal)).toEqual([location]);
    const moved = await itglue.update(location, { region: 'California' }, signal);
    expect(moved.fields).toEqual({ ...location.fields, region: 'California' });

    const contactValues = {
      organization: organization.id,
      location: location.id,
      firstName: 'Ann',
      lastName: 'Lee',
      emails: ['ann@sj.example', 'lee@sj.example'],
      phones: ['5125550142 x7'],
    };
    const contact = await itglue.create('contact', contactValues, signal);
    expect(contact.fields).toMatchObject(contactValues);
    expect(await itglue.findCreated('contact', contactValues, signal)).toEqual([contact]);
    const reordered = await itglue.update(contact, { emails: ['lee@sj.example'] }, signal);
    expect(reordered.fields).toEqual({ ...contact.fields, emails: ['lee@sj.example'] });
  });

  it('finds again what it made among many of the name', async () => {
    const organization = (await first('organization')).id;
    simulator.switches.maximumPageSize = 5;
    const desk = (n: number) => ({ organization, firstName: 'Desk', emails: [`desk${n}@x.example`] });
    for (let n = 1; n <= 6; n += 1) await itglue.create('contact', desk(n), signal);
    const [found, ...more] = await itglue.findCreated('contact', desk(6), signal);
    expect(found?.fields.emails).toEqual(['desk6@x.example']);
    expect(more).toEqual([]);
  });

  it('makes a configuration with its manufacturer, model and operating system', async () => {
    const organization = (await first('organization')).id;
    const values = {
      organization,
      name: 'LQ-SRV-01',
      hostname: 'lq-srv-01',
      type: 'server',
      status: 'Active',
      manufacturer: 'Contoso Hardware',
      model: 'Tower 9',
      serialNumber: 'CZ1234567',
      macAddresses: ['aa-bb-cc-00-11-22'],
      ipAddresses: ['10.20.0.11'],
      operatingSystem: 'Microsoft Windows Server 2022 Standard 10.0.20348',
      warrantyExpiresAt: '2028-02-29',
    };
    const made = await itglue.create('asset', values, signal);
    expect(made.fields).toMatchObject({
      ...values,
      type: 'Server',
      macAddresses: ['AA:BB:CC:00:11:22'],
      operatingSystem: 'Windows Server 2022',
    });
    expect(await itglue.findCreated('asset', values, signal)).toEqual([made]);
    served.desk.startCountAnew();
    const second = await itglue.create(
      'asset',
      { ...values, name: 'Twin', serialNumber: 'CZ7654321' },
      signal,
    );
    expect(served.desk.counts().itglue).not.toHaveProperty('POST /manufacturers');
    expect(second.fields.model).toBe('Tower 9');
    const changed = await itglue.update(
      second,
      { manufacturer: 'Fabrikam', operatingSystem: 'Plan 9' },
      signal,
    );
    // Which platform it is is told from the list, which has no such system.
    const { platform, ...others } = second.fields;
    expect(platform).toBe('Windows Server');
    expect(changed.fields).toEqual({ ...others, manufacturer: 'Fabrikam', operatingSystem: 'Plan 9' });
    const archived = await itglue.update(changed, { active: false, model: null }, signal);
    expect(archived.fields).toEqual({ ...changed.fields, active: false, model: null });
    await expect(itglue.create('asset', { organization, name: 'x' }, signal)).rejects.toMatchObject({
      reason: 'rejected',
    });
  });

  it('writes nothing where the value is the one it has in its own form', async () => {
    const held = await first('asset', (one) => one.fields.operatingSystem === 'Windows 11');
    served.desk.startCountAnew();
    const after = await itglue.update(
      held,
      { operatingSystem: 'Microsoft Windows 11 Pro 10.0.22631' },
      signal,
    );
    expect(after).toEqual(held);
    expect(Object.keys(served.desk.counts().itglue).filter((route) => route.startsWith('PATCH'))).toEqual([]);
  });

  it('does not repeat a create whose answer was lost', async () => {
    const organization = (await first('organization')).id;
    const values = { organization, name: 'Only once' };
    served.desk.order({ status: 0, match: 'POST', afterActing: true });
    await expect(itglue.create('location', values, signal)).rejects.toMatchObject({ mayHaveActed: true });
    expect(await itglue.findCreated('location', values, signal)).toHaveLength(1);
  });
});

describe('check', () => {
  it('finds all well, and a wrong key or region', async () => {
    const found = await itglue.check(signal);
    const problems = found.filter(({ check, level }) => check !== 'clock' && level !== 'ok');
    expect(problems).toEqual([]);
    expect(found.map(({ check }) => check)).toEqual(
      expect.arrayContaining(['credentials', 'organizations', 'locations', 'contacts', 'assets']),
    );
    const other = connect({ apiKey: async () => 'ITG.wrong' });
    expect((await other.check(signal)).filter(({ level }) => level !== 'ok')).toEqual([
      expect.objectContaining({
        check: 'credentials',
        level: 'problem',
        remedy: expect.stringContaining('region'),
      }),
    ]);
    other.dispose();
  });

  it('finds kinds that the key may not read', async () => {
    served.desk.order({ status: 401, match: 'GET /contacts' });
    const levels = Object.fromEntries((await itglue.check(signal)).map(({ check, level }) => [check, level]));
    expect(levels).toMatchObject({ contacts: 'warning', assets: 'ok' });
  });

  it('says what a PSA sync holds, and which region a host of the vendor belongs to', async () => {
    const found = new Map((await itglue.check(signal)).map((finding) => [finding.check, finding]));
    expect(found.get('writing')?.message).toMatch(/of the \d+ organizations that IT Glue syncs with BMS/);
    expect(found.get('role')?.message).toContain('Manager');
    expect(found.get('region')).toMatchObject({ level: 'ok' });
    const asked = { region: 'us', portal: 'https://acme.itglue.com' } as const;
    expect(regionFinding({ ...asked, apiUrl: 'https://api.eu.itglue.com' })).toMatchObject({
      level: 'warning',
      message: expect.stringContaining('Europe'),
      remedy: expect.stringContaining('"eu"'),
    });
    expect(regionFinding(asked)).toMatchObject({ level: 'ok' });
  });

  it('tells an account without organizations', async () => {
    const nothing = { ...FLEET.views.itglue, organizations: [], locations: [], contacts: [], machines: [] };
    const empty = createItGlueSimulator({
      fleet: { ...FLEET, views: { ...FLEET.views, itglue: nothing }, links: [] },
      clock,
      remoteId,
    });
    const server = await serveSimulator(empty);
    const other = connect({ apiUrl: server.url, apiKey: async () => empty.credentials.apiKey });
    const problems = (await other.check(signal)).filter(({ level }) => level === 'problem');
    expect(problems).toMatchObject([{ check: 'visibility', remedy: expect.stringContaining('account') }]);
    other.dispose();
    await server.close();
  });

  it('tells a spent allowance', async () => {
    served.desk.order({ status: 429, match: 'GET /regions', times: 9 });
    const problems = (await itglue.check(signal)).filter(({ level }) => level === 'problem');
    expect(problems).toMatchObject([{ check: 'rate-limit', remedy: expect.stringContaining('later') }]);
  });

  it('says in short only what is wrong, in one call', async () => {
    expect(await itglue.briefCheck(signal)).toEqual([]);
    expect(served.desk.counts().itglue).toEqual({ 'GET /organizations': 1 });
    const other = connect({ apiKey: async () => 'ITG.wrong' });
    expect(await other.briefCheck(signal)).toMatchObject([{ check: 'credentials', level: 'problem' }]);
    other.dispose();
  });
});
