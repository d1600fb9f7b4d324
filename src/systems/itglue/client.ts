/** Calls to IT Glue: key, error families, pages. Source: IT Glue API reference. */
import { Failure } from '../../engine/failure';
import type { Clock, Ledger, Log } from '../../engine/ports';
import { createHttp } from '../http';
import type { Carrier, HttpAnswer, HttpCall } from '../http/model';
import { inOrder, type Page } from '../listing';
import { expectAnswerTo } from './answered';
import { type Attributes, type Entry, entryOf, type Listing, listingOf, wordsOf } from './document';
import { apiHost, REGION_TITLES, type Region } from './hosts';

export interface ClientOptions {
  readonly region: Region;
  /** Instead of the region's host: a proxy or a simulator. */
  readonly apiUrl?: string;
  /** PEM of a private authority, such as that of a proxy which looks into encrypted traffic. */
  readonly ca?: () => Promise<string>;
  /** The API key; may reject with `secret-missing`. */
  readonly apiKey: () => Promise<string>;
  readonly clock: Clock;
  readonly log: Log;
  /** 0 up to 1. */
  readonly random: () => number;
  /** Keeps the count of the calls across restarts. */
  readonly ledger?: Ledger | undefined;
  /** The network, when absent. */
  readonly carrier?: Carrier;
}

type Query = NonNullable<HttpCall['query']>;
type Path = NonNullable<HttpCall['path']>;

export interface ItGlueClient {
  readonly clock: Clock;
  /** Calls left in the present five minutes, of our own allowance. */
  remaining(): number;
  get(route: string, signal: AbortSignal, more?: { path?: Path; query?: Query }): Promise<HttpAnswer>;
  list(route: string, signal: AbortSignal, more?: { path?: Path; query?: Query }): Promise<Listing>;
  /** All pages, sorted by id. */
  pages(route: string, signal: AbortSignal, more?: { path?: Path; query?: Query }): AsyncGenerator<Page>;
  /** Pages from the most lately changed on, for as long as they are asked for. */
  newest(route: string, signal: AbortSignal, more?: { path?: Path; query?: Query }): AsyncGenerator<Page>;
  /** Creates or changes one resource with flat attributes; gives it as answered. */
  write(
    method: 'POST' | 'PATCH',
    route: string,
    path: Path,
    type: string,
    attributes: Attributes,
    signal: AbortSignal,
  ): Promise<Entry>;
  /** Milliseconds that the allowance makes so many calls take, at the least. */
  takes(calls: number): number;
  /** See `Http.skew`. */
  skew(): number | null;
  /** See `Http.theirTime`. */
  theirTime(ours: number): number;
  dispose(): void;
}

const MEDIA_TYPE = 'application/vnd.api+json';
/** Length of the window in which IT Glue counts, in milliseconds. */
export const WINDOW_MS = 5 * 60_000;
/** 3000 requests in five minutes are allowed; others use the same allowance. */
export const BUDGET = { per: WINDOW_MS, calls: 2400, scope: 'all' } as const;
/** Each divides the one before, so that a page too slow to come, or cut down by the server, is asked for in parts. */
const PAGE_SIZES = [500, 250, 125, 25, 5] as const;
const LARGEST_PAGE = PAGE_SIZES[0];
const WIDTH = 3;
/** Changes are few: a small page is quick, and most often the only one. */
const NEWEST_PAGE = 100;

/**
 * 403 means the key, 401 means this resource: the other way round than elsewhere. A key of another region fails like a
 * wrong one. A record that a PSA sync holds is refused as invalid.
 */
function inOurWords(failure: Failure, region: Region): Failure {
  const { status, detail } = failure;
  const more = {
    system: 'itglue',
    ...(status === undefined ? {} : { status }),
    ...(detail === undefined ? {} : { detail }),
  } as const;
  if (status === 403)
    return new Failure('credentials', 'IT Glue does not accept the API key.', {
      ...more,
      remedy: `Check that the region (now ${REGION_TITLES[region]}) is the one that the account lives in: a key works there alone. Else create a new key in Account > Settings > API Keys; one that was unused for 90 days is revoked.`,
    });
  if (status === 401)
    return new Failure('forbidden', 'IT Glue does not allow this to the API key.', {
      ...more,
      remedy: 'Use a key of an administrator whose access covers this resource.',
    });
  if (status === 422 && /synced/i.test(detail ?? ''))
    return new Failure('locked', 'IT Glue refuses to change a record that its PSA sync holds.', {
      ...more,
      remedy: 'Change it in the PSA; IT Glue takes it over with its next sync.',
    });
  return failure;
}

const tooSlow = (error: unknown): boolean =>
  Failure.is(error, 'timeout') ||
  (Failure.is(error, 'server-error') && (error.status === 504 || /timed out/i.test(error.detail ?? '')));

export function createClient(options: ClientOptions): ItGlueClient {
  const http = createHttp({
    system: 'itglue',
    baseUrl: options.apiUrl ?? apiHost(options.region),
    clock: options.clock,
    log: options.log,
    random: options.random,
    concurrency: 4,
    timeoutMs: 60_000,
    maxResponseBytes: 64 * 1024 * 1024,
    budget: BUDGET,
    ledger: options.ledger,
    backoff: { attempts: 3, rateLimitedFirstMs: 10_000 },
    headers: { Accept: MEDIA_TYPE },
    wordsOf,
    ...(options.ca === undefined ? {} : { ca: options.ca }),
    ...(options.carrier ? { carrier: options.carrier } : {}),
    authorize: { headers: async () => ({ 'x-api-key': await options.apiKey() }) },
  });

  async function request(call: HttpCall): Promise<HttpAnswer> {
    try {
      return await http.request(call);
    } catch (error) {
      throw error instanceof Failure ? inOurWords(error, options.region) : error;
    }
  }

  const get: ItGlueClient['get'] = (route, signal, more = {}) =>
    request({ method: 'GET', route, signal, retry: 'read', ...more });
  const list: ItGlueClient['list'] = async (route, signal, more) => {
    const listing = listingOf((await get(route, signal, more)).body);
    expectAnswerTo(more?.query ?? {}, listing.self);
    return listing;
  };

  return {
    clock: options.clock,
    remaining: () => http.remaining('GET', '/regions'),
    get,
    list,
    pages: (route, signal, more = {}) =>
      pagesOf((number, size) => {
        const query = { ...more.query, sort: 'id', 'page[number]': number, 'page[size]': size };
        return list(route, signal, { ...more, query });
      }),
    async *newest(route, signal, more = {}) {
      for (let number = 1; ; number++) {
        const query = {
          ...more.query,
          sort: '-updated_at',
          'page[number]': number,
          'page[size]': NEWEST_PAGE,
        };
        const page = await list(route, signal, { ...more, query });
        yield page;
        if (page.rows.length === 0 || isAll(page, number)) return;
      }
    },
    async write(method, route, path, type, attributes, signal) {
      const headers = { 'Content-Type': MEDIA_TYPE };
      const body = { data: { type, attributes } };
      const answer = await request({ method, route, path, body, headers, signal, retry: 'write' });
      const [row] = listingOf(answer.body).rows;
      return entryOf(row);
    },
    takes: (calls) => http.lastAt('GET', '', calls) - options.clock.now(),
    skew: () => http.skew(),
    theirTime: (ours) => http.theirTime(ours),
    dispose: () => http.dispose(),
  };
}

/** Whether nothing can come after this page of the most lately changed. */
const isAll = ({ rows, total }: Page, number: number): boolean =>
  total === null ? rows.length < NEWEST_PAGE : number === 1 && rows.length >= total;

/** A first page that is short although more is announced shows how few the server gives. */
function sizeGiven({ rows, total }: Page, asked: number): number {
  if (rows.length >= Math.min(asked, total ?? 0)) return asked;
  return PAGE_SIZES.find((one) => one <= rows.length) ?? asked;
}

/** The first page says how many there are; the rest is fetched a few at a time, in smaller parts where pages time out. */
async function* pagesOf(read: (number: number, size: number) => Promise<Page>): AsyncGenerator<Page> {
  let largest: number = LARGEST_PAGE;

  async function inParts(offset: number, length: number, size: number): Promise<Page[]> {
    const pages: Page[] = [];
    for (let at = offset; at < offset + length; at += size) {
      const part = await range(at, size);
      pages.push(...part);
      if (part.reduce((sum, page) => sum + page.rows.length, 0) < size) break;
    }
    return pages;
  }

  /** Null where that is more than the server gives at once; `largest` is then what it does give. */
  async function atOnce(offset: number, size: number): Promise<Page | null> {
    try {
      const page = await read(offset / size + 1, size);
      if (offset === 0) largest = Math.min(largest, sizeGiven(page, size));
      return size > largest ? null : page;
    } catch (error) {
      const smaller = PAGE_SIZES.find((one) => one < size);
      if (!tooSlow(error) || smaller === undefined) throw error;
      largest = Math.min(largest, smaller);
      return null;
    }
  }

  async function range(offset: number, size: number): Promise<Page[]> {
    const page = size > largest ? null : await atOnce(offset, size);
    return page ? [page] : inParts(offset, size, largest);
  }

  const first = await range(0, LARGEST_PAGE);
  yield* first;
  const total = first[0]?.total ?? null;
  if (total === null) {
    for (let offset = LARGEST_PAGE, full = isFull(first); full; offset += LARGEST_PAGE) {
      const pages = await range(offset, LARGEST_PAGE);
      yield* pages;
      full = isFull(pages);
    }
    return;
  }
  function* jobs(announced: number) {
    for (let offset = LARGEST_PAGE; offset < announced; offset += LARGEST_PAGE)
      yield () => range(offset, LARGEST_PAGE);
  }
  for await (const pages of inOrder(jobs(total), WIDTH)) {
    yield* pages;
    // However many are announced, those alone that are there are asked for.
    if (pages.every((page) => page.rows.length === 0)) return;
  }
}

const isFull = (pages: readonly Page[]): boolean =>
  pages.reduce((sum, page) => sum + page.rows.length, 0) >= LARGEST_PAGE;
