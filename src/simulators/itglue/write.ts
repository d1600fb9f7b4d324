/**
 * Creates, changes and destroys rows. Everything is checked before anything is changed, so that a request over several
 * records is done whole or not at all.
 */
import type { Item } from './body';
import { relatedInterfaces } from './body';
import type { Collection } from './collections';
import { invalid, notFound, type Problem, Refusal, unauthorized } from './errors';
import { BadValue, type Column, type Resource } from './resource';
import { resourceOf } from './resources/all';
import type { Row, State } from './state';
import { isSynced } from './sync';
import { isList, type Json, type Values } from './values';

interface Accepted {
  readonly values: Values;
  readonly problems: readonly Problem[];
}

function acceptColumn(column: Column, written: Json, state: State): { value: Json } | { problem: Problem } {
  try {
    const value = column.accept(written);
    const missing = column.refersTo !== undefined && value !== null && !state.find(column.refersTo, value);
    if (!missing && !(column.required === true && value === null)) return { value };
    return { problem: requirement(column, missing) };
  } catch (error) {
    if (error instanceof BadValue) return { problem: invalid(column.name, error.message) };
    throw error;
  }
}

/** What is said of a required attribute that is blank, and of a foreign key that leads nowhere. */
function requirement(column: Column, given: boolean): Problem {
  if (column.name === 'organization_id' && !given) {
    return {
      status: 422,
      title: 'Valid organization_id is required',
      pointer: 'data/attributes/organization_id',
    };
  }
  if (column.refersTo === undefined) return invalid(column.name, "can't be blank");
  return invalid(column.name.replace(/_id$/, ''), 'must exist');
}

/** Reads the attributes that can be written now; others are ignored, as unknown ones are. */
function accept(resource: Resource, attributes: Values, creating: boolean, state: State): Accepted {
  const values: Record<string, Json> = {};
  const problems: Problem[] = [];
  for (const column of resource.columns) {
    if (column.fixed === true && !creating) continue;
    const written = attributes[column.name];
    if (written === undefined) {
      if (creating && column.required === true) problems.push(requirement(column, false));
      continue;
    }
    const result = acceptColumn(column, written, state);
    if ('problem' in result) problems.push(result.problem);
    else values[column.name] = result.value;
  }
  return { values, problems };
}

function refuseIfAny(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new Refusal(problems);
}

function flagsKept(resource: Resource, values: Values): Values {
  // A flag that is cleared reads as the default it had; null stays only where nothing was set at creation.
  const cleared = Object.entries(resource.defaults).filter(([name]) => values[name] === null);
  return { ...values, ...Object.fromEntries(cleared) };
}

interface Creation {
  readonly resource: Resource;
  readonly values: Values;
  readonly interfaces: readonly Values[];
}

function prepareCreation(resource: Resource, item: Item, fixed: Values, state: State): Creation {
  const accepted = accept(resource, { ...item.attributes, ...fixed }, true, state);
  const values = { ...resource.defaults, ...flagsKept(resource, accepted.values) };
  const problems = [...accepted.problems, ...(resource.check?.(values, values, null, state) ?? [])];
  const inner = resource.collection === 'configurations' ? prepareInterfaces(item, state) : [];
  refuseIfAny([...problems, ...inner.flatMap((part) => part.problems)]);
  return { resource, values, interfaces: inner.map((part) => part.values) };
}

function prepareInterfaces(item: Item, state: State): Accepted[] {
  const interfaces = resourceOf('configuration_interfaces');
  return relatedInterfaces(item, interfaces).map((part) => {
    const { values, problems } = accept(interfaces, part.attributes, false, state);
    return { values: { ...interfaces.defaults, ...flagsKept(interfaces, values) }, problems };
  });
}

function applyCreation(creation: Creation, state: State): Row {
  const { resource, values } = creation;
  const row = state.insert(resource.collection, values);
  resource.settle?.(row, values, state);
  for (const part of creation.interfaces) {
    const inner = state.insert('configuration_interfaces', { ...part, configuration_id: row.id });
    if (part.primary === true) resourceOf('configuration_interfaces').settle?.(inner, part, state);
  }
  return row;
}

/** Who was given single organizations writes into those alone, and makes none. */
function refuseOutside(resource: Resource, values: Values, state: State): void {
  const { visibleOrganizations } = state.switches;
  if (visibleOrganizations === null) return;
  const owner = values.organization_id ?? null;
  const outside = owner !== null && !visibleOrganizations.includes(String(owner));
  if (resource.collection === 'organizations' || outside) throw unauthorized();
}

/** Throws `Refusal`; then nothing was created. */
export function createRows(resource: Resource, items: readonly Item[], fixed: Values, state: State): Row[] {
  const creations = items.map((item) => prepareCreation(resource, item, fixed, state));
  for (const { values } of creations) refuseOutside(resource, values, state);
  return creations.map((creation) => applyCreation(creation, state));
}

export interface Change {
  readonly row: Row;
  readonly item: Item;
}

interface PreparedChange {
  readonly row: Row;
  readonly values: Values;
}

const LISTS = ['contact_emails', 'contact_phones'];

function lists(row: Row, values: Values, state: State): Values {
  if (state.switches.contactLists === 'replace') return values;
  const appended = LISTS.flatMap((name): [string, Json][] => {
    const sent = values[name];
    const held = row.values[name];
    return isList(sent) && isList(held) ? [[name, [...held, ...sent]]] : [];
  });
  return { ...values, ...Object.fromEntries(appended) };
}

function prepareChange(resource: Resource, change: Change, state: State): PreparedChange {
  const { row, item } = change;
  if (item.relationships !== null && resource.collection === 'configurations') {
    throw new Refusal([
      { status: 422, detail: 'relationships cannot be updated', pointer: '/data/relationships' },
    ]);
  }
  const accepted = accept(resource, item.attributes, false, state);
  const values = lists(row, flagsKept(resource, accepted.values), state);
  const locked = resource.locked?.(row, values, state) ?? [];
  refuseIfAny(locked.map((name) => invalid(name, 'Cannot update a synced resource')));
  const after = { ...row.values, ...values };
  refuseIfAny([...accepted.problems, ...(resource.check?.(after, values, row, state) ?? [])]);
  return { row, values };
}

/** Throws `Refusal`; then nothing was changed. */
export function changeRows(resource: Resource, changes: readonly Change[], state: State): Row[] {
  const prepared = changes.map((change) => prepareChange(resource, change, state));
  for (const { row, values } of prepared) {
    state.change(row, values);
    resource.settle?.(row, values, state);
  }
  return prepared.map(({ row }) => row);
}

/** Throws `Refusal`; then nothing was destroyed. Organizations go later, as the product removes them in the background. */
export function destroyRows(rows: readonly Row[], state: State): void {
  const synced = rows.filter((row) => isSynced(row, state));
  if (state.switches.syncedDestroy === 'refuse') {
    refuseIfAny(
      synced.map(() => ({ status: 422, detail: 'Cannot delete a synced resource', pointer: 'id' })),
    );
  }
  for (const row of rows) destroyRow(row, state);
}

const OWNED: readonly Collection[] = ['locations', 'contacts', 'configurations'];

function destroyRow(row: Row, state: State): void {
  if (row.collection === 'organizations') {
    const goneAt = state.clock.now() + state.switches.organizationRemovalMilliseconds;
    const owned = OWNED.flatMap((collection) => state.rows(collection)).filter(
      (other) => other.values.organization_id === row.id,
    );
    for (const doomed of [row, ...owned]) doomed.goneAt = goneAt;
    return;
  }
  state.remove(row);
  if (row.collection === 'locations') forget(row, 'location_id', ['contacts', 'configurations'], state);
  if (row.collection === 'contacts') forget(row, 'contact_id', ['configurations'], state);
}

/** Records that pointed to a destroyed one point to nothing. */
function forget(row: Row, column: string, collections: readonly Collection[], state: State): void {
  for (const other of collections.flatMap((collection) => state.rows(collection))) {
    if (other.values[column] === row.id) state.change(other, { [column]: null });
  }
}

/** The row with this id, in this scope. Throws a 404 where there is none. */
export function existing(resource: Resource, id: number | null, scope: Values, state: State): Row {
  const row = state.find(resource.collection, id);
  const inScope = Object.entries(scope).every(([name, value]) => row?.values[name] === value);
  if (row === undefined || !inScope || !state.sees(row)) throw notFound();
  return row;
}
