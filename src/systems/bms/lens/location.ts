/** A location of an account. API v2 can read it and cannot change it. */
import type { Fields } from '../../../engine/model';
import type { WireAccount, WireAddress, WireLocation } from '../wire';
import { idText, textOf } from './values';

export function mainAddress(location: WireLocation): WireAddress | undefined {
  return location.addresses?.find((address) => address.isMain) ?? location.addresses?.[0];
}

export function mainLocation(account: WireAccount): WireLocation | undefined {
  const usable = account.locations?.filter((location) => location.isActive !== false);
  return account.locations?.find((location) => location.isMain) ?? usable?.[0];
}

export function addressFields(address: WireAddress | undefined): Fields {
  return {
    address1: textOf(address?.address1),
    address2: textOf(address?.address2),
    city: textOf(address?.city),
    region: textOf(address?.state),
    postalCode: textOf(address?.zipCode),
    country: textOf(address?.country),
  };
}

export function locationFields(location: WireLocation, accountId: number): Fields {
  const address = mainAddress(location);
  return {
    organization: idText(accountId),
    name: textOf(location.locationName),
    ...addressFields(address),
    phone: textOf(address?.phone),
    fax: textOf(address?.fax),
    primary: location.isMain === true,
    active: location.isActive !== false,
  };
}
