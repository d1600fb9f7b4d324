/** The ground truth: what really exists. The products' views are made from it, each in its own imperfect way. */

import type { Trade } from './data/companies';
import type { Model } from './data/hardware';
import type { City, Country } from './data/places';
import type { Address, MachineType, Product } from './model';

/** Which products know an organization at all. */
export type Presence = readonly Product[];

/** What is peculiar about an organization. */
export type OrganizationStory =
  | 'plain'
  /** A near-identical name, but another company: `Smith Dental` and `Smith Dental Lab`. */
  | 'twin'
  /** A branch that is kept as an organization under its parent. */
  | 'branch'
  /** Entered twice in one product. */
  | 'twiceInBms'
  | 'twiceInItglue'
  /** No client any more; not every product has heard of it. */
  | 'former'
  /** Took another name; one product still has the old one. */
  | 'rebranded';

/** What is peculiar about a machine. One story each; traits such as default host names come on top. */
export type MachineStory =
  | 'plain'
  | 'renamed'
  | 'reimaged'
  | 'reinstalled'
  /** Old hardware whose name its successor took over, and that successor. */
  | 'replaced'
  | 'successor'
  /** A copied disk image: another name, the serial number of the original. */
  | 'cloned'
  | 'copy'
  /** Somebody typed the neighbour's serial number. */
  | 'wrongSerial'
  | 'twiceInBms'
  | 'twiceInItglue'
  | 'moved'
  | 'placeholderSerial'
  | 'blankSerial'
  | 'retired'
  | 'unknownElsewhere';

export interface TrueLocation extends Address {
  readonly truth: string;
  readonly name: string;
  readonly main: boolean;
  readonly phone: string;
  readonly fax: string;
  readonly createdAt: Date;
  /** First three numbers of the network there: `192.168.10`. */
  readonly network: string;
  /** Docking stations on its desks: laptops report a dock's MAC as their own. */
  readonly dockMacs: readonly string[];
}

export interface TruePerson {
  readonly truth: string;
  readonly location: TrueLocation;
  readonly firstName: string;
  readonly lastName: string;
  /** Name before marriage, or null. */
  readonly formerLastName: string | null;
  readonly userName: string;
  readonly email: string;
  readonly title: string;
  readonly otherTitle: string;
  /** Direct line and mobile, in international form. */
  readonly phones: readonly string[];
  readonly important: boolean;
  readonly createdAt: Date;
}

export interface TrueMachine {
  readonly truth: string;
  readonly story: MachineStory;
  /** The product in which the story shows, where it shows in one. */
  readonly oddProduct: Product;
  readonly location: TrueLocation;
  readonly person: TruePerson | null;
  readonly type: MachineType;
  readonly model: Model;
  /** Host name in full, not cut to the 15 characters of NetBIOS. */
  readonly hostname: string;
  /** Name before it was renamed or re-imaged, or after, whichever the odd product has. */
  readonly otherHostname: string;
  readonly serialNumber: string;
  /** Colon form, primary first. */
  readonly macAddresses: readonly string[];
  readonly ipAddress: string;
  readonly fixedAddress: boolean;
  readonly operatingSystem: string;
  readonly operatingSystemVersion: string;
  readonly platform: string;
  readonly cpu: string;
  readonly ramMegabytes: number;
  readonly assetTag: string;
  readonly motherboardSerialNumber: string;
  /** Index of its agent, null where none can be installed. */
  readonly agent: number | null;
  /** Index of the agent before a re-installation. */
  readonly formerAgent: number | null;
  readonly purchasedAt: Date;
  readonly warrantyExpiresAt: Date;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
}

export interface TrueOrganization {
  readonly truth: string;
  readonly story: OrganizationStory;
  readonly presence: Presence;
  readonly parent: TrueOrganization | null;
  /** Truth of the organization whose name is nearly this one's, or null. */
  readonly twinOf: string | null;
  /** Name without legal form. */
  readonly coreName: string;
  readonly legalForm: string;
  readonly formerName: string;
  /** The product in which nobody noted the new name. */
  readonly staleProduct: Product;
  readonly shortName: string;
  readonly domain: string;
  /** Name of its Windows domain, or blank where machines stand alone. */
  readonly windowsDomain: string;
  readonly trade: Trade;
  readonly country: Country;
  readonly city: City;
  readonly phone: string;
  readonly employees: number;
  readonly createdAt: Date;
  readonly locations: readonly TrueLocation[];
  readonly people: readonly TruePerson[];
  readonly machines: readonly TrueMachine[];
}

/** Keys of the views: unique in a view and kind, telling apart two records of one truth by their copy number. */
export function viewKey(product: Product, truth: string, copy = 1): string {
  return copy === 1 ? `${product}:${truth}` : `${product}:${truth}#${copy}`;
}
