/** Organizations: what of a client can be recognised, and found by. */
import { type RecordKey, type SourceRecord, SYSTEMS } from '../model';
import type { PostalAddress } from '../normalize/address';
import { cityForm } from '../normalize/address';
import { organizationDomain } from '../normalize/domain';
import { codeForm, standardWord } from '../normalize/organization';
import { phoneForm, phoneKey, phoneTrunk } from '../normalize/phone';
import type { Called, Names } from './called';
import { distinct, type Family } from './keys';
import { addressOf, addressText, hasStreet, streetKey } from './places';
import { type Entry, listOf, textOf } from './rules';

export interface OrganizationEntry extends Entry {
  readonly called: Called;
  readonly code: string;
  readonly domains: readonly string[];
  readonly phones: readonly string[];
  readonly addresses: readonly { readonly address: PostalAddress; readonly text: string }[];
  readonly places: ReadonlySet<string>;
  readonly parent: string;
}

/** What other records of the same system tell of an organization. */
export interface Surroundings {
  readonly locations: readonly SourceRecord[];
  /** Domains that most of its contacts' mailboxes share. */
  readonly mailDomains: readonly string[];
  readonly parentName: string;
}

/** Locations beyond this many tell no more. */
const LOCATIONS = 4;

export function organizationEntry(
  record: SourceRecord,
  key: RecordKey,
  slot: number,
  around: Surroundings,
  names: Names,
): OrganizationEntry {
  const sources = [record, ...around.locations.slice(0, LOCATIONS)];
  const addresses = sources.flatMap(placeOf);
  const country = addresses.find(({ address }) => address.country !== '')?.address.country;
  const phones = sources
    .flatMap((source) => listOf(source, 'phone'))
    .map((raw) => phoneTrunk(phoneForm(raw, country)));
  const own = organizationDomain(textOf(record, 'website'));
  return {
    record,
    key,
    slot,
    side: SYSTEMS.indexOf(record.system),
    owner: undefined,
    called: names.of(textOf(record, 'name') || record.name, record.name, around.parentName),
    code: codeForm(textOf(record, 'shortName')),
    domains: own === '' ? around.mailDomains : distinct([own, ...around.mailDomains]),
    phones: distinct(phones.filter((phone) => phone.length >= 6)),
    addresses,
    places: addresses.length === 0 ? NOWHERE : townsOf(addresses),
    parent: around.parentName,
  };
}

const NOWHERE: ReadonlySet<string> = new Set();

function townsOf(addresses: OrganizationEntry['addresses']): ReadonlySet<string> {
  return new Set(addresses.flatMap(({ address }) => cityForm(address.city).split(' ').map(standardWord)));
}

/** Nearly none of those that a system lists without an address: there it is not taken apart. */
function placeOf(source: SourceRecord): OrganizationEntry['addresses'] {
  const text = addressText(source);
  if (text === '') return [];
  const address = addressOf(source);
  return hasStreet(address) || address.city !== '' || address.postalCode !== '' ? [{ address, text }] : [];
}

export const ORGANIZATION_FAMILIES: readonly Family<OrganizationEntry>[] = [
  { name: 'core', bound: 12, keys: ({ called }) => called.cores },
  { name: 'compact', bound: 12, keys: ({ called }) => called.compact },
  { name: 'less', bound: 8, keys: ({ called }) => called.less },
  { name: 'about', bound: 6, keys: ({ called }) => called.about },
  { name: 'start', bound: 6, keys: ({ called }) => called.starts },
  { name: 'end', bound: 6, keys: ({ called }) => called.ends },
  { name: 'word', bound: 4, keys: ({ called }) => called.words },
  { name: 'initials', bound: 4, keys: ({ called }) => called.initials },
  { name: 'code', bound: 4, keys: ({ code }) => code },
  {
    name: 'codeName',
    bound: 4,
    keys: ({ code, called }) => (code === '' ? called.joined : [code, ...called.joined]),
  },
  { name: 'domain', bound: 8, keys: (entry) => entry.domains },
  { name: 'phone', bound: 12, keys: (entry) => entry.phones.map(phoneKey) },
  { name: 'street', bound: 12, keys: (entry) => entry.addresses.map(({ address }) => streetKey(address)) },
  { name: 'namedStreet', bound: 6, keys: namedStreets },
];

/** First word and street: keeps apart the many businesses of one address. */
function namedStreets({ addresses, called }: OrganizationEntry): string[] {
  return addresses.flatMap(({ address }) => {
    const street = streetKey(address);
    return street === '' ? [] : called.firsts.map((word) => `${word} ${street}`);
  });
}
