/** Calls to one VSA server: envelope, session, pages. */
import { Failure } from '../../engine/failure';
import type { Clock, Ledger, Log } from '../../engine/ports';
import { createHttp } from '../http';
import type { Carrier, HttpAnswer, HttpCall } from '../http/model';
import { type Page, pagesAfter } from '../listing';
import { expectOwn, type Wanted } from '../own';
import { meantStatus, oneOf, resultOf, totalOf, understood, wordsOf } from './envelope';
import { parseKeepingDigits } from './json';
import { createSession, type SessionInfo } from './session';

export interface VsaOptions {
  /** `https://vsa.example.com`, without a path. */
  readonly serverUrl: string;
  readonly username: string;
  readonly authentication: 'token' | 'password';
  /** The access token or the password; may reject with `secret-missing`. */
  readonly secret: () => Promise<string>;
  /** PEM of a private certificate authority. */
  readonly ca?: () => Promise<string>;
  readonly clock: Clock;
  readonly log: Log;
  /** 0 up to 1. */
  readonly random: () => number;
  /** Remembers a pause that the server asked for; VSA tells of no limit to count against. */
  readonly ledger?: Ledger | undefined;
  /** The network, when absent. */
  readonly carrier?: Carrier;
}

type Query = NonNullable<HttpCall['query']>;
type Path = NonNullable<HttpCall['path']>;

export interface VsaClient {
  readonly clock: Clock;
  session(signal: AbortSignal): Promise<SessionInfo>;
  get(route: string, signal: AbortSignal, more?: { path?: Path; query?: Query }): Promise<HttpAnswer>;
  /** The record wanted, and no other; null when the server says that there is none. */
  one<T>(wanted: Wanted<T>, route: string, path: Path, signal: AbortSignal): Promise<T | null>;
  /** Gives `Result`. */
  write(
    method: 'POST' | 'PUT',
    route: string,
    path: Path,
    body: object,
    signal: AbortSignal,
  ): Promise<unknown>;
  pages(route: string, signal: AbortSignal, more?: { path?: Path; query?: Query }): AsyncGenerator<Page>;
  /** See `Http.skew`. */
  skew(): number | null;
  dispose(): void;
}

/** Whatever `$top` asks, no more come. Source: VSA REST API reference, Collections. */
const PAGE = 100;
/** Pages in flight: measured on the vendor's cloud, more gain nothing. */
const WIDTH = 6;

function forbiddenInWords(failure: Failure): Failure {
  return new Failure('forbidden', failure.message, {
    system: 'vsa',
    status: 403,
    remedy:
      'Give the integration user a role with the rights to this function and a scope that holds the organizations (Master or System), then check the connection.',
    ...(failure.detail === undefined ? {} : { detail: failure.detail }),
  });
}

export function createClient(options: VsaOptions): VsaClient {
  const http = createHttp({
    system: 'vsa',
    baseUrl: `${options.serverUrl.replace(/\/+$/, '')}/api/v1.0`,
    clock: options.clock,
    log: options.log,
    random: options.random,
    concurrency: 8,
    timeoutMs: 60_000,
    maxResponseBytes: 32 * 1024 * 1024,
    ledger: options.ledger,
    ...(options.ca === undefined ? {} : { ca: options.ca }),
    ...(options.carrier ? { carrier: options.carrier } : {}),
    parse: parseKeepingDigits,
    statusOf: meantStatus,
    wordsOf,
    authorize: {
      headers: async (signal) => ({ Authorization: `Bearer ${(await session.current(signal)).bearer}` }),
      renew: async (signal) => {
        await session.renew(signal);
        return true;
      },
    },
  });
  const session = createSession(options, (call) => http.request(call));

  async function request(call: HttpCall): Promise<HttpAnswer> {
    try {
      return await http.request(call);
    } catch (error) {
      throw Failure.is(error, 'forbidden') ? forbiddenInWords(error) : error;
    }
  }

  const get: VsaClient['get'] = (route, signal, more = {}) =>
    request({ method: 'GET', route, signal, retry: 'read', ...more });

  return {
    clock: options.clock,
    session: (signal) => session.current(signal),
    get,
    async one({ shape, id, idOf }, route, path, signal) {
      try {
        const record = oneOf(resultOf((await get(route, signal, { path })).body));
        if (record === null || record === undefined) return null;
        const found = understood(shape, record, 'a record');
        expectOwn('vsa', id, idOf(found));
        return found;
      } catch (error) {
        if (Failure.is(error, 'not-found')) return null;
        throw error;
      }
    },
    async write(method, route, path, body, signal) {
      return resultOf((await request({ method, route, path, body, signal, retry: 'write' })).body);
    },
    pages: (route, signal, more = {}) =>
      pagesOf((skip) =>
        get(route, signal, { ...more, query: { ...more.query, $top: PAGE, $skip: skip } }).then(pageOf),
      ),
    skew: () => http.skew(),
    dispose: () => http.dispose(),
  };
}

function pageOf(answer: HttpAnswer): Page {
  const rows = resultOf(answer.body);
  if (Array.isArray(rows)) return { rows, total: totalOf(answer.body) };
  throw new Failure('protocol', 'VSA sent something other than a list where a list belongs.', {
    system: 'vsa',
    remedy: 'Check that the address is a VSA 9 server.',
  });
}

/** The first page says how many there are; the rest is fetched a few at a time. */
async function* pagesOf(read: (skip: number) => Promise<Page>): AsyncGenerator<Page> {
  const first = await read(0);
  yield first;
  const step = first.rows.length;
  if (step === 0) return;
  if (first.total === null) {
    yield* pagesUntilShort(read, step);
    return;
  }
  yield* pagesAfter(step, first.total, read, WIDTH);
}

async function* pagesUntilShort(read: (skip: number) => Promise<Page>, step: number): AsyncGenerator<Page> {
  if (step < PAGE) return;
  for (let skip = step; ; skip += step) {
    const page = await read(skip);
    yield page;
    if (page.rows.length < step) return;
  }
}
