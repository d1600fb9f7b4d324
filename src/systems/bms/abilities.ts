/** What API v2 can hold and take, with the reason wherever it cannot. Source: the vendor's OpenAPI document "BMS API 2.0". */

import type { Kind } from '../../engine/model';
import type { FieldAbility, KindAbility } from '../../engine/ports';

const always: FieldAbility = { write: 'always' };
const required: FieldAbility = { write: 'always', required: true };
const NO_LOCATION_WRITES =
  'BMS API v2 cannot change locations of an existing account: change them in the portal, under CRM > Accounts.';
const fixed: FieldAbility = { write: 'never', reason: NO_LOCATION_WRITES };
const AT_BIRTH: FieldAbility = {
  write: 'create',
  reason: `BMS holds it on the account's main location, which is made with the account. ${NO_LOCATION_WRITES}`,
};
const BY_AGENT: FieldAbility = {
  write: 'never',
  reason: 'BMS learns it from the VSA agent; it cannot be set.',
};

const address = (ability: FieldAbility) => ({
  address1: ability,
  address2: ability,
  city: ability,
  region: ability,
  postalCode: ability,
  country: ability,
});

/** What an audit finds in a machine: BMS takes it from anyone, and VSA's own integration writes the same. */
const audited = {
  machineGroup: always,
  subnetMask: always,
  dnsServers: always,
  dhcpServer: always,
  memorySize: always,
  memorySlots: always,
  busSpeed: always,
  motherboardManufacturer: always,
  motherboardModel: always,
  motherboardVersion: always,
  motherboardSerialNumber: always,
  chassisManufacturer: always,
  chassisType: always,
  chassisVersion: always,
  chassisSerialNumber: always,
  chassisAssetTag: always,
};

export const BMS_ABILITIES: Readonly<Record<Kind, KindAbility>> = {
  organization: {
    read: true,
    create: true,
    archive: true,
    fields: {
      name: required,
      shortName: always,
      parent: always,
      type: always,
      active: always,
      website: always,
      notes: always,
      phone: AT_BIRTH,
      ...address(AT_BIRTH),
    },
  },
  location: {
    read: true,
    create: {
      reason:
        'BMS API v2 cannot add locations to an existing account: add it in the portal, under CRM > Accounts.',
    },
    archive: { reason: NO_LOCATION_WRITES },
    fields: {
      organization: fixed,
      name: fixed,
      ...address(fixed),
      phone: fixed,
      fax: fixed,
      primary: fixed,
      active: fixed,
    },
  },
  contact: {
    read: true,
    create: true,
    archive: true,
    fields: {
      organization: required,
      location: required,
      firstName: required,
      lastName: required,
      title: always,
      emails: required,
      phones: required,
      important: always,
      active: always,
    },
  },
  asset: {
    read: true,
    create: true,
    archive: true,
    fields: {
      organization: required,
      location: always,
      contact: always,
      name: required,
      hostname: { write: 'create', reason: 'BMS takes a computer name and never shows it.' },
      type: required,
      status: always,
      active: always,
      serialNumber: always,
      assetTag: always,
      manufacturer: always,
      model: always,
      macAddresses: { write: 'always', capacity: 1 },
      ipAddresses: { write: 'always', capacity: 1 },
      defaultGateway: always,
      operatingSystem: always,
      platform: always,
      notes: always,
      position: always,
      purchasedAt: always,
      warrantyExpiresAt: always,
      ...audited,
      agentId: BY_AGENT,
      lastUser: BY_AGENT,
      firstSeen: BY_AGENT,
      lastSeen: BY_AGENT,
      lastReboot: BY_AGENT,
    },
  },
};
