/**
 * What IT Glue sends, as it comes: plain shapes, nothing converted, unknown members kept.
 * Source: IT Glue API reference. Attribute names are hyphenated on read; foreign keys are numbers, ids are strings.
 */
import * as z from 'zod';

const key = z.union([z.number(), z.string()]).nullish();
const text = z.union([z.string(), z.number()]).nullish();
const flag = z.boolean().nullish();

const relationshipShape = z.looseObject({ data: z.unknown().optional() });

export const resourceShape = z.looseObject({
  id: key,
  type: z.string().nullish(),
  attributes: z.looseObject({}).nullish(),
  relationships: z.record(z.string(), relationshipShape.nullish()).nullish(),
});
export type WireResource = z.infer<typeof resourceShape>;

export const documentShape = z.looseObject({
  data: z.unknown().optional(),
  included: z.array(z.unknown()).nullish(),
  meta: z.looseObject({ 'total-count': z.union([z.number(), z.string()]).nullish() }).nullish(),
  links: z.looseObject({ self: z.string().nullish() }).nullish().catch(undefined),
});

export const linkageShape = z.looseObject({ id: key, type: z.string().nullish() });

export const errorsShape = z.looseObject({
  message: z.string().nullish(),
  errors: z
    .array(
      z.looseObject({
        status: key,
        title: z.string().nullish(),
        detail: z.string().nullish(),
        source: z.looseObject({ pointer: z.string().nullish() }).nullish(),
      }),
    )
    .nullish(),
});

const common = { 'created-at': text, 'updated-at': text, 'psa-integration': z.string().nullish() };

export const organizationShape = z.looseObject({
  ...common,
  name: text,
  'short-name': text,
  description: text,
  'organization-type-name': text,
  'organization-status-name': text,
  'parent-id': key,
});
export type WireOrganization = z.infer<typeof organizationShape>;

export const locationShape = z.looseObject({
  ...common,
  'organization-id': key,
  name: text,
  primary: flag,
  'address-1': text,
  'address-2': text,
  city: text,
  'postal-code': text,
  'region-name': text,
  'country-name': text,
  phone: text,
  fax: text,
});
export type WireLocation = z.infer<typeof locationShape>;

const emailShape = z.looseObject({ value: text, 'label-name': text, primary: flag });
export type WireEmail = z.infer<typeof emailShape>;

const phoneShape = z.looseObject({
  value: text,
  'label-name': text,
  'label-type': text,
  extension: text,
  primary: flag,
});
export type WirePhone = z.infer<typeof phoneShape>;

export const contactShape = z.looseObject({
  ...common,
  'organization-id': key,
  name: text,
  'first-name': text,
  'last-name': text,
  title: text,
  'location-id': key,
  important: flag,
  notes: text,
  'contact-emails': z.array(emailShape).nullish(),
  'contact-phones': z.array(phoneShape).nullish(),
});
export type WireContact = z.infer<typeof contactShape>;

export const configurationShape = z.looseObject({
  ...common,
  'organization-id': key,
  'resource-url': text,
  name: text,
  hostname: text,
  'configuration-type-name': text,
  'configuration-status-name': text,
  'location-id': key,
  'contact-id': key,
  'manufacturer-name': text,
  'model-name': text,
  'operating-system-name': text,
  'operating-system-notes': text,
  notes: text,
  'primary-ip': text,
  'mac-address': text,
  'default-gateway': text,
  'serial-number': text,
  'asset-tag': text,
  position: text,
  'purchased-at': text,
  'warranty-expires-at': text,
  archived: flag,
});
export type WireConfiguration = z.infer<typeof configurationShape>;

export const interfaceShape = z.looseObject({ 'ip-address': text, 'mac-address': text, primary: flag });

/** What IT Glue shows of a linked device in the RMM; never the record's own values. */
export const rmmRecordShape = z.looseObject({
  name: text,
  hostname: text,
  'serial-number': text,
  'mac-addresses': z.array(text).nullish(),
  'ip-addresses': z.array(text).nullish(),
  'external-url': text,
});

export const adapterShape = z.looseObject({
  'adapter-type-name': text,
  'remote-id': text,
  sync: flag,
  orphaned: flag,
});

export const lookupShape = z.looseObject({
  name: text,
  iso: text,
  'country-id': key,
  'platform-name': text,
});
