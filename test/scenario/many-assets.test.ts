/** 20,000 assets whose details cost a call each, of 1400 an hour: read over many hours, by programs that come and go. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxiosError, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Coverage, SourceRecord } from '../../src/engine/model';
import { BudgetBook } from '../../src/store/budgets';
import { HOUR_MS } from '../../src/systems/bms/limits';
import { createBms } from '../../src/systems/bms/system';
import type { Carrier } from '../../src/systems/http/model';
import { type FakeClock, fakeClock } from '../unit/systems/support/clock';
import { recordingLog } from '../unit/systems/support/log';

const ASSETS = 20_000;
/** What the server allows of one endpoint in any hour. */
const VENDOR_LIMIT = 1500;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'msp-sync-many-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A server that answers from memory and remembers when each asset was asked for. */
function server(clock: FakeClock) {
  const asked: { readonly id: number; readonly at: number }[] = [];
  const result = (url: URL): unknown => {
    if (url.pathname.endsWith('/authenticate') || url.pathname.endsWith('/refreshtoken'))
      return { accessToken: 'a', refreshToken: 'r' };
    if (url.pathname.endsWith('/searchselect')) {
      if (url.searchParams.get('Filter.IsActive') === 'false') return [];
      const page = Number(url.searchParams.get('PageNumber'));
      const from = (page - 1) * 100;
      return Array.from({ length: Math.min(100, Math.max(0, ASSETS - from)) }, (_, at) => row(from + at + 1));
    }
    const id = Number(/hardwareasset\/(\d+)$/.exec(url.pathname)?.[1]);
    if (!id) return [];
    asked.push({ id, at: clock.now() });
    const { assetName, ...shown } = row(id);
    return { ...shown, name: assetName, macAddress: `02:00:00:00:00:${id % 100}` };
  };
  const adapter = async (config: InternalAxiosRequestConfig): Promise<AxiosResponse> => {
    if (config.signal?.aborted) throw new AxiosError('canceled', AxiosError.ERR_CANCELED, config);
    const data = JSON.stringify({ success: true, result: result(new URL(config.url ?? '')) });
    return { data, status: 200, statusText: 'OK', headers: { 'content-type': 'application/json' }, config };
  };
  const carrier: Carrier = { adapter, after: () => () => undefined };
  return { asked, carrier };
}

const row = (id: number) => ({
  id,
  assetName: `PC-${id}`,
  serialNumber: `SN${id}`,
  accountId: 1,
  categoryId: 1,
  isActive: true,
});

it('reads the most useful first, never over the limit, goes on after each restart, and tells the time left', async () => {
  const clock = fakeClock(Date.UTC(2026, 0, 5, 12, 20));
  const { asked, carrier } = server(clock);
  const known = new Map<string, SourceRecord>();
  const wanted = new Set(Array.from({ length: 50 }, (_, at) => `PC-${ASSETS - at}`));

  /** A program of its own: reads as far as it may, and ends. */
  async function program(): Promise<Coverage> {
    const book = new BudgetBook({
      path: join(folder, 'budgets.json'),
      clock,
      onDamage: ({ why }) => expect.unreachable(why),
      onTrouble: (error) => expect.unreachable(String(error)),
    });
    const system = createBms({
      serverUrl: 'https://bms.example',
      tenant: 'acme',
      username: 'kim',
      password: async () => 'secret',
      clock,
      log: recordingLog(),
      random: () => 0.5,
      carrier,
      ledger: book.for('bms', HOUR_MS),
    });
    const seen = new Map<string, SourceRecord>();
    const coverage = await system.scan('asset', {
      signal: new AbortController().signal,
      known: (id) => known.get(id),
      stirred: new Set(),
      since: 'rows',
      elsewhere: (name) => wanted.has(name ?? ''),
      keep: async (records) => {
        for (const record of records) known.set(record.id, record);
      },
      page: (page) => {
        for (const record of page) seen.set(record.id, record);
      },
      problem: (problem) => expect.unreachable(problem.message),
    });
    // Every asset is there, whether or not its details came.
    expect(seen.size).toBe(ASSETS);
    expect([...seen.values()].every((one) => one.fields.serialNumber === `SN${one.id}`)).toBe(true);
    await book.flush();
    system.dispose();
    return coverage;
  }

  const began = clock.now();
  const promised: number[] = [];
  let coverage = await program();
  const first = asked.slice(0, 50).map(({ id }) => id);
  expect(first.every((id) => id > ASSETS - 50)).toBe(true);
  for (let runs = 1; coverage.left; runs++) {
    expect(runs).toBeLessThan(60);
    expect(coverage.left.count).toBe(ASSETS - known.size);
    promised.push(Date.parse(coverage.left.until));
    // Whoever starts again before it is worth while is told so, and spends no more than is left.
    if (runs === 3) expect((await program()).left?.count).toBeLessThanOrEqual(coverage.left.count);
    clock.advance(Math.max(60_000, Date.parse(coverage.left.resumeAt) - clock.now()));
    coverage = await program();
  }
  expect(known.size).toBe(ASSETS);
  expect(new Set(asked.map(({ id }) => id)).size).toBe(ASSETS);
  expect(asked).toHaveLength(ASSETS);
  const hours = (clock.now() - began) / HOUR_MS;
  expect(hours).toBeGreaterThan(13);
  expect(hours).toBeLessThan(18);
  for (const until of promised) expect(Math.abs(until - clock.now())).toBeLessThan(2 * HOUR_MS);
  expect(busiestHour(asked.map(({ at }) => at))).toBeLessThanOrEqual(VENDOR_LIMIT);
  expect((await program()).left).toBeUndefined();
  expect(asked).toHaveLength(ASSETS);
}, 120_000);

function busiestHour(instants: readonly number[]): number {
  let [most, from] = [0, 0];
  instants.forEach((at, to) => {
    while ((instants[from] ?? at) <= at - HOUR_MS) from++;
    most = Math.max(most, to - from + 1);
  });
  return most;
}
