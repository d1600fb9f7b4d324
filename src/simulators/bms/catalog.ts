/** The tenant's lists: id and name pairs that records refer to (Admin > My Company > Lists). */
import { Sequence } from './table';

export interface Entry {
  readonly id: number;
  readonly name: string;
  readonly isDefault: boolean;
  readonly isActive: boolean;
}

export interface AccountType extends Entry {
  readonly isClient: boolean;
  readonly isVendor: boolean;
}

const COUNTRIES = [
  'United States',
  'Canada',
  'United Kingdom',
  'Ireland',
  'Germany',
  'Austria',
  'Switzerland',
  'France',
  'Netherlands',
  'Belgium',
  'Spain',
  'Italy',
  'Denmark',
  'Sweden',
  'Norway',
  'Australia',
  'New Zealand',
] as const;

/** First entry is the default. System lists are the vendor's, the others the tenant's to extend. */
const SYSTEM_LISTS = {
  country: COUNTRIES,
  emailType: ['Work', 'Home', 'Other'],
  phoneType: ['Work', 'Mobile', 'Home', 'Fax'],
  addressType: ['Office', 'Billing', 'Shipping'],
  currency: ['USD', 'CAD', 'EUR', 'GBP', 'AUD'],
} as const;
const TENANT_LISTS = {
  assetHardwareCategory: [
    'Workstation',
    'Laptop',
    'Server',
    'Virtual Server',
    'Switch',
    'Firewall',
    'Access Point',
    'Printer',
    'NAS',
    'UPS',
  ],
  assetState: ['In Use', 'In Stock', 'In Repair', 'Retired'],
  assetBrand: [],
  businessImpact: ['Low', 'Medium', 'High'],
  businessType: ['Other', 'Healthcare', 'Legal', 'Manufacturing', 'Financial Services', 'Non-profit'],
  class: ['Managed', 'Break-fix'],
  manufacturer: ['Dell', 'HP', 'Lenovo', 'Microsoft', 'Apple', 'Cisco', 'Fortinet', 'Ubiquiti'],
  salesTaxItem: ['Exempt', 'Standard'],
  serviceType: ['Managed Services', 'Co-managed IT', 'Time and Materials'],
  vendor: ['Ingram Micro', 'TD SYNNEX', 'CDW'],
} as const;
export type ListName = keyof typeof SYSTEM_LISTS | keyof typeof TENANT_LISTS;

/** `Asset Hardware Category`, `assetHardwareCategory` and `ASSETHARDWARECATEGORY` name one list. */
const folded = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, '');

export class Catalog {
  readonly accountTypes: readonly AccountType[] = [
    { id: 4_101, name: 'Customer', isDefault: true, isActive: true, isClient: true, isVendor: false },
    { id: 4_102, name: 'Prospect', isDefault: false, isActive: true, isClient: true, isVendor: false },
    { id: 4_105, name: 'Vendor', isDefault: false, isActive: true, isClient: false, isVendor: true },
    { id: 4_107, name: 'Partner', isDefault: false, isActive: true, isClient: false, isVendor: true },
  ];
  private readonly lists = new Map<string, Entry[]>();
  private readonly ids = new Sequence(21_480);

  constructor() {
    for (const [name, entries] of Object.entries(SYSTEM_LISTS)) {
      this.lists.set(
        folded(name),
        entries.map((entry, at) => this.entry(at + 1, entry, at === 0)),
      );
    }
    for (const [name, entries] of Object.entries(TENANT_LISTS)) {
      this.lists.set(
        folded(name),
        entries.map((entry, at) => this.entry(this.ids.next(), entry, at === 0)),
      );
    }
  }

  /** A list by the name a client uses for it. */
  find(name: string): readonly Entry[] | undefined {
    return this.lists.get(folded(name));
  }

  list(name: ListName): Entry[] {
    const list = this.lists.get(folded(name));
    if (list === undefined) throw new Error(`no list ${name}`);
    return list;
  }

  isSystem(name: string): boolean {
    return Object.keys(SYSTEM_LISTS).some((list) => folded(list) === folded(name));
  }

  has(list: ListName, id: number): boolean {
    return this.list(list).some((entry) => entry.id === id);
  }

  name(list: ListName, id: number | null): string | null {
    return this.list(list).find((entry) => entry.id === id)?.name ?? null;
  }

  idOf(list: ListName, name: string): number | null {
    const wanted = name.trim().toLowerCase();
    return this.list(list).find((entry) => entry.name.toLowerCase() === wanted)?.id ?? null;
  }

  defaultId(list: ListName): number {
    const entry = this.list(list).find((candidate) => candidate.isDefault);
    if (entry === undefined) throw new Error(`list ${list} has no default`);
    return entry.id;
  }

  add(listName: string, name: string, isActive: boolean): void {
    this.lists.get(folded(listName))?.push({ ...this.entry(this.ids.next(), name, false), isActive });
  }

  /** The id of an entry, which is added where the list lacks it; null for a blank name. */
  intern(list: ListName, name: string): number | null {
    if (name.trim() === '') return null;
    if (this.idOf(list, name) === null) this.add(list, name.trim(), true);
    return this.idOf(list, name);
  }

  private entry(id: number, name: string, isDefault: boolean): Entry {
    return { id, name, isDefault, isActive: true };
  }
}
