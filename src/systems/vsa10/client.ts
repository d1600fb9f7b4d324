/** Calls to one VSA 10 server: the token at each of them, pages, and the hourly allowance. */
import type * as z from 'zod';
import { Failure } from '../../engine/failure';
import type { Clock, Ledger, Log } from '../../engine/ports';
import { createHttp } from '../http';
import type { Carrier, HttpAnswer, HttpCall } from '../http/model';
import { type Page, pagesAfter } from '../listing';
import { expectOwn, type Wanted } from '../own';
import { dataOf, type Listed, listedOf, meantStatus, understood, wordsOf } from './envelope';

export interface Vsa10Options {
  /** `https://acme.vsax.net`, without a path. */
  readonly serverUrl: string;
  readonly tokenId: string;
  /** The token's secret; may reject with `secret-missing`. */
  readonly secret: () => Promise<string>;
  /** PEM of a private certificate authority. */
  readonly ca?: () => Promise<string>;
  readonly clock: Clock;
  readonly log: Log;
  /** 0 up to 1. */
  readonly random: () => number;
  /** Keeps the count of calls across restarts. */
  readonly ledger?: Ledger | undefined;
  /** The network, when absent. */
  readonly carrier?: Carrier;
}

type Query = NonNullable<HttpCall['query']>;
type Path = NonNullable<HttpCall['path']>;

export interface Vsa10Client {
  readonly clock: Clock;
  /** Calls left in this hour, of our own allowance. */
  remaining(): number;
  get(route: string, signal: AbortSignal, more?: { path?: Path; query?: Query }): Promise<HttpAnswer>;
  /** The record wanted, and no other; null when the server says that there is none. */
  one<T>(wanted: Wanted<T>, route: string, path: Path, signal: AbortSignal): Promise<T | null>;
  /** Gives the record as answered. */
  write<T>(
    shape: z.ZodType<T>,
    method: 'POST' | 'PUT',
    route: string,
    path: Path,
    body: object,
    signal: AbortSignal,
  ): Promise<T>;
  /** All pages, in the order of a member where the server takes one. */
  pages(route: string, orderBy: string, signal: AbortSignal): AsyncGenerator<Page>;
  /** Milliseconds that the allowance makes so many calls take, at the least. */
  takes(calls: number): number;
  dispose(): void;
}

/** Public clients ask for 50 to 500; the largest page is not documented. */
const PAGE = 100;
const WIDTH = 3;
/** 3600 an hour in the standard tier; the rest is left to other integrations. */
export const BUDGET = { per: 3_600_000, calls: 3000, scope: 'all' } as const;
const TOKENS = 'Administration > Configuration > API Access > Third-Party Tokens';
/** Long enough for the calls of one listing, short enough for somebody who has just mended the token. */
const REFUSED_MS = 30_000;

function inOurWords(failure: Failure): Failure {
  const more = {
    system: 'vsa',
    ...(failure.status === undefined ? {} : { status: failure.status }),
    ...(failure.detail === undefined ? {} : { detail: failure.detail }),
  } as const;
  if (failure.reason === 'credentials')
    return new Failure('credentials', 'VSA 10 did not accept the API token.', {
      ...more,
      remedy: `Check the token id and the secret, and in VSA 10 (${TOKENS}) that the token has not expired or been revoked and that its IP list holds this computer's address. It was tried once only, so as not to be locked out.`,
    });
  if (failure.reason === 'forbidden')
    return new Failure('forbidden', failure.message, {
      ...more,
      remedy: `Give the token the permission to this endpoint (${TOKENS}), then check the connection.`,
    });
  return failure;
}

export function createClient(options: Vsa10Options): Vsa10Client {
  const { clock } = options;
  /** The server locks out who keeps failing: a refused token is not tried again by each waiting call. */
  let refused: { readonly secret: string; readonly failure: Failure; readonly until: number } | null = null;
  const http = createHttp({
    system: 'vsa',
    baseUrl: `${options.serverUrl.replace(/\/+$/, '')}/api/v3`,
    clock,
    log: options.log,
    random: options.random,
    concurrency: WIDTH,
    timeoutMs: 60_000,
    maxResponseBytes: 64 * 1024 * 1024,
    budget: BUDGET,
    ledger: options.ledger,
    backoff: { rateLimitedFirstMs: 30_000 },
    ...(options.ca === undefined ? {} : { ca: options.ca }),
    ...(options.carrier ? { carrier: options.carrier } : {}),
    statusOf: meantStatus,
    wordsOf,
    authorize: {
      headers: async () => {
        const secret = await options.secret();
        if (refused?.secret === secret && refused.until > clock.now()) throw refused.failure;
        return { Authorization: `Basic ${Buffer.from(`${options.tokenId}:${secret}`).toString('base64')}` };
      },
    },
  });

  async function request(call: HttpCall): Promise<HttpAnswer> {
    try {
      return await http.request(call);
    } catch (error) {
      if (!Failure.is(error, 'credentials', 'forbidden')) throw error;
      const failure = error === refused?.failure ? error : inOurWords(error);
      if (failure.reason === 'credentials' && failure !== refused?.failure)
        refused = { secret: await options.secret(), failure, until: clock.now() + REFUSED_MS };
      throw failure;
    }
  }

  const get: Vsa10Client['get'] = (route, signal, more = {}) =>
    request({ method: 'GET', route, signal, retry: 'read', ...more });

  return {
    clock,
    remaining: () => http.remaining('GET', '/organizations'),
    get,
    async one({ shape, id, idOf }, route, path, signal) {
      try {
        const record = dataOf((await get(route, signal, { path })).body);
        if (record === null || record === undefined) return null;
        const found = understood(shape, record, 'a record');
        expectOwn('vsa', id, idOf(found));
        return found;
      } catch (error) {
        if (Failure.is(error, 'not-found')) return null;
        throw error;
      }
    },
    async write(shape, method, route, path, body, signal) {
      const answer = await request({ method, route, path, body, signal, retry: 'write' });
      return understood(shape, dataOf(answer.body), 'its answer to a write');
    },
    pages: (route, orderBy, signal) => pagesOf(orderedReader(get, route, orderBy, signal)),
    takes: (calls) => http.lastAt('GET', '', calls) - clock.now(),
    dispose: () => http.dispose(),
  };
}

type Read = (skip: number) => Promise<Listed>;

/** In a stable order where the server knows one: which members it can sort by is not documented. */
function orderedReader(get: Vsa10Client['get'], route: string, orderBy: string, signal: AbortSignal): Read {
  let order: Query = { $orderby: orderBy };
  return async (skip) => {
    const ask = () => get(route, signal, { query: { ...order, $top: PAGE, $skip: skip } });
    try {
      return listedOf((await ask()).body);
    } catch (error) {
      if (skip !== 0 || !Failure.is(error, 'rejected')) throw error;
      order = {};
      return listedOf((await ask()).body);
    }
  };
}

/** The first page says how many there are; the rest is fetched a few at a time. */
async function* pagesOf(read: Read): AsyncGenerator<Page> {
  const first = await read(0);
  yield first;
  const step = first.rows.length;
  if (step === 0) return;
  if (first.total === null) {
    yield* pagesUntilShort(read, first);
    return;
  }
  yield* pagesAfter(step, first.total, read, WIDTH);
}

async function* pagesUntilShort(read: Read, first: Listed): AsyncGenerator<Page> {
  let last = first;
  for (let skip = first.rows.length; last.more || last.rows.length >= PAGE; skip += last.rows.length) {
    last = await read(skip);
    yield last;
    if (last.rows.length === 0) return;
  }
}
