/** Reads a request's body: one resource object, or a list of them. */
import * as z from 'zod';
import { badRequest, GatewayRefusal, MEDIA_TYPE } from './errors';
import type { Resource } from './resource';
import { underscored, type Values } from './values';

const itemSchema = z.looseObject({
  id: z.union([z.string(), z.number()]).optional(),
  type: z.string(),
  attributes: z.record(z.string(), z.json()).default({}),
  relationships: z.record(z.string(), z.json()).optional(),
});

const bodySchema = z.object({ data: z.union([itemSchema, z.array(itemSchema)]) });

const interfacesSchema = z.object({ data: z.array(itemSchema) });

/** A resource object of a request: attribute names in underscore spelling, the id from wherever it stood. */
export interface Item {
  readonly id: number | null;
  readonly attributes: Values;
  readonly relationships: Values | null;
}

export type Body = { readonly list: readonly Item[] } | { readonly one: Item };

function toItem(read: z.infer<typeof itemSchema>, resource: Resource): Item {
  if (underscored(read.type) !== resource.collection) throw badRequest('type is invalid', '/data/type');
  const attributes = Object.fromEntries(
    Object.entries(read.attributes).map(([name, value]) => [underscored(name), value]),
  );
  const written = Number(attributes.id ?? read.id ?? Number.NaN);
  const relationships = read.relationships;
  return {
    id: Number.isSafeInteger(written) ? written : null,
    attributes,
    relationships:
      relationships === undefined
        ? null
        : Object.fromEntries(
            Object.entries(relationships).map(([name, value]) => [underscored(name), value]),
          ),
  };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest('The request body is not valid JSON');
  }
}

/** Null where the request has no body. Throws for another media type (415) and for another structure (400). */
export async function readBody(request: Request, resource: Resource): Promise<Body | null> {
  const text = await request.text();
  if (text === '') return null;
  const mediaType = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (mediaType !== MEDIA_TYPE) throw new GatewayRefusal(415);
  const parsed = bodySchema.safeParse(parsedJson(text));
  if (!parsed.success) throw badRequest('The request body has an invalid structure');
  const { data } = parsed.data;
  return Array.isArray(data)
    ? { list: data.map((read) => toItem(read, resource)) }
    : { one: toItem(data, resource) };
}

export async function readList(request: Request, resource: Resource): Promise<readonly Item[] | null> {
  const body = await readBody(request, resource);
  if (body === null) return null;
  if (!('list' in body)) throw badRequest('data must be a list');
  return body.list;
}

export async function readOne(request: Request, resource: Resource): Promise<Item> {
  const body = await readBody(request, resource);
  if (body === null || !('one' in body)) throw badRequest('data must be an object');
  return body.one;
}

/** The interfaces that a new configuration brings along under `relationships`. */
export function relatedInterfaces(item: Item, interfaces: Resource): readonly Item[] {
  const related = item.relationships?.configuration_interfaces;
  if (related === undefined) return [];
  const parsed = interfacesSchema.safeParse(related);
  if (!parsed.success) throw badRequest('configuration_interfaces has an invalid structure');
  return parsed.data.data.map((read) => toItem(read, interfaces));
}
