/** Who the clients are: names, trades, countries, kinship, and which products know them. */
import { subDays } from 'date-fns';
import {
  FANCY_NAMES,
  GERMAN_NOUNS,
  LEGAL_FORMS,
  PROFESSIONAL_FORMS,
  TRADES,
  type Trade,
  TWIN_SUFFIXES,
} from './data/companies';
import { NAME_POOLS } from './data/people';
import { type City, COUNTRIES, type Country } from './data/places';
import { deck, type Random } from './random';
import { ascii, formatPhone, slug } from './text';
import type { OrganizationStory, Presence, TrueOrganization } from './world';

/** An organization before its locations, people and machines. */
export type Company = Omit<TrueOrganization, 'locations' | 'people' | 'machines' | 'parent'> & {
  readonly parent: Company | null;
};

/** What belongs together in a row: twins and branches follow the organization they are near to. Together 25. */
const FAMILIES: readonly (readonly OrganizationStory[])[] = [
  ...Array.from({ length: 13 }, (): OrganizationStory[] => ['plain']),
  ['plain', 'twin'],
  ['plain', 'twin'],
  ['plain', 'branch', 'branch'],
  ['twiceInBms'],
  ['twiceInItglue'],
  ['former'],
  ['rebranded'],
  ['rebranded'],
];

const EVERYWHERE: Presence = ['bms', 'vsa', 'itglue'];

/** Which products know the plain organizations; the others' stories need all three. Together 13, the first ones known to all. */
const PRESENCES = deck<Presence>([
  [3, EVERYWHERE],
  [2, ['bms', 'itglue']],
  [1, ['bms', 'vsa']],
  [1, ['vsa', 'itglue']],
  [1, ['bms']],
  [1, ['itglue']],
  [1, ['vsa']],
]);

export function planStories(
  random: Random,
  count: number,
): { story: OrganizationStory; presence: Presence }[] {
  const planned: { story: OrganizationStory; presence: Presence }[] = [];
  for (let round = 0; planned.length < count; round += 1) {
    const stream = random.fork(`round ${round}`);
    // A fleet of three organizations is one that all products know, without kin.
    const families = [...FAMILIES.slice(0, 3), ...stream.shuffle(FAMILIES.slice(3))];
    const presences = [EVERYWHERE, EVERYWHERE, EVERYWHERE, ...stream.shuffle(PRESENCES)];
    for (const family of families) {
      const alone = family.length === 1 && family[0] === 'plain';
      for (const story of family) {
        planned.push({ story, presence: alone ? (presences.shift() ?? EVERYWHERE) : EVERYWHERE });
      }
    }
  }
  return planned.slice(0, count);
}

function isNearTo(story: OrganizationStory | undefined): boolean {
  return story === 'twin' || story === 'branch';
}

export function makeCompanies(random: Random, count: number, now: Date): Company[] {
  const companies: Company[] = [];
  const taken = { names: new Set<string>(), codes: new Set<string>(), domains: new Set<string>() };
  let base: Company | null = null;
  for (const [index, { story, presence }] of planStories(random.fork('plan'), count).entries()) {
    const stream = random.fork(`company ${index}`);
    const near = isNearTo(story) ? base : null;
    const company = makeCompany(stream, { truth: `o${index + 1}`, story, presence, near, now }, taken);
    if (near === null) base = company;
    companies.push(company);
  }
  return companies;
}

interface Taken {
  readonly names: Set<string>;
  readonly codes: Set<string>;
  readonly domains: Set<string>;
}

interface Plan {
  readonly truth: string;
  readonly story: OrganizationStory;
  readonly presence: Presence;
  readonly near: Company | null;
  readonly now: Date;
}

function makeCompany(random: Random, plan: Plan, taken: Taken): Company {
  const { near } = plan;
  const country = near?.country ?? random.weighted(COUNTRIES);
  const city = plan.story === 'twin' && near !== null ? near.city : random.pick(country.cities);
  const trade = near?.trade ?? random.pick(TRADES);
  const branch = plan.story === 'branch' && near !== null;
  const coreName = unused(taken.names, (attempt) =>
    near === null
      ? inventName(random.fork(`name ${attempt}`), trade, country, city, attempt)
      : nearName(random.fork(`name ${attempt}`), near, plan.story, country),
  );
  const domain = branch
    ? near.domain
    : unused(taken.domains, (attempt) => inventDomain(random, coreName, country, attempt));
  const code = unused(taken.codes, (attempt) => inventCode(coreName, attempt));
  return {
    truth: plan.truth,
    story: plan.story,
    presence: plan.presence,
    parent: branch ? near : null,
    twinOf: plan.story === 'twin' && near !== null ? near.truth : null,
    coreName,
    legalForm: near?.legalForm ?? legalForm(random.fork('form'), country, trade),
    formerName: inventName(random.fork('former name'), trade, country, city, 0),
    staleProduct: random.fork('stale product').pick(plan.presence),
    shortName: branch ? `${near.shortName}.${code}` : code,
    domain,
    windowsDomain: random.chance(0.7) ? `${random.pick(['corp', 'ad', 'int'])}.${domain}` : '',
    trade,
    country,
    city,
    phone: inventPhone(random.fork('phone'), country, city),
    employees: 0,
    createdAt: subDays(plan.now, random.integer(400, 3600)),
  };
}

/** The first of the attempts that nobody has yet. */
function unused(taken: Set<string>, invent: (attempt: number) => string): string {
  for (let attempt = 0; ; attempt += 1) {
    const value = invent(attempt);
    const folded = value.toLowerCase();
    if (taken.has(folded)) continue;
    taken.add(folded);
    return value;
  }
}

function inventName(random: Random, trade: Trade, country: Country, city: City, attempt: number): string {
  const surnames = NAME_POOLS[random.weighted(country.cultures)].last;
  const nouns = country.name === 'Germany' ? (GERMAN_NOUNS[trade.name] ?? trade.nouns) : trade.nouns;
  const noun = random.pick(nouns);
  const style =
    trade.namedAfter === 'any'
      ? random.pick(['founder', 'fancy', 'partners', 'city'] as const)
      : trade.namedAfter;
  // After many collisions the place tells two companies apart, as it does in life.
  const where = attempt > 4 ? ` ${random.pick(country.cities).city}${attempt > 40 ? ` ${attempt}` : ''}` : '';
  switch (style) {
    case 'founder':
      return `${random.pick(surnames)} ${noun}${where}`;
    case 'partners':
      return `${random.pick(surnames)} & ${random.pick(surnames)} ${noun}${where}`;
    case 'city':
      return `${city.city} ${noun}${where}`;
    case 'fancy':
      return `${random.pick(FANCY_NAMES)} ${noun}${where}`;
  }
}

function nearName(random: Random, near: Company, story: OrganizationStory, country: Country): string {
  return story === 'twin'
    ? `${near.coreName} ${random.pick(TWIN_SUFFIXES)}`
    : `${near.coreName} - ${random.pick(country.cities).city}`;
}

function legalForm(random: Random, country: Country, trade: Trade): string {
  if (country.name === 'United States' && trade.professional && random.chance(0.6))
    return random.pick(PROFESSIONAL_FORMS);
  return random.weighted(LEGAL_FORMS[country.name]);
}

function inventDomain(random: Random, name: string, country: Country, attempt: number): string {
  const stream = random.fork(`domain ${attempt}`);
  const ending = stream.pick(country.topLevelDomains);
  const plain = slug(name);
  const short = name
    .split(' ')
    .map((word) => slug(word))
    .filter((word) => word !== '');
  const label = stream.pick([plain, plain, short.slice(0, 2).join('-'), short.slice(0, 2).join('')]);
  return `${label}${attempt > 8 ? attempt : ''}.${ending}`;
}

/** `SMIDEN` for Smith Dental: what people type into a field called account code. */
function inventCode(name: string, attempt: number): string {
  const parts = ascii(name)
    .split(/[^A-Za-z]+/)
    .filter((part) => part.length > 1);
  const code = parts.map((part) => part.slice(0, 3)).join('');
  return `${code.slice(0, 8).toUpperCase()}${attempt === 0 ? '' : attempt + 1}`;
}

/** In international form, `+1 512 555-1234`. */
export function inventPhone(random: Random, country: Country, city: City): string {
  const length = country.nationalLength - city.areaCode.length;
  const start = random.text(country.lineStarts, 1);
  return formatPhone(
    country,
    city.areaCode,
    `${start}${random.text('2345678', 1)}${random.digits(length - 2)}`,
    'international',
  );
}
