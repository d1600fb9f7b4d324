/** Organizations and locations as each product has them. */
import { addDays, min } from 'date-fns';
import type { Product, ViewLocation, ViewOrganization } from './model';
import { dealer, deck, type Random } from './random';
import {
  ascii,
  NAME_VARIANTS,
  type NameVariant,
  organizationName,
  PHONE_STYLES,
  restylePhone,
  shortStreet,
} from './text';
import { type TrueLocation, type TrueOrganization, viewKey } from './world';

/** How often each product's people write a name in each way, in the order of NAME_VARIANTS. */
const VARIANT_COUNTS: Readonly<Record<Product, readonly number[]>> = {
  bms: [30, 4, 3, 2, 3, 1, 1, 1, 0, 1],
  vsa: [18, 14, 3, 2, 3, 3, 0, 4, 2, 0],
  itglue: [24, 7, 4, 3, 2, 1, 2, 1, 2, 1],
};

/** Another way each product usually writes phones: BMS keeps digits as typed, IT Glue formats them. */
const PHONE_HABITS = {
  bms: ['national', 'bare', 'dashed', 'national'],
  vsa: ['dashed', 'dotted', 'e164'],
  itglue: ['national', 'international', 'international', 'e164'],
} as const satisfies Record<Product, readonly (typeof PHONE_STYLES)[number][]>;

export function nameDealer(random: Random, product: Product): () => NameVariant {
  const counts = VARIANT_COUNTS[product];
  return dealer(random, deck(NAME_VARIANTS.map((variant, index) => [counts[index] ?? 0, variant] as const)));
}

/** A phone in this product's habit, now and then in some other style. A stored extension comes after ` x`. */
export function viewPhone(
  random: Random,
  product: Product,
  organization: TrueOrganization,
  phone: string,
): string {
  if (phone === '') return '';
  const [line = '', extension = ''] = phone.split(' x');
  const style = random.chance(0.12) ? random.pick(PHONE_STYLES) : random.pick(PHONE_HABITS[product]);
  const written = restylePhone(organization.country, line, extension === '' ? style : 'national');
  return extension === '' ? written : `${written} x${extension}`;
}

/** A moment between the two that the product may have written the record at. */
export function writtenAt(random: Random, from: Date, until: Date): { createdAt: Date; updatedAt: Date } {
  const span = Math.max(0, until.getTime() - from.getTime() - 60_000);
  const createdAt = new Date(from.getTime() + Math.floor(random.next() * span * 0.4));
  const rest = Math.max(0, until.getTime() - createdAt.getTime() - 60_000);
  return { createdAt, updatedAt: new Date(createdAt.getTime() + Math.floor(random.next() * rest)) };
}

export function viewOrganizations(
  random: Random,
  product: Product,
  truth: TrueOrganization,
  variant: NameVariant,
  now: Date,
): ViewOrganization[] {
  const former = truth.story === 'rebranded' && truth.staleProduct === product;
  const name = organizationName(
    variant,
    former ? truth.formerName : truth.coreName,
    truth.legalForm,
    random.fork('name'),
  );
  const parentKnown = truth.parent?.presence.includes(product) ?? false;
  const first: ViewOrganization = {
    key: viewKey(product, truth.truth),
    truth: truth.truth,
    name,
    shortName: shortName(random.fork('code'), product, truth),
    parent: truth.parent !== null && parentKnown ? viewKey(product, truth.parent.truth) : null,
    type: organizationType(truth),
    active: truth.story !== 'former' || product === 'itglue',
    website: website(random.fork('website'), product, truth),
    phone: viewPhone(random.fork('phone'), product, truth, truth.phone),
    description: random.chance(0.3) ? `${capital(truth.trade.name)}, ${truth.employees} staff` : '',
    employees: product === 'itglue' ? 0 : truth.employees,
    ...writtenAt(random.fork('written'), truth.createdAt, now),
  };
  const twice =
    (truth.story === 'twiceInBms' && product === 'bms') ||
    (truth.story === 'twiceInItglue' && product === 'itglue');
  return twice ? [first, secondEntry(random.fork('twice'), first, truth, now)] : [first];
}

/** Somebody did not find the client and entered it again. */
function secondEntry(
  random: Random,
  first: ViewOrganization,
  truth: TrueOrganization,
  now: Date,
): ViewOrganization {
  const variant: NameVariant = first.name === truth.coreName ? 'same' : 'noForm';
  const again = organizationName(variant, truth.coreName, truth.legalForm, random);
  return {
    ...first,
    key: `${first.key}#2`,
    name: again === first.name ? `${again} (old)` : again,
    shortName: '',
    website: '',
    description: '',
    ...writtenAt(random, min([addDays(first.createdAt, 30), now]), now),
  };
}

function organizationType(truth: TrueOrganization): ViewOrganization['type'] {
  if (truth.presence.length > 1) return 'Customer';
  if (truth.presence.includes('bms')) return 'Prospect';
  return truth.presence.includes('itglue') ? 'Vendor' : 'Customer';
}

function shortName(random: Random, product: Product, truth: TrueOrganization): string {
  // VSA requires its OrgRef; a product's own people may have chosen another code.
  if (product === 'vsa') return ascii(truth.shortName).toLowerCase();
  if (random.chance(product === 'itglue' ? 0.45 : 0.15)) return '';
  const own = truth.shortName.split('.').at(-1) ?? '';
  return random.chance(0.1) ? own.slice(0, 5) : own;
}

function website(random: Random, product: Product, truth: TrueOrganization): string {
  if (product === 'vsa' && random.chance(0.7)) return '';
  if (random.chance(0.12)) return '';
  return `${random.pick(['https://www.', 'http://www.', 'www.', 'https://', ''])}${truth.domain}`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

const MAIN_NAMES: Readonly<Record<Product, readonly string[]>> = {
  bms: ['Main', 'Main', 'Main', 'Head Office', 'HQ'],
  vsa: ['Main'],
  itglue: ['Main Office', 'Head Office', 'Main', 'Headquarters', 'city'],
};

/** A VSA organization has one address and no more; the others know most branches. */
export function viewLocations(
  random: Random,
  product: Product,
  truth: TrueOrganization,
  organizations: readonly ViewOrganization[],
  now: Date,
): ViewLocation[] {
  const known = truth.locations.filter(
    (location) => location.main || (product !== 'vsa' && random.fork(`knows ${location.truth}`).chance(0.86)),
  );
  return organizations.flatMap((organization, copy) =>
    (copy === 0 ? known : known.slice(0, 1)).map((location) =>
      viewLocation(
        random.fork(`${location.truth} ${copy}`),
        product,
        truth,
        { organization, location, copy },
        now,
      ),
    ),
  );
}

interface Place {
  readonly organization: ViewOrganization;
  readonly location: TrueLocation;
  readonly copy: number;
}

function viewLocation(
  random: Random,
  product: Product,
  truth: TrueOrganization,
  place: Place,
  now: Date,
): ViewLocation {
  const { location, organization, copy } = place;
  const main = random.pick(MAIN_NAMES[product]);
  const branch = product === 'itglue' && random.chance(0.5) ? `${location.city} Office` : location.name;
  return {
    key: viewKey(product, location.truth, copy + 1),
    truth: location.truth,
    organization: organization.key,
    name: location.main ? (main === 'city' ? location.city : main) : branch,
    main: location.main,
    active: truth.story !== 'former' || product === 'itglue',
    phone: viewPhone(random.fork('phone'), product, truth, location.phone),
    fax: product === 'vsa' ? '' : viewPhone(random.fork('fax'), product, truth, location.fax),
    ...viewAddress(random.fork('address'), location),
    ...writtenAt(random.fork('written'), location.createdAt, now),
  };
}

function viewAddress(random: Random, location: TrueLocation) {
  const street = random.chance(0.3) ? shortStreet(location.address1) : location.address1;
  const oneLine = location.address2 !== '' && random.chance(0.2);
  const american = location.country === 'United States';
  return {
    address1: oneLine ? `${street}, ${shortStreet(location.address2)}` : street,
    address2: oneLine ? '' : random.chance(0.2) ? shortStreet(location.address2) : location.address2,
    city: random.chance(0.1) ? ascii(location.city) : location.city,
    region: location.region,
    postalCode:
      american && random.chance(0.08)
        ? `${location.postalCode}-${random.digits(4)}`
        : postal(random, location),
    country: location.country,
  };
}

function postal(random: Random, location: TrueLocation): string {
  return random.chance(0.1) ? location.postalCode.replace(' ', '') : location.postalCode;
}
