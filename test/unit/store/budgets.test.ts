import { setMaxListeners } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../../src/clock';
import { BudgetBook } from '../../../src/store/budgets';
import { createBudget } from '../../../src/systems/http/budget';
import { fakeClock } from '../systems/support/clock';

const HOUR = 3_600_000;
const LIMIT = { per: HOUR, calls: 1400, scope: 'route' } as const;
const ROUTE = 'GET /asset/{id}';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'msp-sync-budgets-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A program that was started just now, on the same folder. */
function started(clock = fakeClock(), account = 'bms acme') {
  const damages: string[] = [];
  const book = new BudgetBook({
    path: join(folder, 'budgets.json'),
    clock,
    onDamage: ({ why }) => damages.push(why),
    onTrouble: (error) => {
      throw error;
    },
  });
  const budget = createBudget({ limit: LIMIT, clock, ledger: book.for(account, HOUR) });
  return { book, budget, clock, damages };
}

async function spend(budget: ReturnType<typeof createBudget>, count: number): Promise<void> {
  for (let n = 0; n < count; n++) await budget.take(ROUTE);
}

it('counts on where an earlier program stopped, and gives back what has left the window', async () => {
  const first = started();
  await spend(first.budget, 900);
  first.clock.advance(30 * 60_000);
  await spend(first.budget, 400);
  await first.book.flush();
  const second = started(fakeClock(first.clock.now()));
  await second.budget.open();
  expect(second.budget.remaining(ROUTE)).toBe(100);
  expect(second.budget.remaining('GET /another')).toBe(1400);
  second.clock.advance(32 * 60_000);
  expect(second.budget.remaining(ROUTE)).toBe(1000);
  second.clock.advance(HOUR);
  expect(second.budget.remaining(ROUTE)).toBe(1400);
});

it('adds what two programs spend at the same time', async () => {
  const clock = fakeClock();
  const [one, two] = [started(clock), started(clock)];
  await spend(one.budget, 10);
  await spend(two.budget, 5);
  await one.book.flush();
  await two.book.flush();
  const third = started(clock);
  await third.budget.open();
  expect(third.budget.remaining(ROUTE)).toBe(1385);
});

it('keeps the accounts apart', async () => {
  const first = started();
  await spend(first.budget, 7);
  await first.book.flush();
  const other = started(first.clock, 'bms another');
  await other.budget.open();
  expect(other.budget.remaining(ROUTE)).toBe(1400);
});

it('remembers that the server asked to be left alone, and refuses nothing once that is over', async () => {
  const first = started();
  await first.budget.open();
  first.budget.pauseUntil(ROUTE, first.clock.now() + 20 * 60_000);
  await first.book.flush();
  const second = started(fakeClock(first.clock.now() + 1000));
  await second.budget.open();
  expect(second.budget.remaining(ROUTE)).toBe(0);
  expect(second.budget.freeAt(ROUTE)).toBe(first.clock.now() + 20 * 60_000);
  second.clock.advance(20 * 60_000);
  expect(second.budget.remaining(ROUTE)).toBe(1400);
});

it('writes at most every two seconds, and a file that does not grow with the calls', async () => {
  const { book, budget, clock } = started();
  for (let hour = 0; hour < 30; hour++) {
    for (let n = 0; n < 1400; n++) {
      await budget.take(ROUTE);
      clock.advance(50);
    }
    await book.flush();
    clock.advance(HOUR);
  }
  expect((await stat(join(folder, 'budgets.json'))).size).toBeLessThan(4_000);
  expect(clock.waits).toEqual([]);
});

it('does not let a clock that was set back count calls of the future for ever', async () => {
  const first = started();
  await spend(first.budget, 1400);
  await first.book.flush();
  const earlier = started(fakeClock(first.clock.now() - 48 * HOUR));
  await earlier.budget.open();
  expect(earlier.budget.remaining(ROUTE)).toBe(1400);
});

it('tells of a file that cannot be understood, sets it aside and goes on', async () => {
  await writeFile(join(folder, 'budgets.json'), '{"version":1,"accounts":{"bms":');
  const { budget, damages } = started();
  await budget.open();
  expect(damages).toEqual(['it is not valid JSON']);
  expect(budget.remaining(ROUTE)).toBe(1400);
  expect(await readFile(join(folder, 'budgets.json.damaged-1'), 'utf8')).toContain('"bms":');
});

it('lets a caller that waits for room go at once when it is cancelled', async () => {
  const real = createBudget({ limit: { per: HOUR, calls: 1, scope: 'all' }, clock: systemClock });
  await real.take(ROUTE);
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const waits = Array.from({ length: 50 }, () => real.take(ROUTE, stop.signal));
  setImmediate(() => stop.abort());
  const results = await Promise.allSettled(waits);
  expect(results.every(({ status }) => status === 'rejected')).toBe(true);
});
