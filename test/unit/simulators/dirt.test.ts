import { describe, expect, it } from 'vitest';
import { OUI, PLACEHOLDER_SERIALS } from '../../../src/simulators/fleet/data/hardware';
import { generateFleet } from '../../../src/simulators/fleet/generate';
import { groundTruth, type TrueIdentity } from '../../../src/simulators/fleet/ground-truth';
import { PRODUCTS, type Product, type ViewMachine } from '../../../src/simulators/fleet/model';

const NOW = new Date('2026-06-01T12:00:00Z');

/** Only what a matcher may see decides what dirt is counted here; the stories of the generator are not consulted. */
function survey(seed: number) {
  const fleet = generateFleet({ seed, now: NOW });
  const { views } = fleet;
  const truth = groundTruth(fleet);
  const machineByKey = new Map(
    PRODUCTS.flatMap((product) => views[product].machines.map((one) => [one.key, one] as const)),
  );
  const recordsOf = (identity: TrueIdentity, product?: Product): ViewMachine[] =>
    PRODUCTS.filter((one) => product === undefined || one === product)
      .flatMap((one) => identity.members[one] ?? [])
      .flatMap((key) => machineByKey.get(key) ?? []);
  return { fleet, views, truth, recordsOf };
}

const bareMac = (mac: string) => mac.replace(/[^0-9a-fA-F]/g, '').toUpperCase();
const usable = (serial: string) =>
  serial !== '' && !PLACEHOLDER_SERIALS.some((text) => text === serial) && serial !== '0123456789';
const distinct = <T>(list: readonly T[]) => new Set(list).size;

function owners(machines: readonly ViewMachine[], facts: (machine: ViewMachine) => readonly string[]) {
  const found = new Map<string, Set<string>>();
  for (const machine of machines) {
    for (const fact of facts(machine)) found.set(fact, (found.get(fact) ?? new Set()).add(machine.truth));
  }
  return found;
}

/** Share of the machines known to several products of which every record has a fact that leads to it alone. */
function matchable({ views, truth, recordsOf }: ReturnType<typeof survey>) {
  const all = PRODUCTS.flatMap((product) => views[product].machines);
  const serialOwners = owners(all, ({ serialNumber }) =>
    usable(serialNumber) ? [serialNumber.toUpperCase()] : [],
  );
  const macOwners = owners(all, ({ macAddresses }) => macAddresses.map(bareMac));
  const alone = (found: Map<string, Set<string>>, fact: string) => found.get(fact)?.size === 1;
  const several = truth.machines.filter((identity) => Object.keys(identity.members).length > 1);
  const clean = several.filter((identity) => {
    const records = recordsOf(identity);
    if (records.length !== Object.keys(identity.members).length) return false;
    if (distinct(records.map(({ organization }) => organization.split(':')[1])) > 1) return false;
    const [first, ...rest] = records.map((record) => ({
      serial:
        usable(record.serialNumber) && alone(serialOwners, record.serialNumber.toUpperCase())
          ? record.serialNumber.toUpperCase()
          : '',
      macs: record.macAddresses.map(bareMac).filter((mac) => alone(macOwners, mac)),
    }));
    return rest.every(
      (other) =>
        (other.serial !== '' && other.serial === first?.serial) ||
        other.macs.some((mac) => first?.macs.includes(mac)),
    );
  });
  return clean.length / several.length;
}

describe.each([1, 2, 3])('the dirt in the fleet of seed %i', (seed) => {
  const surveyed = survey(seed);
  const { fleet, views, truth, recordsOf } = surveyed;
  const all = PRODUCTS.flatMap((product) => views[product].machines);

  it('leaves 80 to 92 of 100 machines clean enough for a good matcher', () => {
    expect(matchable(surveyed)).toBeGreaterThan(0.8);
    expect(matchable(surveyed)).toBeLessThan(0.92);
  });

  it('has most clients and machines in two or three products and some in one', () => {
    for (const kind of ['organizations', 'machines'] as const) {
      const spread = truth[kind].map(({ members }) => Object.keys(members).length);
      expect(spread.filter((count) => count > 1).length / spread.length).toBeGreaterThan(0.75);
      expect(spread).toContain(1);
      expect(spread).toContain(2);
    }
  });

  it('spells many clients in several ways, and enters some twice', () => {
    const names = truth.organizations.map(({ truth: one }) =>
      distinct(
        PRODUCTS.flatMap((product) =>
          views[product].organizations.filter((o) => o.truth === one).map(({ name }) => name),
        ),
      ),
    );
    expect(names.filter((count) => count > 1).length / names.length).toBeGreaterThan(0.5);
    for (const product of ['bms', 'itglue'] as const) {
      expect(truth.organizations.some(({ members }) => (members[product]?.length ?? 0) > 1)).toBe(true);
    }
  });

  it('has near-identical companies, and a parent with branches', () => {
    const names = views.vsa.organizations.map(({ truth: one, name }) => ({
      one,
      name: name.replace(/[,.]/g, '').toLowerCase(),
    }));
    const base = (name: string) => name.split(' ').slice(0, 2).join(' ');
    expect(
      names.some(({ one, name }) =>
        names.some((other) => other.one !== one && base(other.name) === base(name)),
      ),
    ).toBe(true);
    const parents = views.bms.organizations.flatMap(({ parent }) => parent ?? []);
    expect(parents.length).toBeGreaterThan(distinct(parents));
  });

  it('has placeholder serials, and serials blank in one product alone', () => {
    for (const product of PRODUCTS) {
      expect(
        views[product].machines.some(({ serialNumber }) =>
          PLACEHOLDER_SERIALS.some((text) => text === serialNumber),
        ),
      ).toBe(true);
    }
    const blankInOne = truth.machines.filter((identity) => {
      const serials = recordsOf(identity).map(({ serialNumber }) => serialNumber);
      return serials.includes('') && serials.some(usable);
    });
    expect(blankInOne.length).toBeGreaterThan(3);
  });

  it('writes MACs with colons, with dashes, in dotted groups and bare, all under prefixes of known makers', () => {
    const macs = all.flatMap(({ macAddresses }) => macAddresses);
    for (const form of [/^(..:){5}..$/, /^(..-){5}..$/, /^(....\.){2}....$/, /^[0-9A-Fa-f]{12}$/]) {
      expect(macs.some((mac) => form.test(mac))).toBe(true);
    }
    const prefixes = new Set(Object.values(OUI).flat().map(bareMac));
    expect(macs.filter((mac) => !prefixes.has(bareMac(mac).slice(0, 6)))).toEqual([]);
  });

  it('has docks whose MAC several machines report', () => {
    const found = owners(views.vsa.machines, ({ macAddresses }) => macAddresses.map(bareMac));
    expect([...found.values()].some((machines) => machines.size > 1)).toBe(true);
  });

  it('has renamed machines, re-installed agents and duplicates', () => {
    const sameSerialOtherName = truth.machines.filter((identity) => {
      const records = recordsOf(identity).filter(({ serialNumber }) => usable(serialNumber));
      const short = records.map(({ name }) => name.slice(0, 12).toUpperCase());
      return (
        distinct(records.map(({ serialNumber }) => serialNumber.toUpperCase())) === 1 && distinct(short) > 1
      );
    });
    expect(sameSerialOtherName.length).toBeGreaterThan(5);
    const twoAgents = truth.machines.filter(
      (identity) => distinct(recordsOf(identity, 'vsa').map(({ agent }) => agent)) > 1,
    );
    expect(twoAgents.length).toBeGreaterThan(3);
    for (const identity of twoAgents)
      expect(recordsOf(identity, 'vsa').filter(({ active }) => active).length).toBeLessThan(2);
    for (const product of ['bms', 'itglue'] as const) {
      expect(truth.machines.some(({ members }) => (members[product]?.length ?? 0) > 1)).toBe(true);
    }
  });

  it('has hardware replaced under its old name, and clones and mistakes with one serial on two machines', () => {
    const active = owners(
      views.bms.machines.filter(({ active: on }) => on),
      ({ organization, name }) => [`${organization} ${name}`],
    );
    const replaced = views.bms.machines.filter(
      ({ active: on, organization, name, truth: one }) =>
        !on && [...(active.get(`${organization} ${name}`) ?? [])].some((other) => other !== one),
    );
    expect(replaced.length).toBeGreaterThan(0);
    for (const product of PRODUCTS) {
      const serials = owners(views[product].machines, ({ serialNumber }) =>
        usable(serialNumber) ? [serialNumber] : [],
      );
      expect([...serials.values()].some((machines) => machines.size > 1)).toBe(true);
    }
  });

  it('has machines under another organization in one product', () => {
    const truthOf = new Map(
      PRODUCTS.flatMap((p) => views[p].organizations.map((one) => [one.key, one.truth] as const)),
    );
    const moved = truth.machines.filter(
      (identity) => distinct(recordsOf(identity).map(({ organization }) => truthOf.get(organization))) > 1,
    );
    expect(moved.length).toBeGreaterThan(2);
  });

  it('has host names cut by NetBIOS, fully qualified ones and default ones', () => {
    expect(views.vsa.machines.every(({ hostname }) => hostname.length <= 15)).toBe(true);
    const cut = truth.machines.filter((identity) => {
      const [vsa] = recordsOf(identity, 'vsa');
      return recordsOf(identity, 'itglue').some(
        ({ name }) =>
          vsa?.hostname.length === 15 && name.length > 15 && name.toUpperCase().startsWith(vsa.hostname),
      );
    });
    expect(cut.length).toBeGreaterThan(3);
    expect(views.itglue.machines.some(({ hostname }) => hostname.split('.').length > 2)).toBe(true);
    expect(views.vsa.machines.some(({ hostname }) => /^DESKTOP-[0-9A-V]{7}$/.test(hostname))).toBe(true);
  });

  it('has assets in BMS that came from agents, some of agents that are gone, and gear without', () => {
    const agents = new Set(views.vsa.machines.map(({ agent }) => agent));
    const linked = views.bms.machines.filter(({ agent }) => agent !== null);
    expect(linked.length / views.bms.machines.length).toBeGreaterThan(0.5);
    expect(linked.some(({ agent }) => !agents.has(agent))).toBe(true);
    expect(views.bms.machines.some(({ type, agent }) => type === 'Switch' && agent === null)).toBe(true);
  });

  it('differs in warranties, users, models, phones, addresses and contacts', () => {
    const differing = (pick: (machine: ViewMachine) => string) =>
      truth.machines.filter(
        (identity) =>
          distinct(
            recordsOf(identity)
              .map(pick)
              .filter((value) => value !== ''),
          ) > 1,
      ).length;
    expect(differing(({ warrantyExpiresAt }) => warrantyExpiresAt?.toISOString() ?? '')).toBeGreaterThan(5);
    expect(differing(({ lastUser }) => lastUser)).toBeGreaterThan(5);
    expect(differing(({ model }) => model)).toBeGreaterThan(5);
    const contacts = (pick: (index: (typeof views.bms.contacts)[number]) => string) =>
      truth.contacts.filter(({ truth: one }) => {
        const values = PRODUCTS.flatMap((product) =>
          views[product].contacts.filter((c) => c.truth === one).map(pick),
        );
        return distinct(values.filter((value) => value !== '')) > 1;
      }).length;
    expect(contacts(({ firstName }) => firstName)).toBeGreaterThan(5);
    expect(contacts(({ lastName }) => lastName)).toBeGreaterThan(2);
    expect(contacts(({ title }) => title)).toBeGreaterThan(20);
    expect(views.itglue.contacts.some(({ location }) => location === null)).toBe(true);
    const streets = truth.locations.filter(
      ({ truth: one }) =>
        distinct(
          PRODUCTS.flatMap((p) =>
            views[p].locations.filter((l) => l.truth === one).map(({ address1 }) => address1),
          ),
        ) > 1,
    );
    expect(streets.length).toBeGreaterThan(4);
    expect(fleet.links.length).toBeGreaterThan(100);
  });
});
