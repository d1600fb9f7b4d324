/** Everything the simulated tenant holds. Field names are those of the wire; dates are dates, joins are ids. */
import type { Clock } from '../simulator';
import type { Catalog } from './catalog';
import { ExternalIds } from './external';
import { Jobs } from './jobs';
import { Sequence, Table } from './table';

export interface Row {
  readonly id: number;
  readonly createdBy: number;
  readonly createdOn: Date;
  readonly modifiedBy: number;
  readonly modifiedOn: Date;
}

/** What a client may set on an account (the PUT DTO). */
export interface AccountInput {
  readonly parentId: number | null;
  readonly accountCode: string | null;
  readonly accountTypeId: number;
  readonly accountName: string;
  readonly description: string | null;
  readonly website: string | null;
  readonly businessTypeId: number;
  readonly serviceTypeId: number | null;
  readonly currencyId: number | null;
  readonly salesTaxItemId: number | null;
  readonly classId: number | null;
  readonly accountManagerId: number;
  readonly isActive: boolean;
  readonly acquiredDate: Date | null;
  readonly creditLimit: number | null;
  readonly netDays: number | null;
  /** Never read back. */
  readonly routeInvoiceToParent: boolean;
}
export interface Account extends Row, AccountInput {
  readonly isBilling: boolean;
}

export interface AddressInput {
  readonly address1: string | null;
  readonly address2: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly zipCode: string | null;
  readonly countryId: number | null;
  readonly phone: string | null;
  readonly fax: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly emailAddress: string | null;
  readonly isMain: boolean;
  readonly isBilling: boolean;
  readonly addressTypeId: number | null;
}
export interface Address extends Row, AddressInput {}

export interface Location extends Row {
  readonly accountId: number;
  readonly locationName: string;
  readonly isMain: boolean;
  readonly isActive: boolean;
  readonly addresses: readonly Address[];
}

/** What a client may set on a contact (the PUT DTO). */
export interface ContactInput {
  readonly accountId: number;
  readonly locationId: number;
  readonly firstName: string;
  readonly middleName: string | null;
  readonly lastName: string;
  readonly jobTitle: string | null;
  readonly poc: boolean;
  readonly isActive: boolean;
  readonly receiveInvoices: boolean;
  readonly billByContact: boolean;
  readonly effectiveDate: Date | null;
}
/** An e-mail address or a phone number of a contact. */
export interface Detail extends Row {
  readonly value: string;
  readonly typeId: number;
  readonly isDefault: boolean;
}
export interface Contact extends Row, ContactInput {
  readonly emails: readonly Detail[];
  readonly phones: readonly Detail[];
}

/** What a client may set on a hardware asset (HardwareAssetInput). */
export interface AssetInput {
  readonly name: string;
  readonly accountId: number;
  readonly accountLocationId: number;
  readonly contactId: number | null;
  readonly categoryId: number;
  readonly brandId: number | null;
  readonly serialNumber: string | null;
  readonly businessImpactId: number | null;
  readonly stateId: number | null;
  readonly locationInfo: string | null;
  readonly description: string | null;
  readonly barCode: string | null;
  readonly assetTag: string | null;
  readonly vendorId: number | null;
  readonly isActive: boolean;
  readonly modelNumber: string | null;
  readonly machineGroupId: string | null;
  readonly ipAddress: string | null;
  readonly subnetMask: string | null;
  readonly defaultGateway: string | null;
  readonly dnsServers: string | null;
  readonly dhcpEnabled: boolean;
  readonly dhcpServer: string | null;
  readonly winsEnabled: boolean;
  readonly primaryWinsServer: string | null;
  readonly secondaryWinsServer: string | null;
  readonly connectionGatewayIp: string | null;
  readonly osType: string | null;
  readonly osInfo: string | null;
  readonly majorVersion: string | null;
  readonly minorVersion: string | null;
  readonly macAddress: string | null;
  readonly loginName: string | null;
  readonly lastLoginname: string | null;
  readonly currentUser: string | null;
  readonly productName: string | null;
  readonly machineVersion: string | null;
  readonly motherboardManufacturerId: number | null;
  readonly motherboardProductCode: string | null;
  readonly motherboardSerialNumber: string | null;
  readonly motherboardVersion: string | null;
  readonly chassisAssetTag: string | null;
  readonly chassisManufacturerId: number | null;
  readonly chassisSerialNumber: string | null;
  readonly chassisType: string | null;
  readonly chassisVersion: string | null;
  readonly busSpeed: string | null;
  readonly manufacturerId: number | null;
  readonly maxMemorySize: string | null;
  readonly maxMemorySlots: string | null;
  /** Never read back. */
  readonly computerName: string | null;
  readonly purchaseCost: number | null;
  readonly warrantyExpirationDate: Date | null;
  readonly expirationDate: Date | null;
  readonly acquisitionDate: Date | null;
  readonly firstCheckIn: Date | null;
  readonly lastCheckIn: Date | null;
  readonly lastReboot: Date | null;
}
export interface Asset extends Row, AssetInput {
  readonly agentId: string | null;
  readonly integrationTypeId: number | null;
  readonly isOnline: boolean;
}

export interface Employee {
  readonly id: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly username: string;
  readonly emailAddress: string;
  readonly jobTitle: string;
  readonly isActive: boolean;
}

export type RecordKind = 'organization' | 'location' | 'contact' | 'machine';

export interface ITGlueLink {
  /** Id in IT Glue: int64 there, within the safe integers here. */
  readonly id: number;
  readonly name: string | null;
}

/** Links that the vendor's integrations keep, by record kind and BMS id. */
export interface Links {
  readonly itglueConnected: boolean;
  itglue(kind: RecordKind, id: number): ITGlueLink | undefined;
  /** The id in VSA of the organization that is mapped to the account. */
  vsaOrganization(accountId: number): string | undefined;
}

export class State {
  readonly accounts = new Table<Account>();
  readonly locations = new Table<Location>();
  readonly contacts = new Table<Contact>();
  readonly assets = new Table<Asset>();
  readonly external = new ExternalIds();
  readonly jobs = new Jobs();
  readonly ids = {
    account: new Sequence(118_204),
    location: new Sequence(203_517),
    address: new Sequence(341_009),
    contact: new Sequence(512_377),
    detail: new Sequence(1_700_123),
    asset: new Sequence(1_904_112),
  };
  private readonly locationsByAccount = new Map<number, Location[]>();

  constructor(
    readonly tenant: string,
    readonly tenantId: number,
    readonly catalog: Catalog,
    readonly employees: readonly Employee[],
    private readonly clock: Clock,
  ) {}

  now(): Date {
    return new Date(this.clock.now());
  }

  created(user: number): Omit<Row, 'id'> {
    const now = this.now();
    return { createdBy: user, createdOn: now, modifiedBy: user, modifiedOn: now };
  }

  /** The stamp of a write: always later than the last one, also within one millisecond. */
  modified(row: Row, user: number): Pick<Row, 'modifiedBy' | 'modifiedOn'> {
    const at = Math.max(this.clock.now(), row.modifiedOn.getTime() + 1);
    return { modifiedBy: user, modifiedOn: new Date(at) };
  }

  addLocation(location: Location): void {
    this.locations.put(location);
    const siblings = this.locationsByAccount.get(location.accountId);
    if (siblings === undefined) this.locationsByAccount.set(location.accountId, [location]);
    else siblings.push(location);
  }

  /** As the portal does; API v2 cannot. */
  closeLocation(id: number): void {
    const location = this.locations.get(id);
    if (location === undefined) throw new Error(`There is no location ${id}.`);
    const closed = { ...location, ...this.modified(location, location.modifiedBy), isActive: false };
    this.locations.put(closed);
    const siblings = this.locationsOf(location.accountId);
    this.locationsByAccount.set(
      location.accountId,
      siblings.map((one) => (one.id === id ? closed : one)),
    );
  }

  locationsOf(accountId: number): readonly Location[] {
    return this.locationsByAccount.get(accountId) ?? [];
  }

  employeeName(id: number): string | null {
    const employee = this.employees.find((candidate) => candidate.id === id);
    return employee === undefined ? null : `${employee.firstName} ${employee.lastName}`;
  }
}
