/**
 * The names that one system has for values that all share: IT Glue's status `Active` for BMS's `In Use`. A name of the
 * system's own may stand for several common ones; it is read as the first of them.
 */
import { type FieldName, fieldSpec, isFieldName } from '../engine/fields';
import { KINDS, type Kind, type SystemName } from '../engine/model';

/** The system's own name to the common ones it stands for, the first being what it is read as. */
export type ValueTable = Readonly<Record<string, readonly string[]>>;
/** By `KIND.FIELD`. */
export type ValueTables = Readonly<Record<string, ValueTable>>;

/** What holds where the settings say nothing: BMS tells of an asset's whereabouts, IT Glue only whether it is in use. */
export const DEFAULT_VALUES: Readonly<Partial<Record<SystemName, ValueTables>>> = {
  itglue: {
    'asset.status': {
      Active: ['In Use', 'In Stock', 'In Repair'],
      Inactive: ['Retired', 'Disposed', 'Lost'],
    },
  },
};

const MAPPABLE: ReadonlySet<string> = new Set(['choice', 'maker', 'text', 'country', 'region']);
/** A person's or a thing's own name is no name of a value. */
const NAMES: ReadonlySet<string> = new Set(['name', 'shortName', 'firstName', 'lastName']);

/** `asset.status` as its parts; null where it names no field, or one that no table can translate. */
export function mappableField(text: string): { readonly kind: Kind; readonly field: FieldName } | null {
  const [first, field, ...rest] = text.split('.');
  const kind = KINDS.find((one) => one === first);
  if (!kind || !field || rest.length > 0 || !isFieldName(field) || NAMES.has(field)) return null;
  return MAPPABLE.has(fieldSpec(kind, field)?.type ?? '') ? { kind, field } : null;
}

/**
 * Why the table cannot be used, or null: a name under two of the system's own would not say which to write,
 * and one that is its own as well would not say which is meant.
 */
export function faultOf(table: ValueTable): string | null {
  const seen = new Map<string, string>();
  for (const [own, commons] of Object.entries(table)) {
    if (commons.length === 0) return `"${own}" stands for nothing`;
    for (const common of commons) {
      const other = seen.get(folded(common));
      if (other !== undefined) return `"${common}" stands under both "${other}" and "${own}"`;
      seen.set(folded(common), own);
      const word = Object.keys(table).find((name) => folded(name) === folded(common));
      if (word !== undefined && word !== own)
        return `"${word}" is a name of its own and stands under "${own}"`;
    }
  }
  return null;
}

export interface ValueMap {
  /** The system's own name in the words that all share. */
  common(own: string): string;
  /** The system's own name for a common one; null where the table has none. */
  own(common: string): string | null;
  /** What all values have in common that the system has one name for. */
  family(value: string): string;
}

const folded = (text: string): string => text.trim().toLowerCase();

export function valueMap(table: ValueTable): ValueMap {
  const commonOf = new Map<string, string>();
  const ownOf = new Map<string, string>();
  for (const [own, commons] of Object.entries(table)) {
    const [first] = commons;
    if (first !== undefined) commonOf.set(folded(own), first);
    for (const common of commons) ownOf.set(folded(common), own);
  }
  return {
    common: (own) => commonOf.get(folded(own)) ?? own,
    own: (common) => ownOf.get(folded(common)) ?? null,
    family: (value) => folded(ownOf.get(folded(value)) ?? value),
  };
}
