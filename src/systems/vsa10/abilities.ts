import type { Kind } from '../../engine/model';
import type { KindAbility } from '../../engine/ports';
import { assetAbility } from './lens/asset';
import { locationAbility } from './lens/location';
import { organizationAbility } from './lens/organization';

const NO_CONTACTS = { reason: 'VSA 10 has no contacts.' };

export const vsa10Abilities: Readonly<Record<Kind, KindAbility>> = {
  organization: organizationAbility,
  location: locationAbility,
  contact: { read: false, create: NO_CONTACTS, archive: NO_CONTACTS, fields: {} },
  asset: assetAbility,
};
