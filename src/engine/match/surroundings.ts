/** Organizations with what other records of their system tell of them. */
import { keyOf, type RecordKey, type SourceRecord } from '../model';
import { emailForm, organizationDomain } from '../normalize/domain';
import { eachOf, type Slices } from '../slices';
import { Entries } from './entries';
import { type OrganizationEntry, organizationEntry } from './organizations';
import type { Owned, Sorted } from './prepare';
import { listOf, textOf } from './rules';

export function* organizationEntries(sorted: Sorted): Slices<Entries<OrganizationEntry>> {
  const names = new Map(sorted.organization.map((record) => [keyOf(record), record.name]));
  const locations = byOwner(sorted.location);
  yield;
  const domains = mailDomains(sorted.contact);
  yield;
  const entries: OrganizationEntry[] = [];
  yield* eachOf(sorted.organization, 64, (record) => {
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

/** In the order of their ids. */
function byOwner(lists: readonly Owned[]): ReadonlyMap<RecordKey, readonly SourceRecord[]> {
  const found = new Map<RecordKey, readonly SourceRecord[]>();
  for (const { owner, records } of lists)
    if (owner !== undefined)
      found.set(
        owner,
        [...records].sort((a, b) => (a.id < b.id ? -1 : 1)),
      );
  return found;
}

/** Domains of at least two of an organization's mailboxes and of most of them. */
function mailDomains(lists: readonly Owned[]): ReadonlyMap<RecordKey, readonly string[]> {
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
  for (const [owner, group] of byOwner(lists)) {
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
