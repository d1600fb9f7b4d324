/** The attributes of a row as an answer shows them, before hyphens. */
import { type Resource, read } from '../resource';
import type { Row, State } from '../state';
import { timestamp, type Values } from '../values';

const EVERYWHERE_WITH_URL: ReadonlySet<string> = new Set(['configurations']);

export function shown(resource: Resource, row: Row, state: State, listed = false): Values {
  const attributes = Object.fromEntries(
    resource.attributes
      .filter((name) => name !== 'resource_url' || showsUrl(resource, state))
      .map((name) => [name, shownValue(resource, row, name, state, listed)]),
  );
  return resource.idInAttributes === true ? { id: row.id, ...attributes } : attributes;
}

function showsUrl(resource: Resource, state: State): boolean {
  return EVERYWHERE_WITH_URL.has(resource.collection) || state.switches.resourceUrlEverywhere;
}

function shownValue(resource: Resource, row: Row, name: string, state: State, listed: boolean) {
  if (name === 'created_at') return timestamp(row.createdAt);
  if (name === 'updated_at') return timestamp(row.updatedAt);
  const value = read(resource, row, name, state);
  const length = listed ? resource.truncated?.[name] : undefined;
  return length !== undefined && typeof value === 'string' ? value.slice(0, length) : value;
}
