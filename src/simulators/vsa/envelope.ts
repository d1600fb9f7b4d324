/** The envelope around every answer, and how values are written in it. */
import { LosslessNumber, stringify } from 'lossless-json';
import type { VsaSwitches } from './switches';

/** A value as it goes over the wire. `bigint` and `LosslessNumber` are .NET decimals: ids and money. */
export type Wire =
  | string
  | number
  | boolean
  | null
  | bigint
  | LosslessNumber
  | readonly Wire[]
  | { readonly [name: string]: Wire };

export type WireRecord = { readonly [name: string]: Wire };

/** A failure to be answered in the product's own words. `code` is the envelope's ResponseCode. */
export class VsaError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly code: number = status * 10_000 + 1,
    readonly result: WireRecord | null = null,
  ) {
    super(message);
  }
}

export const notAuthenticated = (message = 'Unauthorized'): VsaError => new VsaError(401, message);
export const accessDenied = (): VsaError => new VsaError(403, 'Access denied');
export const notFound = (what: string): VsaError => new VsaError(404, `${what} does not exist`);
export const badRequest = (message: string): VsaError => new VsaError(400, message);

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Access denied',
  404: 'Not Found',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

const HTML_ERROR = `<!DOCTYPE html>
<html><head><title>Whoops.</title></head>
<body><h1>Whoops.</h1><p>There was a problem with the page you requested.</p></body></html>
`;

function encode(value: Wire, decimals: VsaSwitches['decimals']): string {
  const quoted = (_name: string, inner: unknown): unknown =>
    typeof inner === 'bigint' || inner instanceof LosslessNumber ? inner.toString() : inner;
  return stringify(value, decimals === 'string' ? quoted : undefined) ?? 'null';
}

/** All answers the server gives, under the switches as they stand at that moment. */
export class Answers {
  constructor(private readonly switches: VsaSwitches) {}

  /** One record read by its id. */
  one(record: WireRecord): Response {
    return this.value(this.switches.singleRecord === 'array' ? [record] : record);
  }

  /** A `Result` of any kind without paging: `true` for actions, the id for creates. */
  value(result: Wire): Response {
    return this.send(200, { Result: result, ...this.success() });
  }

  /** One page of a collection of `total` records. */
  page(rows: readonly WireRecord[], total: number): Response {
    return this.send(200, { TotalRecords: total, Result: rows, ...this.success() });
  }

  deleted(): Response {
    return this.switches.deleteAnswer === 'empty' ? new Response(null, { status: 204 }) : this.value(true);
  }

  failure(error: VsaError, headers: Record<string, string> = {}): Response {
    if (error.status === 401 && this.switches.htmlErrors) {
      return new Response(HTML_ERROR, {
        status: 401,
        headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
      });
    }
    const inside = this.switches.failuresInside200 && error.status !== 401;
    const envelope = {
      Result: error.result,
      ResponseCode: error.code,
      Status: REASONS[error.status] ?? 'Error',
      Error: error.message,
    };
    return this.send(inside ? 200 : error.status, envelope, headers);
  }

  /** What builds of the 9.3 era answered to a token without the word Bearer. */
  bearerMissing(): Response {
    return this.send(200, { ResponseCode: 401, Status: 'OK', Error: 'None' });
  }

  private success(): WireRecord {
    const { noError } = this.switches;
    const head = { ResponseCode: 0, Status: 'OK' };
    if (noError === 'missing') return head;
    return { ...head, Error: noError === 'None' ? 'None' : null };
  }

  private send(status: number, body: WireRecord, headers: Record<string, string> = {}): Response {
    return new Response(encode(body, this.switches.decimals), {
      status,
      headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-cache', ...headers },
    });
  }
}

/** The product's words for a status that is not its own doing: an injected fault. */
export function faultOf(status: number): VsaError {
  return new VsaError(status, REASONS[status] ?? `HTTP ${status}`);
}
