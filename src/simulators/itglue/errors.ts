/**
 * The three families of errors that IT Glue answers with: a flat `message` from its gateway (A), a JSON:API `errors`
 * list from the application (B), and the web framework's HTML page for an unknown route (C).
 */
import type { Switches } from './switches';
import { hyphenated } from './values';

export const MEDIA_TYPE = 'application/vnd.api+json';

export interface Problem {
  readonly status: number;
  readonly title?: string;
  readonly detail?: string;
  /** `/data/attributes/name`, `data`, `id`. */
  readonly pointer?: string;
}

/** Thrown by anything that refuses a request; the application turns it into the answer. */
export class Refusal extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map((problem) => problem.detail ?? problem.title ?? String(problem.status)).join('; '));
    this.name = 'Refusal';
  }
}

/** Thrown for the statuses that the gateway answers before the application is asked. */
export class GatewayRefusal extends Error {
  constructor(
    readonly status: number,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(`gateway answers ${status}`);
    this.name = 'GatewayRefusal';
  }
}

const PHRASES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

const GATEWAY_STATUSES: ReadonlySet<number> = new Set([403, 415, 429, 502, 503]);

function phrase(status: number): string {
  return PHRASES[status] ?? 'Error';
}

export function notFound(): Refusal {
  return new Refusal([{ status: 404, detail: 'Record not found', pointer: 'id' }]);
}

/** The key is good, and this is not allowed to it. */
export function unauthorized(): Refusal {
  return new Refusal([{ status: 401, detail: 'Unauthorized resource access', pointer: 'id' }]);
}

export function badRequest(detail: string, pointer = 'data'): Refusal {
  return new Refusal([{ status: 400, detail, pointer }]);
}

/** A 422 about one attribute, named in underscore spelling. */
export function invalid(attribute: string, detail: string): Problem {
  return { status: 422, detail, pointer: `/data/attributes/${hyphenated(attribute)}` };
}

export function gatewayResponse(status: number, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify({ message: phrase(status) }), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

function statusValue(status: number, style: Switches['errorStatus']): number | string {
  if (style === 'number') return status;
  return style === 'text' ? String(status) : phrase(status).toLowerCase().replaceAll(' ', '_');
}

function errorObject(problem: Problem, switches: Readonly<Switches>) {
  const bare = switches.errorPointer === 'bare';
  const pointer =
    problem.pointer === undefined ? undefined : bare ? problem.pointer.replace(/^\//, '') : problem.pointer;
  return {
    status: statusValue(problem.status, switches.errorStatus),
    title: problem.title ?? phrase(problem.status),
    ...(problem.detail === undefined ? {} : { detail: problem.detail }),
    ...(pointer === undefined ? {} : { source: { pointer } }),
  };
}

/** Answers with the status of the first problem. */
export function problemResponse(
  problems: readonly Problem[],
  switches: Readonly<Switches>,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const body = { errors: problems.map((problem) => errorObject(problem, switches)) };
  return new Response(JSON.stringify(body), {
    status: problems[0]?.status ?? 500,
    headers: { 'content-type': MEDIA_TYPE, ...headers },
  });
}

const HTML_PAGE = `<!DOCTYPE html>
<html>
<head><title>The page you were looking for doesn't exist (404)</title></head>
<body class="rails-default-error-page">
  <div class="dialog"><h1>The page you were looking for doesn't exist.</h1>
  <p>You may have mistyped the address or the page may have moved.</p></div>
</body>
</html>
`;

export function unknownRoute(switches: Readonly<Switches>): Response {
  if (switches.unknownRoute === 'json') return problemResponse([{ status: 404 }], switches);
  return new Response(HTML_PAGE, { status: 404, headers: { 'content-type': 'text/html; charset=utf-8' } });
}

/** What the product says with this status where nothing more is known of the reason. */
export function plainError(
  status: number,
  switches: Readonly<Switches>,
  headers: Readonly<Record<string, string>> = {},
): Response {
  if (GATEWAY_STATUSES.has(status)) return gatewayResponse(status, headers);
  return problemResponse([plainProblem(status)], switches, headers);
}

export const TIMED_OUT: Problem = {
  status: 504,
  detail: 'The request took too long to process and timed out.',
};

function plainProblem(status: number): Problem {
  if (status === 401) return { status, detail: 'Unauthorized resource access', pointer: 'id' };
  if (status === 404) return { status, detail: 'Record not found', pointer: 'id' };
  if (status === 422)
    return { status, detail: 'Cannot update a synced resource', pointer: '/data/attributes/name' };
  return status === 504 ? TIMED_OUT : { status };
}
