/** Organizations with what other records of their system tell of them. */
import { type Kind, keyOf, type RecordKey, type SourceRecord } from '../model';
import { emailForm, organizationDomain } from '../normalize/domain';
import { eachOf, type Slices } from '../slices';
import { Entries } from './entries';
import { type OrganizationEntry, organizationEntry } from './organizations';
import { listOf, type OwnerOf, textOf } from './rules';

export function* organizationEntries(
  byKind: Readonly<Record<Kind, readonly SourceRecord[]>>,
  ownerOf: OwnerOf,
): Slices<Entries<OrganizationEntry>> {
  const names = new Map(byKind.organization.map((record) => [keyOf(record), record.name]));
  const locations = grouped(byKind.location, ownerOf);
  yield;
  const domains = mailDomains(byKind.contact, ownerOf);
  yield;
  const entries: OrganizationEntry[] = [];
  yield* eachOf(byKind.organization, 64, (record) => {
    const key = keyOf(record);
    const parent = textOf(record, 'parent');
    const parentName =
      parent === ''
        ? ''
        : (names.get(keyOf({ system: record.system, kind: 'organization', id: parent })) ?? '');
    const around = { locations: locations.get(key) ?? [], mailDomains: domains.get(key) ?? [], parentName };
    entries.push(organizationEntry(record, entries.length, around));
  });
  return new Entries(entries);
}

function grouped(records: readonly SourceRecord[], ownerOf: OwnerOf): ReadonlyMap<RecordKey, SourceRecord[]> {
  const groups = new Map<RecordKey, SourceRecord[]>();
  for (const record of records) {
    const owner = ownerOf(record);
    if (owner === undefined) continue;
    const group = groups.get(owner);
    if (group) group.push(record);
    else groups.set(owner, [record]);
  }
  for (const group of groups.values()) group.sort((a, b) => (a.id < b.id ? -1 : 1));
  return groups;
}

/** Domains of at least two of an organization's mailboxes and of most of them. */
function mailDomains(
  contacts: readonly SourceRecord[],
  ownerOf: OwnerOf,
): ReadonlyMap<RecordKey, readonly string[]> {
  const cache = new Map<string, string>();
  const domainOf = (email: string): string => {
    const host = email.slice(email.indexOf('@') + 1);
    const known = cache.get(host);
    if (known !== undefined) return known;
    const domain = organizationDomain(host);
    cache.set(host, domain);
    return domain;
  };
  const found = new Map<RecordKey, readonly string[]>();
  for (const [owner, group] of grouped(contacts, ownerOf)) {
    const counts = new Map<string, number>();
    const all = group.flatMap((contact) => listOf(contact, 'emails').map(emailForm)).map(domainOf);
    const useful = all.filter((domain) => domain !== '');
    for (const domain of useful) counts.set(domain, (counts.get(domain) ?? 0) + 1);
    const main = [...counts].filter(([, count]) => count >= 2 && count * 2 > useful.length);
    found.set(
      owner,
      main.map(([domain]) => domain),
    );
  }
  return found;
}
