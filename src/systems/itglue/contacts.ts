/** `/contacts`. Source: IT Glue API reference, Contacts. */
import { Failure } from '../../engine/failure';
import { understood } from './document';
import { contactAttributes, contactRecord } from './lens/contact';
import { filterText, type Resource, textIn } from './resource';
import { foreignKey } from './values';
import { contactShape } from './wire';

export const contacts: Resource = {
  collection: '/contacts',
  what: 'contacts',
  type: 'contacts',
  include: 'adapters_resources',
  record: contactRecord,
  async attributes(changes, { current }) {
    const organization = textIn(changes.organization);
    const labelled = changes.emails !== undefined || changes.phones !== undefined;
    if (current === null && textIn(changes.firstName) === '' && textIn(changes.lastName) === '')
      throw new Failure('rejected', 'A contact in IT Glue needs a name.', {
        system: 'itglue',
        remedy: 'Give the contact a first name.',
      });
    const before = labelled && current ? understood(contactShape, await current(), 'a contact') : undefined;
    return {
      ...contactAttributes(changes, before),
      ...(organization === '' ? {} : { 'organization-id': foreignKey(organization) }),
    };
  },
  traces(values) {
    const within = { 'filter[organization_id]': textIn(values.organization) };
    const first = textIn(values.firstName) && { 'filter[first_name]': filterText(values.firstName) };
    const last = textIn(values.lastName) && { 'filter[last_name]': filterText(values.lastName) };
    return [{ ...within, ...(first || {}), ...(last || {}) }];
  },
  isTrace(record, values) {
    const email = Array.isArray(values.emails) ? String(values.emails[0] ?? '').toLowerCase() : '';
    const theirs = Array.isArray(record.fields.emails) ? record.fields.emails : [];
    return (
      record.organization === textIn(values.organization) &&
      textIn(record.fields.firstName).toLowerCase() === textIn(values.firstName).toLowerCase() &&
      textIn(record.fields.lastName).toLowerCase() === textIn(values.lastName).toLowerCase() &&
      (email === '' || theirs.length === 0 || theirs.some((one) => String(one).toLowerCase() === email))
    );
  },
};
