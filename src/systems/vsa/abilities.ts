import type { Kind } from '../../engine/model';
import type { KindAbility } from '../../engine/ports';
import { assetAbility } from './lens/asset';
import { contactAbility } from './lens/contact';
import { organizationAbility } from './lens/organization';

const NO_LOCATIONS = { reason: 'VSA 9 keeps one address per organization.' };

export const vsaAbilities: Readonly<Record<Kind, KindAbility>> = {
  organization: organizationAbility,
  location: { read: false, create: NO_LOCATIONS, archive: NO_LOCATIONS, fields: {} },
  contact: contactAbility,
  asset: assetAbility,
};
