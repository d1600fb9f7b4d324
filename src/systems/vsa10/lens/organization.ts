import type { SourceRecord } from '../../../engine/model';
import type { KindAbility } from '../../../engine/ports';
import { idOf, textOf } from '../../vsa/values';
import type { WireOrganization } from '../wire';

/** An organization of VSA 10 is a name and a tree of sites; its addresses are those of its sites. */
export const organizationAbility: KindAbility = {
  read: true,
  create: true,
  archive: { reason: 'VSA organizations have no inactive state.' },
  fields: { name: { write: 'always', required: true } },
};

export function organizationRecord(organization: WireOrganization, url: string): SourceRecord {
  const id = idOf(organization.Id);
  const name = textOf(organization.Name);
  return {
    system: 'vsa',
    kind: 'organization',
    id,
    name: name ?? `Organization ${id}`,
    organization: null,
    fields: { name },
    links: [],
    revision: null,
    url,
  };
}
