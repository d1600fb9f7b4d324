/** Organizations: what of a client can be recognised, and how loudly it speaks. */
import { keyOf, type SourceRecord, SYSTEMS } from '../model';
import type { PostalAddress } from '../normalize/address';
import { cityForm } from '../normalize/address';
import { organizationDomain } from '../normalize/domain';
import {
  acronymOf,
  codeForm,
  compactName,
  type OrganizationName,
  organizationNames,
  standardWord,
} from '../normalize/organization';
import { isSamePhone, phoneForm, phoneKey, phoneTrunk } from '../normalize/phone';
import type { Family } from './keys';
import { compareNames, type NameVerdict } from './names';
import type { Overlap } from './overlap';
import { addressOf, addressText, compareAddresses, hasStreet, streetKey } from './places';
import { type Counts, type Entry, type Finding, listOf, type Rule, textOf, thinned } from './rules';
import { VENDOR_LINK } from './vendor';

export interface OrganizationEntry extends Entry {
  readonly names: readonly OrganizationName[];
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
  slot: number,
  around: Surroundings,
): OrganizationEntry {
  const sources = [record, ...around.locations.slice(0, LOCATIONS)];
  const addresses = sources
    .map((source) => ({ address: addressOf(source), text: addressText(source) }))
    .filter(({ address }) => hasStreet(address) || address.city !== '' || address.postalCode !== '');
  const country = addresses.find(({ address }) => address.country !== '')?.address.country;
  const own = organizationNames(textOf(record, 'name') || record.name);
  const qualified =
    around.parentName === '' ? [] : organizationNames(`${around.parentName} - ${record.name}`);
  const phones = sources
    .flatMap((source) => listOf(source, 'phone'))
    .map((raw) => phoneTrunk(phoneForm(raw, country)));
  return {
    record,
    key: keyOf(record),
    slot,
    side: SYSTEMS.indexOf(record.system),
    owner: undefined,
    names: [...own, ...qualified],
    code: codeForm(textOf(record, 'shortName')),
    domains: [...new Set([organizationDomain(textOf(record, 'website')), ...around.mailDomains])].filter(
      (it) => it !== '',
    ),
    phones: [...new Set(phones)].filter((phone) => phone.length >= 6),
    addresses,
    places: new Set(addresses.flatMap(({ address }) => cityForm(address.city).split(' ').map(standardWord))),
    parent: around.parentName,
  };
}

const words = (entry: OrganizationEntry): string[] => [...new Set(entry.names.flatMap((name) => name.words))];
const compact = (name: OrganizationName): string => name.words.join('');

/** The name's words in order of the alphabet, each left out once: finds a wrong, a missing and an added word. */
function withOneLess(entry: OrganizationEntry): string[] {
  return entry.names.flatMap((name) => {
    const sorted = [...name.words].sort();
    const whole = sorted.join(' ');
    if (sorted.length < 2 || sorted.length > 8) return [whole];
    return [whole, ...sorted.map((_, at) => sorted.filter((__, index) => index !== at).join(' '))];
  });
}

/** Each word by its first letters and its last, the others whole: finds a slip in a name of two words. */
function withOneAbout(entry: OrganizationEntry): string[] {
  return entry.names.flatMap((name) => {
    if (name.words.length > 6) return [];
    return name.words.map((word, at) => {
      const others = name.words.filter((_, index) => index !== at).sort();
      return `${others.join(' ')} ${word.slice(0, 2)}-${word.at(-1)}`;
    });
  });
}

const ENDS = 6;

export const ORGANIZATION_FAMILIES: readonly Family<OrganizationEntry>[] = [
  { name: 'core', bound: 12, keys: (entry) => entry.names.map((name) => name.core) },
  { name: 'compact', bound: 12, keys: (entry) => entry.names.map(compactName) },
  { name: 'less', bound: 8, keys: withOneLess },
  { name: 'about', bound: 6, keys: withOneAbout },
  { name: 'start', bound: 6, keys: (entry) => entry.names.map((name) => compact(name).slice(0, ENDS)) },
  { name: 'end', bound: 6, keys: (entry) => entry.names.map((name) => compact(name).slice(-ENDS)) },
  { name: 'word', bound: 4, keys: words },
  {
    name: 'initials',
    bound: 4,
    keys: (entry) => entry.names.flatMap((name) => [acronymOf(name), initialsName(name)]),
  },
  { name: 'code', bound: 4, keys: (entry) => entry.code },
  { name: 'codeName', bound: 4, keys: (entry) => [entry.code, ...entry.names.map(compact)] },
  { name: 'domain', bound: 8, keys: (entry) => entry.domains },
  { name: 'phone', bound: 12, keys: (entry) => entry.phones.map(phoneKey) },
  { name: 'street', bound: 12, keys: (entry) => entry.addresses.map(({ address }) => streetKey(address)) },
  { name: 'namedStreet', bound: 6, keys: namedStreets },
];

/** First word and street: keeps apart the many businesses of one address. */
function namedStreets(entry: OrganizationEntry): string[] {
  const first = entry.names.map((name) => name.words[0] ?? '');
  return entry.addresses.flatMap(({ address }) => {
    const street = streetKey(address);
    return street === '' ? [] : first.map((word) => `${word} ${street}`);
  });
}

function initialsName(name: OrganizationName): string {
  const text = compact(name);
  return name.words.length === 1 && text.length >= 3 && text.length <= 5 ? text : '';
}

const NAME: Rule<OrganizationEntry> = {
  field: 'name',
  show: ({ record }) => record.name,
  compare(a, b, counts): Finding {
    const places = new Set([...a.places, ...b.places]);
    const context = {
      wordCount: (word: string) => counts.shared('word', a, word) || counts.shared('word', b, word),
      spread: (word: string) => counts.spread('word', a, word) || counts.spread('word', b, word),
      bearers: (core: string) => counts.spread('core', a, core) || counts.spread('core', b, core),
      places,
    };
    let best: NameVerdict | undefined;
    for (const left of a.names) {
      for (const right of b.names) {
        const verdict = compareNames(left, right, context);
        if (best === undefined || verdict.weight > best.weight) best = verdict;
      }
    }
    const verdict = codeAsName(a, b, best ?? { weight: 0, note: 'no name' });
    const normalized = a.names[0]?.core ?? '';
    const cap = verdict.cap ?? (verdict.weight <= -4 ? 0.9 : undefined);
    return {
      normalized,
      weight: verdict.weight,
      note: verdict.note,
      ...(cap === undefined ? {} : { cap }),
      ...(verdict.lead === undefined ? {} : { lead: verdict.lead }),
    };
  },
};

/** One system calls the client by its code or its initials. */
function codeAsName(a: OrganizationEntry, b: OrganizationEntry, verdict: NameVerdict): NameVerdict {
  if (verdict.weight >= 6 || verdict.cap !== undefined) return verdict;
  const isCode = (code: OrganizationEntry, other: OrganizationEntry) =>
    code.code.length >= 3 && other.names.some((name) => compact(name) === code.code);
  if (isCode(a, b) || isCode(b, a)) return { weight: 7, note: 'one name is the short name of the other' };
  const initials = (short: OrganizationEntry, long: OrganizationEntry) =>
    short.names.some(
      (name) => initialsName(name) !== '' && long.names.some((it) => acronymOf(it) === compact(name)),
    );
  return initials(a, b) || initials(b, a)
    ? { weight: 6, note: 'one name is the initials of the other' }
    : verdict;
}

const SHORT_NAME: Rule<OrganizationEntry> = {
  field: 'shortName',
  show: ({ record }) => textOf(record, 'shortName'),
  compare(a, b, counts): Finding | undefined {
    if (a.code === '' || b.code === '') return undefined;
    if (a.code !== b.code) return { normalized: a.code, weight: -0.5, note: 'systems often have their own' };
    const shared = counts.shared('code', a, a.code);
    if (a.code.length > 3 && shared <= 1 && ownNumber(a, b, counts) !== undefined)
      return { normalized: a.code, weight: 8, note: 'with the same number: perhaps under a former name' };
    return { normalized: a.code, weight: a.code.length < 3 ? 0.5 : Math.max(0, thinned(4, shared)) };
  },
};

/** A number that both have, and no other organization of one system. */
function ownNumber(a: OrganizationEntry, b: OrganizationEntry, counts: Counts): string | undefined {
  return a.phones.find(
    (phone) =>
      b.phones.some((other) => isSamePhone(phone, other)) && counts.shared('phone', a, phoneKey(phone)) <= 1,
  );
}

const DOMAIN: Rule<OrganizationEntry> = {
  field: 'website',
  show: ({ record, domains }) => textOf(record, 'website') || domains.join('; '),
  compare(a, b, counts): Finding | undefined {
    if (a.domains.length === 0 || b.domains.length === 0) return domainOfFormerName(a, b, counts);
    const common = a.domains.find((domain) => b.domains.includes(domain));
    if (common === undefined) return { normalized: a.domains.join('; '), weight: -2.5, note: 'other domain' };
    return { normalized: common, weight: Math.max(0.5, thinned(8, counts.shared('domain', a, common))) };
  },
};

/** A company that took another name keeps the site that its old one spells, and the number. */
function domainOfFormerName(a: OrganizationEntry, b: OrganizationEntry, counts: Counts): Finding | undefined {
  const [holder, other] = a.domains.length > 0 ? [a, b] : [b, a];
  const spelt = holder.domains.find((domain) => {
    const label = domain.slice(0, domain.indexOf('.')).replaceAll('-', '');
    const isOf = (entry: OrganizationEntry) => entry.names.some((name) => compact(name).startsWith(label));
    return label.length > 5 && isOf(other) && !isOf(holder);
  });
  if (spelt === undefined || ownNumber(a, b, counts) === undefined) return undefined;
  return { normalized: spelt, weight: 8, note: 'the site has the name of the other, under the same number' };
}

const PHONE: Rule<OrganizationEntry> = {
  field: 'phone',
  show: ({ record, phones }) => textOf(record, 'phone') || phones.join('; '),
  compare(a, b, counts): Finding | undefined {
    if (a.phones.length === 0 || b.phones.length === 0) return undefined;
    const common = a.phones.find((phone) => b.phones.some((other) => isSamePhone(phone, other)));
    if (common !== undefined) {
      return {
        normalized: common,
        weight: Math.max(0.5, thinned(7, counts.shared('phone', a, phoneKey(common)))),
      };
    }
    const near = a.phones.some((left) => b.phones.some((right) => left.slice(0, -4) === right.slice(0, -4)));
    const note = near ? 'numbers of one exchange' : 'other number';
    return { normalized: a.phones.join('; '), weight: near ? -0.5 : -2, note };
  },
};

const ADDRESS_WEIGHTS = { same: 6.5, near: 4, street: 3, number: -4, town: 1, different: -4 } as const;

const ADDRESS: Rule<OrganizationEntry> = {
  field: 'address1',
  show: ({ record }) => addressText(record),
  compare(a, b, counts): Finding | undefined {
    let best: Finding | undefined;
    for (const left of a.addresses) {
      for (const right of b.addresses) {
        const verdict = compareAddresses(left.address, right.address);
        if (verdict === undefined) continue;
        const crowd = verdict.level === 'same' ? counts.shared('street', a, streetKey(left.address)) : 1;
        const weight = thinned(ADDRESS_WEIGHTS[verdict.level], Math.min(8, crowd));
        const kept = verdict.level === 'same' ? Math.max(1, weight) : weight;
        if (best && best.weight >= kept) continue;
        best = {
          values: [left.text, right.text],
          normalized: streetKey(left.address),
          weight: kept,
          note: verdict.note,
        };
      }
    }
    return best;
  },
};

/** Two organizations whose machines are the same are probably one client; one whose machines are another's is not. */
export function overlapRule(overlap: Overlap): Rule<OrganizationEntry> {
  return {
    field: 'asset overlap',
    show: ({ record }) => record.name,
    compare(a, b): Finding | undefined {
      const seen = overlap.between(a.key, b.key);
      if (seen === undefined) return undefined;
      const values = [`${seen.ofA} recognisable machines`, `${seen.ofB} recognisable machines`] as const;
      const normalized = `${seen.common} in common`;
      const share = seen.common / Math.max(1, Math.min(seen.ofA, seen.ofB));
      const mutual = seen.common / Math.max(1, seen.ofA, seen.ofB);
      if (seen.common === 0) {
        if (Math.min(seen.elsewhereA, seen.elsewhereB) < 2) return undefined;
        return {
          values,
          normalized,
          weight: -6,
          note: 'their machines belong to other organizations',
          cap: 0.85,
        };
      }
      if (share < 0.5)
        return { values, normalized, weight: share < 0.2 ? -2 : 1, note: 'few machines in common' };
      // All of one inside a part of the other: a branch, perhaps.
      if (mutual < 0.8) return { values, normalized, weight: seen.common >= 3 ? 9 : 4 };
      if (seen.common < 3) return { values, normalized, weight: seen.common === 2 ? 11 : 6 };
      return { values, normalized, weight: 19, lifts: true };
    },
  };
}

export const ORGANIZATION_PRIOR = -8;

export function organizationRules(overlap: Overlap): readonly Rule<OrganizationEntry>[] {
  return [VENDOR_LINK, NAME, SHORT_NAME, DOMAIN, PHONE, ADDRESS, overlapRule(overlap)];
}
