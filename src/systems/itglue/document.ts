/** JSON:API documents: resources with what was included for them. Source: IT Glue API reference, Response documents. */
import * as z from 'zod';
import { Failure } from '../../engine/failure';
import { countIn } from '../listing';
import { textOf } from './values';
import { documentShape, errorsShape, linkageShape, resourceShape, type WireResource } from './wire';

export type Attributes = Readonly<Record<string, unknown>>;

/** One resource and the resources included for it, by their type in its plural hyphenated form. */
export interface Entry {
  readonly id: string;
  readonly attributes: Attributes;
  included(type: string): readonly Attributes[];
}

export interface Listing {
  readonly rows: readonly unknown[];
  readonly total: number | null;
  /** The address that the document says it answers; null where it says none. */
  readonly self: string | null;
}

const hyphened = (name: string): string => name.replace(/_/g, '-');

/** The value in its promised shape, or a `protocol` failure that says where it differs. */
export function understood<T>(shape: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Failure('protocol', `IT Glue sent ${what} in a shape that is not known.`, {
    system: 'itglue',
    detail: z.prettifyError(parsed.error),
    remedy: 'Check that the address is IT Glue’s API.',
  });
}

type Index = ReadonlyMap<string, Attributes>;

const indexKey = (type: string | null | undefined, id: unknown): string =>
  `${hyphened(type ?? '')}:${textOf(id) ?? ''}`;

/** Included resources stand beside `data`; some documents print them inside it. */
function indexOf(included: readonly unknown[]): Index {
  const index = new Map<string, Attributes>();
  for (const one of included) {
    const parsed = resourceShape.safeParse(one);
    if (!parsed.success) continue;
    const attributes: Attributes = parsed.data.attributes ?? {};
    index.set(indexKey(parsed.data.type, parsed.data.id ?? attributes.id), attributes);
  }
  return index;
}

function linkedTo(resource: WireResource, type: string, index: Index): readonly Attributes[] {
  return Object.entries(resource.relationships ?? {})
    .filter(([name]) => hyphened(name) === type)
    .flatMap(([, relationship]) => [relationship?.data ?? []].flat())
    .flatMap((linkage) => {
      const parsed = linkageShape.safeParse(linkage);
      const found = parsed.success && index.get(indexKey(parsed.data.type ?? type, parsed.data.id));
      return found ? [found] : [];
    });
}

/** A row carries the included resources of its page with it, so that it can be understood alone. */
interface Row {
  readonly resource: unknown;
  readonly index: Index;
}

function isRow(row: unknown): row is Row {
  return typeof row === 'object' && row !== null && 'resource' in row && 'index' in row;
}

/** `row` is one of `listingOf`. */
export function entryOf(row: unknown): Entry {
  if (!isRow(row)) throw new TypeError('Not a row of a listing');
  const resource = understood(resourceShape, row.resource, 'a record');
  const attributes: Attributes = resource.attributes ?? {};
  const id = textOf(resource.id) ?? textOf(attributes.id);
  if (id === null || !/^\d{1,40}$/.test(id))
    throw new Failure('protocol', 'IT Glue sent a record without an id.', {
      system: 'itglue',
      remedy: 'Check that the address is IT Glue’s API.',
    });
  return { id, attributes, included: (type) => linkedTo(resource, type, row.index) };
}

/** The rows of a document; a single resource is a list of one. */
export function listingOf(body: unknown): Listing {
  const document = understood(documentShape, body, 'a document');
  if (document.data === undefined || document.data === null)
    throw new Failure('protocol', 'IT Glue sent a document without data.', {
      system: 'itglue',
      remedy: 'Check that the address is IT Glue’s API.',
    });
  const resources: readonly unknown[] = [document.data].flat();
  const inside = resources.flatMap((resource) =>
    typeof resource === 'object' && resource !== null && 'included' in resource ? [resource.included] : [],
  );
  const index = indexOf([...(document.included ?? []), ...inside.flat()]);
  return {
    rows: resources.map((resource): Row => ({ resource, index })),
    total: countIn(document.meta?.['total-count']),
    self: document.links?.self ?? null,
  };
}

/** The server's own words of any of its error bodies. */
export function wordsOf(body: unknown): string | undefined {
  const parsed = errorsShape.safeParse(body);
  if (!parsed.success) return undefined;
  const words = (parsed.data.errors ?? []).map(({ title, detail, source }) =>
    [detail ?? title, source?.pointer ? `(${source.pointer})` : null].filter((part) => part).join(' '),
  );
  return [parsed.data.message, ...words].filter((part) => part).join('; ') || undefined;
}
