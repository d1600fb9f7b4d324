/** Contacts: any e-mail, phone and last name, full name. Nicknames and other spellings only suggest. */
import { keyOf, type RecordKey, type SourceRecord, SYSTEMS } from '../model';
import type { PostalAddress } from '../normalize/address';
import { emailForm, isRoleMailbox } from '../normalize/domain';
import { isNickname, isShortened } from '../normalize/nicknames';
import { latin, type PersonName, personName } from '../normalize/person';
import { isSamePhone, phoneForm, phoneKey } from '../normalize/phone';
import { isSlip, slips } from '../normalize/similar';
import { caseless } from '../normalize/text';
import type { Family } from './keys';
import { addressOf, addressText, compareAddresses, hasStreet, streetKey } from './places';
import { type Counts, type Entry, type Finding, listOf, type Rule, textOf, thinned } from './rules';
import { VENDOR_LINK } from './vendor';

export interface ContactEntry extends Entry {
  readonly name: PersonName;
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly title: string;
  readonly address: PostalAddress;
}

export function contactEntry(record: SourceRecord, slot: number, owner: RecordKey | undefined): ContactEntry {
  const [first, last] = [textOf(record, 'firstName'), textOf(record, 'lastName')];
  const name =
    first === '' && last === ''
      ? personName(/^[^@]*\p{L}[^@]*$/u.test(record.name) ? record.name : '', '')
      : personName(first, last);
  const address = addressOf(record);
  const phones = listOf(record, 'phones').map((raw) => phoneForm(raw, address.country || undefined));
  return {
    record,
    key: keyOf(record),
    slot,
    side: SYSTEMS.indexOf(record.system),
    owner,
    name,
    emails: [...new Set(listOf(record, 'emails').map(emailForm))].filter((email) => email !== ''),
    phones: [...new Set(phones)].filter((phone) => phone.length >= 6),
    title: caseless(textOf(record, 'title')),
    address,
  };
}

const last = (entry: ContactEntry): string => entry.name.last.join(' ');
const first = (entry: ContactEntry): string => entry.name.first[0] ?? '';
const joined = (...parts: readonly string[]): string[] =>
  parts.every((part) => part !== '') ? [parts.join(' ')] : [];

/** Street and town: a household. */
function placeKey({ address }: ContactEntry): string {
  const street = streetKey(address);
  return street === '' ? '' : `${street} ${address.city || address.postalCode}`;
}

export const CONTACT_FAMILIES: readonly Family<ContactEntry>[] = [
  { name: 'email', bound: 6, keys: (entry) => entry.emails },
  { name: 'phone', bound: 6, keys: (entry) => entry.phones.map(phoneKey) },
  { name: 'full', bound: 6, keys: (entry) => entry.name.full },
  { name: 'loose', bound: 6, keys: (entry) => entry.name.loose },
  { name: 'last', bound: 4, keys: (entry) => last(entry) },
  { name: 'first', bound: 4, keys: (entry) => first(entry) },
  { name: 'title', bound: 0, keys: (entry) => entry.title },
  { name: 'street', bound: 6, keys: (entry) => streetKey(entry.address) },
  { name: 'place', bound: 6, keys: placeKey },
  { name: 'numberPostal', bound: 6, keys: (entry) => joined(entry.address.number, entry.address.postalCode) },
  { name: 'lastNumber', bound: 6, keys: (entry) => joined(last(entry), entry.address.number) },
  { name: 'firstNumber', bound: 6, keys: (entry) => joined(first(entry), entry.address.number) },
  { name: 'lastPostal', bound: 6, keys: (entry) => joined(last(entry), entry.address.postalCode) },
  { name: 'firstPostal', bound: 6, keys: (entry) => joined(first(entry), entry.address.postalCode) },
  { name: 'firstStreet', bound: 6, keys: (entry) => joined(first(entry), entry.address.street.join(' ')) },
  { name: 'lastStreet', bound: 6, keys: (entry) => joined(last(entry), entry.address.street.join(' ')) },
  { name: 'starts', bound: 6, keys: (entry) => joined(first(entry).slice(0, 3), last(entry).slice(0, 4)) },
  { name: 'ends', bound: 6, keys: (entry) => joined(first(entry).slice(-3), last(entry).slice(-4)) },
];

const EMAIL: Rule<ContactEntry> = {
  field: 'emails',
  show: ({ record }) => listOf(record, 'emails').join('; '),
  compare(a, b, counts): Finding | undefined {
    if (a.emails.length === 0 || b.emails.length === 0) return mailboxOfFormerName(a, b);
    const common = a.emails.filter((email) => b.emails.includes(email));
    const own = common.find((email) => !isRoleMailbox(email) && counts.shared('email', a, email) <= 1);
    if (own !== undefined) return { normalized: own, weight: 14 };
    const [shared] = common;
    if (shared !== undefined)
      return { normalized: shared, weight: 2.5, note: 'a mailbox that several people share' };
    const alike = a.emails.some((email) =>
      b.emails.some((other) => boxOf(email) === boxOf(other) && !isRoleMailbox(email)),
    );
    if (alike)
      return { normalized: a.emails.join('; '), weight: 2, note: 'same mailbox name in another domain' };
    return { normalized: a.emails.join('; '), weight: -1.5, note: 'other mailbox' };
  },
};

/** The mailbox of somebody who took another name keeps the one that the other record still knows them by. */
function mailboxOfFormerName(a: ContactEntry, b: ContactEntry): Finding | undefined {
  const [holder, other] = a.emails.length > 0 ? [a, b] : [b, a];
  if (other.name.first.length === 0 || compareLast(holder.name, other.name).bits >= 0) return undefined;
  const spelt = holder.emails.find((email) => {
    const words = boxOf(email).split(/[._-]+/);
    return words.length > 1 && words.map(latin).sort().join(' ') === other.name.loose;
  });
  if (spelt === undefined) return undefined;
  return { normalized: spelt, weight: 10, cap: 0.9, note: 'the mailbox has the name of the other' };
}

const boxOf = (email: string): string => email.slice(0, email.indexOf('@'));

const PHONE: Rule<ContactEntry> = {
  field: 'phones',
  show: ({ record }) => listOf(record, 'phones').join('; '),
  compare(a, b, counts): Finding | undefined {
    if (a.phones.length === 0 || b.phones.length === 0) return undefined;
    const common = a.phones.filter((phone) => b.phones.some((other) => isSamePhone(phone, other)));
    const renamed = numberOfFormerName(a, b, common, counts);
    if (renamed) return renamed;
    const weights = common.map((phone) => thinned(6.5, counts.shared('phone', a, phoneKey(phone))));
    const [number] = common;
    if (number !== undefined) return { normalized: number, weight: Math.max(0.5, ...weights) };
    return { normalized: a.phones.join('; '), weight: -1, note: 'other number' };
  },
};

/** Somebody who took another name keeps the number that nobody else in the organization bears. */
function numberOfFormerName(
  a: ContactEntry,
  b: ContactEntry,
  common: readonly string[],
  counts: Counts,
): Finding | undefined {
  if (!(isOwned(a) && isOwned(b)) || a.emails.some((email) => b.emails.includes(email))) return undefined;
  const own = common.find((phone) => counts.shared('phone', a, phoneKey(phone)) <= 1);
  if (own === undefined || compareFirst(a.name, b.name).bits <= 0 || compareLast(a.name, b.name).bits >= 0)
    return undefined;
  return { normalized: own, weight: 13, cap: 0.9, note: 'a number of their own under another last name' };
}

interface PartVerdict {
  readonly bits: number;
  readonly note: string;
  readonly exact: boolean;
  readonly cap?: number;
}

/** Short names too, where a letter is missing: `Jon` and `John`; but not `Kim` and `Tim`. */
function isNameSlip(left: string, right: string): boolean {
  if (isSlip(left, right)) return true;
  const [short, long] = [Math.min(left.length, right.length), Math.max(left.length, right.length)];
  return short === 3 && long === 4 && left[0] === right[0] && slips(left, right, 1) === 1;
}

function compareLast(a: PersonName, b: PersonName): PartVerdict {
  const [left, right] = [a.last.join(' '), b.last.join(' ')];
  if (left === '' || right === '') return { bits: 0, note: 'last name missing', exact: false };
  if (left === right || a.last.join('') === b.last.join(''))
    return { bits: 5, note: 'same last name', exact: true };
  if (isNameSlip(left, right)) return { bits: 3, note: 'last name but for the spelling', exact: false };
  if (a.last.map(latin).join('') === b.last.map(latin).join('')) {
    return { bits: 3, note: 'last name in another spelling', exact: false };
  }
  if (a.last.some((word) => word.length > 2 && b.last.includes(word))) {
    return { bits: 2, note: 'part of the last name', exact: false };
  }
  return { bits: -5, note: 'other last name', exact: false };
}

function compareFirst(a: PersonName, b: PersonName): PartVerdict {
  const [left = '', right = ''] = [a.first[0], b.first[0]];
  if (left === '' || right === '') return { bits: 0, note: 'first name missing', exact: false, cap: 0.9 };
  if (left === right) return { bits: 4, note: 'same first name', exact: true };
  if (left.length === 1 || right.length === 1) {
    if (left[0] === right[0]) return { bits: 1.5, note: 'initial of the first name', exact: false };
    return { bits: -6, note: 'other initial', exact: false, cap: 0.9 };
  }
  if (isNickname(left, right)) return { bits: 2.5, note: 'short form of the first name', exact: false };
  if (isNameSlip(left, right)) return { bits: 2, note: 'first name but for the spelling', exact: false };
  if (latin(left) === latin(right))
    return { bits: 2.5, note: 'first name in another spelling', exact: false };
  if (a.first.includes(right) || b.first.includes(left))
    return { bits: 2, note: 'one of the first names', exact: false };
  // Sisters and couples are called so too: something else must agree before anybody is asked.
  if (isShortened(left, right))
    return { bits: -0.5, note: 'perhaps short for the first name', exact: false, cap: 0.9 };
  return { bits: -7, note: 'other first name', exact: false, cap: 0.6 };
}

const NAME: Rule<ContactEntry> = {
  field: 'name',
  show: nameText,
  compare(a, b, counts): Finding | undefined {
    if (a.name.full === '' || b.name.full === '') return undefined;
    const [family, given] = bestOrder(a.name, b.name);
    const exact = family.exact && given.exact;
    const scoped = isOwned(a) && isOwned(b);
    let weight =
      family.bits +
      given.bits +
      rarity(a, b, counts) * (exact ? 1 : family.bits > 0 && given.bits > 0 && !scoped ? 0.4 : 0) +
      (scoped && family.bits > 0 && given.bits >= 0 ? (exact ? 1 : 3) : 0);
    let note = `${family.note}, ${given.note}`;
    let cap = given.cap;
    if (a.name.generation !== '' && b.name.generation !== '' && a.name.generation !== b.name.generation) {
      weight -= 8;
      cap = 0.4;
      note += ', other generation';
    }
    return { normalized: a.name.full, weight, note, ...(cap === undefined ? {} : { cap }) };
  },
};

function nameText(entry: ContactEntry): string {
  const text = `${textOf(entry.record, 'firstName')} ${textOf(entry.record, 'lastName')}`.trim();
  return text || entry.record.name;
}

/** People type the family name first now and then. */
function bestOrder(a: PersonName, b: PersonName): readonly [PartVerdict, PartVerdict] {
  const straight = [compareLast(a, b), compareFirst(a, b)] as const;
  if (straight[0].bits + straight[1].bits > 0) return straight;
  const turned = { ...b, first: b.last, last: b.first };
  const swapped = [compareLast(a, turned), compareFirst(a, turned)] as const;
  return swapped[0].bits > 0 && swapped[1].bits > 0 ? swapped : straight;
}

/**
 * Two people of one name are the likelier, the more bear its halves. Within one organization from +4 for a rare name down
 * to -4; among all people from +5. Nothing but how many bear the halves may count: by the length of the lists a stranger who
 * joins them would move everybody. Half of the logarithms, for a name borne by twice as many mostly stands in a list that
 * is longer too. Namesakes are rivals to each other besides.
 */
function rarity(a: ContactEntry, b: ContactEntry, counts: Counts): number {
  const most = (family: string, left: string, right: string) =>
    Math.max(1, counts.shared(family, a, left), counts.shared(family, b, right));
  const common = Math.log2(most('last', last(a), last(b))) + Math.log2(most('first', first(a), first(b)));
  if (isOwned(a) && isOwned(b)) return Math.max(-4, 4 - common / 8);
  return Math.max(-4, Math.min(5, 7.5 - common / 2));
}

const TITLE: Rule<ContactEntry> = {
  field: 'title',
  show: ({ record }) => textOf(record, 'title'),
  compare(a, b, counts): Finding | undefined {
    if (a.title === '' || b.title === '') return undefined;
    if (a.title !== b.title) return { normalized: a.title, weight: -0.25 };
    return { normalized: a.title, weight: Math.max(1, thinned(3, counts.shared('title', a, a.title))) };
  },
};

const ADDRESS_WEIGHTS = { same: 8, near: 6, street: 4.5, number: 1.5, town: 1.5, different: -1.5 } as const;

const ADDRESS: Rule<ContactEntry> = {
  field: 'address1',
  show: ({ record }) => addressText(record),
  compare(a, b, counts): Finding | undefined {
    const verdict = compareAddresses(a.address, b.address);
    if (verdict === undefined) return undefined;
    const crowd = hasStreet(a.address) ? counts.shared('place', a, placeKey(a)) : 1;
    const weight = ADDRESS_WEIGHTS[verdict.level];
    const kept = weight > 0 ? Math.max(0.5, thinned(weight, Math.min(4, crowd / 2))) : weight;
    return { normalized: streetKey(a.address), weight: kept, note: verdict.note };
  },
};

export const CONTACT_PRIOR = -8;

export const CONTACT_RULES: readonly Rule<ContactEntry>[] = [VENDOR_LINK, EMAIL, PHONE, NAME, TITLE, ADDRESS];

/** Fewer are compared within one organization: agreement says more. */
function isOwned(entry: Entry): boolean {
  return entry.owner !== undefined;
}
