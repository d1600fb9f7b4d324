import { describe, expect, it } from 'vitest';
import { inOrder, type ListingPlan, type Page, readWhole } from '../../../src/systems/listing';
import { clockFinding } from '../../../src/systems/preflight';
import { fakeClock } from './support/clock';

interface Taken {
  readonly values: string[];
  readonly problems: string[];
  passes: number;
}

/** Each pass gives the next of `passes`; rows are their own ids, and `?` is none. */
function listing(passes: readonly (readonly Page[])[]): { plan: ListingPlan<string>; taken: Taken } {
  const taken: Taken = { values: [], problems: [], passes: 0 };
  const plan: ListingPlan<string> = {
    system: 'vsa',
    what: 'agents',
    totalName: 'TotalRecords',
    clock: fakeClock(),
    async *pages() {
      yield* passes[taken.passes++] ?? [];
    },
    understand: (row) =>
      row === '?' ? { id: null, problem: 'odd' } : { id: String(row), value: String(row) },
    take: (values) => taken.values.push(...values),
    problem: (_, message) => taken.problems.push(message),
  };
  return { plan, taken };
}

const page = (rows: readonly string[], total: number | null): Page => ({ rows, total });

describe('a complete listing', () => {
  it('is proven by the count on the first and last page', async () => {
    const { plan, taken } = listing([[page(['a', 'b'], 3), page(['c'], 3)]]);
    expect(await readWhole(plan)).toEqual({
      announced: 3,
      received: 3,
      proof: 'TotalRecords 3 on the first and last page',
    });
    expect(taken.values).toEqual(['a', 'b', 'c']);
  });

  it('may be empty, when that is what was announced', async () => {
    expect(await readWhole(listing([[page([], 0)]]).plan)).toMatchObject({ announced: 0, received: 0 });
  });

  it('counts a bad row as received, and spoils nothing else', async () => {
    const { plan, taken } = listing([[page(['a', '?', 'b'], 3)]]);
    expect(await readWhole(plan)).toMatchObject({ received: 3 });
    expect(taken).toMatchObject({ values: ['a', 'b'], problems: ['odd'] });
  });

  it('is read again once when a row was seen twice and another never', async () => {
    const { plan, taken } = listing([
      [page(['a', 'b'], 3), page(['b'], 3)],
      [page(['a', 'b'], 3), page(['c'], 3)],
    ]);
    expect(await readWhole(plan)).toMatchObject({ announced: 3, received: 3 });
    expect(taken).toMatchObject({ values: ['a', 'b', 'c'], passes: 2 });
  });

  it('is read again when the count moved between its pages', async () => {
    const { plan, taken } = listing([
      [page(['a', 'b'], 2), page(['c'], 3)],
      [page(['a', 'b'], 3), page(['c'], 3)],
    ]);
    await readWhole(plan);
    expect(taken.passes).toBe(2);
  });

  it('fails when it does not add up twice', async () => {
    const short = [page(['a'], 3)];
    const { plan, taken } = listing([short, short, [page(['a', 'b', 'c'], 3)]]);
    await expect(readWhole(plan)).rejects.toMatchObject({
      reason: 'incomplete',
      message: 'Kaseya VSA announced 3 agents and gave 1, twice in a row.',
    });
    expect(taken.passes).toBe(2);
  });

  it('says so where nothing is announced', async () => {
    expect(await readWhole(listing([[page(['a'], null)]]).plan)).toMatchObject({
      announced: null,
      received: 1,
      proof: expect.stringContaining('until a page came short'),
    });
  });
});

describe('jobs in order', () => {
  it('run a few at a time and come in order', async () => {
    let running = 0;
    let most = 0;
    const jobs = [30, 1, 20, 1, 5].map((ms, at) => async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, ms));
      running--;
      return at;
    });
    const got: number[] = [];
    for await (const one of inOrder(jobs, 3)) got.push(one);
    expect(got).toEqual([0, 1, 2, 3, 4]);
    expect(most).toBe(3);
  });

  it('fail where a job fails, and leave nothing unhandled behind', async () => {
    const fail = async (): Promise<number> => {
      throw new Error('no');
    };
    const read = async () => {
      for await (const one of inOrder([async () => 1, fail, fail], 2)) expect(one).toBe(1);
    };
    await expect(read()).rejects.toThrow('no');
  });
});

describe('the clock', () => {
  const now = Date.UTC(2026, 0, 1);
  const level = (minutes: number) =>
    clockFinding('vsa', new Date(now + minutes * 60_000).toUTCString(), now)[0]?.level;

  it('may differ by a few minutes', () => {
    expect([level(0), level(5), level(-6), level(90)]).toEqual(['ok', 'ok', 'warning', 'warning']);
    expect(clockFinding('vsa', undefined, now)).toEqual([]);
  });
});
