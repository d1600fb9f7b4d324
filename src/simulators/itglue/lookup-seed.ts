/** Fills the look-up tables, and finds or makes the entry that a name stands for. */

import type { Collection } from './collections';
import { COUNTRIES } from './geography';
import type { Row, State } from './state';
import type { Values } from './values';

/** Kinds that the product knows for a few of its types; the others have none. */
const TYPE_KINDS: Readonly<Record<string, string>> = {
  Workstation: 'workstation',
  Laptop: 'laptop',
  Server: 'server',
  'Virtual Server': 'server',
  Switch: 'switch',
  Firewall: 'firewall',
  'Access Point': 'wireless',
  Printer: 'printer',
  NAS: 'storage',
  UPS: 'ups',
};

const PLATFORMS = ['Windows', 'Windows Server', 'macOS', 'Linux', 'VMware ESXi', 'Other'];

const OPERATING_SYSTEMS: Readonly<Record<string, readonly string[]>> = {
  Windows: ['Windows 7', 'Windows 8.1', 'Windows 10', 'Windows 11'],
  'Windows Server': [
    'Windows Server 2008 R2',
    'Windows Server 2012',
    'Windows Server 2012 R2',
    'Windows Server 2016',
    'Windows Server 2019',
    'Windows Server 2022',
    'Windows Server 2025',
  ],
  macOS: ['macOS'],
  Linux: ['Linux', 'Ubuntu', 'Debian', 'Red Hat Enterprise Linux', 'CentOS'],
  'VMware ESXi': ['VMware ESXi'],
};

const CONTACT_TYPES = ['Approver', 'Champion', 'Contractor', 'Decision Maker', 'End User', 'Management'];

export class Lookups {
  private readonly byName = new Map<string, Row>();

  constructor(
    private readonly state: State,
    /** When the account was set up; look-up tables are as old as that. */
    private readonly since: Date,
  ) {
    this.seedPlaces();
    for (const name of CONTACT_TYPES) this.entry('contact_types', name);
    for (const name of ['Active', 'Inactive']) {
      this.entry('configuration_statuses', name);
      this.entry('organization_statuses', name);
    }
    for (const name of ['Customer', 'Prospect', 'Vendor', 'Partner']) this.entry('organization_types', name);
    for (const [name, kind] of Object.entries(TYPE_KINDS)) this.entry('configuration_types', name, { kind });
    for (const name of PLATFORMS) this.entry('platforms', name);
    for (const [platform, systems] of Object.entries(OPERATING_SYSTEMS)) {
      for (const name of systems) {
        this.entry('operating_systems', name, { platform_id: this.entry('platforms', platform).id });
      }
    }
  }

  /** The entry of that name, made where there is none yet. Entries below a parent are told apart by it. */
  entry(collection: Collection, name: string, values: Values = {}, parent: Row | null = null): Row {
    const key = `${collection}/${parent?.id ?? ''}/${name.toLowerCase()}`;
    const known = this.byName.get(key);
    if (known !== undefined) return known;
    const at = { createdAt: this.since, updatedAt: this.since };
    const row = this.state.insert(collection, { name, synced: false, ...values }, at);
    this.byName.set(key, row);
    return row;
  }

  /** The operating system whose name the text contains; the longest one where several are. */
  operatingSystem(...texts: readonly string[]): number | null {
    const systems = this.state.rows('operating_systems');
    for (const written of texts) {
      const inside = systems.filter((row) => contains(written, row.values.name));
      const [longest] = inside.sort((left, right) => nameLength(right) - nameLength(left));
      if (longest !== undefined) return longest.id;
    }
    return null;
  }

  country(name: string): Row | null {
    return this.byName.get(`countries//${name.toLowerCase()}`) ?? null;
  }

  /** By name or by code. */
  region(country: Row | null, name: string): Row | null {
    return this.byName.get(`regions/${country?.id ?? ''}/${name.toLowerCase()}`) ?? null;
  }

  private seedPlaces(): void {
    for (const { iso, name, regions } of COUNTRIES) {
      const country = this.entry('countries', name, { iso });
      this.byName.set(`countries//${iso.toLowerCase()}`, country);
      for (const region of regions) {
        const row = this.entry('regions', region.name, { iso: region.iso, country_id: country.id }, country);
        this.byName.set(`regions/${country.id}/${region.iso.toLowerCase()}`, row);
      }
    }
  }
}

function contains(written: string, name: unknown): boolean {
  return typeof name === 'string' && written.toLowerCase().includes(name.toLowerCase());
}

function nameLength(row: Row): number {
  return String(row.values.name).length;
}
