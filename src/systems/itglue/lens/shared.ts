/** What the lenses of all four kinds share: adapter links, locks, and plain attributes. */
import type { FieldName } from '../../../engine/fields';
import type { Fields, FieldValue, LastChange, SystemName, VendorLink } from '../../../engine/model';
import type { KindAbility } from '../../../engine/ports';
import type { Attributes, Entry } from '../document';
import { keyOf, textOf } from '../values';
import { adapterShape } from '../wire';

/** How a tenant's adapters are called, in lower case; a name that contains one of these is that system's. */
export type AdapterNames = Readonly<Partial<Record<SystemName, readonly string[]>>>;

export const ADAPTER_NAMES: AdapterNames = { bms: ['bms', 'vorex'], vsa: ['vsa'] };

/** PSAs that lock what they sync. Source: IT Glue API reference, Integration types. */
const PSA_NAMES = ['psa', 'bms', 'vorex', 'autotask', 'connectwise', 'manage', 'tigerpaw'];

export interface About {
  /** `https://lindqvist.itglue.com` */
  readonly portal: string;
  readonly adapterNames: AdapterNames;
  /** Status names in lower case that mean "active". */
  readonly activeStatuses: readonly string[];
  /** Records that a PSA sync holds are not taken for locked. */
  readonly twoWaySync?: boolean;
  /** The platform that IT Glue's list has the operating system under. */
  platformOf(operatingSystem: string | null): string | null;
}

interface Adapter {
  readonly name: string;
  readonly remoteId: string;
}

/** Links of an integration that are alive: synced, and not orphaned on the other side. */
function liveAdapters(entry: Entry): readonly Adapter[] {
  return entry.included('adapters-resources').flatMap((attributes) => {
    const parsed = adapterShape.safeParse(attributes);
    if (!parsed.success || parsed.data.sync !== true || parsed.data.orphaned === true) return [];
    const name = textOf(parsed.data['adapter-type-name'])?.toLowerCase() ?? '';
    const remoteId = keyOf(parsed.data['remote-id']);
    return remoteId === null ? [] : [{ name, remoteId }];
  });
}

export function linksOf(entry: Entry, names: AdapterNames): readonly VendorLink[] {
  return liveAdapters(entry).flatMap(({ name, remoteId }) =>
    (['bms', 'vsa'] as const)
      .filter((system) => names[system]?.some((part) => name.includes(part.toLowerCase())))
      .map((system) => ({ system, id: remoteId, via: 'IT Glue adapters_resources' })),
  );
}

/** Whether a PSA sync owns the record and IT Glue refuses to change it. */
export function isSynced(entry: Entry, names: AdapterNames): boolean {
  if (entry.attributes['psa-integration'] === 'enabled') return true;
  const psas = [...PSA_NAMES, ...(names.bms ?? [])];
  return liveAdapters(entry).some(({ name }) => psas.some((part) => name.includes(part.toLowerCase())));
}

const LOCK = 'IT Glue locks this while its own PSA sync holds the record: change it in the PSA.';

/** Source: IT Glue API reference, Records synced with a PSA. */
export function locksOf(
  entry: Entry,
  about: Pick<About, 'adapterNames' | 'twoWaySync'>,
  ability: KindAbility,
  free: readonly FieldName[],
): { readonly locked?: Readonly<Partial<Record<FieldName, string>>> } {
  if (about.twoWaySync || !isSynced(entry, about.adapterNames)) return {};
  const fields = Object.entries(ability.fields).filter(([, can]) => can.write !== 'never');
  const locked = fields.map(([field]) => field).filter((field) => !free.some((one) => one === field));
  return { locked: Object.fromEntries(locked.map((field) => [field, LOCK])) };
}

/** IT Glue says when a record was changed, and not by whom. */
export function changeOf(updatedAt: string | number | null | undefined): { readonly changed?: LastChange } {
  const at = textOf(updatedAt);
  return at === null ? {} : { changed: { at } };
}

export type AttributeNames = Readonly<Partial<Record<FieldName, string>>>;

/** Fields that are written as they are: `null` clears, a list gives its first value. */
export function plainAttributes(names: AttributeNames, changes: Fields): Attributes {
  const values: Partial<Record<FieldName, FieldValue>> = changes;
  return Object.fromEntries(
    Object.entries(names).flatMap(([field, name]) => {
      const value = Object.entries(values).find(([one]) => one === field)?.[1];
      return value === undefined ? [] : [[name, plain(value)]];
    }),
  );
}

function plain(value: FieldValue): string | boolean | null {
  if (value === null || value === '') return null;
  return typeof value === 'object' ? (value[0] ?? null) : value;
}
