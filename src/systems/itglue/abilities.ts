import type { Kind } from '../../engine/model';
import type { KindAbility } from '../../engine/ports';
import { assetAbility } from './lens/configuration';
import { contactAbility } from './lens/contact';
import { locationAbility } from './lens/location';
import { organizationAbility } from './lens/organization';

export const itGlueAbilities: Readonly<Record<Kind, KindAbility>> = {
  organization: organizationAbility,
  location: locationAbility,
  contact: contactAbility,
  asset: assetAbility,
};
