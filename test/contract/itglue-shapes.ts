/**
 * What IT Glue answers, resource by resource, as the vendor's developer page shows it: names, types, and which may be null.
 * `seen` marks what public clients report beside it.
 */
import * as z from 'zod';

const number = z.int();
const text = z.string();
const maybeText = text.nullable();
const maybeNumber = number.nullable();
const flag = z.boolean();
const stamp = z.iso.datetime();
const day = z.iso.date().nullable();

const stamps = { 'created-at': stamp, 'updated-at': stamp };
const seen = { 'psa-integration': z.enum(['enabled', 'disabled', 'orphaned']).nullable().optional() };
const lookup = { name: text, ...stamps, synced: flag.optional() };

/** Attributes by collection; nothing else may stand there. */
export const ATTRIBUTES = {
  organizations: z.strictObject({
    name: text,
    alert: maybeText,
    description: maybeText,
    'organization-type-id': maybeNumber,
    'organization-type-name': maybeText,
    'organization-status-id': maybeNumber,
    'organization-status-name': maybeText,
    primary: flag,
    logo: text,
    'quick-notes': maybeText,
    'short-name': maybeText,
    'parent-id': z.union([text, number]).nullable(),
    'ancestor-ids': text,
    'my-glue-account-id': maybeNumber,
    'my-glue-account-status': maybeText,
    ...seen,
    ...stamps,
  }),
  configurations: z.strictObject({
    'organization-id': number,
    'organization-name': text,
    'organization-short-name': maybeText,
    'resource-url': z.url(),
    name: text,
    hostname: maybeText,
    'configuration-type-id': number,
    'configuration-type-name': text,
    'configuration-type-kind': maybeText,
    'configuration-status-id': maybeNumber,
    'configuration-status-name': maybeText,
    'location-id': maybeNumber,
    'location-name': maybeText,
    'contact-id': maybeNumber,
    'contact-name': maybeText,
    'manufacturer-id': maybeNumber,
    'manufacturer-name': maybeText,
    'model-id': maybeNumber,
    'model-name': maybeText,
    'operating-system-id': maybeNumber,
    'operating-system-name': maybeText,
    'operating-system-notes': maybeText,
    notes: maybeText,
    'primary-ip': z.union([z.ipv4(), z.ipv6()]).nullable(),
    'mac-address': text.max(17).nullable(),
    'default-gateway': maybeText,
    'serial-number': maybeText,
    'asset-tag': maybeText,
    position: maybeText,
    'installed-by': maybeText,
    'purchased-by': maybeText,
    'purchased-at': day,
    'installed-at': day,
    'warranty-expires-at': day,
    'mitp-device-expiration-date': day,
    'mitp-end-of-life-date': day,
    restricted: flag,
    archived: flag,
    'my-glue': flag,
    ...seen,
    ...stamps,
  }),
  contacts: z.strictObject({
    'organization-id': number,
    'organization-name': text,
    name: maybeText,
    'first-name': maybeText,
    'last-name': maybeText,
    title: maybeText,
    'contact-type-id': maybeNumber,
    'contact-type-name': maybeText,
    'location-id': maybeNumber,
    'location-name': maybeText,
    important: flag.nullable(),
    notes: maybeText,
    restricted: flag,
    'contact-emails': z.array(z.strictObject({ value: text, primary: flag, 'label-name': text })),
    'contact-phones': z.array(
      z.strictObject({
        value: text.regex(/^\d+$/),
        extension: text.regex(/^\d+$/).nullable(),
        primary: flag,
        'label-name': text,
        'label-type': z.enum(['phone', 'fax']),
        'formatted-value': text,
      }),
    ),
    ...seen,
    ...stamps,
  }),
  locations: z.strictObject({
    'organization-id': number,
    'organization-name': text,
    name: text,
    primary: flag,
    'address-1': maybeText,
    'address-2': maybeText,
    city: maybeText,
    'postal-code': maybeText,
    'region-id': maybeNumber,
    'region-name': maybeText,
    'country-id': maybeNumber,
    'country-name': maybeText,
    phone: text.regex(/^\d+$/).nullable(),
    fax: text.regex(/^\d+$/).nullable(),
    'formatted-phone': maybeText,
    'formatted-fax': maybeText,
    notes: maybeText,
    restricted: flag,
    ...seen,
    ...stamps,
  }),
  configuration_interfaces: z.strictObject({
    id: number,
    name: maybeText,
    'ip-address': z.union([z.ipv4(), z.ipv6()]).nullable(),
    'mac-address': maybeText,
    primary: flag,
    notes: maybeText,
    ...stamps,
  }),
  configuration_types: z.strictObject({ ...lookup, 'configurations-count': number }),
  configuration_statuses: z.strictObject(lookup),
  contact_types: z.strictObject(lookup),
  organization_types: z.strictObject(lookup),
  organization_statuses: z.strictObject(lookup),
  manufacturers: z.strictObject(lookup),
  models: z.strictObject(lookup),
  operating_systems: z.strictObject({ ...lookup, 'platform-id': maybeNumber, 'platform-name': maybeText }),
  platforms: z.strictObject(lookup),
  countries: z.strictObject({ name: text, iso: text }),
  regions: z.strictObject({ name: text, iso: text, 'country-id': number }),
} as const;

/** Included resources that are no collection of their own. */
export const INCLUDED = {
  'adapters-resources': z.strictObject({
    'adapter-type-name': text,
    'remote-id': text,
    sync: flag,
    orphaned: flag,
  }),
  'rmm-records': z.strictObject({
    name: maybeText,
    cpu: maybeText,
    'device-type': maybeText,
    disks: z.array(z.object({ name: text, used: number, total: number })).nullable(),
    'external-url': maybeText,
    hostname: maybeText,
    'ip-addresses': z.array(text),
    'last-login-user': maybeText,
    'last-reboot': stamp.nullable(),
    'last-seen-online': stamp.nullable(),
    'mac-addresses': z.array(text),
    'manufacturer-name': maybeText,
    'manufacturer-model-name': maybeText,
    'memory-total': maybeNumber,
    'ms-office-version': maybeText,
    'operating-system': maybeText,
    'patches-applied': maybeNumber,
    'patches-total': maybeNumber,
    'serial-number': maybeText,
  }),
} as const;

const linkage = z.object({ id: text, type: text });
const related = z.record(
  z.string(),
  z.strictObject({ data: z.union([linkage, z.array(linkage)]).optional() }),
);

export type Collection = keyof typeof ATTRIBUTES;
export const isCollection = (name: string): name is Collection => name in ATTRIBUTES;

/** Look-up tables have no relationships, interfaces carry their id inside. */
export const resource = (collection: Collection) =>
  z.strictObject({
    ...(collection === 'configuration_interfaces' ? {} : { id: text.regex(/^\d+$/) }),
    type: z.literal(collection.replaceAll('_', '-')),
    attributes: ATTRIBUTES[collection],
    relationships: related.optional(),
  });

export const listing = (collection: Collection) =>
  z.strictObject({
    data: z.array(resource(collection)),
    included: z.array(z.looseObject({ id: text, type: text, attributes: z.looseObject({}) })).optional(),
    meta: z.strictObject({
      'current-page': number.min(1),
      'next-page': maybeNumber,
      'prev-page': maybeNumber,
      'total-pages': number.min(0),
      'total-count': number.min(0),
      filters: z.looseObject({}),
    }),
    links: z.strictObject({
      self: z.url(),
      first: z.url(),
      prev: z.url().nullable(),
      next: z.url().nullable(),
      last: z.url(),
    }),
  });

export const single = (collection: Collection) => z.strictObject({ data: resource(collection) });
export const several = (collection: Collection) => z.strictObject({ data: z.array(resource(collection)) });

/** Family B; the gateway's family A is `{message}` alone. */
export const problems = z.strictObject({
  errors: z
    .array(
      z.strictObject({
        status: z.union([number, text]),
        title: text,
        detail: text.optional(),
        source: z.strictObject({ pointer: text }).optional(),
      }),
    )
    .min(1),
});
export const gateway = z.strictObject({ message: text });
