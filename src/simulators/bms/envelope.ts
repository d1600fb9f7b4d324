/** The envelope around every answer, and how refusals are worded. */
import type { BmsSwitches, FailureStyle } from './switches';

/** What an answer may hold before it becomes JSON. */
export type Wire =
  | string
  | number
  | boolean
  | null
  | Date
  | readonly Wire[]
  | { readonly [name: string]: Wire };

export type Reply =
  | { readonly shape: 'one'; readonly result: Wire }
  | { readonly shape: 'summary'; readonly result: Wire }
  | { readonly shape: 'list'; readonly rows: readonly Wire[] }
  | { readonly shape: 'paged'; readonly rows: readonly Wire[]; readonly total: number }
  | { readonly shape: 'nothing' };

export const one = (result: Wire): Reply => ({ shape: 'one', result });
/** A record whose route is declared without envelope: `summary/{id}`. */
export const summary = (result: Wire): Reply => ({ shape: 'summary', result });
export const list = (rows: readonly Wire[]): Reply => ({ shape: 'list', rows });
export const paged = (rows: readonly Wire[], total: number): Reply => ({ shape: 'paged', rows, total });
export const nothing = (): Reply => ({ shape: 'nothing' });

/** A refusal. `fields` has the faults of a request by field name, as ASP.NET's model state does. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly fields: Readonly<Record<string, readonly string[]>> = {},
  ) {
    super(message);
  }
}

export const notFound = (what: string): Refusal => new Refusal(404, `${what} not found`);
export const invalid = (field: string, message: string): Refusal =>
  new Refusal(400, message, { [field]: [message] });

/** A value as the service writes it: dates without zone and with milliseconds, nulls explicit, both by switch. */
function encode(value: Wire, switches: BmsSwitches): Wire {
  if (value instanceof Date) return value.toISOString().slice(0, 23) + (switches.zone === 'Z' ? 'Z' : '');
  if (Array.isArray(value)) return value.map((item: Wire) => encode(item, switches));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== null || switches.nulls === 'null');
  return Object.fromEntries(entries.map(([name, inner]) => [name, encode(inner, switches)]));
}

export function respond(reply: Reply, switches: BmsSwitches): Response {
  if (reply.shape === 'nothing') return new Response(null, { status: 200 });
  if (reply.shape === 'summary' && switches.bareSummary) return json(encode(reply.result, switches));
  if (reply.shape === 'one' || reply.shape === 'summary') {
    return json(encode({ success: true, error: null, result: reply.result }, switches));
  }
  const result = reply.rows.length === 0 && switches.emptyListsAreNull ? null : reply.rows;
  const body = { success: true, error: null, result };
  return json(encode(reply.shape === 'paged' ? { ...body, totalRecords: reply.total } : body, switches));
}

/** Code and words of an error by HTTP status; 978001 "Security Error" is what clients of the live service report. */
const WORDS: Readonly<Record<number, readonly [code: number, message: string]>> = {
  400: [400, 'Validation Error'],
  401: [978001, 'Security Error'],
  403: [403, 'Access Denied'],
  404: [404, 'Not Found'],
  405: [405, 'Method Not Allowed'],
  415: [415, 'Unsupported Media Type'],
  429: [429, 'Too Many Requests'],
};

export function refuse(
  status: number,
  details: string | null = null,
  subErrors: readonly string[] = [],
  headers: Record<string, string> = {},
): Response {
  if (status >= 502) return gatewayPage(status, headers);
  const [code, message] = WORDS[status] ?? [status, 'An unexpected error has occurred'];
  // `stackStrace` is the service's own spelling.
  const error = { code, message, details, stackStrace: null, subErrors };
  return json({ success: false, error, result: null }, status, headers);
}

/** A refusal in the style that the switches give its route. */
export function respondRefusal(refusal: Refusal, style: FailureStyle): Response {
  if (style === 'html') return gatewayPage(502, {});
  if (style === 'model-state') return problem(refusal);
  const response = refuse(refusal.status, refusal.message, Object.values(refusal.fields).flat());
  return style === 'envelope' ? response : new Response(response.body, { headers: response.headers });
}

function problem({ status, message, fields }: Refusal): Response {
  const faults = Object.keys(fields).length > 0;
  const title = faults ? 'One or more validation errors occurred.' : message;
  const body = {
    type: 'https://tools.ietf.org/html/rfc7231#section-6.5',
    title,
    status,
    traceId: '00-6f2c1d0e9b8a47f5a3c4d5e6f7081920-1a2b3c4d5e6f7081-00',
    ...(faults ? { errors: fields } : {}),
  };
  return json(body, status, { 'content-type': 'application/problem+json; charset=utf-8' });
}

function gatewayPage(status: number, headers: Record<string, string>): Response {
  const title = { 502: 'Bad Gateway', 503: 'Service Temporarily Unavailable', 504: 'Gateway Time-out' }[
    status
  ];
  const page = `<html><head><title>${status} ${title ?? ''}</title></head><body><center><h1>${status} ${title ?? ''}</h1></center></body></html>`;
  return new Response(page, { status, headers: { 'content-type': 'text/html', ...headers } });
}

function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  });
}
