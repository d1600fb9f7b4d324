/** JSON Patch (RFC 6902) on one flat DTO, as ASP.NET's `JsonPatchDocument` takes it. */
import * as z from 'zod';
import { bind, dto } from './bind';
import { invalid } from './envelope';

const operations = z.array(
  dto({
    op: z.string(),
    path: z.string(),
    from: z.string().nullish(),
    value: z.unknown().optional(),
  }),
);

/** Of a record, what its DTO has, as JSON would have it. */
function dtoOf(shape: object, row: object): Record<string, unknown> {
  const names = new Set(Object.keys(shape));
  const members = Object.entries(row).filter(([name]) => names.has(name));
  return Object.fromEntries(
    members.map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]),
  );
}

/**
 * The record's DTO after the operations, still to be validated. Names are case-insensitive and the leading slash is optional;
 * `remove` leaves null. Throws a 400 refusal for an unknown operation or target, or a failed `test`.
 */
export function patched(shape: object, row: object, body: unknown): Record<string, unknown> {
  const target = dtoOf(shape, row);
  const result: Record<string, unknown> = { ...target };
  const member = (path: string): string => {
    const wanted = path.replace(/^\//, '').toLowerCase();
    const name = Object.keys(target).find((key) => key.toLowerCase() === wanted);
    if (name !== undefined) return name;
    throw invalid(path, `The target location specified by path segment '${path}' was not found.`);
  };
  for (const { op, path, from, value } of bind(operations, body)) {
    const name = member(path);
    switch (op.toLowerCase()) {
      case 'add':
      case 'replace':
        result[name] = value;
        break;
      case 'remove':
        result[name] = null;
        break;
      case 'copy':
      case 'move': {
        const source = member(from ?? '');
        result[name] = result[source];
        if (op.toLowerCase() === 'move') result[source] = null;
        break;
      }
      case 'test':
        if (result[name] === value) break;
        throw invalid(
          path,
          `The current value '${String(result[name])}' at path '${name}' is not equal to the test value.`,
        );
      default:
        throw invalid(path, `Invalid JsonPatch operation '${op}'.`);
    }
  }
  return result;
}
