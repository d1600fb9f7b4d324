/**
 * Names of the ids that records refer to. BMS does not publish what its lists are called, so the names of the lists are
 * configuration, and whatever a record shows of an id and its name is remembered as well.
 */
import { Failure } from '../../engine/failure';
import type { Log } from '../../engine/ports';
import { entryNamed, looseForm, makersForm } from '../names';
import type { Client } from './client';
import { accountTypeShape, namedShape, type WireAccount, type WireAsset, type WireContact } from './wire';

export const LISTS = [
  'accountType',
  'businessType',
  'accountManager',
  'category',
  'state',
  'manufacturer',
  'emailType',
  'phoneType',
] as const;
export type ListName = (typeof LISTS)[number];

/** In the words of the portal, for messages. */
export const LIST_TITLES: Readonly<Record<ListName, string>> = {
  accountType: 'account type',
  businessType: 'business type',
  accountManager: 'account manager',
  category: 'asset category',
  state: 'asset status',
  manufacturer: 'manufacturer',
  emailType: 'e-mail type',
  phoneType: 'phone type',
};

/** What lenses need: no calls, no waiting. */
export interface Names {
  idOf(list: ListName, name: string): number | null;
  /** The entry that BMS calls default, else the one used most, else the first. */
  defaultOf(list: ListName): { readonly id: number; readonly name: string } | null;
}

export interface Lookups extends Names {
  /** Reads a list once; where BMS has none under that name, what records showed must do. */
  load(list: ListName, signal: AbortSignal): Promise<void>;
  /** Reads lists again: a person may have added to them in the portal since. */
  refresh(lists: readonly ListName[], signal: AbortSignal): Promise<void>;
  /** Why a value of this name cannot be written, as far as what was read tells; null also while nothing was read. */
  objection(list: ListName, name: string): string | null;
  /** Loads, and adds the name where it is missing and that is allowed. */
  ensure(list: ListName, name: string, signal: AbortSignal): Promise<void>;
  seenAccount(account: WireAccount): void;
  seenContact(contact: WireContact): void;
  seenAsset(asset: WireAsset): void;
}

/** Names of the tenant's and the system's lists, where another than ours is in use. */
export type ListTables = Readonly<Partial<Record<ListName, string>>>;

const TABLES = {
  businessType: 'BusinessType',
  category: 'AssetHardwareCategory',
  state: 'AssetState',
  manufacturer: 'Manufacturer',
  emailType: 'EmailType',
  phoneType: 'PhoneType',
} as const satisfies ListTables;

export function missingWords(list: ListName, name: string): string {
  return `Kaseya BMS has no ${LIST_TITLES[list]} "${name}".`;
}

/** Lists that the tenant itself may extend through the API. */
const GROWING = ['businessType', 'category', 'state', 'manufacturer', 'emailType', 'phoneType'] as const;
type GrowingList = (typeof GROWING)[number];
const canGrow = (list: ListName): list is GrowingList => GROWING.some((one) => one === list);

interface Entry {
  readonly id: number;
  readonly name: string;
  isDefault: boolean;
  uses: number;
}

export interface LookupOptions {
  readonly client: Client;
  readonly log: Log;
  readonly tables: ListTables;
  /** Lists that a missing value may be added to, of those that can grow. */
  readonly mayGrow: readonly ListName[];
}

function createTable() {
  const lists = new Map<ListName, Map<number, Entry>>(LISTS.map((list) => [list, new Map()]));
  const entries = (list: ListName): Entry[] => [...(lists.get(list)?.values() ?? [])];

  return {
    note(
      list: ListName,
      id: number | null | undefined,
      name: string | null | undefined,
      uses: number,
    ): Entry | null {
      if (!id || !name) return null;
      const known = lists.get(list)?.get(id);
      const entry = { id, name, isDefault: known?.isDefault ?? false, uses: (known?.uses ?? 0) + uses };
      lists.get(list)?.set(id, entry);
      return entry;
    },
    idOf(list: ListName, name: string): number | null {
      return entryNamed(entries(list), name, list === 'manufacturer' ? makersForm : looseForm)?.id ?? null;
    },
    defaultOf(list: ListName): { readonly id: number; readonly name: string } | null {
      const order = (a: Entry, b: Entry): number =>
        Number(b.isDefault) - Number(a.isDefault) || b.uses - a.uses || a.id - b.id;
      const best = entries(list).sort(order)[0];
      return best ? { id: best.id, name: best.name } : null;
    },
  };
}

export function createLookups({ client, log, tables, mayGrow }: LookupOptions): Lookups {
  const { note, idOf, defaultOf } = createTable();
  const loaded = new Set<ListName>();

  async function read(
    list: ListName,
    route: string,
    path: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ) {
    const shape = list === 'accountType' ? accountTypeShape : namedShape;
    try {
      const { rows } = await client.rows({ route, path }, shape, signal);
      for (const row of rows) {
        const entry = note(list, row.id, row.name, 0);
        if (entry && 'isDefault' in row) entry.isDefault = row.isDefault === true;
      }
      return rows.length > 0;
    } catch (error) {
      // The names of lists are not public: a list that is not there, or not ours to read, leaves what records showed.
      if (!Failure.is(error, 'not-found', 'rejected', 'forbidden', 'server-error')) throw error;
      log.debug(`Kaseya BMS has no list under ${route} ${Object.values(path).join()}: ${error.message}`);
      return false;
    }
  }

  async function load(list: ListName, signal: AbortSignal): Promise<void> {
    if (loaded.has(list)) return;
    if (list === 'accountType') await read(list, '/v2/system/accounttypes/lookup', {}, signal);
    else if (list === 'accountManager') await read(list, '/v2/hr/employees/lookup', {}, signal);
    else {
      const tableName = tables[list] ?? TABLES[list];
      const found = await read(list, '/v2/system/tenantlookup/{tableName}', { tableName }, signal);
      if (!found) await read(list, '/v2/system/lookup/{tableName}', { tableName }, signal);
    }
    loaded.add(list);
  }

  return {
    idOf,
    defaultOf,
    load,
    async refresh(wanted, signal) {
      for (const list of wanted) loaded.delete(list);
      await Promise.all(wanted.map((list) => load(list, signal)));
    },
    objection(list, name) {
      if (!loaded.has(list) || idOf(list, name) !== null) return null;
      return mayGrow.includes(list) && canGrow(list) ? null : missingWords(list, name);
    },
    async ensure(list, name, signal) {
      await load(list, signal);
      if (!mayGrow.includes(list) || idOf(list, name) !== null) return;
      if (!canGrow(list)) return;
      const path = { tableName: tables[list] ?? TABLES[list] };
      await client.write(
        'POST',
        { route: '/v2/system/tenantlookup/{tableName}', path },
        { Name: name, IsActive: true },
        signal,
      );
      loaded.delete(list);
      await load(list, signal);
    },
    seenAccount(account) {
      note('accountType', account.accountTypeId, account.accountType, 1);
      note('businessType', account.businessTypeId, account.businessType, 1);
      note('accountManager', account.accountManagerId, account.accountManagerUserName, 1);
    },
    seenContact(contact) {
      for (const email of contact.emails ?? []) note('emailType', email.emailTypeId, email.emailType, 1);
      for (const phone of contact.phones ?? []) note('phoneType', phone.phoneTypeId, phone.phoneType, 1);
    },
    seenAsset(asset) {
      note('category', asset.categoryId, asset.category, 1);
      note('state', asset.stateId, asset.state, 1);
      note('manufacturer', asset.manufacturerId, asset.manufacturer, 1);
      note('manufacturer', asset.motherboardManufacturerId, asset.motherboardManufacturer, 0);
      note('manufacturer', asset.chassisManufacturerId, asset.chassisManufacturer, 0);
    },
  };
}
