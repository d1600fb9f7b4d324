/** The records of VSA 10 (VSA X) as its API v3 shows them. */
import type { WireRecord } from '../vsa/envelope';

export type Organization = {
  readonly Id: number;
  Name: string;
  readonly IsMultiSite: boolean;
  readonly HasCustomFields: boolean;
};

export type ContactInformation = {
  Phone: string;
  Fax: string;
  Email: string;
  ContactName: string;
  CountryCode: string;
  City: string;
  Address1: string;
  Address2: string;
  Zip: string;
};

export type Site = {
  readonly Id: number;
  Name: string;
  /** The organization. */
  ParentId: number;
  ParentName: string;
  readonly PsaMappingId: number | null;
  readonly PsaIntegrationType: string | null;
  readonly HasCustomFields: boolean;
  ContactInformation: ContactInformation;
};

export type Group = {
  readonly Id: number;
  Name: string;
  /** The site. */
  ParentId: number;
  Notes: string;
};

/** A machine: where it stands, and what its device and asset records show beside that. */
export interface Machine {
  /** GUID. */
  readonly identifier: string;
  readonly name: string;
  readonly groupId: number;
  /** Members of the device read by its identifier. */
  readonly details: WireRecord;
  /** Members of the asset. */
  readonly asset: WireRecord;
}

export const NO_CONTACT: Readonly<ContactInformation> = {
  Phone: '',
  Fax: '',
  Email: '',
  ContactName: '',
  CountryCode: '',
  City: '',
  Address1: '',
  Address2: '',
  Zip: '',
};
