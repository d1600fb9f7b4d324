import { describe, expect, it } from 'vitest';
import { movementOf, withClients } from '../../../src/engine/client-trend';
import type { ClientHealth } from '../../../src/engine/health';
import type { ClientTrends } from '../../../src/engine/trend-model';

const client = (identity: string, unmatched: number, more: Partial<ClientHealth> = {}): ClientHealth => ({
  ...{ identity, name: identity, records: 10, counts: { matched: 10, unmatched } },
  ...{
    matchedShare: { asset: 10 / (10 + unmatched) },
    share: 10 / (10 + unmatched),
    placeholders: [],
    ...more,
  },
});
const dayAt = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 86_400_000).toISOString().slice(0, 10);
const days = (trends: ClientTrends, identity: string) =>
  (trends[identity] ?? []).map(({ day, counts }) => [day, counts.unmatched]);

describe('the trend of a client', () => {
  it('has one point a day, the last run of it, and only for days on which its figures changed', () => {
    let trends: ClientTrends = {};
    const runs: readonly [string, number, number][] = [
      ['2026-01-01', 3, 5],
      ['2026-01-02', 3, 4],
      ['2026-01-02', 3, 2],
      ['2026-01-03', 3, 2],
    ];
    for (const [day, acme, globex] of runs)
      trends = withClients(trends, [client('globex', globex), client('acme', acme)], day);
    expect(days(trends, 'acme')).toEqual([['2026-01-01', 3]]);
    expect(days(trends, 'globex')).toEqual([
      ['2026-01-01', 5],
      ['2026-01-02', 2],
    ]);
    expect(trends.globex?.at(-1)).toEqual({
      ...{
        day: '2026-01-02',
        counts: { matched: 10, unmatched: 2 },
        shares: { asset: 0.8333 },
        placeholders: 0,
      },
    });
  });

  it('changes with a placeholder serial number too, and takes a day back on which all came to be as before', () => {
    const before = withClients({}, [client('acme', 3)], '2026-01-01');
    const during = withClients(before, [client('acme', 3, { placeholders: ['vsa:asset:1'] })], '2026-01-02');
    expect(during.acme?.map(({ placeholders }) => placeholders)).toEqual([0, 1]);
    expect(withClients(during, [client('acme', 3)], '2026-01-02')).toEqual(before);
  });

  it('gives the same text whoever needs most attention, so that the file is left alone', () => {
    const clients = [client('b', 1), client('a', 2, { counts: { matched: 10, unmatched: 2 } })];
    const first = withClients({}, clients, '2026-01-01');
    const reordered = [client('a', 2, { counts: { unmatched: 2, matched: 10 } }), client('b', 1)];
    expect(JSON.stringify(withClients(first, reordered, '2026-01-02'))).toBe(JSON.stringify(first));
  });

  it('is bounded, and goes with the client', () => {
    let trends: ClientTrends = {};
    for (let day = 0; day < 400; day++) trends = withClients(trends, [client('acme', day)], dayAt(day));
    expect(trends.acme).toHaveLength(30);
    expect(days(trends, 'acme').at(-1)).toEqual([dayAt(399), 399]);
    expect(withClients(trends, [client('globex', 1)], dayAt(400))).not.toHaveProperty('acme');
  });
});

describe('whether a client became better', () => {
  const points = (...held: readonly [number, number][]) => {
    let trends: ClientTrends = {};
    for (const [day, unmatched] of held)
      trends = withClients(trends, [client('acme', unmatched)], dayAt(day));
    return trends.acme ?? [];
  };

  it('is told against how it stood a month ago, though the point be older', () => {
    const held = points([0, 9], [10, 5], [45, 2]);
    expect(movementOf(held, dayAt(50))).toEqual({ direction: 'better', from: 5, to: 2, since: dayAt(20) });
    expect(movementOf(held, dayAt(90))).toEqual({ direction: 'same', from: 2, to: 2, since: dayAt(60) });
  });

  it('is told against the first day where that is nearer', () => {
    expect(movementOf(points([0, 1], [3, 4]), dayAt(3))).toEqual({
      ...{ direction: 'worse', from: 1, to: 4, since: dayAt(0) },
    });
  });

  it('is not known on the first day', () => {
    expect(movementOf(points([0, 1]), dayAt(0))).toBeNull();
    expect(movementOf([], dayAt(0))).toBeNull();
  });
});
