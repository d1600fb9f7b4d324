/** `/configurations`. Source: IT Glue API reference, Configurations. */
import { Failure } from '../../engine/failure';
import type { Fields } from '../../engine/model';
import { type Attributes, understood } from './document';
import type { NamedTable } from './entries';
import { configurationAttributes, configurationRecord } from './lens/configuration';
import { alike, filterText, type Resource, textIn, type WriteContext } from './resource';
import { foreignKey, textOf } from './values';
import { configurationShape } from './wire';

async function namedOrNone(
  table: NamedTable,
  name: string,
  { lookups, signal }: WriteContext,
): Promise<number | string | null> {
  return name === '' ? null : foreignKey(await lookups.named(table, name, signal));
}

async function typeAndStatus(changes: Fields, context: WriteContext): Promise<Attributes> {
  const { type, status } = changes;
  if (textIn(type) === '' && (type !== undefined || context.current === null))
    throw new Failure('rejected', 'A configuration in IT Glue needs a type.', {
      system: 'itglue',
      remedy: 'Give the asset a type that IT Glue has.',
    });
  return {
    ...(type === undefined
      ? {}
      : { 'configuration-type-id': await namedOrNone('configuration_types', textIn(type), context) }),
    ...(status === undefined
      ? {}
      : { 'configuration-status-id': await namedOrNone('configuration_statuses', textIn(status), context) }),
  };
}

/** A model belongs to its manufacturer: when that changes, the model is looked up anew under the new one. */
async function makerAndModel(changes: Fields, context: WriteContext): Promise<Attributes> {
  const { lookups, before, signal } = context;
  if (changes.manufacturer === undefined && changes.model === undefined) return {};
  const maker = textIn(
    changes.manufacturer === undefined ? before?.fields.manufacturer : changes.manufacturer,
  );
  const model = textIn(changes.model === undefined ? before?.fields.model : changes.model);
  const makerId = maker === '' ? null : await lookups.named('manufacturers', maker, signal);
  const makerPart =
    changes.manufacturer === undefined
      ? {}
      : { 'manufacturer-id': makerId === null ? null : foreignKey(makerId) };
  if (model === '') return { ...makerPart, 'model-id': null };
  if (makerId === null) {
    if (changes.model === undefined) return { ...makerPart, 'model-id': null };
    throw new Failure('rejected', `IT Glue keeps a model ("${model}") only together with its manufacturer.`, {
      system: 'itglue',
      remedy: 'Give the asset a manufacturer.',
    });
  }
  return { ...makerPart, 'model-id': foreignKey(await lookups.model(makerId, model, signal)) };
}

/**
 * IT Glue's list of operating systems cannot be added to. A text that no entry fits goes to the notes beside it, unless
 * somebody already uses those.
 */
async function systemOf(changes: Fields, context: WriteContext): Promise<Attributes> {
  const { operatingSystem } = changes;
  if (operatingSystem === undefined) return {};
  const text = textIn(operatingSystem);
  const current = context.current
    ? understood(configurationShape, await context.current(), 'a configuration')
    : null;
  const listed = textOf(current?.['operating-system-name']);
  const notes = textOf(current?.['operating-system-notes']);
  if (text === '')
    return {
      'operating-system-id': null,
      ...(listed === null && notes !== null ? { 'operating-system-notes': null } : {}),
    };
  const best = await context.lookups.operatingSystem(text, context.signal);
  if (best) return listed === best.name ? {} : { 'operating-system-id': foreignKey(best.id) };
  // Notes that somebody wrote beside a listed system stay, and so does the system: IT Glue then keeps its own.
  if (listed !== null && notes !== null) return {};
  return { 'operating-system-notes': text, ...(listed === null ? {} : { 'operating-system-id': null }) };
}

/** A configuration refers to what its organization has: what it moves to knows neither its place nor its person. */
const leftBehind = ({ organization }: Fields, { before }: WriteContext): Attributes =>
  organization === undefined || !before || before.fields.organization === organization
    ? {}
    : { 'location-id': null, 'contact-id': null };

export const configurations: Resource = {
  collection: '/configurations',
  what: 'configurations',
  type: 'configurations',
  include: 'adapters_resources,configuration_interfaces,rmm_records',
  record: configurationRecord,
  async attributes(changes, context) {
    return {
      ...leftBehind(changes, context),
      ...configurationAttributes(changes),
      ...(await typeAndStatus(changes, context)),
      ...(await makerAndModel(changes, context)),
      ...(await systemOf(changes, context)),
    };
  },
  traces(values) {
    const within = { 'filter[organization_id]': textIn(values.organization) };
    const serial = filterText(values.serialNumber);
    return [
      ...(serial === '' ? [] : [{ ...within, 'filter[serial_number]': serial }]),
      { ...within, 'filter[name]': filterText(values.name) },
    ];
  },
  isTrace(record, values) {
    if (record.organization !== textIn(values.organization)) return false;
    if (textIn(values.serialNumber) !== '' && textIn(record.fields.serialNumber) !== '')
      return alike(record.fields.serialNumber, values.serialNumber);
    return alike(record.fields.name, values.name);
  },
};
