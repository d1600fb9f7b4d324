/** What the vendor's integrations have paired: BMS with IT Glue and with VSA. */
import type { Fleet, VendorLink, View } from '../fleet/model';
import type { Keys } from './seedKeys';
import type { Links, RecordKind } from './state';

/** The id that another product's simulator gave a record of its view; null where it holds none. */
export type RemoteId = (product: 'vsa' | 'itglue', kind: RecordKind, key: string) => string | null;

/** Where a link to a record that is gone leads. */
const goneId = (link: number): number => 9_817_403_226_000_000 + link * 131;

/** The ends of a link in BMS and in IT Glue, whichever of the two shows it; undefined for other links. */
function endsOf(link: VendorLink): { readonly bms: string; readonly itglue: string } | undefined {
  if (link.from === 'bms' && link.to === 'itglue') return { bms: link.fromKey, itglue: link.toKey };
  if (link.from === 'itglue' && link.to === 'bms') return { bms: link.toKey, itglue: link.fromKey };
  return undefined;
}

function namesOf(view: View): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { key, name } of view.organizations) names.set(`organization ${key}`, name);
  for (const { key, name } of view.locations) names.set(`location ${key}`, name);
  for (const { key, name } of view.machines) names.set(`machine ${key}`, name);
  for (const { key, firstName, lastName } of view.contacts) {
    names.set(`contact ${key}`, `${firstName} ${lastName}`.trim());
  }
  return names;
}

/** The links, as far as the other products' ids are known; those are asked for on request, not now. */
export function links(fleet: Fleet, keys: Keys, remoteId: RemoteId | undefined): Links {
  const paired = new Map<string, { readonly key: string; readonly at: number }>();
  for (const [at, link] of fleet.links.entries()) {
    const ends = endsOf(link);
    const id = ends === undefined ? undefined : keys.get(link.kind, ends.bms);
    const slot = `${link.kind} ${id}`;
    if (ends !== undefined && id !== undefined && !paired.has(slot))
      paired.set(slot, { key: ends.itglue, at });
  }
  const names = namesOf(fleet.views.itglue);
  const vsaOrganizations = mappedByName(fleet, keys);
  return {
    itglueConnected: remoteId !== undefined,
    itglue: (kind, id) => {
      const found = paired.get(`${kind} ${id}`);
      if (found === undefined) return undefined;
      const known = remoteId?.('itglue', kind, found.key) ?? null;
      return {
        id: known === null ? goneId(found.at) : Number(known),
        name: names.get(`${kind} ${found.key}`) ?? null,
      };
    },
    vsaOrganization: (id) => {
      const key = vsaOrganizations.get(id);
      return key === undefined ? undefined : (remoteId?.('vsa', 'organization', key) ?? undefined);
    },
  };
}

/** The VSA integration's default mapping: an organization is the account of exactly its name. By account id. */
function mappedByName({ views }: Fleet, keys: Keys): ReadonlyMap<number, string> {
  const organizations = new Map(views.vsa.organizations.map(({ name, key }) => [name, key]));
  const mapped = new Map<number, string>();
  for (const { key, name } of views.bms.organizations) {
    const organization = organizations.get(name);
    if (organization !== undefined) mapped.set(keys.require('organization', key), organization);
  }
  return mapped;
}
