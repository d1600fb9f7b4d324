/**
 * What VSA 10 sends, as it comes: plain shapes, nothing converted, unknown members kept. Source: VSA 10 API v3
 * reference. The vendor documents nullability nowhere, so all but ids may be missing.
 */
import * as z from 'zod';

const id = z.union([z.string(), z.number()]);
const maybeId = id.nullish();
const text = z.union([z.string(), z.number()]).nullish();

export const envelopeShape = z.looseObject({
  Data: z.unknown().optional(),
  Meta: z
    .looseObject({
      TotalCount: z.number().nullish(),
      NextQueryLink: z.string().nullish(),
      ResponseCode: z.number().nullish(),
      ErrorMessage: z.string().nullish(),
    })
    .nullish(),
});

export const organizationShape = z.looseObject({ Id: id, Name: text });
export type WireOrganization = z.infer<typeof organizationShape>;

export const contactInformationShape = z.looseObject({
  Phone: text,
  Fax: text,
  CountryCode: text,
  City: text,
  Address1: text,
  Address2: text,
  Zip: text,
});
export type WireContactInformation = z.infer<typeof contactInformationShape>;

/** `ParentId` is the organization. */
export const siteShape = z.looseObject({
  Id: id,
  Name: text,
  ParentId: maybeId,
  ContactInformation: contactInformationShape.nullish(),
});
export type WireSite = z.infer<typeof siteShape>;

/** A machine's place in the tree. `Identifier` is a GUID. */
export const deviceShape = z.looseObject({
  Identifier: z.string().regex(/^[\w-]{1,64}$/, 'expected an identifier'),
  Name: text,
  SiteId: maybeId,
  OrganizationId: maybeId,
});
export type WireDevice = z.infer<typeof deviceShape>;

const interfaceShape = z.looseObject({
  PhysicalAddress: text,
  Gateways: z.array(z.string()).nullish(),
  IpV4: text,
  IpV6: text,
});

const categoryShape = z.looseObject({
  CategoryName: text,
  CategoryData: z.record(z.string(), z.unknown()).nullish(),
});

/** What the agent found on the machine; the same `Identifier` as its device. */
export const assetShape = z.looseObject({
  Identifier: z.string().regex(/^[\w-]{1,64}$/, 'expected an identifier'),
  Description: text,
  Type: text,
  ExternalUrl: text,
  LastSeenOnline: text,
  /** One public client reads plain texts here. */
  IpAddresses: z.array(z.union([z.string(), z.looseObject({ MAC: text })])).nullish(),
  LocalIpAddresses: z.array(interfaceShape).nullish(),
  AssetInfo: z.array(categoryShape).nullish(),
});
export type WireAsset = z.infer<typeof assetShape>;
