/** Rows as records: canonical field names, lists, flags, and organizations that are only named. */
import { type FieldName, type FieldSpec, fieldNames, fieldSpec } from '../../engine/fields';
import {
  type FieldValue,
  type Kind,
  keyOf,
  type RecordKey,
  type SourceRecord,
  type SystemName,
} from '../../engine/model';
import { memo } from '../../engine/normalize/memo';
import { organizationNames } from '../../engine/normalize/organization';
import { canonicalForm } from '../../engine/normalize/value';
import type { Row, RowProblem } from './rows';

const LISTS: ReadonlySet<string> = new Set(['emails', 'phones', 'macs', 'ips']);

/** Header names without case and signs, so that `Serial Number` is `serialNumber`. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value).trim();
}

function fieldValue(spec: FieldSpec, value: unknown): FieldValue {
  if (LISTS.has(spec.type)) {
    const items = Array.isArray(value) ? value.map(textOf) : textOf(value).split(/;(?!ext=)/);
    return items.map((item) => item.trim()).filter((item) => item !== '');
  }
  const text = Array.isArray(value) ? value.map(textOf).join('; ') : textOf(value);
  if (text === '') return null;
  if (spec.type !== 'flag') return text;
  const flag = canonicalForm(spec, text);
  return flag === 'true' ? true : flag === 'false' ? false : null;
}

export interface Read {
  readonly records: readonly SourceRecord[];
  readonly problems: readonly RowProblem[];
}

/** `seen`: ids that other files of the same system and kind have used; grows. */
export function recordsOf(
  system: SystemName,
  kind: Kind,
  rows: readonly Row[],
  seen: Map<string, number>,
): Read {
  const records: SourceRecord[] = [];
  const problems: RowProblem[] = [];
  const columns = new Map(fieldNames(kind).map((name) => [plain(name), name]));
  for (const row of rows) {
    const { id, values } = pick(row, columns);
    const before = seen.get(id);
    if (id === '') problems.push({ line: row.line, message: 'no id' });
    else if (before !== undefined)
      problems.push({ line: row.line, message: `id ${id} was used before, on line ${before}` });
    else {
      seen.set(id, row.line);
      records.push(recordOf(system, kind, id, values));
    }
  }
  return { records, problems };
}

function pick(
  row: Row,
  columns: ReadonlyMap<string, FieldName>,
): { id: string; values: Map<FieldName | 'name', unknown> } {
  const values = new Map<FieldName | 'name', unknown>();
  let id = '';
  for (const [header, value] of Object.entries(row.values)) {
    const key = plain(header);
    const field = key === 'name' ? 'name' : columns.get(key);
    if (key === 'id') id = textOf(value);
    else if (field !== undefined) values.set(field, value);
  }
  return { id, values };
}

function recordOf(
  system: SystemName,
  kind: Kind,
  id: string,
  values: ReadonlyMap<FieldName | 'name', unknown>,
): SourceRecord {
  const fields: Partial<Record<FieldName, FieldValue>> = {};
  for (const [name, value] of values) {
    const spec = fieldSpec(kind, name);
    if (spec) fields[name] = fieldValue(spec, value);
  }
  const given = (name: FieldName | 'name') => textOf(values.get(name));
  const full = `${given('firstName')} ${given('lastName')}`.trim();
  const name = given('name') || full || given('hostname') || given('address1') || id;
  const organization = kind === 'organization' ? null : given('organization') || null;
  return { system, kind, id, name, organization, fields, links: [], revision: null, url: null };
}

/** Ids of organizations that no file lists: they are only names on other records. */
const NAMED = 'named:';

export function isNamedOnly(id: string): boolean {
  return id.startsWith(NAMED);
}

/** With what organizations were added because other records name them. */
export interface Owned {
  readonly records: readonly SourceRecord[];
  readonly namedOnly: ReadonlySet<RecordKey>;
}

/** One spelling for all of one name, so that `Contoso`, `CONTOSO` and `Contoso, Inc.` are one organization of a system. */
function spelling(name: string): string {
  const [main] = organizationNames(name);
  return main === undefined ? name.toLowerCase() : [main.core, ...main.branch].join(' ');
}

/**
 * An owner is the id of a listed organization of the same system, else a name: of a listed one where it fits but one, else
 * of an organization that is added here so that it can be compared like any other.
 */
export function withNamedOrganizations(records: readonly SourceRecord[]): Owned {
  const listed = new Set<string>();
  const byName = new Map<string, string | null>();
  const spellingOf = memo(spelling);
  for (const record of records) {
    if (record.kind !== 'organization') continue;
    listed.add(`${record.system} ${record.id}`);
    const key = `${record.system} ${spellingOf(record.name)}`;
    byName.set(key, byName.has(key) ? null : record.id);
  }
  const names = new Map<string, { system: SystemName; id: string; name: string }>();
  const owned = records.map((record): SourceRecord => {
    const { system, organization: owner } = record;
    if (owner === null || listed.has(`${system} ${owner}`)) return record;
    const spelt = spellingOf(owner);
    const known = byName.get(`${system} ${spelt}`);
    if (typeof known === 'string') return { ...record, organization: known };
    const id = NAMED + spelt;
    const before = names.get(`${system} ${id}`);
    if (before === undefined || isPlainer(owner, before.name))
      names.set(`${system} ${id}`, { system, id, name: owner });
    return { ...record, organization: id };
  });
  const added = [...names.values()].map(({ system, id, name }) => named(system, id, name));
  return { records: [...owned, ...added], namedOnly: new Set(added.map(keyOf)) };
}

/** The shorter one, whatever order the names came in. */
function isPlainer(name: string, other: string): boolean {
  return name.length < other.length || (name.length === other.length && name < other);
}

function named(system: SystemName, id: string, name: string): SourceRecord {
  return {
    system,
    kind: 'organization',
    id,
    name,
    organization: null,
    fields: { name },
    links: [],
    revision: null,
    url: null,
  };
}
