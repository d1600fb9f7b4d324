/** People as each product has them. VSA knows some of them as staff. */
import { NICKNAMES } from './data/people';
import type { Product, ViewContact } from './model';
import type { Random } from './random';
import { ascii } from './text';
import { viewPhone, writtenAt } from './view-organizations';
import { type TrueOrganization, type TruePerson, viewKey } from './world';

const SHARE: Readonly<Record<Product, number>> = { bms: 0.86, vsa: 0.4, itglue: 0.84 };

export interface ContactPlace {
  readonly product: Product;
  readonly truth: TrueOrganization;
  /** Keys of the locations this view has. */
  readonly locations: ReadonlySet<string>;
  readonly now: Date;
}

export function viewContacts(random: Random, place: ContactPlace): ViewContact[] {
  const { product, truth } = place;
  const { presence } = truth;
  return truth.people.flatMap((person) => {
    const shared = random.fork(person.truth);
    const knowing = presence.filter((other) => shared.fork(`known to ${other}`).chance(SHARE[other]));
    if (!(knowing.length === 0 ? presence.slice(0, 1) : knowing).includes(product)) return [];
    return viewContact(shared.fork(product), place, person, shared.fork('odd').pick(presence));
  });
}

function viewContact(random: Random, place: ContactPlace, person: TruePerson, odd: Product): ViewContact[] {
  const { product, truth, now } = place;
  const nickname = product === odd && random.chance(0.6) ? NICKNAMES.get(person.firstName) : undefined;
  const former = person.formerLastName !== null && product === odd ? person.formerLastName : person.lastName;
  const contact: ViewContact = {
    key: viewKey(product, person.truth),
    truth: person.truth,
    organization: viewKey(product, truth.truth),
    location: workplace(random.fork('location'), place, person),
    firstName: nickname ?? (random.chance(0.04) ? ascii(person.firstName) : person.firstName),
    lastName: random.chance(0.08) ? ascii(former) : former,
    title: title(random.fork('title'), product, person),
    emails: emails(random.fork('emails'), product, person, truth),
    phones: phones(random.fork('phones'), product, truth, person),
    important: product === 'vsa' ? false : person.important,
    active: random.chance(0.97),
    notes: random.chance(0.05)
      ? random.pick(['Prefers e-mail', 'Do not call before 10', 'VIP', 'Part time, Mon-Wed'])
      : '',
    ...writtenAt(random.fork('written'), person.createdAt, now),
  };
  // IT Glue knows contacts by first and last name: a marriage makes a second one.
  const married = product === 'itglue' && person.formerLastName !== null && random.chance(0.4);
  return married
    ? [contact, { ...contact, key: `${contact.key}#2`, lastName: otherName(contact, person), title: '' }]
    : [contact];
}

function otherName(contact: ViewContact, person: TruePerson): string {
  return contact.lastName === person.lastName ? (person.formerLastName ?? person.lastName) : person.lastName;
}

/** BMS demands a location and takes the main one where none is given; the others may leave it out. */
function workplace(
  random: Random,
  { product, truth, locations }: ContactPlace,
  person: TruePerson,
): string | null {
  if (product === 'vsa') return null;
  const own = viewKey(product, person.location.truth);
  const main = truth.locations.find((location) => location.main);
  if (product === 'itglue') return locations.has(own) && !random.chance(0.25) ? own : null;
  if (locations.has(own) && !random.chance(0.06)) return own;
  return main === undefined ? null : viewKey(product, main.truth);
}

function title(random: Random, product: Product, person: TruePerson): string {
  if (random.chance(product === 'vsa' ? 0.5 : 0.1)) return '';
  return random.chance(0.2) ? person.otherTitle : person.title;
}

function emails(random: Random, product: Product, person: TruePerson, truth: TrueOrganization): string[] {
  if (random.chance(0.05)) return [];
  const written = random.chance(0.06) ? capitalized(person.email) : person.email;
  const second = product !== 'vsa' && random.chance(0.05);
  return second
    ? [
        written,
        `${ascii(person.firstName)
          .toLowerCase()
          .replace(/[^a-z]/g, '')}@${truth.domain}`,
      ]
    : [written];
}

function capitalized(email: string): string {
  return email.replace(/(^|\.)([a-z])/g, (match, _dot, _letter, offset: number) =>
    offset < email.indexOf('@') ? match.toUpperCase() : match,
  );
}

function phones(random: Random, product: Product, truth: TrueOrganization, person: TruePerson): string[] {
  if (random.chance(0.1)) return [];
  const known = product === 'vsa' ? person.phones.slice(0, 1) : person.phones;
  return known.map((phone, index) => viewPhone(random.fork(`phone ${index}`), product, truth, phone));
}
