/** `/locations`. Source: IT Glue API reference, Locations. */
import { Failure } from '../../engine/failure';
import type { Fields } from '../../engine/model';
import type { Attributes } from './document';
import { locationAttributes, locationRecord } from './lens/location';
import { alike, filterText, type Resource, textIn, type WriteContext } from './resource';
import { foreignKey } from './values';

/** A region belongs to its country, so either of them brings the other along. */
async function placeOf(changes: Fields, { lookups, before, signal }: WriteContext): Promise<Attributes> {
  if (changes.country === undefined && changes.region === undefined) return {};
  const countryName = textIn(changes.country === undefined ? before?.fields.country : changes.country);
  const regionName = textIn(changes.region === undefined ? before?.fields.region : changes.region);
  const country = countryName === '' ? null : await lookups.country(countryName, signal);
  const countryPart =
    changes.country === undefined ? {} : { 'country-id': country === null ? null : foreignKey(country.id) };
  if (regionName === '') return { ...countryPart, 'region-id': null };
  if (country === null) {
    if (changes.region === undefined) return { ...countryPart, 'region-id': null };
    throw new Failure(
      'rejected',
      `IT Glue keeps a region ("${regionName}") only together with its country.`,
      {
        system: 'itglue',
        remedy: 'Give the location a country.',
      },
    );
  }
  return { ...countryPart, 'region-id': foreignKey(await lookups.region(country, regionName, signal)) };
}

export const locations: Resource = {
  collection: '/locations',
  what: 'locations',
  type: 'locations',
  include: 'adapters_resources',
  record: locationRecord,
  async attributes(changes, context) {
    const organization = textIn(changes.organization);
    return {
      ...locationAttributes(changes),
      ...(organization === '' ? {} : { 'organization-id': foreignKey(organization) }),
      ...(await placeOf(changes, context)),
    };
  },
  traces: (values) => [
    {
      'filter[organization_id]': textIn(values.organization),
      'filter[name]': filterText(values.name),
    },
  ],
  isTrace: (record, values) =>
    record.organization === textIn(values.organization) && alike(record.fields.name, values.name),
};
