/** Request bodies as ASP.NET binds them: property names in any letter case, unknown ones ignored, faults by field. */
import * as z from 'zod';
import { Refusal } from './envelope';
import { parseInstant } from './query';

const LARGEST_INT32 = 2_147_483_647;
const BLANK = 'blank';

/** An object whose property names may come in any letter case. */
export function dto<S extends z.ZodRawShape>(shape: S) {
  const names = new Map(Object.keys(shape).map((name) => [name.toLowerCase(), name]));
  const rename = (raw: unknown): unknown => {
    if (raw === null || typeof raw !== 'object' || Array.isArray(raw)) return raw;
    return Object.fromEntries(
      Object.entries(raw).map(([name, value]) => [names.get(name.toLowerCase()) ?? name, value]),
    );
  };
  return z.preprocess(rename, z.object(shape));
}

const absentIsNull = <T>(value: T | null | undefined): T | null => value ?? null;

/** Optional members: absent and null are the same, so a replacing write clears what it does not name. */
export const text = () => z.string().nullish().transform(absentIsNull);
export const int = () =>
  z.number().int().min(-LARGEST_INT32).max(LARGEST_INT32).nullish().transform(absentIsNull);
export const number = () => z.number().nullish().transform(absentIsNull);
export const flag = (otherwise: boolean) =>
  z
    .boolean()
    .nullish()
    .transform((value) => value ?? otherwise);
export const instant = () =>
  z
    .string()
    .nullish()
    .transform((value, context) => {
      if (value === null || value === undefined || value === '') return null;
      const at = parseInstant(value);
      if (at !== undefined) return at;
      context.addIssue({ code: 'custom', message: `Could not convert string to DateTime: ${value}.` });
      return z.NEVER;
    });

/** Required members. */
export const requiredText = () => z.string().regex(/\S/, BLANK);
export const requiredId = () => z.number().int().min(1).max(LARGEST_INT32);

/** `locations.0.locationName` -> `Locations[0].LocationName`. */
function fieldName(path: readonly PropertyKey[]): string {
  return path
    .map((part) =>
      typeof part === 'number'
        ? `[${part}]`
        : `.${String(part).charAt(0).toUpperCase()}${String(part).slice(1)}`,
    )
    .join('')
    .replace(/^\./, '');
}

/** The body as the schema reads it. Throws a 400 refusal that names every faulty field. */
export function bind<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const fields: Record<string, string[]> = {};
  for (const issue of parsed.error.issues) {
    const field = fieldName(issue.path);
    const missing = issue.message === BLANK || /received (undefined|null)/.test(issue.message);
    const name = field.split('.').at(-1);
    const message = missing
      ? `The ${name} field is required.`
      : `The ${name} field is not valid: ${issue.message}.`;
    fields[field] = [...(fields[field] ?? []), message];
  }
  throw new Refusal(400, Object.values(fields).flat().join(' '), fields);
}
