import { describe, expect, it } from 'vitest';
import type { MatchStatus, RecordKey } from '../../../src/engine/model';
import type { RunSummary } from '../../../src/engine/ports';
import { keepRun, lineOf, withLine } from '../../../src/engine/trend';
import type { TrendLine } from '../../../src/engine/trend-model';
import { identity } from './fakes';

const statuses = (held: Readonly<Record<RecordKey, MatchStatus>>) =>
  new Map(
    (['bms:asset:1', 'bms:asset:2', 'vsa:asset:3', 'bms:contact:4', 'bms:contact:5'] as const).flatMap(
      (key) => {
        const status = held[key];
        return status ? [[key, { status, reason: '' }] as const] : [];
      },
    ),
  );
const ended = { run: 'r', endedAt: '2026-01-02T00:00:00.000Z', conflicts: 2 };
const line = (run: number, at: string): TrendLine => ({
  run: `${run}`,
  at,
  records: 1,
  conflicts: 0,
  shares: {},
});

describe('the line of a run', () => {
  it('holds the share in order by kind, of records in use', () => {
    const known = statuses({
      'bms:asset:1': 'matched',
      'bms:asset:2': 'inactive',
      'vsa:asset:3': 'unmatched',
      'bms:contact:4': 'pending',
      'bms:contact:5': 'ignored',
    });
    expect(lineOf(ended, known)).toEqual({
      ...{ run: 'r', at: ended.endedAt, records: 3, conflicts: 2 },
      shares: { asset: 0.5, contact: 1 },
    });
  });

  it('is nothing but zero where nothing is known', () => {
    expect(lineOf(ended, new Map())).toMatchObject({ records: 0, shares: {} });
  });
});

describe('the trend', () => {
  it('is bounded: the newest lines whole, of older ones the last of each day', () => {
    let lines: readonly TrendLine[] = [];
    const start = Date.parse('2024-01-01T00:00:00Z');
    // Four runs a day for two years.
    for (let run = 0; run < 2920; run++) {
      lines = withLine(lines, line(run, new Date(start + run * 6 * 3_600_000).toISOString()));
    }
    expect(lines.length).toBe(365 + 200);
    expect(lines.at(-1)?.run).toBe('2919');
    expect(lines.slice(-200).map(({ run }) => Number(run))).toEqual(
      Array.from({ length: 200 }, (_, at) => 2720 + at),
    );
    const old = lines.slice(0, -200).map(({ at }) => at);
    expect(new Set(old.map((at) => at.slice(0, 10))).size).toBe(old.length);
    expect(old.every((at) => at.endsWith('T18:00:00.000Z'))).toBe(true);
    expect([...old].sort()).toEqual(old);
  });

  it('holds a run once', () => {
    const first = withLine([], line(1, '2026-01-01T00:00:00Z'));
    expect(withLine(first, line(1, '2026-01-01T00:01:00Z'))).toEqual([line(1, '2026-01-01T00:01:00Z')]);
  });

  it('is kept before the last run, which watchers wait for', async () => {
    const acme = identity('acme', 'organization', { bms: '1' });
    const kept: string[] = [];
    const summary: RunSummary = {
      ...{ ...ended, startedAt: ended.endedAt, result: 'done', message: null, outcomes: {}, problems: {} },
    };
    await keepRun(
      {
        load: async () => ({ identities: new Map([[acme.id, acme]]), records: new Map() }),
        clientTrends: async () => ({}),
        saveClientTrends: async (trends) => void kept.push(`clients ${JSON.stringify(trends)}`),
        trend: async () => [line(1, '2026-01-01T00:00:00Z')],
        saveTrend: async (lines) => void kept.push(`trend ${lines.map(({ run }) => run).join(' ')}`),
        saveLastRun: async ({ run }) => void kept.push(`last ${run}`),
      },
      {
        summary,
        statuses: new Map([['bms:organization:1', { status: 'matched', reason: '' }]]),
        placeholderSerials: [],
        clock: { now: () => 0, yield: async () => undefined },
      },
    );
    const point = { day: '2026-01-02', counts: { matched: 1 }, shares: { organization: 1 }, placeholders: 0 };
    expect(kept).toEqual([`clients ${JSON.stringify({ acme: [point] })}`, 'trend 1 r', 'last r']);
  });
});
