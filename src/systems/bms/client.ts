/** Calls of API v2, unwrapped and of known shape. */
import type * as z from 'zod';
import { Failure } from '../../engine/failure';
import type { RecordId } from '../../engine/model';
import type { Clock } from '../../engine/ports';
import type { Query } from '../http/address';
import type { Http, HttpCall } from '../http/model';
import { expectOwn } from '../own';
import { expectShape, unwrap } from './envelope';
import { type Listing, listAll, PAGE_SIZE } from './listing';

export interface Target {
  readonly route: string;
  readonly path?: Readonly<Record<string, string | number>>;
  readonly query?: Query;
  /** A part of a write that has begun. */
  readonly goesOn?: boolean;
}

export interface ListRequest<T> extends Target {
  readonly what: string;
  readonly shape: z.ZodType<T>;
  /** A row that cannot be read spoils only itself. */
  onBadRow(id: string | null, message: string): void;
  between(done: number, total: number | null): void;
}

export interface Client {
  get<T>(target: Target, shape: z.ZodType<T>, signal: AbortSignal): Promise<T>;
  /** The record with this id, and no other; null when the server says that there is none. */
  find<T extends { id: number }>(
    id: RecordId,
    target: Target,
    shape: z.ZodType<T>,
    signal: AbortSignal,
  ): Promise<T | null>;
  /** One page as it comes; rows that cannot be read are left out. */
  rows<T>(
    target: Target,
    shape: z.ZodType<T>,
    signal: AbortSignal,
  ): Promise<{ rows: T[]; total: number | null }>;
  list<T extends { id: number }>(request: ListRequest<T>, signal: AbortSignal): Promise<Listing<T>>;
  write(
    method: 'POST' | 'PUT' | 'PATCH',
    target: Target,
    body: unknown,
    signal: AbortSignal,
  ): Promise<unknown>;
  /** Calls left in this hour. */
  remaining(route: string): number;
  /** When so many calls may go in a row, in milliseconds since the epoch. */
  freeAt(route: string, count: number): number;
  /** See `Http.theirTime`. */
  theirTime(ours: number): number;
}

export function createClient(http: Http, clock: Clock): Client {
  async function fetch(target: Target, signal: AbortSignal) {
    return unwrap((await http.request({ method: 'GET', ...target, signal, retry: 'read' })).body);
  }

  const client: Client = {
    async get(target, shape, signal) {
      return expectShape(shape, (await fetch(target, signal)).result, `the answer to GET ${target.route}`);
    },
    async find(id, target, shape, signal) {
      try {
        const found = await client.get(target, shape, signal);
        expectOwn('bms', id, String(found.id));
        return found;
      } catch (error) {
        if (Failure.is(error, 'not-found')) return null;
        throw error;
      }
    },
    async rows(target, shape, signal) {
      const { result, total } = await fetch(target, signal);
      const rows = rowsOf(result, target).flatMap((row) => {
        const read = shape.safeParse(row);
        return read.success ? [read.data] : [];
      });
      return { rows, total };
    },
    list({ what, shape, onBadRow, between, ...target }, signal) {
      const bad = new Set<number>();
      return listAll({
        what,
        id: (row) => row.id,
        page: async (number) => {
          const query = { ...target.query, PageSize: PAGE_SIZE, PageNumber: number };
          const { result, total } = await fetch({ ...target, query }, signal);
          const rows = rowsOf(result, target).flatMap((row) => {
            const read = shape.safeParse(row);
            if (read.success) return [read.data];
            const id = idOf(row);
            if (id === null || !bad.has(id)) {
              onBadRow(id === null ? null : String(id), read.error.issues[0]?.message ?? 'unreadable');
              bad.add(id ?? -1);
            }
            return [];
          });
          if (rows.length === 0) expectReadable(result, target);
          return { rows, total, unreadable: bad.size };
        },
        between: async (done, total) => {
          between(done, total);
          await clock.yield();
        },
      });
    },
    async write(method, target, body, signal) {
      const call: HttpCall = { method, ...target, body, signal, retry: 'write' };
      return unwrap((await http.request(call)).body).result;
    },
    remaining: (route) => http.remaining('GET', route),
    freeAt: (route, count) => http.freeAt('GET', route, count),
    theirTime: (ours) => http.theirTime(ours),
  };
  return client;
}

/** BMS shows an empty list as `[]` or as `null`; anything else is no list. */
function rowsOf(result: unknown, target: Target): readonly unknown[] {
  if (Array.isArray(result)) return result;
  if (result === null || result === undefined) return [];
  throw new Failure('protocol', `Kaseya BMS answered GET ${target.route} with something that is no list.`, {
    system: 'bms',
    remedy: 'Check that the address is a Kaseya BMS API v2 server; report this if it is.',
  });
}

/** A page on which nothing at all can be read is not the end of a list. */
function expectReadable(result: unknown, target: Target): void {
  if (rowsOf(result, target).length === 0) return;
  throw new Failure('protocol', `No row of Kaseya BMS's answer to GET ${target.route} is understood.`, {
    system: 'bms',
    remedy: 'Check that the address is a Kaseya BMS API v2 server; report this if it is.',
  });
}

function idOf(row: unknown): number | null {
  return typeof row === 'object' && row !== null && 'id' in row && typeof row.id === 'number' ? row.id : null;
}
