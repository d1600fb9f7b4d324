import { describe, expect, it } from 'vitest';
import type { Settled } from '../../../src/engine/agreement';
import { commit } from '../../../src/engine/commit';
import type { FieldMerge, IdentityMerge } from '../../../src/engine/merge/model';
import type { Fields, Identity, PerSystem, SourceRecord } from '../../../src/engine/model';
import { keyOf } from '../../../src/engine/model';
import type { OutcomeType, Step } from '../../../src/engine/plan/model';
import { atOnce } from '../../../src/engine/slices';
import { identity, record } from './fakes';

const ALL = { bms: '1', vsa: '2', itglue: '3' } as const;
const shadowed = (title: string): PerSystem<Fields> => ({
  bms: { title },
  vsa: { title },
  itglue: { title },
});

function membersOf(titles: PerSystem<string>): PerSystem<SourceRecord> {
  return Object.fromEntries(
    (['bms', 'vsa', 'itglue'] as const)
      .filter((system) => titles[system] !== undefined)
      .map((system) => [system, record(system, 'contact', ALL[system], { title: titles[system] ?? null })]),
  );
}

/** VSA changed the title from Old to New, and that is to go to BMS and IT Glue. */
const PROPAGATED: FieldMerge = {
  field: 'title',
  values: { bms: 'Old', vsa: 'New', itglue: 'Old' },
  merged: {
    type: 'propagate',
    row: 'one-changed',
    value: 'New',
    source: 'vsa',
    targets: ['bms', 'itglue'],
    reason: '',
  },
};

function outcome(system: 'bms' | 'itglue', type: OutcomeType, held: string | null): Settled {
  const about = {
    kind: 'contact',
    identity: 'i',
    name: '',
    organization: '',
    organizationIdentity: 'o',
  } as const;
  const change = { field: 'title', from: 'Old', to: 'New', source: 'vsa', reason: '' } as const;
  const step: Step = {
    ...about,
    id: system,
    action: 'update',
    system,
    record: ALL[system],
    changes: [change],
    reason: '',
  };
  return {
    step,
    outcome: { step: system, type, record: ALL[system] },
    record: held === null ? null : record(system, 'contact', ALL[system], { title: held }),
  };
}

function shadowsAfter(
  fields: readonly FieldMerge[],
  settled: readonly Settled[],
  before: Identity,
): Identity {
  const members = membersOf({ bms: 'Old', vsa: 'New', itglue: 'Old' });
  const merges: IdentityMerge[] = [{ identity: before, members, fields }];
  const records = new Map(Object.values(members).map((held) => [keyOf(held), held]));
  const { identities } = atOnce(
    commit({ identities: new Map([[before.id, before]]), records, merges, settled }),
  );
  return identities[0] ?? before;
}

const agreed = identity('i', 'contact', ALL, { shadows: shadowed('Old') });

describe('commit', () => {
  it('records what every side holds once all writes succeeded, in each system’s own form', () => {
    const after = shadowsAfter(
      [PROPAGATED],
      [outcome('bms', 'done', 'New'), outcome('itglue', 'done', 'NEW')],
      agreed,
    );
    expect(after.shadows).toEqual({ bms: { title: 'New' }, vsa: { title: 'New' }, itglue: { title: 'NEW' } });
  });

  it.each<OutcomeType>(['failed', 'stale', 'refused', 'unknown'])(
    'owes it where a write was %s, and holds who gave and who took the value to it',
    (type) => {
      const after = shadowsAfter(
        [PROPAGATED],
        [outcome('bms', 'done', 'New'), outcome('itglue', type, null)],
        agreed,
      );
      expect(after.shadows).toEqual({
        bms: { title: 'New' },
        vsa: { title: 'New' },
        itglue: { title: 'Old' },
      });
      expect([after.owed, after.unreached]).toEqual([{ itglue: ['title'] }, { itglue: ['title'] }]);
    },
  );

  it('owes what a side was asked for and refused', () => {
    const refused = outcome('itglue', 'unchanged', 'Old');
    const held = refused.record && { ...refused.record, locked: { title: 'a PSA holds it' } };
    const after = shadowsAfter(
      [PROPAGATED],
      [outcome('bms', 'done', 'New'), { ...refused, record: held }],
      agreed,
    );
    expect(after.owed).toEqual({ itglue: ['title'] });
    expect(after.shadows.itglue).toEqual({ title: 'Old' });
  });

  it('owes what the others agree on to a side that is not to be seen for now', () => {
    const { bms, vsa } = membersOf({ bms: 'Old', vsa: 'New' });
    if (!bms || !vsa) throw new Error('members');
    const merges: IdentityMerge[] = [
      {
        identity: agreed,
        members: { bms, vsa },
        fields: [{ ...PROPAGATED, values: { bms: 'Old', vsa: 'New' } }],
      },
    ];
    const records = new Map([bms, vsa].map((held) => [keyOf(held), held]));
    const settled = [outcome('bms', 'done', 'New')];
    const given = { identities: new Map([[agreed.id, agreed]]), records, merges, settled };
    const [after] = atOnce(commit(given)).identities;
    expect(after?.owed).toEqual({ itglue: ['title'] });
    expect(after?.shadows.itglue).toEqual({ title: 'Old' });
  });

  it('changes nothing where no write succeeded', () => {
    expect(
      shadowsAfter([PROPAGATED], [outcome('bms', 'failed', null), outcome('itglue', 'failed', null)], agreed),
    ).toBe(agreed);
  });

  it('remembers what a system could not take, and forgets it once it has', () => {
    const owing = shadowsAfter([PROPAGATED], [outcome('bms', 'done', 'New')], agreed);
    expect(owing.owed).toEqual({ itglue: ['title'] });
    expect(owing.shadows.itglue).toEqual({ title: 'Old' });
    const paid = shadowsAfter(
      [PROPAGATED],
      [outcome('bms', 'done', 'New'), outcome('itglue', 'done', 'New')],
      owing,
    );
    expect(paid.owed).toBeUndefined();
  });

  it('still owes what was left apart as it was when a record joined', () => {
    const owing = { ...agreed, owed: { itglue: ['title'] as const } };
    const joins: FieldMerge = { ...PROPAGATED, merged: { type: 'agree', row: 'joined' } };
    const apart: FieldMerge = { ...joins, apart: { from: 'vsa', sides: ['bms', 'itglue'] } };
    expect(shadowsAfter([apart], [], owing).owed).toEqual({ itglue: ['title'] });
    expect(shadowsAfter([joins], [], owing).owed).toBeUndefined();
  });

  it('records nothing of a conflict', () => {
    const conflict: FieldMerge = {
      ...PROPAGATED,
      merged: { type: 'conflict', row: 'different-changes', changed: [], suggestion: null, reason: '' },
    };
    expect(shadowsAfter([conflict], [], agreed)).toBe(agreed);
  });

  it('keeps, at first contact, what those say who hold the value already, although a write of it failed', () => {
    const before = identity('i', 'contact', { bms: '1', vsa: '2', itglue: '3' });
    const field: FieldMerge = {
      field: 'title',
      values: { bms: 'New', vsa: 'New', itglue: 'Old' },
      merged: {
        ...{ type: 'propagate', row: 'first-different', value: 'New', source: 'bms' },
        ...{ targets: ['itglue'], reason: '' },
      },
    };
    const after = shadowsAfter([field], [outcome('itglue', 'unknown', null)], before);
    expect(after.shadows).toEqual({ bms: { title: 'New' }, vsa: { title: 'New' } });
  });

  it('links a created record, with what it holds as its shadow, save what is disputed', () => {
    const before = identity('i', 'contact', { bms: '1' });
    const source = record('bms', 'contact', '1', { title: 'Old', notes: 'n' });
    const made = record('itglue', 'contact', '7', { title: 'OLD', notes: null });
    const base = outcome('itglue', 'done', 'x');
    const settled = [
      { ...base, step: { ...base.step, action: 'create', record: null } as const, record: made },
    ];
    const committed = (identity: Identity) =>
      atOnce(
        commit({
          identities: new Map([['i', identity]]),
          records: new Map([[keyOf(source), source]]),
          merges: [],
          settled,
        }),
      );
    const { identities, records } = committed(before);
    expect(records).toEqual([made]);
    expect(identities).toMatchObject([
      {
        links: {
          bms: { record: '1' },
          itglue: { record: '7', provenance: 'created', rule: 'created from Kaseya BMS' },
        },
        shadows: { bms: { title: 'Old', notes: 'n' }, itglue: { title: 'OLD', notes: null } },
        owed: { itglue: ['notes'] },
      },
    ]);
    // What is settled twice, in a portion and at the run's end, stands as it did.
    expect(committed(identities[0] ?? before).identities).toEqual(identities);
  });

  describe('does not take a failed write for agreed because a record was created beside it', () => {
    const before = identity('i', 'contact', { bms: '1', vsa: '2' }, { shadows: shadowed('Old') });
    const members = membersOf({ bms: 'Old', vsa: 'New' });
    const made = record('itglue', 'contact', '7', { title: 'New' });
    const base = outcome('itglue', 'done', 'x');
    const besideFailed = (changes: Step['changes']) => {
      const step = { ...base.step, action: 'create', record: null, changes } as const;
      const { identities } = atOnce(
        commit({
          identities: new Map([['i', before]]),
          records: new Map(Object.values(members).map((held) => [keyOf(held), held])),
          merges: [{ identity: before, members, fields: [PROPAGATED] }],
          settled: [{ ...base, step, record: made }, outcome('bms', 'failed', null)],
        }),
      );
      return identities[0];
    };

    it('where it was made with the value', () => {
      const after = besideFailed(base.step.changes);
      expect(after?.shadows).toEqual({ ...shadowed('New'), bms: { title: 'Old' } });
      expect(after?.owed).toEqual({ bms: ['title'] });
    });

    it('where it came by the value of itself: the next run sees the change again', () => {
      const { vsa, bms } = shadowed('Old');
      expect(besideFailed([])?.shadows).toEqual({ bms, vsa, itglue: { title: 'New' } });
    });
  });

  describe('where a record is made in a run that writes to the others', () => {
    const before = identity('i', 'contact', { bms: '1', vsa: '2' }, { shadows: shadowed('Old') });
    const members = membersOf({ bms: 'Old', vsa: 'New' });
    const base = outcome('itglue', 'done', 'x');
    const step = { ...base.step, action: 'create', record: null } as const;
    const made = record('itglue', 'contact', '7', { title: 'Old' });
    const values = { bms: 'Old', vsa: 'New' };
    const merged = { ...PROPAGATED.merged, targets: ['bms'] } as const;
    const committed = (held: Identity) => {
      const { identities } = atOnce(
        commit({
          identities: new Map([['i', held]]),
          records: new Map(Object.values(members).map((one) => [keyOf(one), one])),
          merges: [{ identity: held, members, fields: [{ ...PROPAGATED, values, merged }] }],
          settled: [outcome('bms', 'done', 'New'), { ...base, step, record: made }],
        }),
      );
      return identities[0] ?? held;
    };

    it('holds who was written to to what was written, though it was made like what was read before', () => {
      expect(committed(before).shadows.bms).toEqual({ title: 'New' });
    });

    it('stands as it did where it is settled twice, in a portion and at the run’s end', () => {
      const once = committed(before);
      expect(committed(once)).toEqual(once);
    });
  });

  it.each([
    ['lacks what it has room for', undefined, { itglue: ['emails'] }],
    ['lacks nothing where it is full', () => 1, undefined],
  ])('owes a record that was made with one of two entries what it %s', (_what, room, owed) => {
    const before = identity('i', 'contact', { bms: '1' });
    const source = record('bms', 'contact', '1', { emails: ['a@acme.example', 'b@acme.example'] });
    const made = record('itglue', 'contact', '7', { emails: ['a@acme.example'] });
    const base = outcome('itglue', 'done', 'x');
    const { identities } = atOnce(
      commit({
        identities: new Map([['i', before]]),
        records: new Map([[keyOf(source), source]]),
        merges: [],
        settled: [{ ...base, step: { ...base.step, action: 'create', record: null }, record: made }],
        ...(room ? { room } : {}),
      }),
    );
    expect(identities[0]?.owed).toEqual(owed);
  });
});
