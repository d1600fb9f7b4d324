/** The simulators' views as the engine's records: what a faithful adapter would read. */
import type { Fields, Kind, SourceRecord, VendorLink } from '../../src/engine/model';
import type { Address, Fleet, Product } from '../../src/simulators/fleet/model';

/** Without blanks: a field that a product leaves empty is unknown. */
function known(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== '' && value !== null && !(Array.isArray(value) && value.length === 0),
    ),
  );
}

function address({ address1, address2, city, region, postalCode, country }: Address): Fields {
  return { address1, address2, city, region, postalCode, country };
}

export interface FleetRecord {
  readonly record: SourceRecord;
  readonly truth: string;
}

export function fleetRecords(fleet: Fleet, withLinks: boolean): FleetRecord[] {
  return (['bms', 'vsa', 'itglue'] as const).flatMap((product) => recordsOf(fleet, product, withLinks));
}

function recordsOf(fleet: Fleet, system: Product, withLinks: boolean): FleetRecord[] {
  const view = fleet.views[system];
  const links = linksOf(fleet, system, withLinks);
  const make = (
    kind: Kind,
    it: { key: string; truth: string },
    name: string,
    organization: string | null,
    fields: Fields,
  ) => {
    const record = {
      system,
      kind,
      id: it.key,
      name: name || it.key,
      organization,
      fields: known(fields),
      links: links.get(`${kind} ${it.key}`) ?? [],
      revision: null,
      url: null,
    };
    return { record, truth: it.truth };
  };
  return [
    ...view.organizations.map((it) => {
      const { name, shortName, parent, website, phone, active } = it;
      return make('organization', it, name, null, { name, shortName, parent, website, phone, active });
    }),
    ...view.locations.map((it) => {
      const { name, phone, fax, main, active } = it;
      return make('location', it, name, it.organization, {
        name,
        phone,
        fax,
        primary: main,
        active,
        ...address(it),
      });
    }),
    ...view.contacts.map((it) => {
      const { firstName, lastName, title, emails, phones, active } = it;
      const fields = { firstName, lastName, title, emails, phones, active };
      return make('contact', it, `${firstName} ${lastName}`.trim(), it.organization, fields);
    }),
    ...view.machines.map((it) => {
      const { name, hostname, type, active, serialNumber, assetTag, manufacturer, model } = it;
      const { macAddresses, ipAddresses, operatingSystem, lastUser } = it;
      const agentId = it.agent === null ? '' : String(100_000_000_000_000 + it.agent);
      const lastSeen = it.lastSeen?.toISOString() ?? '';
      const fields = {
        name,
        hostname,
        type,
        active,
        serialNumber,
        assetTag,
        manufacturer,
        model,
        macAddresses,
        ipAddresses,
      };
      return make('asset', it, name, it.organization, {
        ...fields,
        operatingSystem,
        lastUser,
        agentId,
        lastSeen,
      });
    }),
  ];
}

function linksOf(fleet: Fleet, system: Product, withLinks: boolean): Map<string, VendorLink[]> {
  const links = new Map<string, VendorLink[]>();
  for (const link of withLinks ? fleet.links : []) {
    if (link.from !== system) continue;
    const key = `${link.kind === 'machine' ? 'asset' : link.kind} ${link.fromKey}`;
    const made = { system: link.to, id: link.toKey, via: `${link.from} link` };
    links.set(key, [...(links.get(key) ?? []), made]);
  }
  return links;
}
