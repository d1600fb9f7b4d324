/** Locations of accounts (BMS API v2: Accounts). v2 reads them, and writes them only with a new account. */
import * as z from 'zod';
import { dto, flag, int, number, requiredText, text } from './bind';
import { invalid, notFound, one, type Wire } from './envelope';
import type { Route } from './route';
import { locationOf, visibleAccount } from './scope';
import type { Address, Location, Row, State } from './state';

const addressInput = dto({
  address1: text(),
  address2: text(),
  city: text(),
  state: text(),
  zipCode: text(),
  countryId: int(),
  country: text(),
  phone: text(),
  fax: text(),
  latitude: number(),
  longitude: number(),
  emailAddress: text(),
  isMain: flag(false),
  isBilling: flag(false),
  addressTypeId: int(),
  addressType: text(),
});
export const locationInput = dto({
  locationName: requiredText(),
  isMain: flag(false),
  isActive: flag(true),
  addresses: z.array(addressInput),
});
export type LocationInput = z.output<typeof locationInput>;

export function locationRow(state: State, location: Location) {
  const { accountId: _, addresses, ...shown } = location;
  return {
    ...shown,
    timeZoneId: null,
    dateFormatId: null,
    timeFormatId: null,
    addresses: addresses.map((address) => addressRow(state, address)),
  };
}

function addressRow(state: State, address: Address): Wire {
  return {
    ...address,
    country: state.catalog.name('country', address.countryId),
    addressType: state.catalog.name('addressType', address.addressTypeId),
  };
}

/** An entry of a list by id, else by name; null for neither. Throws a 400 refusal where the list lacks it. */
function entry(
  state: State,
  list: 'country' | 'addressType',
  id: number | null,
  name: string | null,
  field: string,
) {
  if (id !== null) {
    if (!state.catalog.has(list, id)) throw invalid(`${field}Id`, `${field}Id ${id} does not exist.`);
    return id;
  }
  if (name === null || name.trim() === '') return null;
  const found = state.catalog.idOf(list, name);
  if (found === null) throw invalid(field, `${field} '${name}' does not exist.`);
  return found;
}

type Stamp = Omit<Row, 'id'>;

function newAddress(state: State, input: LocationInput['addresses'][number], stamp: Stamp): Address {
  const { country, addressType, ...rest } = input;
  return {
    ...rest,
    ...stamp,
    id: state.ids.address.next(),
    countryId: entry(state, 'country', rest.countryId, country, 'Country'),
    addressTypeId: entry(state, 'addressType', rest.addressTypeId, addressType, 'AddressType'),
  };
}

/** The locations of a new account: exactly one of them is the main one, and there is one where none was named. */
export function newLocations(
  state: State,
  accountId: number,
  inputs: readonly LocationInput[],
  stamp: Stamp,
): Location[] {
  const named: readonly LocationInput[] =
    inputs.length > 0 ? inputs : [{ locationName: 'Main', isMain: true, isActive: true, addresses: [] }];
  const main = Math.max(
    0,
    named.findIndex((location) => location.isMain),
  );
  return named.map(({ locationName, isActive, addresses }, at) => ({
    ...stamp,
    id: state.ids.location.next(),
    accountId,
    locationName,
    isMain: at === main,
    isActive,
    addresses: addresses.map((address) => newAddress(state, address, stamp)),
  }));
}

const module = 'accounts';
export const locationRoutes: readonly Route[] = [
  {
    method: 'GET',
    template: '/v2/crm/accounts/{accountId}/locations/lookup',
    module,
    handle: (call) => {
      const { id: accountId } = visibleAccount(call, call.id('accountId'));
      const active = call.state.locationsOf(accountId).filter((location) => location.isActive);
      return call.query.lookup(active, ({ id, locationName, isMain }) => ({
        id,
        name: locationName,
        accountId,
        isMain,
      }));
    },
  },
  {
    method: 'GET',
    template: '/v2/crm/accounts/{accountId}/locations/{locationId}',
    module,
    handle: (call) => {
      const account = visibleAccount(call, call.id('accountId'));
      const location = locationOf(call, account.id, call.id('locationId'));
      if (location === undefined) throw notFound('Location');
      return one(locationRow(call.state, location));
    },
  },
];
