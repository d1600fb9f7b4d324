/** Reads an OpenAPI 3.0 document whose names are PascalCase, and checks JSON in the service's camelCase against it. */
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import * as z from 'zod';

const INT32 = 2_147_483_647;

interface SchemaNode {
  $ref?: string | undefined;
  type?: string | undefined;
  format?: string | undefined;
  nullable?: boolean | undefined;
  enum?: unknown[] | undefined;
  properties?: Record<string, SchemaNode> | undefined;
  required?: string[] | undefined;
  items?: SchemaNode | undefined;
  additionalProperties?: boolean | SchemaNode | undefined;
  minLength?: number | undefined;
  minimum?: number | undefined;
  maximum?: number | undefined;
}
/** Every schema keyword of the document; an unknown one stops the check rather than go unchecked. */
const schemaNode: z.ZodType<SchemaNode> = z.lazy(() =>
  z.strictObject({
    $ref: z.string().optional(),
    type: z.string().optional(),
    format: z.string().optional(),
    nullable: z.boolean().optional(),
    readOnly: z.boolean().optional(),
    enum: z.array(z.unknown()).optional(),
    properties: z.record(z.string(), schemaNode).optional(),
    required: z.array(z.string()).optional(),
    items: schemaNode.optional(),
    additionalProperties: z.union([z.boolean(), schemaNode]).optional(),
    minLength: z.number().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
  }),
);

const content = z.record(z.string(), z.object({ schema: schemaNode.optional() }));
const operation = z.object({
  parameters: z
    .array(z.object({ name: z.string(), in: z.string(), required: z.boolean().optional() }))
    .optional(),
  requestBody: z.object({ content }).optional(),
  responses: z.record(z.string(), z.object({ content: content.optional() })),
});
export type Operation = z.output<typeof operation>;

export const documentSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.object({ schemas: z.record(z.string(), schemaNode) }),
});
export type OpenApi = z.output<typeof documentSchema>;

/** `DNSServers` -> `dnsServers`, `CCs` -> `cCs`: capitals are lowered up to the last one before a small letter. */
export function camel(name: string): string {
  const isUpper = (char: string | undefined): boolean => char !== undefined && char !== char.toLowerCase();
  const chars = [...name];
  if (!isUpper(chars[0])) return name;
  const rest = chars.findIndex(
    (char, at) => at > 0 && (!isUpper(char) || (at + 1 < chars.length && !isUpper(chars[at + 1]))),
  );
  const lowered = rest === -1 ? chars.length : Math.max(1, rest);
  return name.slice(0, lowered).toLowerCase() + name.slice(lowered);
}

/**
 * The node as JSON Schema. `complete` demands every declared property, as the service writes its nulls out. `error` is
 * null on success, which OpenAPI 3.0 cannot say of a reference.
 */
function convert(node: SchemaNode, complete: boolean): object {
  if (node.$ref !== undefined) return { $ref: `#/definitions/${node.$ref.split('/').at(-1)}` };
  if (node.properties !== undefined || node.type === 'object') {
    const properties = Object.entries(node.properties ?? {});
    const schema = {
      type: 'object',
      properties: Object.fromEntries(
        properties.map(([name, inner]) => {
          const converted = convert(inner, complete);
          return [camel(name), name === 'Error' ? { anyOf: [converted, { type: 'null' }] } : converted];
        }),
      ),
      required: complete ? properties.map(([name]) => camel(name)) : (node.required ?? []).map(camel),
      additionalProperties:
        typeof node.additionalProperties === 'object'
          ? convert(node.additionalProperties, complete)
          : (node.additionalProperties ?? true),
    };
    return node.nullable === true ? { anyOf: [schema, { type: 'null' }] } : schema;
  }
  const { nullable, items, enum: values, type, format, minLength, minimum, maximum } = node;
  const schema = {
    ...(type === undefined ? {} : { type }),
    ...(format === undefined ? {} : { format }),
    ...(values === undefined ? {} : { enum: values }),
    ...(minLength === undefined ? {} : { minLength }),
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
    ...(items === undefined ? {} : { items: convert(items, complete) }),
  };
  return nullable === true && type !== undefined ? { anyOf: [schema, { type: 'null' }] } : schema;
}

export class Validator {
  private readonly ajv = new Ajv({ strict: true, allErrors: true });
  private readonly compiled = new Map<string, ValidateFunction>();
  private readonly definitions: Record<string, object>;

  constructor(
    document: OpenApi,
    private readonly complete: boolean,
  ) {
    const whole = (limit: number) => (value: number) => Number.isInteger(value) && Math.abs(value) <= limit;
    this.ajv.addFormat('int32', { type: 'number', validate: whole(INT32) });
    this.ajv.addFormat('int64', { type: 'number', validate: whole(Number.MAX_SAFE_INTEGER) });
    this.ajv.addFormat('double', { type: 'number', validate: Number.isFinite });
    this.ajv.addFormat('float', { type: 'number', validate: Number.isFinite });
    // The service writes date-times without zone.
    this.ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/);
    this.definitions = Object.fromEntries(
      Object.entries(document.components.schemas).map(([name, node]) => [name, convert(node, complete)]),
    );
  }

  /** What is wrong with `value`, in words; empty where it fits. */
  faults(node: SchemaNode, value: unknown): string[] {
    const key = JSON.stringify(node);
    const known = this.compiled.get(key);
    const validate =
      known ?? this.ajv.compile({ ...convert(node, this.complete), definitions: this.definitions });
    this.compiled.set(key, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(describe);
  }
}

const describe = ({ instancePath, message, params }: ErrorObject): string =>
  `${instancePath === '' ? '(root)' : instancePath} ${message ?? ''} ${JSON.stringify(params)}`;
