/** The envelope around every VSA 10 answer: `Data` and `Meta`. Source: VSA 10 API v3 reference. */
import * as z from 'zod';
import { Failure } from '../../engine/failure';
import { countIn, type Page } from '../listing';
import { envelopeShape } from './wire';

const envelopeOf = (body: unknown) => envelopeShape.safeParse(body).data;

/** `Meta.ResponseCode` mirrors the HTTP status; where it says worse, it is believed. */
export function meantStatus(status: number, body: unknown): number {
  const code = envelopeOf(body)?.Meta?.ResponseCode ?? 0;
  return status >= 200 && status < 300 && code >= 400 ? code : status;
}

export const wordsOf = (body: unknown): string | undefined =>
  envelopeOf(body)?.Meta?.ErrorMessage ?? undefined;

export const dataOf = (body: unknown): unknown => envelopeOf(body)?.Data;

export interface Listed extends Page {
  /** The server cut the page and has more. */
  readonly more: boolean;
}

export function listedOf(body: unknown): Listed {
  const envelope = envelopeOf(body);
  if (!Array.isArray(envelope?.Data)) throw otherProduct('something other than a list where a list belongs');
  const { TotalCount, NextQueryLink } = envelope.Meta ?? {};
  return { rows: envelope.Data, total: countIn(TotalCount), more: Boolean(NextQueryLink) };
}

/** The value in its promised shape, or a `protocol` failure that says where it differs. */
export function understood<T>(shape: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  throw otherProduct(`${what} in a shape that is not known`, z.prettifyError(parsed.error));
}

function otherProduct(what: string, detail?: string): Failure {
  return new Failure('protocol', `VSA 10 sent ${what}.`, {
    system: 'vsa',
    remedy: 'Check that the address is a VSA 10 server; VSA 9 speaks another API.',
    ...(detail === undefined ? {} : { detail }),
  });
}
