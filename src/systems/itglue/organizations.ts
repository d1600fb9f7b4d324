/** `/organizations`. Source: IT Glue API reference, Organizations. */

import { organizationAttributes, organizationRecord } from './lens/organization';
import { alike, filterText, type Resource, textIn } from './resource';
import { foreignKey } from './values';

export const organizations: Resource = {
  collection: '/organizations',
  what: 'organizations',
  type: 'organizations',
  include: 'adapters_resources',
  record: organizationRecord,
  async attributes(changes, { lookups, activeStatus, inactiveStatus, before, signal }) {
    const type = textIn(changes.type);
    const { active } = changes;
    // A status such as "Onboarding" means active as well: it stays where nothing changes.
    const restate = typeof active === 'boolean' && active !== before?.fields.active;
    return {
      ...organizationAttributes(changes),
      ...(type === ''
        ? {}
        : { 'organization-type-id': foreignKey(await lookups.named('organization_types', type, signal)) }),
      ...(restate
        ? {
            'organization-status-id': foreignKey(
              await lookups.named('organization_statuses', active ? activeStatus : inactiveStatus, signal),
            ),
          }
        : {}),
    };
  },
  traces: (values) => [{ 'filter[name]': filterText(values.name) }],
  isTrace: (record, values) => alike(record.fields.name, values.name),
};
