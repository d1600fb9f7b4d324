/** The envelope around every VSA answer. Source: VSA REST API reference, Envelope. */
import * as z from 'zod';
import { Failure } from '../../engine/failure';
import { countIn } from '../listing';
import type { WireEnvelope } from './wire';
import { authShape, envelopeShape } from './wire';

/** The envelope, or null for a body without any of its members (`/kcb` answers, an empty body). */
export function envelopeOf(body: unknown): WireEnvelope | null {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return null;
  if (!('Result' in body || 'ResponseCode' in body || 'Status' in body)) return null;
  const parsed = envelopeShape.safeParse(body);
  return parsed.success ? parsed.data : null;
}

/** Success is the literal text `None`; nothing at all means success too. */
function saysError(error: string | null | undefined): boolean {
  return !/^(?:none|null)?$/i.test((error ?? '').trim());
}

/**
 * The status that the answer means: HTTP 200 can carry a failure, as a code that begins with 40x or 50x (of three
 * digits, or of seven: 4030001) or as an error text.
 */
export function meantStatus(status: number, body: unknown): number {
  if (status < 200 || status >= 300) return status;
  const envelope = envelopeOf(body);
  if (envelope === null) return status;
  const code = /^(40\d|50\d)/.exec(String(envelope.ResponseCode ?? ''))?.[1];
  if (code !== undefined) return Number(code);
  return saysError(envelope.Error) ? 400 : status;
}

/** The server's own words, led by its code. */
export function wordsOf(body: unknown): string | undefined {
  const envelope = envelopeOf(body);
  if (envelope === null) return undefined;
  const demand = authShape.safeParse(envelope.Result).data?.MFARequired === true ? 'MFARequired' : null;
  const words = [envelope.ResponseCode, saysError(envelope.Error) ? envelope.Error : envelope.Status, demand];
  return words.filter((word) => word !== null && word !== undefined && word !== '').join(' ') || undefined;
}

/** What the envelope holds; a bare answer holds itself. */
export function resultOf(body: unknown): unknown {
  const envelope = envelopeOf(body);
  return envelope === null ? body : envelope.Result;
}

/** `TotalRecords`, which only collections have. */
export function totalOf(body: unknown): number | null {
  return countIn(envelopeOf(body)?.TotalRecords);
}

/** One record: VSA sends an object, on some endpoints a list of one. */
export function oneOf(result: unknown): unknown {
  return Array.isArray(result) ? result[0] : result;
}

/** The value in its promised shape, or a `protocol` failure that says where it differs. */
export function understood<T>(shape: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Failure('protocol', `VSA sent ${what} in a shape that is not known.`, {
    system: 'vsa',
    detail: z.prettifyError(parsed.error),
    remedy: 'Check that the address is a VSA 9 server; newer VSA servers speak another API.',
  });
}
