/** JSON:API documents as IT Glue writes them: hyphenated names, string ids, absolute links. */
import { MEDIA_TYPE } from './errors';
import type { Page } from './listing';
import type { ListQuery } from './query';
import type { IncludedItem, Includer, Resource } from './resource';
import { shown } from './resources/shown';
import type { Row, State } from './state';
import { hyphenated, hyphenatedDeep, type Json } from './values';

type Members = Readonly<Record<string, Json>>;

export function answer(status: number, body: Json): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': MEDIA_TYPE } });
}

interface Included {
  readonly relationships: Members;
  readonly items: readonly IncludedItem[];
}

function include(row: Row, includers: readonly [string, Includer][], state: State): Included {
  const named = includers.map(([name, includer]) => ({ name, items: includer(row, state) }));
  return {
    relationships: Object.fromEntries(
      named.map(({ name, items }) => [
        hyphenated(name),
        { data: items.map(({ id, type }) => ({ id, type })) },
      ]),
    ),
    items: named.flatMap(({ items }) => items),
  };
}

function includersFor(resource: Resource, names: readonly string[], isShow: boolean): [string, Includer][] {
  const known: Readonly<Record<string, Includer>> = {
    ...resource.includes?.anywhere,
    ...(isShow ? resource.includes?.showOnly : {}),
  };
  return Object.entries(known).filter(([name]) => names.includes(name));
}

function includedItem(item: IncludedItem): Json {
  return {
    id: item.id,
    type: item.type,
    attributes: hyphenatedDeep(item.attributes),
    ...(item.relationships === undefined ? {} : { relationships: item.relationships }),
  };
}

/** Each included resource once, however many records point to it. */
function distinct(items: readonly IncludedItem[]): Json[] {
  const seen = new Map(items.map((item) => [`${item.type} ${item.id}`, item]));
  return [...seen.values()].map(includedItem);
}

/** What no account can change stays as it was first shown: countries and regions are by far the longest lists. */
const fixed = new WeakMap<Row, Json>();

function attributesOf(resource: Resource, row: Row, state: State, listed: boolean): Json {
  if (resource.creatable || resource.updatable) return hyphenatedDeep(shown(resource, row, state, listed));
  const known = fixed.get(row) ?? hyphenatedDeep(shown(resource, row, state, listed));
  fixed.set(row, known);
  return known;
}

function resourceObject(
  resource: Resource,
  row: Row,
  relationships: Members,
  listed: boolean,
  state: State,
): Members {
  const showsId = resource.idInAttributes !== true || state.switches.interfaceResourceId;
  return {
    ...(showsId ? { id: String(row.id) } : {}),
    type: hyphenated(resource.collection),
    attributes: attributesOf(resource, row, state, listed),
    ...(resource.bare === true ? {} : { relationships }),
  };
}

/** One record, as a show, a create and an update answer it. */
export function single(resource: Resource, row: Row, names: readonly string[], state: State): Json {
  const includers = includersFor(resource, names, true);
  const { relationships, items } = include(row, includers, state);
  const data = resourceObject(resource, row, relationships, false, state);
  if (includers.length === 0) return { data };
  const included = distinct(items);
  return state.switches.showIncluded === 'top' ? { data, included } : { data: { ...data, included } };
}

/** Several records without paging, as bulk writes answer them. */
export function several(resource: Resource, rows: readonly Row[], state: State): Json {
  return { data: rows.map((row) => resourceObject(resource, row, {}, false, state)) };
}

function linkTo(url: URL, number: number, size: number): string {
  const link = new URL(url);
  link.searchParams.set('page[number]', String(number));
  link.searchParams.set('page[size]', String(size));
  return link.href;
}

/** One page of a listing, with `meta` and `links`. */
export function listing(
  resource: Resource,
  page: Page,
  query: ListQuery,
  names: readonly string[],
  url: URL,
  state: State,
): Json {
  const includers = includersFor(resource, names, false);
  const parts = page.rows.map((row) => ({ row, ...include(row, includers, state) }));
  const last = Math.ceil(page.total / query.size);
  const next = query.page < last ? query.page + 1 : null;
  const previous = query.page > 1 ? query.page - 1 : null;
  const link = (number: number | null) => (number === null ? null : linkTo(url, number, query.size));
  return {
    data: parts.map(({ row, relationships }) => resourceObject(resource, row, relationships, true, state)),
    ...(includers.length === 0 ? {} : { included: distinct(parts.flatMap(({ items }) => items)) }),
    meta: {
      'current-page': query.page,
      'next-page': next,
      'prev-page': previous,
      'total-pages': last,
      'total-count': page.total,
      filters: {},
    },
    ...(state.switches.listLinks
      ? {
          links: {
            self: link(query.page),
            first: link(1),
            prev: link(previous),
            next: link(next),
            last: link(Math.max(1, last)),
          },
        }
      : {}),
  };
}
