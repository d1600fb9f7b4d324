/** What the records of each kind are recognised by. */
import type { Kind } from '../model';
import { ASSET_PRIOR, ASSET_RULES } from './asset-rules';
import { ASSET_FAMILIES, type AssetEntry } from './assets';
import { CONTACT_FAMILIES, CONTACT_PRIOR, CONTACT_RULES, type ContactEntry } from './contacts';
import type { Family } from './keys';
import { LOCATION_FAMILIES, LOCATION_PRIOR, LOCATION_RULES, type LocationEntry } from './locations';
import { ORGANIZATION_PRIOR, organizationRules } from './organization-rules';
import { ORGANIZATION_FAMILIES, type OrganizationEntry } from './organizations';
import type { Overlap } from './overlap';
import type { Entry, Rule } from './rules';

export interface KindRules<E extends Entry> {
  readonly kind: Kind;
  /** By what candidates are found. */
  readonly families: readonly Family<E>[];
  /** By what they are judged. */
  readonly rules: readonly Rule<E>[];
  /** Log-odds, in bits, that two candidates of whom nothing is known are one thing. */
  readonly prior: number;
}

export const organizationKind = (overlap: Overlap): KindRules<OrganizationEntry> => ({
  kind: 'organization',
  families: ORGANIZATION_FAMILIES,
  rules: organizationRules(overlap),
  prior: ORGANIZATION_PRIOR,
});

export const LOCATIONS: KindRules<LocationEntry> = {
  kind: 'location',
  families: LOCATION_FAMILIES,
  rules: LOCATION_RULES,
  prior: LOCATION_PRIOR,
};

export const CONTACTS: KindRules<ContactEntry> = {
  kind: 'contact',
  families: CONTACT_FAMILIES,
  rules: CONTACT_RULES,
  prior: CONTACT_PRIOR,
};

export const ASSETS: KindRules<AssetEntry> = {
  kind: 'asset',
  families: ASSET_FAMILIES,
  rules: ASSET_RULES,
  prior: ASSET_PRIOR,
};
