/** The collections of an account, as paths spell them. */
export const COLLECTIONS = [
  'organizations',
  'locations',
  'contacts',
  'configurations',
  'configuration_interfaces',
  'configuration_types',
  'configuration_statuses',
  'contact_types',
  'organization_types',
  'organization_statuses',
  'manufacturers',
  'models',
  'operating_systems',
  'platforms',
  'countries',
  'regions',
] as const;
export type Collection = (typeof COLLECTIONS)[number];
