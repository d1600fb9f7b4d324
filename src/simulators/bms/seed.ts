/** The BMS view of the fleet as rows of the simulated tenant. */
import type { Fleet, View, ViewContact, ViewLocation, ViewOrganization } from '../fleet/model';
import { asset, machineGroups } from './seedAssets';
import { blankIsNull, Keys, locationId, stamp } from './seedKeys';
import type { Account, Detail, Location, State } from './state';

/** Fills the tables; answers which id each record of the view has. */
export function seed(state: State, fleet: Fleet): Keys {
  const view = fleet.views.bms;
  const keys = new Keys();
  for (const organization of view.organizations) {
    keys.set('organization', organization.key, state.ids.account.next());
  }
  for (const organization of view.organizations) state.accounts.put(account(state, keys, organization));
  seedLocations(state, keys, view);
  for (const person of view.contacts) seedContact(state, keys, person);
  const groups = machineGroups(fleet);
  for (const machine of view.machines) {
    const row = asset(state, keys, machine, groups);
    keys.set('machine', machine.key, row.id);
    state.assets.put(row);
  }
  return keys;
}

function account(state: State, keys: Keys, organization: ViewOrganization): Account {
  const { catalog } = state;
  const type = catalog.accountTypes.find(({ name }) => name === organization.type);
  if (type === undefined) throw new Error(`no account type ${organization.type}`);
  return {
    ...stamp(organization),
    id: keys.require('organization', organization.key),
    parentId: keys.get('organization', organization.parent) ?? null,
    accountCode: blankIsNull(organization.shortName),
    accountTypeId: type.id,
    accountName: organization.name,
    description: blankIsNull(organization.description),
    website: blankIsNull(organization.website),
    businessTypeId: catalog.defaultId('businessType'),
    serviceTypeId: type.isClient ? catalog.defaultId('serviceType') : null,
    currencyId: catalog.defaultId('currency'),
    salesTaxItemId: null,
    classId: null,
    accountManagerId: 30_214,
    isActive: organization.active,
    acquiredDate: null,
    creditLimit: null,
    netDays: 30,
    routeInvoiceToParent: organization.parent !== null,
    isBilling: type.isClient,
  };
}

/** Every account has exactly one main location; one is made where the view has none. */
function seedLocations(state: State, keys: Keys, view: View): void {
  const groups = new Map(view.organizations.map(({ key }): [string, ViewLocation[]] => [key, []]));
  for (const place of view.locations) groups.get(place.organization)?.push(place);
  for (const organization of view.organizations) {
    const places = groups.get(organization.key) ?? [];
    const main = places.find((place) => place.main) ?? places[0];
    if (main === undefined) {
      state.addLocation(bareLocation(state, keys, organization));
    }
    for (const place of places) {
      const phone = place.phone === '' && place === main ? organization.phone : place.phone;
      const row = location(state, keys, { ...place, phone, main: place === main });
      keys.set('location', place.key, row.id);
      state.addLocation(row);
    }
  }
}

function bareLocation(state: State, keys: Keys, organization: ViewOrganization): Location {
  return {
    ...stamp(organization),
    id: state.ids.location.next(),
    accountId: keys.require('organization', organization.key),
    locationName: 'Main',
    isMain: true,
    isActive: true,
    addresses: [],
  };
}

function location(state: State, keys: Keys, place: ViewLocation): Location {
  const { catalog } = state;
  return {
    ...stamp(place),
    id: state.ids.location.next(),
    accountId: keys.require('organization', place.organization),
    locationName: place.name,
    isMain: place.main,
    isActive: place.active,
    addresses: [
      {
        ...stamp(place),
        id: state.ids.address.next(),
        address1: blankIsNull(place.address1),
        address2: blankIsNull(place.address2),
        city: blankIsNull(place.city),
        state: blankIsNull(place.region),
        zipCode: blankIsNull(place.postalCode),
        countryId: catalog.intern('country', place.country),
        phone: blankIsNull(place.phone),
        fax: blankIsNull(place.fax),
        latitude: null,
        longitude: null,
        emailAddress: null,
        isMain: true,
        isBilling: place.main,
        addressTypeId: catalog.defaultId('addressType'),
      },
    ],
  };
}

function seedContact(state: State, keys: Keys, person: ViewContact): void {
  const accountId = keys.require('organization', person.organization);
  const id = state.ids.contact.next();
  const details = (values: readonly string[], typeId: number): Detail[] =>
    values.map((value, at) => ({
      ...stamp(person),
      id: state.ids.detail.next(),
      value,
      typeId,
      isDefault: at === 0,
    }));
  keys.set('contact', person.key, id);
  state.contacts.put({
    ...stamp(person),
    id,
    accountId,
    locationId: locationId(state, keys, accountId, person.location),
    firstName: person.firstName,
    middleName: null,
    lastName: person.lastName,
    jobTitle: blankIsNull(person.title),
    poc: person.important,
    isActive: person.active,
    receiveInvoices: false,
    billByContact: false,
    effectiveDate: null,
    emails: details(person.emails, state.catalog.defaultId('emailType')),
    phones: details(person.phones, state.catalog.defaultId('phoneType')),
  });
}
