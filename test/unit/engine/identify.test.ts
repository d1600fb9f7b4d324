import { describe, expect, it } from 'vitest';
import { identify } from '../../../src/engine/identify';
import { pairKey } from '../../../src/engine/match/clusters';
import type { MatchedGroup, MatchResult } from '../../../src/engine/match/model';
import type { Identity, PerSystem, RecordKey, SourceRecord } from '../../../src/engine/model';
import { keyOf } from '../../../src/engine/model';
import { atOnce } from '../../../src/engine/slices';
import { identity, link, record } from './fakes';

function group(
  members: PerSystem<string>,
  goesOn: string | null = null,
  aliases: readonly RecordKey[] = [],
): MatchedGroup {
  const links = Object.fromEntries(Object.entries(members).map(([system, id]) => [system, link(id)]));
  return {
    kind: 'asset',
    members,
    links,
    confidence: 1,
    evidence: [],
    reason: 'test',
    identity: goesOn,
    aliases,
  };
}

function identified(
  groups: readonly MatchedGroup[],
  records: readonly SourceRecord[],
  previous: readonly Identity[] = [],
  looked = () => true,
  different: ReadonlySet<string> = new Set(),
  ignored: ReadonlyMap<RecordKey, string> = new Map(),
) {
  const result: MatchResult = { groups, suggestions: [], ambiguous: [], alarms: [], ignored };
  const said = { different, ignored };
  const map = new Map(records.map((held) => [keyOf(held), held]));
  const before = new Map(previous.map((one) => [one.id, one]));
  return atOnce(identify(result, map, before, looked, said));
}

const here = record('bms', 'asset', '1');
const there = record('vsa', 'asset', '2');
const both = { bms: '1', vsa: '2' };
const shadows = { bms: { name: 'A' }, vsa: { name: 'a' } };

describe('identities', () => {
  it('are founded on the first system’s record, and every other record stands alone', () => {
    const lone = record('itglue', 'asset', '3');
    const { identities, identityOf } = identified([group(both)], [here, there, lone]);
    expect([...identities.keys()]).toEqual(['asset/bms/1', 'asset/itglue/3']);
    expect(identityOf.get('vsa:asset:2')).toBe('asset/bms/1');
  });

  it.each([
    ['first', [here, there]],
    ['last', [there, here]],
  ])('remember a member that is to be left alone as one that was: it is read %s', (_when, records) => {
    const ignored = new Map<RecordKey, string>([['bms:asset:1', 'a loaner']]);
    const before = [identity('asset/bms/1', 'asset', both, { shadows })];
    const { identities, identityOf } = identified([], records, before, () => true, new Set(), ignored);
    const left = identities.get(identityOf.get('vsa:asset:2') ?? '');
    expect(left?.links).not.toHaveProperty('bms');
    expect(left?.aliases).toEqual(['bms:asset:1']);
    const next = identified([], records, [...identities.values()], () => true, new Set(), ignored);
    expect(next.identities.get(left?.id ?? '')?.aliases).toEqual(['bms:asset:1']);
  });

  it('go on with their id, shadows and aliases', () => {
    const before = identity('asset/vsa/2', 'asset', both, {
      shadows,
      aliases: ['vsa:asset:0'],
      owed: { vsa: ['name'] },
    });
    const { identities, removed } = identified(
      [group(both, before.id, ['vsa:asset:7'])],
      [here, there],
      [before],
    );
    expect(identities.get(before.id)).toMatchObject({
      shadows,
      aliases: ['vsa:asset:0', 'vsa:asset:7'],
      owed: { vsa: ['name'] },
    });
    expect(removed).toEqual([]);
  });

  it('forget the shadow of a record that another one has replaced', () => {
    const before = identity('asset/bms/1', 'asset', { bms: '1', vsa: '9' }, { shadows });
    const { identities } = identified([group(both, before.id)], [here, there], [before]);
    expect(identities.get(before.id)?.shadows).toEqual({ bms: { name: 'A' } });
    expect(identities.get(before.id)?.links.vsa?.record).toBe('2');
  });

  it('keep a member that a scan did not show, and count the scans', () => {
    const before = identity('asset/bms/1', 'asset', both, { shadows });
    const once = identified([], [here], [before]).identities.get(before.id);
    expect(once).toMatchObject({ links: { vsa: { record: '2' } }, missing: { vsa: 1 } });
    const twice = once && identified([], [here], [once]).identities.get(before.id);
    expect(twice?.missing).toEqual({ vsa: 2 });
    const back =
      twice && identified([group(both, before.id)], [here, there], [twice]).identities.get(before.id);
    expect(back?.missing).toBeUndefined();
    expect(back?.shadows).toEqual(shadows);
  });

  it('keep a pair that nobody shows, and forget a loner after a while', () => {
    const pair = identity('asset/bms/1', 'asset', both);
    const loner = identity('asset/itglue/3', 'asset', { itglue: '3' });
    let previous: readonly Identity[] = [pair, loner];
    for (let scans = 0; scans < 3; scans += 1)
      previous = [...identified([], [], previous).identities.values()];
    expect(previous.map(({ id }) => id)).toEqual([pair.id]);
    expect(previous[0]?.missing).toEqual({ bms: 3, vsa: 3 });
  });

  it('belong to the organization that their records name', () => {
    const owner = record('bms', 'organization', '5');
    const owned = { ...here, organization: '5' };
    const { identities } = identified([], [owner, owned]);
    expect(identities.get('asset/bms/1')?.organization).toBe('organization/bms/5');
    expect(identities.get('organization/bms/5')?.organization).toBeNull();
  });

  it('never lose a record or hold one twice', () => {
    const before = identity('asset/bms/1', 'asset', both, { shadows });
    const split = identified([], [here, there], [before]);
    const held = [...split.identities.values()].flatMap(({ links }) =>
      Object.entries(links).map(([system, { record: id }]) => `${system}:${id}`),
    );
    expect(held.sort()).toEqual(['bms:1', 'vsa:2']);
    expect(split.identityOf.size).toBe(2);
  });
});

describe('a record that takes the place of another', () => {
  it('is owed nothing, doubted in nothing and agreed to nothing that the other one was', () => {
    const debts = { vsa: ['model' as const], bms: ['notes' as const] };
    const doubted = { vsa: { name: 'B' }, bms: { name: 'C' } };
    const before = identity('asset/bms/1', 'asset', both, { shadows, owed: debts, doubted });
    const other = record('vsa', 'asset', '9');
    const { identities } = identified([group({ bms: '1', vsa: '9' }, before.id)], [here, other], [before]);
    expect(identities.get(before.id)).toMatchObject({
      shadows: { bms: shadows.bms },
      owed: { bms: ['notes'] },
      doubted: { bms: { name: 'C' } },
    });
    expect(Object.keys(identities.get(before.id)?.owed ?? {})).toEqual(['bms']);
    const [alone] = identified(
      [group({ vsa: '9' }, before.id)],
      [other],
      [{ ...before, links: { vsa: link('2') } }],
    ).identities.values();
    expect(alone).not.toHaveProperty('owed');
  });
});

describe('absence', () => {
  const linked = () => [...identified([group(both)], [here, there]).identities.values()];

  it('counts only where a complete listing was read', () => {
    const [unlooked] = identified([], [here], linked(), () => false).identities.values();
    expect(unlooked?.links.vsa?.record).toBe('2');
    expect(unlooked?.missing).toBeUndefined();
    const [looked] = identified([], [here], linked(), () => true).identities.values();
    expect(looked?.missing).toEqual({ vsa: 1 });
  });

  it('does not hold together what a person said is not the same', () => {
    const said = new Set([pairKey('bms:asset:1', 'vsa:asset:2')]);
    const { identities, identityOf } = identified([], [here], linked(), () => true, said);
    expect([...identities.values()].map(({ links }) => Object.keys(links))).toEqual([['bms']]);
    expect(identityOf.has('vsa:asset:2')).toBe(false);
    const neither = identified([], [], linked(), () => true, said);
    expect(neither.identityOf.size).toBe(1);
  });
});
