import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fields } from '../../../../src/engine/model';
import type { System } from '../../../../src/engine/ports';
import { generateFleet } from '../../../../src/simulators/fleet/generate';
import { createVsa10Simulator, type Vsa10Simulator } from '../../../../src/simulators/vsa10/app';
import { assetRecord, platformOf } from '../../../../src/systems/vsa10/lens/asset';
import { locationFields, newSite, siteChanges } from '../../../../src/systems/vsa10/lens/location';
import { createVsa10 } from '../../../../src/systems/vsa10/system';
import { fakeClock } from '../support/clock';
import { recordingLog } from '../support/log';
import { type ServedSimulator, scanAll, serveSimulator } from '../support/tampered';

const NOW = Date.UTC(2026, 2, 2, 10);
const FLEET = generateFleet({ seed: 11, now: new Date(NOW), organizations: 16, assetsPerOrganization: 14 });
const signal = new AbortController().signal;
const view = FLEET.views.vsa;

let clock: ReturnType<typeof fakeClock>;
let log: ReturnType<typeof recordingLog>;
let simulator: Vsa10Simulator;
let served: ServedSimulator;
let vsa: System;

function connect(secret = simulator.credentials.tokenSecret): System {
  return createVsa10({
    serverUrl: served.url,
    tokenId: simulator.credentials.tokenId,
    secret: async () => secret,
    clock,
    log,
    random: () => 0.5,
  });
}

beforeEach(async () => {
  clock = fakeClock(NOW);
  log = recordingLog();
  simulator = createVsa10Simulator({ fleet: FLEET, clock });
  served = await serveSimulator(simulator);
  vsa = connect();
});

afterEach(async () => {
  vsa.dispose();
  await served.close();
  expect(log.lines.join('\n')).not.toContain(simulator.credentials.tokenSecret);
});

const calls = (route: string): number => served.desk.counts().vsa[route] ?? 0;

async function someOrganization() {
  const [one] = (await scanAll(vsa, 'organization')).records;
  if (!one) throw new Error('no organization');
  return one;
}

const machines = view.machines.filter(({ agent }) => agent !== null);

describe('scan', () => {
  it('lists every kind whole, with its proof and what the token hides', async () => {
    const organizations = await scanAll(vsa, 'organization');
    const sites = await scanAll(vsa, 'location');
    const assets = await scanAll(vsa, 'asset');
    expect(organizations.records.map(({ name }) => name).sort()).toEqual(
      view.organizations.map(({ name }) => name).sort(),
    );
    expect(sites.records.length).toBeGreaterThanOrEqual(view.locations.length);
    expect(assets.records).toHaveLength(machines.length);
    for (const { coverage, problems } of [organizations, sites, assets]) {
      expect(problems).toEqual([]);
      expect(coverage.proof).toMatch(/^TotalCount \d+ on the first and last page$/);
      expect(coverage.hidden).toContain('authorised');
    }
    await expect(scanAll(vsa, 'contact')).rejects.toMatchObject({ reason: 'unsupported' });
  });

  it('gives what the agent found, in its place', async () => {
    const assets = (await scanAll(vsa, 'asset')).records;
    const wanted = machines.find(({ serialNumber, lastSeen }) => serialNumber && lastSeen);
    const found = assets.find(({ fields }) => fields.serialNumber === wanted?.serialNumber);
    if (!wanted || !found) throw new Error('no such machine');
    expect(found.fields).toMatchObject({
      name: wanted.name,
      manufacturer: wanted.manufacturer,
      model: wanted.model,
      macAddresses: wanted.macAddresses,
      operatingSystem: wanted.operatingSystem,
      agentId: found.id,
      active: true,
    });
    const site = await vsa.read('location', [String(found.fields.location)], signal);
    expect([...site.values()][0]?.organization).toBe(found.organization);
    expect(await vsa.read('asset', [found.id, 'nothing'], signal)).toEqual(
      new Map([
        [found.id, found],
        ['nothing', null],
      ]),
    );
  });

  it('reads pages that the server cuts short, and notices rows that moved between them', async () => {
    simulator.switches.pageCeiling = 7;
    expect((await scanAll(vsa, 'asset')).records).toHaveLength(machines.length);
    simulator.switches.shiftingRows = true;
    expect((await scanAll(vsa, 'asset')).records).toHaveLength(machines.length);
    served.desk.startCountAnew();
    served.desk.order({ status: 400, match: 'GET /api/v3/devices', times: 1 });
    expect((await scanAll(vsa, 'asset')).records).toHaveLength(machines.length);
    // The pass without an order lost rows to the moves; the next, in order, had them all.
    expect(calls('GET /api/v3/devices')).toBeGreaterThan(2 * Math.ceil(machines.length / 7));
  });

  it('does without an order where the server takes none', async () => {
    served.desk.order({ status: 400, match: 'GET /api/v3/sites', times: 1 });
    const { records, coverage } = await scanAll(vsa, 'location');
    expect(records).toHaveLength(coverage.received);
    expect(calls('GET /api/v3/sites')).toBe(Math.ceil(records.length / 100) + 1);
  });

  it('knows machines by name and place where the token may not read assets', async () => {
    simulator.switches.lacks = ['assets'];
    const { records, coverage, problems } = await scanAll(vsa, 'asset');
    expect(records).toHaveLength(machines.length);
    expect(coverage.hidden).toContain('may not read assets');
    expect(problems).toHaveLength(1);
    expect(records[0]?.fields).not.toHaveProperty('serialNumber');
    const [first] = records;
    if (!first) throw new Error('no machine');
    expect((await vsa.read('asset', [first.id], signal)).get(first.id)).toEqual(first);
  });

  it('fails rather than show nothing where the token may not read devices', async () => {
    simulator.switches.lacks = ['devices'];
    await expect(scanAll(vsa, 'asset')).rejects.toMatchObject({
      reason: 'forbidden',
      remedy: expect.any(String),
    });
  });

  it('says how long to wait where others used up the allowance', async () => {
    simulator.switches.requestsPerHour = 3;
    simulator.switches.retryAfter = true;
    for (let time = 0; time < 3; time++) await someOrganization();
    await expect(scanAll(vsa, 'asset')).rejects.toMatchObject({
      reason: 'rate-limited',
      remedy: expect.stringMatching(/Wait \d+ minutes/),
    });
  });

  it('tries a refused token once only', async () => {
    const other = connect('wrong');
    for (let time = 0; time < 3; time++)
      await expect(scanAll(other, 'organization')).rejects.toMatchObject({ reason: 'credentials' });
    expect(calls('GET /api/v3/organizations')).toBe(1);
    other.dispose();
  });
});

describe('writing', () => {
  it('makes and renames an organization and a site, and finds what a lost answer made', async () => {
    const made = await vsa.create('organization', { name: 'New Client' }, signal);
    expect(await vsa.update(made, { name: 'Newer Client' }, signal)).toMatchObject({ name: 'Newer Client' });
    const values = {
      organization: made.id,
      name: 'Harbour',
      city: 'Oslo',
      country: 'Norway',
      phone: '+47 22',
    };
    served.desk.order({ status: 0, match: 'POST', afterActing: true });
    await expect(vsa.create('location', values, signal)).rejects.toMatchObject({ mayHaveActed: true });
    const [site, ...rest] = await vsa.findCreated('location', values, signal);
    if (!site) throw new Error('not found');
    expect(rest).toEqual([]);
    expect(site.fields).toMatchObject({
      city: 'Oslo',
      country: 'NO',
      phone: '+47 22',
      organization: made.id,
    });
    const after = await vsa.update(site, { city: 'Bergen' }, signal);
    expect(after.fields).toEqual({ ...site.fields, city: 'Bergen' });
    expect(await vsa.findCreated('organization', { name: 'newer client' }, signal)).toHaveLength(1);
  });

  it('refuses what the API has no way for, before any call', async () => {
    const organization = await someOrganization();
    const before = calls('PUT /api/v3/organizations/{id}');
    const machine = (await scanAll(vsa, 'asset')).records[0];
    if (!machine) throw new Error('no machine');
    await expect(vsa.update(machine, { name: 'X' }, signal)).rejects.toMatchObject({ reason: 'unsupported' });
    await expect(vsa.create('asset', { name: 'X' }, signal)).rejects.toMatchObject({ reason: 'unsupported' });
    await expect(vsa.create('contact', { firstName: 'X' }, signal)).rejects.toMatchObject({
      reason: 'unsupported',
    });
    await expect(vsa.update(organization, { website: 'x' }, signal)).rejects.toMatchObject({
      reason: 'unsupported',
    });
    expect(calls('PUT /api/v3/organizations/{id}')).toBe(before);
    expect(vsa.objection('location', 'country', 'Atlantis')).toContain('two-letter');
    expect(vsa.objection('location', 'country', 'Deutschland')).toBeNull();
    expect(vsa.objection('location', 'city', 'Atlantis')).toBeNull();
  });
});

describe('the lens of a site', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 20 }).map((one) => one.trim() || null);
  const values = fc.record({
    name: fc.constantFrom('Main', 'Harbour'),
    address1: text,
    address2: text,
    city: text,
    postalCode: text,
    country: fc.constantFrom('US', 'DE', null),
    phone: text,
    fax: text,
  });
  const held = {
    Id: 7,
    Name: 'Main',
    ParentId: 3,
    ContactInformation: { Email: 'a@b.example', City: 'Oslo' },
  };

  it('gives back what was written, and keeps what it does not know', () => {
    fc.assert(
      fc.property(values, (changes: Fields) => {
        const body = siteChanges(held, changes);
        const after = { ...held, ...body };
        expect(locationFields(after)).toEqual({ organization: '3', ...changes });
        expect(after.ContactInformation).toMatchObject({ Email: 'a@b.example' });
        const made = { Id: 8, ...newSite({ ...changes, organization: '3' }) };
        expect(locationFields(made)).toEqual({ organization: '3', ...changes });
      }),
    );
  });

  it('changes nothing by writing what was read', () => {
    fc.assert(
      fc.property(values, (changes: Fields) => {
        const before = { ...held, ...siteChanges(held, changes) };
        const { organization, ...fields } = locationFields(before);
        expect(organization).toBe('3');
        expect({ ...before, ...siteChanges(before, fields) }).toEqual(before);
      }),
    );
  });
});

describe('the lens of a machine', () => {
  const device = { Identifier: 'guid', Name: 'PC-1', SiteId: 4, OrganizationId: 3 };

  it('takes categories in any spelling, addresses in either form, and a link to the same server only', () => {
    const asset = {
      Identifier: 'guid',
      IpAddresses: ['10.0.0.5', { MAC: '00:11:22:33:44:55' }],
      LocalIpAddresses: [
        { PhysicalAddress: '00-11-22-33-44-66', IpV4: '10.0.0.5', Gateways: ['', '10.0.0.1'] },
      ],
      AssetInfo: [
        { CategoryName: 'bios', CategoryData: { SerialNumber: ' ABC1234 ' } },
        { CategoryName: 'Operating System', CategoryData: { Name: 'Windows 11 Pro', Version: '10.0.22631' } },
        { CategoryName: null, CategoryData: null },
      ],
    };
    const record = assetRecord(device, asset, 'https://acme.vsax.net/');
    expect(record.fields).toMatchObject({
      serialNumber: 'ABC1234',
      operatingSystem: 'Windows 11 Pro 10.0.22631',
      platform: 'Windows 11',
      type: 'Workstation',
      macAddresses: ['00-11-22-33-44-66', '00:11:22:33:44:55'],
      ipAddresses: ['10.0.0.5'],
      defaultGateway: '10.0.0.1',
    });
    const linked = (ExternalUrl: string) =>
      assetRecord(device, { ...asset, ExternalUrl }, 'https://acme.vsax.net/').url;
    expect(linked('https://acme.vsax.net/devices/7')).toBe('https://acme.vsax.net/devices/7');
    expect(linked('https://evil.example/')).toBe('https://acme.vsax.net/');
    expect(linked('javascript:alert(1)')).toBe('https://acme.vsax.net/');
  });

  it.each([
    ['Microsoft Windows Server 2022 Standard', 'windows', 'Windows Server 2022'],
    ['Microsoft Windows 10 Pro', 'windows', 'Windows 10'],
    ['macOS 14.2', 'mac', 'macOS'],
    ['Ubuntu 22.04', 'linux', 'Linux'],
    [null, 'printer', null],
  ])('reads the family of %s', (name, type, family) => {
    expect(platformOf(name, type)).toBe(family);
  });
});

describe('check', () => {
  const found = async (system = vsa) => (await system.check(signal)).filter(({ level }) => level !== 'ok');

  it('finds all well, and in short one call', async () => {
    clock.advance(Date.now() - clock.now());
    expect(await found()).toEqual([]);
    served.desk.startCountAnew();
    expect(await vsa.briefCheck(signal)).toEqual([]);
    expect(served.desk.counts().vsa).toEqual({ 'GET /api/v3/organizations': 1 });
  });

  it.each([
    ['a wrong secret', {}, 'wrong', 'credentials'],
    ['an expired token', { tokenExpiresAt: '2020-01-01T00:00:00Z' }, undefined, 'credentials'],
    ['an address that the token does not allow', { refuseAddress: true }, undefined, undefined],
    ['a token without organizations', { organizations: [] }, undefined, 'visibility'],
    ['a token without permission to devices', { lacks: ['devices'] }, undefined, 'assets'],
    ['a token without permission to sites', { lacks: ['sites'] }, undefined, 'locations'],
    ['a spent allowance', { requestsPerHour: 0 }, undefined, 'rate-limit'],
  ] as const)('tells %s', async (_, switches, secret, check) => {
    clock.advance(Date.now() - clock.now());
    Object.assign(simulator.switches, switches);
    const system = connect(secret);
    const [first, ...rest] = await found(system);
    expect(rest).toEqual([]);
    expect(first).toMatchObject({
      ...(check ? { check } : {}),
      level: 'problem',
      why: expect.any(String),
      remedy: expect.any(String),
      link: `${served.url}/`,
    });
    system.dispose();
  });

  it('tells VSA 9 in its place', async () => {
    served.desk.order({ status: 404, match: '/environment', times: 9 });
    expect(await found()).toMatchObject([{ check: 'api', remedy: expect.stringContaining('"token"') }]);
  });

  it('stops when told to', async () => {
    await expect(vsa.check(AbortSignal.abort())).rejects.toMatchObject({ reason: 'cancelled' });
  });
});
