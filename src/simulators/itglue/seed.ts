/** Turns the fleet's view of IT Glue into rows of this account, with the links that its integrations have made. */
import type {
  Fleet,
  VendorLink,
  ViewContact,
  ViewLocation,
  ViewMachine,
  ViewOrganization,
} from '../fleet/model';
import type { Collection } from './collections';
import { Lookups } from './lookup-seed';
import type { Row, State } from './state';
import { isSynced } from './sync';
import { blankAsNull, digits, type Json, plainDate, type Values } from './values';

export type Kind = VendorLink['kind'];

/** The id that another simulated product gave to a record of the fleet, or null where it has no such record. */
export type RemoteId = (product: 'bms' | 'vsa', kind: Kind, key: string) => string | null;

/** Rows by the fleet's keys. */
export class Keys {
  private readonly rows = new Map<string, Row>();

  set(kind: Kind, key: string, row: Row): void {
    this.rows.set(`${kind}/${key}`, row);
  }

  find(kind: Kind, key: string | null): Row | null {
    return key === null ? null : (this.rows.get(`${kind}/${key}`) ?? null);
  }

  /** Throws where the fleet refers to a record that it does not hold. */
  get(kind: Kind, key: string): Row {
    const row = this.find(kind, key);
    if (row === null) throw new Error(`the fleet's IT Glue view has no ${kind} ${key}`);
    return row;
  }
}

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;
const ACCOUNT_AGE_DAYS = 2_000;

export function seed(state: State, fleet: Fleet, remoteId: RemoteId): Keys {
  const keys = new Keys();
  const lookups = new Lookups(state, new Date(fleet.now.getTime() - ACCOUNT_AGE_DAYS * DAY_MILLISECONDS));
  const seeder = new Seeder(state, lookups, keys);
  const view = fleet.views.itglue;
  for (const organization of view.organizations) seeder.organization(organization);
  for (const organization of view.organizations) seeder.parent(organization);
  for (const location of view.locations) seeder.location(location);
  for (const contact of view.contacts) seeder.contact(contact);
  for (const machine of view.machines) seeder.configuration(machine);
  const addLink = linker(state, keys, fleet, remoteId);
  for (const link of fleet.links) if (link.from === 'itglue') addLink(link);
  markSynced(state);
  archiveRetired(view.machines, keys, state);
  return keys;
}

class Seeder {
  constructor(
    private readonly state: State,
    private readonly lookups: Lookups,
    private readonly keys: Keys,
  ) {}

  organization(view: ViewOrganization): void {
    this.insert('organization', 'organizations', view, {
      name: view.name,
      short_name: blankAsNull(view.shortName),
      description: blankAsNull(view.description),
      organization_type_id: this.lookups.entry('organization_types', view.type).id,
      organization_status_id: this.lookups.entry('organization_statuses', status(view.active)).id,
      primary: false,
      logo: '',
    });
  }

  /** A parent may stand after its child in the fleet. */
  parent(view: ViewOrganization): void {
    if (view.parent === null) return;
    const row = this.keys.get('organization', view.key);
    row.values = { ...row.values, parent_id: this.keys.get('organization', view.parent).id };
  }

  location(view: ViewLocation): void {
    const country = this.lookups.country(view.country);
    this.insert('location', 'locations', view, {
      organization_id: this.keys.get('organization', view.organization).id,
      name: view.name,
      primary: view.main,
      address_1: blankAsNull(view.address1),
      address_2: blankAsNull(view.address2),
      city: blankAsNull(view.city),
      postal_code: blankAsNull(view.postalCode),
      region_id: this.lookups.region(country, view.region)?.id ?? null,
      country_id: country?.id ?? null,
      phone: blankAsNull(phoneParts(view.phone).value),
      fax: blankAsNull(phoneParts(view.fax).value),
      restricted: false,
    });
  }

  contact(view: ViewContact): void {
    this.insert('contact', 'contacts', view, {
      organization_id: this.keys.get('organization', view.organization).id,
      location_id: this.keys.find('location', view.location)?.id ?? null,
      first_name: blankAsNull(view.firstName),
      last_name: blankAsNull(view.lastName),
      title: blankAsNull(view.title),
      important: view.important,
      notes: blankAsNull(view.notes),
      restricted: false,
      contact_emails: view.emails.map((value, index) => ({
        value,
        primary: index === 0,
        label_name: index === 0 ? 'Work' : 'Other',
      })),
      contact_phones: view.phones.map(phoneItem).filter((item) => item.value !== ''),
    });
  }

  configuration(view: ViewMachine): void {
    const row = this.insert('machine', 'configurations', view, {
      organization_id: this.keys.get('organization', view.organization).id,
      location_id: this.keys.find('location', view.location)?.id ?? null,
      contact_id: this.keys.find('contact', view.contact)?.id ?? null,
      name: view.name,
      hostname: blankAsNull(view.hostname),
      configuration_type_id: this.lookups.entry('configuration_types', view.type).id,
      configuration_status_id: this.lookups.entry('configuration_statuses', status(view.active)).id,
      ...this.hardware(view),
      serial_number: blankAsNull(view.serialNumber),
      asset_tag: blankAsNull(view.assetTag),
      primary_ip: blankAsNull(view.ipAddresses[0] ?? ''),
      mac_address: shortMac(view.macAddresses[0]),
      default_gateway: blankAsNull(view.defaultGateway),
      position: blankAsNull(view.position),
      notes: blankAsNull(view.notes),
      purchased_at: plainDate(view.purchasedAt),
      warranty_expires_at: plainDate(view.warrantyExpiresAt),
      restricted: false,
      archived: false,
      my_glue: false,
    });
    this.interfaces(row, view);
  }

  private hardware(view: ViewMachine): Values {
    const maker = blankAsNull(view.manufacturer);
    const manufacturer = maker === null ? null : this.lookups.entry('manufacturers', maker);
    const model = manufacturer === null ? null : blankAsNull(view.model);
    const modelId =
      manufacturer === null || model === null
        ? null
        : this.lookups.entry('models', model, { manufacturer_id: manufacturer.id }, manufacturer).id;
    return {
      manufacturer_id: manufacturer?.id ?? null,
      model_id: modelId,
      operating_system_id: this.lookups.operatingSystem(view.platform, view.operatingSystem),
      operating_system_notes: blankAsNull(view.operatingSystem),
    };
  }

  /** The first addresses are the primary interface's, which mirrors the configuration. */
  private interfaces(row: Row, view: ViewMachine): void {
    const count = Math.max(view.macAddresses.length, view.ipAddresses.length);
    for (let index = 0; index < count; index += 1) {
      const addresses = {
        ip_address: blankAsNull(view.ipAddresses[index] ?? ''),
        mac_address: shortMac(view.macAddresses[index]),
      };
      if (addresses.ip_address === null && addresses.mac_address === null) continue;
      const owner = { configuration_id: row.id, name: null, primary: index === 0, notes: null };
      this.state.insert('configuration_interfaces', { ...owner, ...addresses }, view);
    }
  }

  private insert(
    kind: Kind,
    collection: Collection,
    view: { readonly key: string; readonly createdAt: Date; readonly updatedAt: Date },
    values: Values,
  ): Row {
    const row = this.state.insert(collection, values, view);
    this.keys.set(kind, view.key, row);
    return row;
  }
}

/** The extension has a place of its own in the product. */
function phoneParts(written: string): { value: string; extension: string | null } {
  const [, number = written, extension] = /^(.*?)\s*(?:x|ext\.?|#)\s*(\d+)\s*$/i.exec(written) ?? [];
  return { value: digits(number), extension: extension ?? null };
}

function phoneItem(written: string, index: number) {
  const label = index === 0 ? 'Work' : 'Mobile';
  return { ...phoneParts(written), primary: index === 0, label_name: label, label_type: 'phone' };
}

function status(active: boolean): string {
  return active ? 'Active' : 'Inactive';
}

const LONGEST_MAC = 17;

/** The product drops what is longer than one address. */
function shortMac(written: string | undefined): string | null {
  return written === undefined || written.length > LONGEST_MAC ? null : blankAsNull(written);
}

/** A link to a record that is no more keeps an id that leads nowhere. */
function linker(state: State, keys: Keys, fleet: Fleet, remoteId: RemoteId): (link: VendorLink) => void {
  const machines = new Map(fleet.views.vsa.machines.map((machine) => [machine.key, machine]));
  const clients = new Map(fleet.views.vsa.organizations.map((client) => [client.key, client]));
  const rmmValues = (link: VendorLink, remote: string): Values => {
    if (link.kind !== 'machine') return { name: clients.get(link.toKey)?.name ?? null };
    const machine = machines.get(link.toKey);
    return machine === undefined ? {} : machineValues(machine, remote);
  };
  return (link) => {
    const { to } = link;
    if (to === 'itglue') throw new Error('a vendor link of IT Glue points to IT Glue');
    const row = keys.get(link.kind, link.fromKey);
    const remote = remoteId(to, link.kind, link.toKey);
    state.link(row, {
      product: to,
      remoteId: remote ?? String(row.id % 99_991),
      sync: true,
      orphaned: remote === null,
      remote: to === 'vsa' && remote !== null ? rmmValues(link, remote) : {},
    });
  };
}

function machineValues(machine: ViewMachine, agent: string): Values {
  return {
    name: machine.name,
    cpu: blankAsNull(machine.cpu),
    device_type: machine.type,
    disks: null,
    external_url: `https://vsa.example/vsapres/web20/core/login.aspx?agentGuid=${agent}`,
    hostname: blankAsNull(machine.hostname),
    ip_addresses: machine.ipAddresses,
    last_login_user: blankAsNull(machine.lastUser),
    last_reboot: instant(machine.lastReboot),
    last_seen_online: instant(machine.lastSeen),
    mac_addresses: machine.macAddresses,
    manufacturer_name: blankAsNull(machine.manufacturer),
    manufacturer_model_name: blankAsNull(machine.model),
    memory_total: machine.ramMegabytes === 0 ? null : machine.ramMegabytes * 1024 * 1024,
    ms_office_version: null,
    operating_system: blankAsNull(machine.operatingSystem),
    patches_applied: null,
    patches_total: null,
    serial_number: blankAsNull(machine.serialNumber),
  };
}

function instant(date: Date | null): Json {
  return date === null ? null : date.toISOString();
}

const SYNCED_LOOKUPS: readonly [Collection, string, Collection][] = [
  ['organizations', 'organization_type_id', 'organization_types'],
  ['organizations', 'organization_status_id', 'organization_statuses'],
  ['configurations', 'configuration_type_id', 'configuration_types'],
  ['configurations', 'configuration_status_id', 'configuration_statuses'],
];

/** Types and statuses of synced records came from the PSA, and take part in the sync. */
function markSynced(state: State): void {
  for (const [collection, column, lookups] of SYNCED_LOOKUPS) {
    for (const row of state.rows(collection)) {
      const entry = isSynced(row, state) ? state.find(lookups, row.values[column]) : undefined;
      if (entry !== undefined) entry.values = { ...entry.values, synced: true };
    }
  }
}

/** What is out of use and no longer synced was put into the archive. */
function archiveRetired(machines: readonly ViewMachine[], keys: Keys, state: State): void {
  for (const machine of machines) {
    const row = keys.get('machine', machine.key);
    if (!machine.active && !isSynced(row, state)) row.values = { ...row.values, archived: true };
  }
}
