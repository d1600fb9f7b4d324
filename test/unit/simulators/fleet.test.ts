import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { describe, expect, it } from 'vitest';
import { countryNamed } from '../../../src/simulators/fleet/data/places';
import { generateFleet } from '../../../src/simulators/fleet/generate';
import { groundTruth } from '../../../src/simulators/fleet/ground-truth';
import { type Fleet, PRODUCTS } from '../../../src/simulators/fleet/model';

const NOW = new Date('2026-06-01T12:00:00Z');
const SEEDS = [1, 2, 3, 20260601];
const COUNTRY_CODES = {
  'United States': 'US',
  Canada: 'CA',
  'United Kingdom': 'GB',
  Germany: 'DE',
  Australia: 'AU',
} as const;

describe('generateFleet', () => {
  it('makes the same fleet of one seed, and another of another', () => {
    expect(generateFleet({ seed: 11, now: NOW })).toEqual(generateFleet({ seed: 11, now: NOW }));
    expect(generateFleet({ seed: 11, now: NOW })).not.toEqual(generateFleet({ seed: 12, now: NOW }));
  });

  it('leaves the world alone when a client is added', () => {
    const small = generateFleet({ seed: 4, organizations: 5, now: NOW });
    const large = generateFleet({ seed: 4, organizations: 6, now: NOW });
    const truths = new Set(small.views.vsa.machines.map(({ truth }) => truth));
    const hostnames = (fleet: Fleet) =>
      fleet.views.vsa.machines.filter(({ truth }) => truths.has(truth)).map(({ hostname }) => hostname);
    expect(hostnames(large)).toEqual(hostnames(small));
  });

  it.each([1, 2, 3])('gives %i organizations to all three products', (organizations) => {
    const { views } = generateFleet({ seed: 9, organizations, assetsPerOrganization: 4, now: NOW });
    for (const product of PRODUCTS) expect(views[product].organizations.length).toBe(organizations);
  });

  it('makes many organizations with large parks, all of it consistent', () => {
    const fleet = generateFleet({ seed: 1, organizations: 100, assetsPerOrganization: 100, now: NOW });
    expect(fleet.views.itglue.machines.length).toBeGreaterThan(7_000);
    for (const product of PRODUCTS) expectConsistent(fleet, product);
  }, 180_000);

  it.each([
    [{ seed: 1.5 }, 'seed'],
    [{ seed: 1, organizations: 0 }, 'number of organizations'],
    [{ seed: 1, assetsPerOrganization: -3 }, 'number of assets per organization'],
  ])('refuses %j by name', (options, named) => {
    expect(() => generateFleet({ ...options, now: NOW })).toThrow(named);
  });
});

function expectConsistent({ views, now }: Fleet, product: (typeof PRODUCTS)[number]): void {
  const { organizations, locations, contacts, machines } = views[product];
  const keys = (records: readonly { key: string }[]) => new Set(records.map(({ key }) => key));
  const known = { organizations: keys(organizations), locations: keys(locations), contacts: keys(contacts) };
  for (const records of [organizations, locations, contacts, machines])
    expect(keys(records).size).toBe(records.length);

  const wrong: string[] = [];
  const check = (holds: boolean, what: string) => holds || wrong.push(what);
  for (const { key, parent } of organizations)
    check(parent === null || known.organizations.has(parent), `${key} parent`);
  for (const { key, organization } of [...locations, ...contacts, ...machines]) {
    check(known.organizations.has(organization), `${key} organization`);
  }
  const ownerOf = new Map([...locations, ...contacts].map(({ key, organization }) => [key, organization]));
  for (const { key, location, organization } of [...contacts, ...machines]) {
    check(location === null || ownerOf.get(location) === organization, `${key} location`);
  }
  for (const { key, contact, organization } of machines) {
    check(contact === null || ownerOf.get(contact) === organization, `${key} contact`);
  }
  for (const { key, createdAt, updatedAt } of [...organizations, ...locations, ...contacts, ...machines]) {
    check(createdAt <= updatedAt && updatedAt <= now, `${key} dates`);
  }
  for (const { key, firstSeen, lastSeen, lastReboot, purchasedAt } of machines) {
    check(firstSeen < now && (purchasedAt === null || purchasedAt <= firstSeen), `${key} first seen`);
    check(lastSeen === null || (firstSeen <= lastSeen && lastSeen < now), `${key} last seen`);
    check(lastReboot === null || (lastSeen !== null && lastReboot <= lastSeen), `${key} reboot`);
  }
  expect(wrong).toEqual([]);
}

describe.each(SEEDS)('the fleet of seed %i', (seed) => {
  const fleet = generateFleet({ seed, now: NOW });
  const { bms, vsa, itglue } = fleet.views;

  it.each(PRODUCTS)('is consistent in %s: keys, references, dates', (product) => {
    expectConsistent(fleet, product);
  });

  it('gives every BMS account exactly one main location and every asset and contact a location', () => {
    for (const { key } of bms.organizations) {
      expect(bms.locations.filter(({ organization, main }) => main && organization === key)).toHaveLength(1);
    }
    expect(bms.machines.filter(({ location }) => location === null)).toEqual([]);
    expect(bms.contacts.filter(({ location }) => location === null)).toEqual([]);
  });

  it('ties BMS contacts to assets of their own location only', () => {
    const at = new Map(bms.contacts.map(({ key, location }) => [key, location]));
    for (const { contact, location } of bms.machines) {
      if (contact !== null) expect(at.get(contact)).toBe(location);
    }
  });

  it('shows in VSA machines with agents only, each agent once, and main addresses alone', () => {
    const agents = vsa.machines.map(({ agent }) => agent);
    expect(agents).not.toContain(null);
    expect(new Set(agents).size).toBe(agents.length);
    expect(vsa.machines.every(({ machineGroup }) => /^root(\.[a-z]+)?$/.test(machineGroup))).toBe(true);
    expect(vsa.locations.every(({ main }) => main)).toBe(true);
    expect(vsa.locations).toHaveLength(vsa.organizations.length);
    const refs = vsa.organizations.map(({ shortName }) => shortName);
    expect(new Set(refs).size).toBe(refs.length);
    for (const ref of refs) expect(ref).toMatch(/^[a-z0-9]+(\.[a-z0-9]+)?$/);
  });

  it('puts agents on computers, not on network gear', () => {
    const kinds = new Set(vsa.machines.map(({ type }) => type));
    expect([...kinds].toSorted()).toEqual(['Laptop', 'Server', 'Virtual Server', 'Workstation']);
  });

  it('links from IT Glue to BMS and VSA, records of the own view and mostly of the other', () => {
    const keysOf = (view: typeof bms) =>
      new Set(
        [view.organizations, view.locations, view.contacts, view.machines].flat().map(({ key }) => key),
      );
    const own = keysOf(itglue);
    const others = { bms: keysOf(bms), vsa: keysOf(vsa), itglue: new Set<string>() };
    expect(fleet.links.every(({ from, fromKey }) => from === 'itglue' && own.has(fromKey))).toBe(true);
    expect(new Set(fleet.links.map(({ to }) => to))).toEqual(new Set(['bms', 'vsa']));
    const orphaned = fleet.links.filter(({ to, toKey }) => !others[to].has(toKey));
    expect(orphaned.length).toBeGreaterThan(0);
    expect(orphaned.length).toBeLessThan(fleet.links.length / 10);
    const wrong = fleet.links.filter(({ fromTruth, toTruth }) => fromTruth !== toTruth);
    expect(wrong.some(({ kind }) => kind === 'organization')).toBe(true);
    expect(wrong.length).toBeLessThan(fleet.links.length / 20);
    const ends = fleet.links.map(({ kind, to, fromKey }) => `${kind} ${to} ${fromKey}`);
    expect(new Set(ends).size).toBe(ends.length);
  });

  it('writes phones that exist in their country', () => {
    const places = [bms, vsa, itglue].flatMap(({ locations }) => locations);
    const invalid = places.filter(({ phone, country }) => {
      const code = COUNTRY_CODES[countryNamed(country).name];
      return !parsePhoneNumberFromString(phone, code)?.isPossible();
    });
    expect(invalid).toEqual([]);
    const valid = places.filter(({ phone, country }) =>
      parsePhoneNumberFromString(phone, COUNTRY_CODES[countryNamed(country).name])?.isValid(),
    );
    expect(valid.length).toBeGreaterThan(places.length * 0.9);
  });

  it('writes e-mail addresses as such, on the domain of the website', () => {
    const emails = [bms, vsa, itglue].flatMap(({ contacts }) =>
      contacts.flatMap((contact) => contact.emails),
    );
    for (const email of emails) expect(email).toMatch(/^[A-Za-z][A-Za-z.-]*@[a-z0-9-]+(\.[a-z]+)+$/);
    const site = new Map(bms.organizations.map(({ key, website }) => [key, website]));
    for (const { organization, emails: own } of bms.contacts) {
      const website = site.get(organization);
      for (const email of website ? own : []) expect(website).toContain(email.split('@')[1]);
    }
  });

  it('tells the ground truth: every record in exactly one identity', () => {
    const truth = groundTruth(fleet);
    for (const kind of ['organizations', 'locations', 'contacts', 'machines'] as const) {
      for (const product of PRODUCTS) {
        const members = truth[kind].flatMap(({ members }) => members[product] ?? []);
        expect(members.toSorted()).toEqual(fleet.views[product][kind].map(({ key }) => key).toSorted());
      }
      expect(new Set(truth[kind].map(({ truth: one }) => one)).size).toBe(truth[kind].length);
    }
  });
});
