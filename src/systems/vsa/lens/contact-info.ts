import type { FieldName } from '../../../engine/fields';
import type { Fields, FieldValue } from '../../../engine/model';
import { textOf } from '../values';
import type { WireContactInfo } from '../wire';

/** Members of `ContactInfo` that hold one canonical field each. There is one address line. */
export const ADDRESS_MEMBERS = {
  address1: 'Street',
  city: 'City',
  region: 'State',
  postalCode: 'ZipCode',
  country: 'Country',
} as const satisfies Partial<Record<FieldName, keyof WireContactInfo>>;

export function addressOf(info: WireContactInfo | null | undefined): Fields {
  return {
    address1: textOf(info?.Street),
    city: textOf(info?.City),
    region: textOf(info?.State),
    postalCode: textOf(info?.ZipCode),
    country: textOf(info?.Country),
  };
}

/** A value as VSA's text: blank is an empty text, since a null in a partial update may mean "leave as it is". */
export function written(value: FieldValue | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? (value[0] ?? '') : String(value);
}

/**
 * The whole `ContactInfo` with the given members replaced: whether VSA keeps members that a nested object leaves out is
 * not documented, so all that was read goes back.
 */
export function withMembers(
  info: WireContactInfo | null | undefined,
  members: Readonly<Partial<Record<keyof WireContactInfo, string>>>,
): WireContactInfo {
  return { ...info, ...members };
}
