/** Organizations with what other records of their system tell of them. */
import { keyOf, type RecordKey, type SourceRecord } from '../model';
import { emailForm, organizationDomain } from '../normalize/domain';
import { eachOf, type Slices } from '../slices';
import { Names } from './called';
import { Entries } from './entries';
import { type OrganizationEntry, organizationEntry } from './organizations';
import type { Owned, Sorted } from './prepare';
import { listOf, textOf } from './rules';

export function* organizationEntries(sorted: Sorted): Slices<Entries<OrganizationEntry>> {
  const locations = byOwner(sorted.location);
  yield;
  const domains = mailDomains(sorted.contact);
  yield;
  const entries: OrganizationEntry[] = [];
  const linked: OrganizationEntry[] = [];
  const names = new Names();
  const parents = new Parents(sorted.organization);
  yield* eachOf(sorted.organization, 64, (record) => {
    const key = keyOf(record);
    const around = {
      locations: locations.get(key) ?? NONE,
      mailDomains: domains.get(key) ?? NONE,
      parentName: parents.nameOf(record),
    };
    const entry = organizationEntry(record, key, entries.length, around, names);
    entries.push(entry);
    if (record.links.length > 0) linked.push(entry);
  });
  return new Entries(entries, linked);
}

const NONE: readonly never[] = [];

class Parents {
  /** By key; made when an organization is first a part of another. */
  private names: ReadonlyMap<RecordKey, string> | undefined = undefined;

  constructor(private readonly all: readonly SourceRecord[]) {}

  /** '' for an organization that is a part of none. */
  nameOf(record: SourceRecord): string {
    const id = textOf(record, 'parent');
    if (id === '') return '';
    this.names ??= new Map(this.all.map((it) => [keyOf(it), it.name]));
    return this.names.get(keyOf({ system: record.system, kind: 'organization', id })) ?? '';
  }
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
