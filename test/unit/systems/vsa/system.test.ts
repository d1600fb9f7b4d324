import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { System } from '../../../../src/engine/ports';
import { generateFleet } from '../../../../src/simulators/fleet/generate';
import { createVsaSimulator, type VsaSimulator } from '../../../../src/simulators/vsa/app';
import { createVsa } from '../../../../src/systems/vsa/system';
import { fakeClock } from '../support/clock';
import { recordingLog } from '../support/log';
import { type ServedSimulator, scanAll, serveSimulator } from '../support/tampered';

const NOW = Date.UTC(2026, 2, 2, 10);
const FLEET = generateFleet({ seed: 11, now: new Date(NOW), organizations: 16, assetsPerOrganization: 25 });
const signal = new AbortController().signal;

let clock: ReturnType<typeof fakeClock>;
let log: ReturnType<typeof recordingLog>;
let simulator: VsaSimulator;
let served: ServedSimulator;
let vsa: System;

function connect(more: { secret?: string; authentication?: 'token' | 'password' } = {}): System {
  const authentication = more.authentication ?? 'token';
  const { username, password, token } = simulator.credentials;
  const secret = more.secret ?? (authentication === 'token' ? token : password);
  return createVsa({
    serverUrl: served.url,
    username,
    authentication,
    secret: async () => secret,
    clock,
    log,
    random: () => 0.5,
  });
}

beforeEach(async () => {
  clock = fakeClock(NOW);
  log = recordingLog();
  simulator = createVsaSimulator({ fleet: FLEET, clock });
  served = await serveSimulator(simulator);
  vsa = connect();
});

afterEach(async () => {
  vsa.dispose();
  await served.close();
});

const view = FLEET.views.vsa;
const count = (route: string): number => served.desk.counts().vsa[route] ?? 0;

async function someOrganization() {
  const [first] = (await scanAll(vsa, 'organization')).records;
  if (!first) throw new Error('no organization');
  return first;
}

describe('scan', () => {
  it('lists every kind whole, with its proof', async () => {
    const organizations = await scanAll(vsa, 'organization');
    const contacts = await scanAll(vsa, 'contact');
    const assets = await scanAll(vsa, 'asset');
    expect(organizations.records).toHaveLength(view.organizations.length);
    expect(contacts.records).toHaveLength(view.contacts.length);
    expect(assets.records).toHaveLength(view.machines.length);
    expect(assets.records.length).toBeGreaterThan(200);
    expect(assets.coverage).toMatchObject({
      announced: assets.records.length,
      received: assets.records.length,
      proof: `TotalRecords ${assets.records.length} on the first and last page`,
    });
    expect(new Set(assets.records.map(({ id }) => id)).size).toBe(assets.records.length);
    const known = new Set(organizations.records.map(({ id }) => id));
    for (const record of [...contacts.records, ...assets.records])
      expect(known.has(record.organization ?? '')).toBe(true);
    expect([...organizations.problems, ...contacts.problems, ...assets.problems]).toEqual([]);
    expect(assets.records.some(({ fields }) => fields.serialNumber)).toBe(true);
    expect(organizations.records.some(({ fields }) => fields.address1)).toBe(true);
    await expect(scanAll(vsa, 'location')).rejects.toMatchObject({ reason: 'unsupported' });
  });

  it('reads the same from bare 26-digit numbers as from quoted ones', async () => {
    const quoted = await scanAll(vsa, 'asset');
    simulator.switches.decimals = 'number';
    simulator.switches.singleRecord = 'array';
    const bare = await scanAll(vsa, 'asset');
    expect(bare.records).toEqual(quoted.records);
    const ids = bare.records.slice(0, 3).map(({ id }) => id);
    const read = await vsa.read('asset', ids, signal);
    expect([...read.values()]).toEqual(bare.records.slice(0, 3));
    const org = await someOrganization();
    expect(org.id.length).toBeGreaterThan(20);
    expect((await vsa.read('organization', [org.id], signal)).get(org.id)).toEqual(org);
  });

  it('knows agents without their serials when the role lacks Audit', async () => {
    simulator.switches.roleLacks = ['Audit'];
    const { records, coverage, problems } = await scanAll(vsa, 'asset');
    expect(records).toHaveLength(view.machines.length);
    expect(coverage.hidden).toMatch(/lacks Audit/);
    expect(problems).toHaveLength(1);
    for (const { fields } of records) expect(fields).not.toHaveProperty('serialNumber');
    expect((await vsa.read('asset', [records[0]?.id ?? ''], signal)).size).toBe(1);
  });

  it('says forbidden with the remedy, and asks once only', async () => {
    served.desk.order({ status: 403, times: 1, match: 'GET /api/v1.0/system/orgs' });
    const failure = await scanAll(vsa, 'organization').catch((error: unknown) => error);
    expect(failure).toMatchObject({ reason: 'forbidden', remedy: expect.stringMatching(/role.*scope/) });
    expect(count('GET /api/v1.0/system/orgs')).toBe(1);
  });

  it('orders what can be ordered against rows that move, and never gives a partial listing', async () => {
    simulator.switches.shiftingRows = true;
    const assets = await scanAll(vsa, 'asset');
    expect(new Set(assets.records.map(({ id }) => id)).size).toBe(view.machines.length);
    expect(count('GET /api/v1.0/assetmgmt/agents')).toBe(Math.ceil(view.machines.length / 100));
    // Staff cannot be ordered, so a row that keeps moving is lost twice.
    expect(view.contacts.length).toBeGreaterThan(100);
    await expect(scanAll(vsa, 'contact')).rejects.toMatchObject({ reason: 'incomplete' });
  });

  it('lists all, however few a page of the server holds', async () => {
    simulator.switches.pageCeiling = 7;
    for (const [kind, rows] of [
      ['organization', view.organizations],
      ['contact', view.contacts],
      ['asset', view.machines],
    ] as const)
      expect((await scanAll(vsa, kind)).records).toHaveLength(rows.length);
  });

  it('survives a web page, a truncated page and a 429 on the way', async () => {
    for (const status of ['html', 'truncate', 429] as const)
      served.desk.order({ status, times: 1, match: 'GET /api/v1.0/assetmgmt/agents' });
    const { records } = await scanAll(vsa, 'asset');
    expect(records).toHaveLength(view.machines.length);
    expect(clock.waits.length).toBeGreaterThanOrEqual(3);
  });

  it('gives up on a server that only answers web pages', async () => {
    await vsa.check(signal);
    served.desk.order({ status: 'html', times: 100 });
    await expect(scanAll(vsa, 'organization')).rejects.toMatchObject({ reason: 'protocol' });
  });

  it('stops when told to', async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(scanAll(vsa, 'asset', stop.signal)).rejects.toMatchObject({ reason: 'cancelled' });
  });
});

describe('session', () => {
  it('logs on once for many calls, and again before it ends', async () => {
    await Promise.all([scanAll(vsa, 'organization'), scanAll(vsa, 'contact'), scanAll(vsa, 'asset')]);
    expect(count('GET /api/v1.0/auth')).toBe(1);
    clock.advance(29.5 * 60_000);
    await scanAll(vsa, 'organization');
    expect(count('GET /api/v1.0/auth')).toBe(2);
  });

  it('renews once when a session dies early', async () => {
    await scanAll(vsa, 'organization');
    simulator.endSessions();
    await scanAll(vsa, 'asset');
    expect(count('GET /api/v1.0/auth')).toBe(2);
  });

  it('outlives sessions that end after so many records', async () => {
    simulator.switches.recordsPerSession = 300;
    expect((await scanAll(vsa, 'asset')).records).toHaveLength(view.machines.length);
    expect(count('GET /api/v1.0/auth')).toBeGreaterThan(1);
  });

  it('takes a failure that hides in a 200', async () => {
    simulator.switches.failuresInside200 = true;
    await expect(vsa.read('organization', ['123'], signal)).resolves.toEqual(new Map([['123', null]]));
  });

  it('logs on with covered hashes', async () => {
    const other = connect({ authentication: 'password' });
    expect((await scanAll(other, 'organization')).records).toHaveLength(view.organizations.length);
    other.dispose();
  });

  it('says whose token was refused and what to do, without the token', async () => {
    const other = connect({ secret: 'wrong-secret-value' });
    const failure = await scanAll(other, 'organization').catch((error: unknown) => error);
    expect(failure).toMatchObject({
      reason: 'credentials',
      message: expect.stringContaining(simulator.credentials.username),
      remedy: expect.stringContaining('REST API (Read, Write)'),
    });
    expect(`${JSON.stringify(failure)}${log.lines.join()}`).not.toContain('wrong-secret-value');
    // The account might be locked by trying again what was just refused.
    const tried = () => count('GET /api/v1.0/auth');
    const before = tried();
    await expect(scanAll(other, 'contact')).rejects.toMatchObject({ reason: 'credentials' });
    expect(before).toBeGreaterThan(0);
    expect(tried()).toBe(before);
    other.dispose();
  });

  it('says that a second factor is asked for', async () => {
    simulator.switches.twoFactorRequired = true;
    await expect(scanAll(vsa, 'organization')).rejects.toMatchObject({ reason: 'second-factor' });
  });
});

describe('write', () => {
  it('changes an organization and nothing else of it', async () => {
    const before = await someOrganization();
    const after = await vsa.update(before, { website: 'https://new.example', city: 'Lund' }, signal);
    expect(after.fields).toEqual({ ...before.fields, website: 'https://new.example', city: 'Lund' });
    const cleared = await vsa.update(after, { website: null }, signal);
    expect(cleared.fields).toEqual({ ...before.fields, website: null, city: 'Lund' });
    await expect(vsa.update(before, { shortName: 'x' }, signal)).rejects.toMatchObject({
      reason: 'unsupported',
    });
  });

  it('makes an organization, waits until it shows, and finds it again', async () => {
    simulator.switches.organizationLag = 1500;
    const values = {
      name: 'Nordwind, Söhne & Co',
      shortName: 'nordw',
      phone: '555-0199',
      country: 'Germany',
    };
    const made = await vsa.create('organization', values, signal);
    expect(made.fields).toMatchObject(values);
    expect(clock.waits.length).toBeGreaterThan(1);
    expect(await vsa.findCreated('organization', values, signal)).toEqual([made]);
    const child = await vsa.create('organization', { name: "Kid's", parent: made.id }, signal);
    expect(child.fields).toMatchObject({ parent: made.id, shortName: 'nordw.Kid-s' });
    expect(await vsa.findCreated('organization', { name: "Kid's", parent: made.id }, signal)).toEqual([
      child,
    ]);
    expect(await vsa.findCreated('organization', { name: "Kid's" }, signal)).toEqual([]);
  });

  it('finds again what it made on whichever page it stands', async () => {
    simulator.switches.pageCeiling = 2;
    for (const shortName of ['aworks', 'bworks', 'cworks'])
      await vsa.create('organization', { name: shortName, shortName }, signal);
    const made = await vsa.create('organization', { name: 'Works', shortName: 'works' }, signal);
    expect(await vsa.findCreated('organization', { name: 'Works', shortName: 'works' }, signal)).toEqual([
      made,
    ]);
  });

  it('makes and changes a contact', async () => {
    const organization = (await someOrganization()).id;
    const values = {
      organization,
      firstName: 'Jan',
      lastName: 'van Dam',
      emails: ['jan@x.example'],
      phones: ['1'],
    };
    const made = await vsa.create('contact', values, signal);
    expect(made).toMatchObject({ organization, fields: values });
    expect(await vsa.findCreated('contact', values, signal)).toEqual([made]);
    const after = await vsa.update(made, { lastName: 'Dam', title: 'Boss', emails: [] }, signal);
    expect(after.fields).toEqual({ ...made.fields, lastName: 'Dam', title: 'Boss', emails: [] });
  });

  it('refuses what VSA cannot do, without a call', async () => {
    served.desk.startCountAnew();
    for (const kind of ['asset', 'location'] as const)
      await expect(vsa.create(kind, { name: 'x' }, signal)).rejects.toMatchObject({ reason: 'unsupported' });
    expect(served.desk.total()).toBe(0);
  });

  it('does not repeat a write whose answer was lost', async () => {
    const organization = (await someOrganization()).id;
    const values = { organization, firstName: 'Only', lastName: 'Once' };
    served.desk.order({ status: 0, times: 1, match: 'POST', afterActing: true });
    await expect(vsa.create('contact', values, signal)).rejects.toMatchObject({ mayHaveActed: true });
    expect(await vsa.findCreated('contact', values, signal)).toHaveLength(1);
  });
});

describe('read', () => {
  it('gives null for what is gone', async () => {
    const organization = await someOrganization();
    const read = await vsa.read('organization', [organization.id, '999', organization.id], signal);
    expect([...read]).toEqual([
      [organization.id, organization],
      ['999', null],
    ]);
  });
});

describe('a look before writes', () => {
  it('shows organizations by their references in one call, and each is written with one more read', async () => {
    const { records } = await scanAll(vsa, 'organization');
    const [moved, renamed, ...others] = records;
    if (!moved || !renamed) throw new Error('too few organizations');
    await vsa.update(moved, { website: 'https://moved.example' }, signal);
    const look = { known: (id: string) => records.find((one) => one.id === id), fresh: () => new Set([]) };
    served.desk.startCountAnew();
    const ids = records.map(({ id }) => id);
    const read = await vsa.read('organization', ids, signal, look);
    expect(served.desk.counts().vsa).toEqual({ 'GET /api/v1.0/system/orgs': 1 });
    expect(read.get(moved.id)?.fields.website).toBe('https://moved.example');
    expect([renamed, ...others].map(({ id }) => read.get(id))).toEqual([renamed, ...others]);
    const before = read.get(renamed.id);
    if (!before) throw new Error('it was not read');
    served.desk.startCountAnew();
    const after = await vsa.update(before, { city: 'Lund' }, signal);
    expect(after.fields).toEqual({ ...renamed.fields, city: 'Lund' });
    expect(served.desk.counts().vsa).toEqual({
      'PUT /api/v1.0/system/orgs/{orgId}': 1,
      'GET /api/v1.0/system/orgs/{orgId}': 1,
    });
  });

  it('finds an organization whose reference moved, by its id', async () => {
    const { records } = await scanAll(vsa, 'organization');
    const [first, second, third] = records;
    if (!first || !second || !third) throw new Error('too few organizations');
    const known = new Map([first, second, third].map((one) => [one.id, one]));
    known.set(first.id, { ...first, fields: { ...first.fields, shortName: "it's-not-this" } });
    const look = { known: (id: string) => known.get(id), fresh: () => new Set([]) };
    const read = await vsa.read('organization', [...known.keys()], signal, look);
    expect([...read.values()]).toEqual([first, second, third]);
  });

  it('shows the staff of an organization in one call', async () => {
    const { records } = await scanAll(vsa, 'contact');
    const owner = records.find(
      (one) => records.filter((other) => other.organization === one.organization).length > 2,
    );
    const some = records.filter(({ organization }) => organization === owner?.organization);
    const look = { known: (id: string) => some.find((one) => one.id === id), fresh: () => new Set([]) };
    served.desk.startCountAnew();
    const read = await vsa.read(
      'contact',
      some.map(({ id }) => id),
      signal,
      look,
    );
    expect(served.desk.counts().vsa).toEqual({ 'GET /api/v1.0/system/orgs/{orgId}/staff': 1 });
    expect([...read.values()]).toEqual(some);
    const [before] = some;
    if (!before) throw new Error('there is none');
    const after = await vsa.update(read.get(before.id) ?? before, { title: 'Boss' }, signal);
    expect(after.fields).toEqual({ ...before.fields, title: 'Boss' });
    expect(served.desk.counts().vsa['GET /api/v1.0/system/staff/{staffId}']).toBe(1);
  });
});

describe('check', () => {
  const levels = async (system = vsa) =>
    Object.fromEntries((await system.check(signal)).map(({ check, level }) => [check, level]));

  it('finds all well', async () => {
    expect(await levels()).toMatchObject({
      credentials: 'ok',
      role: 'ok',
      scope: 'ok',
      organizations: 'ok',
      assets: 'ok',
      audit: 'ok',
    });
  });

  it('finds an empty scope, a narrow role and a wrong token', async () => {
    simulator.switches.scope = [];
    simulator.switches.roleLacks = ['Audit'];
    expect(await levels()).toMatchObject({
      visibility: 'problem',
      audit: 'warning',
      role: 'warning',
      scope: 'warning',
    });
    const other = connect({ secret: 'wrong' });
    const [finding, ...rest] = (await other.check(signal)).filter(({ level }) => level !== 'ok');
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({ check: 'credentials', level: 'problem', remedy: expect.any(String) });
    other.dispose();
  });

  it('says how many organizations a narrow scope shows', async () => {
    const [one] = view.organizations;
    simulator.switches.scope = [one?.shortName ?? ''];
    const found = (await vsa.check(signal)).find(({ check }) => check === 'scope');
    expect(found).toMatchObject({
      level: 'warning',
      message: expect.stringContaining('It shows 1 organization.'),
    });
  });

  it('tells a second factor, an address that the token does not allow, and a token for the Data Warehouse', async () => {
    simulator.switches.twoFactorRequired = true;
    expect(await levels()).toMatchObject({ 'second-factor': 'problem' });
    simulator.switches.twoFactorRequired = false;
    simulator.switches.refuseAddress = true;
    const other = connect();
    const refused = (await other.check(signal)).find(({ level }) => level === 'problem');
    expect(refused).toMatchObject({
      check: 'credentials',
      remedy: expect.stringContaining('allowed addresses'),
    });
    other.dispose();
    simulator.switches.refuseAddress = false;
    clock.advance(60_000);
    simulator.switches.warehouseToken = true;
    expect(await levels()).toMatchObject({ credentials: 'ok', 'token-scope': 'problem' });
  });

  it('tells another product in its place', async () => {
    served.desk.order({ status: 404, match: '/auth', times: 9 });
    const found = (await vsa.check(signal)).find(({ level }) => level === 'problem');
    expect(found).toMatchObject({ check: 'api', remedy: expect.stringContaining('vsa10') });
  });

  it('says in short only what is wrong, in two calls', async () => {
    clock.advance(Date.now() - clock.now());
    expect(await vsa.briefCheck(signal)).toEqual([]);
    expect(Object.values(served.desk.counts().vsa)).toEqual([1, 1]);
    simulator.switches.scope = [];
    expect(await vsa.briefCheck(signal)).toMatchObject([{ check: 'visibility', level: 'problem' }]);
    const other = connect({ secret: 'wrong' });
    expect(await other.briefCheck(signal)).toMatchObject([{ check: 'credentials', level: 'problem' }]);
    other.dispose();
  });

  it('stops when told to', async () => {
    await expect(vsa.check(AbortSignal.abort())).rejects.toMatchObject({ reason: 'cancelled' });
  });

  it('finds an unreachable server', async () => {
    await served.close();
    expect(await levels()).toEqual({ dns: 'ok', 'tls-version': 'ok', reachability: 'problem' });
  });
});
