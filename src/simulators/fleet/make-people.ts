/** Where a client works and who works there. */
import { addDays, subDays } from 'date-fns';
import { OUI } from './data/hardware';
import { COMMON_TITLES, NAME_POOLS, type NamePool } from './data/people';
import type { City, Country } from './data/places';
import { cell } from './data/table';
import { type Company, inventPhone } from './make-organizations';
import type { Random } from './random';
import { ascii } from './text';
import type { TrueLocation, TruePerson } from './world';

/** A MAC address in colon form under one of the maker's prefixes. */
export function inventMac(random: Random, prefixes: readonly string[]): string {
  const own = random.hex(6);
  return [random.pick(prefixes), own.slice(0, 2), own.slice(2, 4), own.slice(4)].join(':');
}

export function makeLocations(random: Random, company: Company, machines: number): TrueLocation[] {
  const most = Math.max(1, Math.min(5, Math.floor(machines / 6)));
  const count = company.parent !== null || random.chance(0.45) ? 1 : random.integer(1, most);
  return Array.from({ length: count }, (_, index) =>
    makeLocation(random.fork(`location ${index}`), company, index),
  );
}

function makeLocation(random: Random, company: Company, index: number): TrueLocation {
  const city = index === 0 ? company.city : random.pick(company.country.cities);
  const phone = index === 0 ? company.phone : inventPhone(random, company.country, city);
  const dock = random.pick([OUI.realtek, OUI.dell, OUI.lenovo]);
  return {
    truth: `${company.truth}.l${index + 1}`,
    ...makeAddress(random.fork('address'), company.country, city),
    name: index === 0 ? 'Main' : city.city,
    main: index === 0,
    phone,
    fax: random.chance(0.4) ? inventPhone(random, company.country, city) : '',
    createdAt: addDays(company.createdAt, index === 0 ? 0 : random.integer(10, 380)),
    network: random.chance(0.6)
      ? `192.168.${random.integer(1, 250)}`
      : `10.${random.integer(0, 250)}.${index + 1}`,
    dockMacs: Array.from({ length: random.integer(1, 3) }, () => inventMac(random, dock)),
  };
}

function makeAddress(random: Random, country: Country, city: City) {
  const street = random.pick(country.streets);
  const number = random.integer(1, country.name === 'United States' ? 9800 : 240);
  const suite = random.chance(0.35);
  const german = country.name === 'Germany';
  return {
    address1: german ? `${street} ${number}` : `${number} ${street}`,
    address2: suite ? secondLine(random, country) : '',
    city: city.city,
    region: city.region,
    postalCode: city.postalPattern
      .replace(/#/g, () => random.digits(1))
      .replace(/@/g, () => random.text('ABCEGHJKLMNPRSTVXY', 1)),
    country: country.name,
  };
}

function secondLine(random: Random, country: Country): string {
  const number = random.integer(1, 40);
  switch (country.name) {
    case 'Germany':
      return `${random.integer(1, 6)}. OG`;
    case 'United Kingdom':
      return `Unit ${number}`;
    case 'Australia':
      return `Level ${random.integer(1, 20)}`;
    default:
      return `Suite ${number * 10}`;
  }
}

export function makePeople(
  random: Random,
  company: Company,
  locations: readonly TrueLocation[],
  count: number,
  now: Date,
): TruePerson[] {
  const people: TruePerson[] = [];
  const userNames = new Set<string>();
  for (let index = 0; index < count; index += 1) {
    const person = makePerson(random.fork(`person ${index}`), company, locations, index, now);
    // Two people of one name in one company would share a mailbox; the second one is left out.
    if (userNames.has(person.userName)) continue;
    userNames.add(person.userName);
    people.push(person);
  }
  return people;
}

function makePerson(
  random: Random,
  company: Company,
  locations: readonly TrueLocation[],
  index: number,
  now: Date,
): TruePerson {
  const pool: NamePool = NAME_POOLS[random.weighted(company.country.cultures)];
  const firstName = random.pick(pool.first);
  const lastName = random.pick(pool.last);
  const married = random.chance(0.05) ? random.pick(NAME_POOLS.english.last) : null;
  const titles = random.pick(random.chance(0.5) ? company.trade.titles : COMMON_TITLES);
  const location = random.pick(index === 0 ? locations.slice(0, 1) : locations);
  const userName = accountName(company, firstName, lastName);
  const extension = random.integer(100, 399);
  const mobile = random.chance(0.35) ? [inventPhone(random, company.country, company.city)] : [];
  return {
    truth: `${company.truth}.p${index + 1}`,
    location,
    firstName,
    lastName,
    formerLastName: married === lastName ? null : married,
    userName,
    email: `${userName}@${company.domain}`,
    title: cell(titles, 0),
    otherTitle: cell(titles, 1),
    phones: [`${location.phone} x${extension}`, ...mobile],
    important: index === 0 || random.chance(0.08),
    createdAt: subDays(now, random.integer(20, 350)),
  };
}

/** Each company has one habit: `jane.smith`, `jsmith` or `jane`. */
function accountName(company: Company, firstName: string, lastName: string): string {
  const first = letters(firstName);
  const last = letters(lastName);
  const habit = company.domain.length % 3;
  if (habit === 0) return `${first}.${last}`;
  return habit === 1 ? `${first.slice(0, 1)}${last}` : `${first}.${last.slice(0, 1)}`;
}

function letters(text: string): string {
  return ascii(text)
    .toLowerCase()
    .replace(/[^a-z-]/g, '');
}
