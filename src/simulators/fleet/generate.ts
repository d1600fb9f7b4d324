/** A fleet from a seed: one truth, three views of it, and the links some vendor made between them. */
import { makeLinks } from './links';
import { type Elsewhere, viewMachine } from './machine-stories';
import { COMPUTER_STORIES, GEAR_STORIES, makeMachines, type Supply } from './make-machines';
import { type Company, makeCompanies } from './make-organizations';
import { makeLocations, makePeople } from './make-people';
import type { Fleet, Product, View, ViewContact, ViewLocation, ViewMachine, ViewOrganization } from './model';
import { dealer, Random } from './random';
import { viewContacts } from './view-contacts';
import { nameDealer, viewLocations, viewOrganizations } from './view-organizations';
import type { TrueMachine, TrueOrganization } from './world';

export interface FleetOptions {
  readonly seed: number;
  readonly organizations?: number;
  /** On average; clients differ in size. */
  readonly assetsPerOrganization?: number;
  readonly now: Date;
}

/** @throws RangeError where a size is not a whole number in reason. */
export function generateFleet(options: FleetOptions): Fleet {
  const { seed, now, organizations = 25, assetsPerOrganization = 30 } = options;
  requireWhole('seed', seed, Number.MIN_SAFE_INTEGER);
  requireWhole('number of organizations', organizations, 1);
  requireWhole('number of assets per organization', assetsPerOrganization, 1);
  const random = new Random(seed);
  const truths = makeWorld(random.fork('world'), organizations, assetsPerOrganization, now);
  const views = {
    bms: makeView(random.fork('views'), 'bms', truths, now),
    vsa: makeView(random.fork('views'), 'vsa', truths, now),
    itglue: makeView(random.fork('views'), 'itglue', truths, now),
  };
  return { seed, now, views, links: makeLinks(random.fork('links'), truths, views) };
}

function requireWhole(what: string, value: number, low: number): void {
  if (!Number.isSafeInteger(value) || value < low) {
    const bound = low === 1 ? 'a whole number of at least 1' : 'a whole number';
    throw new RangeError(`The ${what} must be ${bound}, not ${value}.`);
  }
}

function makeWorld(random: Random, count: number, assets: number, now: Date): TrueOrganization[] {
  let agents = 0;
  const supply: Supply = {
    computerStory: dealer(random.fork('computer stories'), COMPUTER_STORIES),
    gearStory: dealer(random.fork('gear stories'), GEAR_STORIES),
    nextAgent: () => {
      agents += 1;
      return agents;
    },
  };
  const made = new Map<string, TrueOrganization>();
  for (const company of makeCompanies(random.fork('companies'), count, now)) {
    const parent = company.parent === null ? null : (made.get(company.parent.truth) ?? null);
    made.set(company.truth, furnish(random.fork(company.truth), company, parent, { assets, now, supply }));
  }
  return [...made.values()];
}

interface Furnishing {
  readonly assets: number;
  readonly now: Date;
  readonly supply: Supply;
}

function furnish(
  random: Random,
  company: Company,
  parent: TrueOrganization | null,
  { assets, now, supply }: Furnishing,
): TrueOrganization {
  const wanted = random.fork('size').integer(Math.ceil(assets * 0.6), Math.floor(assets * 1.4));
  const count = Math.max(1, company.presence.length === 1 ? Math.ceil(wanted / 3) : wanted);
  const employees = Math.max(2, Math.round(count * 0.8));
  const locations = makeLocations(random.fork('locations'), company, count);
  const people = makePeople(random.fork('people'), company, locations, employees, now);
  const site = { company, locations, people, now };
  const machines = makeMachines(random.fork('machines'), site, count, supply);
  return { ...company, parent, employees, locations, people, machines };
}

function makeView(random: Random, product: Product, truths: readonly TrueOrganization[], now: Date): View {
  const variant = nameDealer(random.fork(`names in ${product}`), product);
  const known = truths.filter((truth) => truth.presence.includes(product));
  const organizations: ViewOrganization[] = [];
  const locations: ViewLocation[] = [];
  const contacts: ViewContact[] = [];
  const machines: ViewMachine[] = [];
  const own = random.fork(product);
  for (const truth of known) {
    const stream = own.fork(truth.truth);
    const entries = viewOrganizations(stream.fork('organization'), product, truth, variant(), now);
    organizations.push(...entries);
    locations.push(...viewLocations(stream.fork('locations'), product, truth, entries, now));
  }
  const places = addresses(organizations, locations);
  const locationKeys = new Set(locations.map(({ key }) => key));
  for (const truth of known) {
    // What is known to whom is decided on a stream that all views share.
    const shared = random.fork(truth.truth);
    const place = { product, truth, locations: locationKeys, now };
    const people = viewContacts(shared.fork('contacts'), place);
    contacts.push(...people);
    const at = new Map(people.map(({ key, location }) => [key, location]));
    const others = places.filter((other) => other.truth !== truth.truth);
    machines.push(...viewMachines(shared.fork('machines'), { ...place, contacts: at, elsewhere: others }));
  }
  return { organizations, locations, contacts, machines };
}

function addresses(organizations: readonly ViewOrganization[], locations: readonly ViewLocation[]) {
  const mains = new Map(
    locations.filter(({ main }) => main).map(({ organization, key }) => [organization, key]),
  );
  return organizations
    .filter(({ key, active }) => active && !key.includes('#'))
    .map(({ key, truth }) => ({ truth, organization: key, location: mains.get(key) ?? null }));
}

interface MachinesPlace {
  readonly product: Product;
  readonly truth: TrueOrganization;
  readonly locations: ReadonlySet<string>;
  readonly contacts: ReadonlyMap<string, string | null>;
  readonly elsewhere: readonly Elsewhere[];
  readonly now: Date;
}

function viewMachines(random: Random, place: MachinesPlace): ViewMachine[] {
  const { machines } = place.truth;
  return machines.flatMap((machine, index) => {
    const neighbour: TrueMachine | null = machines[index - 1] ?? null;
    return viewMachine(random, { ...place, neighbour }, machine);
  });
}
