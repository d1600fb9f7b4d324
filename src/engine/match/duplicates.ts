/** Records of one system that describe one thing. Never linked both; said, so that somebody can merge them there. */
import { isActive, SYSTEMS } from '../model';
import { hostForm } from '../normalize/host';
import { eachOf, type Slices } from '../slices';
import type { AssetEntry } from './assets';
import type { ContactEntry } from './contacts';
import type { LocationEntry } from './locations';
import type { Alarm } from './model';
import type { OrganizationEntry } from './organizations';
import { addAll } from './output';
import { streetKey } from './places';
import { type Entry, textOf } from './rules';

/** A mark borne by more records than this is no sign of a duplicate. */
const TWINS = 6;

export interface Sign<E extends Entry> {
  /** Marks of which one in common raises the question. */
  marks(entry: E): readonly string[];
  /** Whether two with a common mark are one thing. */
  same(a: E, b: E): boolean;
  readonly reason: string;
}

export const SAME_ORGANIZATION: Sign<OrganizationEntry> = {
  marks: (entry) => entry.called.names.slice(0, 1).map((name) => [name.core, ...name.branch].join(' ')),
  same: (a, b) => {
    if (a.called.names[0]?.legal !== b.called.names[0]?.legal || a.parent !== b.parent) return false;
    const apart = (left: readonly string[], right: readonly string[]) =>
      left.length > 0 && right.length > 0 && !left.some((it) => right.includes(it));
    const streets = (entry: OrganizationEntry) =>
      entry.addresses.map((it) => streetKey(it.address)).filter((it) => it !== '');
    return !apart(a.domains, b.domains) && !apart(a.phones, b.phones) && !apart(streets(a), streets(b));
  },
  reason: 'have one name and nothing that tells them apart',
};

export const SAME_CONTACT: Sign<ContactEntry> = {
  marks: (entry) => [...entry.emails, ...(entry.name.full === '' ? [] : [entry.name.full])],
  same: (a, b) => {
    if (a.record.organization !== b.record.organization || a.name.generation !== b.name.generation)
      return false;
    const [first, second] = [a.name.first[0], b.name.first[0]];
    const mailbox = a.emails.some((email) => b.emails.includes(email));
    if (mailbox) return first === second || first === undefined || second === undefined;
    const apart = a.emails.length > 0 && b.emails.length > 0;
    return (
      a.name.full === b.name.full &&
      !apart &&
      (a.record.organization !== null || a.phones.some((it) => b.phones.includes(it)))
    );
  },
  reason: 'of one organization have one name or mailbox',
};

export const SAME_LOCATION: Sign<LocationEntry> = {
  marks: (entry) =>
    [`${entry.record.organization} ${streetKey(entry.address)}`].filter(
      () => streetKey(entry.address) !== '',
    ),
  same: (a, b) =>
    a.record.organization !== null &&
    a.record.organization === b.record.organization &&
    a.address.unit === b.address.unit &&
    (a.address.city === b.address.city || a.address.postalCode === b.address.postalCode),
  reason: 'of one organization have one address',
};

/**
 * Machines of one client under one name, at one address. `isKnown`: whether a record has its own counterpart, or a person
 * said what it is.
 */
export const sameMachine = (isKnown: (entry: AssetEntry) => boolean): Sign<AssetEntry> => ({
  marks: (entry) => [`${entry.record.organization} ${nameOf(entry)}`],
  same: (a, b) => {
    if (a.record.organization === null || !isActive(a.record) || !isActive(b.record)) return false;
    if (isKnown(a) && isKnown(b)) return false;
    if (!a.ips.some((ip) => b.ips.includes(ip))) return false;
    const apart = (one: string, other: string) => one !== '' && other !== '' && one !== other;
    const [macs, others] = [a.macs, b.macs];
    if (macs.length > 0 && others.length > 0 && !macs.some((mac) => others.includes(mac))) return false;
    const told: readonly ((entry: AssetEntry) => string)[] = [
      ({ serial }) => serial,
      ({ uuid }) => uuid,
      ({ tag }) => tag,
      ({ model }) => model,
      ({ maker }) => maker,
      ({ system }) => system,
      ({ sort, isSortTold }) => (isSortTold ? sort : ''),
      ({ record }) => textOf(record, 'location'),
    ];
    return !told.some((of) => apart(of(a), of(b)));
  },
  reason: 'of one organization have one name and address, and nothing that tells them apart',
});

/** In full: what NetBIOS cuts away may be the number that tells two machines apart. */
const nameOf = ({ record }: AssetEntry): string => hostForm(textOf(record, 'hostname') || record.name);

/**
 * Machines of one client that bear one name of their own in one system, one of them without a serial number: two that
 * have theirs are told apart by these.
 */
export function namesakes(entries: readonly AssetEntry[]): readonly AssetEntry[] {
  const bearers = SYSTEMS.map(() => new Map<string, AssetEntry[]>());
  for (const { serial, named, host, side } of entries)
    if (serial === '' && named.kind === 'own' && host !== '') bearers[side]?.set(host, []);
  const found: AssetEntry[] = [];
  for (const entry of entries) {
    const others = bearers[entry.side]?.get(entry.host);
    others?.push(entry);
    if (others?.length === 2) addAll(found, others);
    else if (others && others.length > 2) found.push(entry);
  }
  return found;
}

export function* duplicateAlarms<E extends Entry>(entries: readonly E[], sign: Sign<E>): Slices<Alarm[]> {
  const bearers = new Map<string, E[]>();
  yield* eachOf(entries, 512, (entry) => {
    for (const mark of sign.marks(entry)) {
      const key = `${entry.side} ${mark}`;
      const list = bearers.get(key);
      if (list) list.push(entry);
      else bearers.set(key, [entry]);
    }
  });
  const alarms = new Map<string, Alarm>();
  for (const list of bearers.values()) {
    if (list.length < 2 || list.length > TWINS) continue;
    for (const [at, a] of list.entries()) {
      for (const b of list.slice(at + 1)) {
        if (a === b || !sign.same(a, b)) continue;
        const pair = a.key < b.key ? [a, b] : [b, a];
        const records = pair.map((entry) => entry.key);
        const names = pair.map((entry) => `"${entry.record.name}"`).join(' and ');
        const reason = `${names} ${sign.reason}: probably one listed twice.`;
        alarms.set(records.join(), { type: 'duplicate', records, reason, evidence: [] });
      }
    }
  }
  return [...alarms.values()];
}
