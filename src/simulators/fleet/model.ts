/**
 * The ground truth that the three simulated products describe, and the imperfect view each of them has of it.
 *
 * The generator makes one truth and three views from a seed. A view is written in plain words common to all products;
 * each simulator turns its view into records of its own shape. Every record has a `key` of its own, unique within its
 * view and kind; references between records (`organization`, `location`, `contact`, `parent`) and links are by key. The
 * `truth` on a record says which real thing it describes; two records of one view share it when the product holds that
 * thing twice. Neither ever leaves the simulators through a product's API.
 */

export const PRODUCTS = ['bms', 'vsa', 'itglue'] as const;
export type Product = (typeof PRODUCTS)[number];

/** A postal address as people write it; blank parts are empty strings. */
export interface Address {
  readonly address1: string;
  readonly address2: string;
  readonly city: string;
  /** State, province or county, as the country's people write it: `TX`, `Ontario`, `Bayern`. */
  readonly region: string;
  readonly postalCode: string;
  /** English short name, `United States`; every product has its own way to store it. */
  readonly country: string;
}

export interface ViewOrganization {
  readonly key: string;
  readonly truth: string;
  readonly name: string;
  /** Short code: BMS account code, VSA OrgRef, IT Glue short name. Blank where the product's people left it so. */
  readonly shortName: string;
  /** Key of the parent organization in this view, or null. */
  readonly parent: string | null;
  readonly type: 'Customer' | 'Prospect' | 'Vendor' | 'Partner';
  readonly active: boolean;
  readonly website: string;
  readonly phone: string;
  readonly description: string;
  readonly employees: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface ViewLocation extends Address {
  readonly key: string;
  readonly truth: string;
  readonly organization: string;
  readonly name: string;
  readonly main: boolean;
  readonly active: boolean;
  readonly phone: string;
  readonly fax: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface ViewContact {
  readonly key: string;
  readonly truth: string;
  readonly organization: string;
  /** Key of the location the person works at, or null where this product does not say. */
  readonly location: string | null;
  readonly firstName: string;
  readonly lastName: string;
  readonly title: string;
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  /** Point of contact (BMS) or important contact (IT Glue). */
  readonly important: boolean;
  readonly active: boolean;
  readonly notes: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export type MachineType =
  | 'Workstation'
  | 'Laptop'
  | 'Server'
  | 'Virtual Server'
  | 'Switch'
  | 'Firewall'
  | 'Access Point'
  | 'Printer'
  | 'NAS'
  | 'UPS';

export interface ViewMachine {
  readonly key: string;
  readonly truth: string;
  readonly organization: string;
  readonly location: string | null;
  /** Key of the contact who uses it, or null. */
  readonly contact: string | null;
  readonly name: string;
  readonly hostname: string;
  readonly type: MachineType;
  readonly active: boolean;
  /** As the product holds it: real, blank, or a placeholder such as `To be filled by O.E.M.`. */
  readonly serialNumber: string;
  readonly assetTag: string;
  readonly manufacturer: string;
  readonly model: string;
  /** Colon, dash, dotted or bare: each product has its own habit. The primary one first. */
  readonly macAddresses: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly subnetMask: string;
  readonly defaultGateway: string;
  readonly dnsServers: readonly string[];
  readonly dhcpServer: string;
  /** Long text: `Microsoft Windows 11 Pro 10.0.22631`. */
  readonly operatingSystem: string;
  /** Family: `Windows 11`, `Windows Server 2022`, `macOS`, `Linux`, or blank for network gear. */
  readonly platform: string;
  readonly cpu: string;
  readonly ramMegabytes: number;
  readonly chassisSerialNumber: string;
  readonly motherboardSerialNumber: string;
  readonly motherboardManufacturer: string;
  readonly motherboardProduct: string;
  readonly lastUser: string;
  /** VSA machine group path under its organization, `root` or `root.servers`. */
  readonly machineGroup: string;
  /**
   * Which VSA agent this record is about, as an index that the VSA simulator turns into a 15-digit id and the BMS
   * simulator into `AgentId`: null where no agent is known. A re-installed machine has another index than before.
   */
  readonly agent: number | null;
  readonly online: boolean;
  readonly firstSeen: Date;
  readonly lastSeen: Date | null;
  readonly lastReboot: Date | null;
  readonly purchasedAt: Date | null;
  readonly warrantyExpiresAt: Date | null;
  readonly position: string;
  readonly notes: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/**
 * A link that a vendor's own integration has made between two products' records of one kind. The truths on both ends
 * differ where the vendor's link is wrong. A link is orphaned where `toKey` is no record of the other view any more:
 * the product that shows it then shows an id that leads nowhere.
 */
export interface VendorLink {
  readonly kind: 'organization' | 'location' | 'contact' | 'machine';
  /** The product that shows the link, and the one it points to. */
  readonly from: Product;
  readonly to: Product;
  readonly fromKey: string;
  readonly toKey: string;
  readonly fromTruth: string;
  readonly toTruth: string;
}

/** What one product knows. Several records may carry one truth: duplicates inside a product are part of the dirt. */
export interface View {
  readonly organizations: readonly ViewOrganization[];
  readonly locations: readonly ViewLocation[];
  readonly contacts: readonly ViewContact[];
  readonly machines: readonly ViewMachine[];
}

export interface Fleet {
  readonly seed: number;
  /** The instant the fleet is described at: all its dates lie before it, save the ends of warranties. */
  readonly now: Date;
  readonly views: Readonly<Record<Product, View>>;
  readonly links: readonly VendorLink[];
}
