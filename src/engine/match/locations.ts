/** Locations inside one organization: address and postal code, then the name. */
import { keyOf, type RecordKey, type SourceRecord, SYSTEMS } from '../model';
import type { PostalAddress } from '../normalize/address';
import { standardWord } from '../normalize/organization';
import { isSamePhone, phoneForm, phoneKey, phoneTrunk } from '../normalize/phone';
import { isSlip } from '../normalize/similar';
import { wordsOf } from '../normalize/text';
import type { Family } from './keys';
import { addressOf, addressText, compareAddresses, streetKey } from './places';
import { type Entry, type Finding, listOf, type Rule, textOf, thinned } from './rules';
import { VENDOR_LINK } from './vendor';

export interface LocationEntry extends Entry {
  readonly name: string;
  readonly address: PostalAddress;
  readonly phone: string;
  readonly primary: string;
}

/** Ways to say that this is the main place, or an office at all. */
const MAIN = new Set([
  'main',
  'hq',
  'headquarter',
  'headquarters',
  'head',
  'hauptsitz',
  'zentrale',
  'primary',
  'default',
  'siege',
  'sede',
  'corporate',
]);
const NOISE = new Set([
  'office',
  'location',
  'site',
  'branch',
  'buro',
  'bureau',
  'standort',
  'the',
  'building',
  'campus',
]);

function placeName(text: string): string {
  const words = wordsOf(text).map(standardWord);
  const kept = words.filter((word) => !NOISE.has(word)).map((word) => (MAIN.has(word) ? 'main' : word));
  return [...new Set(kept.length > 0 ? kept : words)].join(' ');
}

export function locationEntry(
  record: SourceRecord,
  slot: number,
  owner: RecordKey | undefined,
): LocationEntry {
  const address = addressOf(record);
  return {
    record,
    key: keyOf(record),
    slot,
    side: SYSTEMS.indexOf(record.system),
    owner,
    name: placeName(textOf(record, 'name') || record.name),
    address,
    phone: phoneTrunk(phoneForm(listOf(record, 'phone')[0] ?? '', address.country || undefined)),
    primary: textOf(record, 'primary'),
  };
}

export const LOCATION_FAMILIES: readonly Family<LocationEntry>[] = [
  { name: 'street', bound: 8, keys: (entry) => streetKey(entry.address) },
  { name: 'name', bound: 8, keys: (entry) => entry.name },
  { name: 'postal', bound: 6, keys: (entry) => entry.address.postalCode },
  { name: 'city', bound: 4, keys: (entry) => entry.address.city },
  { name: 'phone', bound: 6, keys: (entry) => phoneKey(entry.phone) },
  { name: 'word', bound: 4, keys: (entry) => entry.name.split(' ') },
];

const WEIGHTS = { same: 11.5, near: 7, street: 5, number: -9, town: 3, different: -9 } as const;

const ADDRESS: Rule<LocationEntry> = {
  field: 'address1',
  show: ({ record }) => addressText(record),
  compare(a, b, counts): Finding | undefined {
    const verdict = compareAddresses(a.address, b.address);
    if (verdict === undefined) return undefined;
    const shared = verdict.level === 'same' ? counts.shared('street', a, streetKey(a.address)) : 1;
    const weight = thinned(WEIGHTS[verdict.level], shared);
    const cap =
      (verdict.level === 'different' || verdict.level === 'number') &&
      a.address.number !== '' &&
      b.address.number !== ''
        ? { cap: 0.6 }
        : {};
    return { normalized: streetKey(a.address), weight, note: verdict.note, ...cap };
  },
};

const NAME: Rule<LocationEntry> = {
  field: 'name',
  show: ({ record }) => record.name,
  compare(a, b, counts): Finding | undefined {
    if (a.name === '' || b.name === '') return undefined;
    if (a.name === b.name) {
      const full = isOwned(a) && isOwned(b) ? 10.5 : 6.5;
      return {
        normalized: a.name,
        weight: Math.max(0.5, thinned(full, counts.shared('name', a, a.name))),
      };
    }
    const [left, right] = [a.name.split(' '), b.name.split(' ')];
    const [short, long] = left.length <= right.length ? [left, right] : [right, left];
    if (short.every((word) => long.some((other) => isSlip(word, other)))) {
      return { normalized: a.name, weight: 4, note: 'one name is part of the other' };
    }
    return { normalized: a.name, weight: -1.5, note: 'other name' };
  },
};

const PHONE: Rule<LocationEntry> = {
  field: 'phone',
  show: ({ record }) => textOf(record, 'phone'),
  compare(a, b, counts): Finding | undefined {
    if (a.phone.length < 6 || b.phone.length < 6) return undefined;
    if (!isSamePhone(a.phone, b.phone)) return { normalized: a.phone, weight: -0.5 };
    return {
      normalized: a.phone,
      weight: Math.max(0, thinned(3, counts.shared('phone', a, phoneKey(a.phone)))),
    };
  },
};

const PRIMARY: Rule<LocationEntry> = {
  field: 'primary',
  show: () => 'main',
  compare(a, b): Finding | undefined {
    if (a.primary !== 'true' || b.primary !== 'true') return undefined;
    return { normalized: 'true', weight: 2 };
  },
};

export const LOCATION_PRIOR = -6;

export const LOCATION_RULES: readonly Rule<LocationEntry>[] = [VENDOR_LINK, ADDRESS, NAME, PHONE, PRIMARY];

/** Fewer are compared within one organization: agreement says more. */
function isOwned(entry: Entry): boolean {
  return entry.owner !== undefined;
}
