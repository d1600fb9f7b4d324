/** API v2 wraps results in `{success, error, result, totalRecords}`, mostly; a failure may come with HTTP 200. */
import * as z from 'zod';
import { Failure } from '../../engine/failure';
import { respell } from './wire';

const envelopeShape = z.looseObject({
  success: z.boolean(),
  result: z.unknown().optional(),
  totalRecords: z.number().nullish(),
  error: z
    .looseObject({
      code: z.number().nullish(),
      message: z.string().nullish(),
      details: z.string().nullish(),
      subErrors: z.array(z.string()).nullish(),
    })
    .nullish(),
});

const problemShape = z.looseObject({
  title: z.string().nullish(),
  errors: z.record(z.string(), z.array(z.string())),
});

/** "Security Error": the token is missing, bad or expired. */
const SECURITY_ERROR = 978001;

export interface Unwrapped {
  readonly result: unknown;
  /** Absent in lists that carry none. */
  readonly total: number | null;
}

/** Takes what the vendor declares without envelope as it is. */
export function unwrap(body: unknown): Unwrapped {
  const value = respell(body);
  const envelope = envelopeShape.safeParse(value);
  if (!envelope.success) return { result: value, total: null };
  return { result: envelope.data.result, total: envelope.data.totalRecords ?? null };
}

/** The HTTP status that a `success: false` with status 200 means. */
export function statusOf(status: number, body: unknown): number {
  if (status < 200 || status >= 300) return status;
  const envelope = envelopeShape.safeParse(respell(body));
  if (!envelope.success || envelope.data.success) return status;
  if (envelope.data.error?.code === SECURITY_ERROR) return 401;
  const words = wordsOf(body) ?? '';
  if (/not found|does not exist|no longer exists/i.test(words)) return 404;
  if (/permission|forbidden|not authori[sz]ed|access denied/i.test(words)) return 403;
  return 400;
}

/** What the server says is wrong, from an envelope or from ASP.NET's list of invalid fields. */
export function wordsOf(body: unknown): string | undefined {
  const envelope = envelopeShape.safeParse(respell(body));
  if (envelope.success && envelope.data.error) {
    const { message, details, subErrors } = envelope.data.error;
    const words = [...new Set([message, details, ...(subErrors ?? [])])].filter((part) => part).join(' - ');
    return words || undefined;
  }
  const problem = problemShape.safeParse(body);
  if (!problem.success) return undefined;
  const fields = Object.entries(problem.data.errors).map(([field, texts]) => `${field}: ${texts.join(' ')}`);
  return fields.join('; ') || (problem.data.title ?? undefined);
}

/** One record of the expected shape, or a failure that names what was asked. */
export function expectShape<T>(shape: z.ZodType<T>, value: unknown, what: string): T {
  const read = shape.safeParse(value);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  throw new Failure('protocol', `Kaseya BMS sent ${what} in a form that is not understood.`, {
    system: 'bms',
    detail: issue ? `${issue.path.join('.')}: ${issue.message}` : '',
    remedy: 'Check that the address is a Kaseya BMS API v2 server; report this if it is.',
  });
}
