import { describe, expect, it } from 'vitest';
import type { IdentityMerge } from '../../../src/engine/merge/model';
import { liveMembers } from '../../../src/engine/merge/sides';
import type { Identity, RecordKey, SourceRecord } from '../../../src/engine/model';
import { keyOf, membersOf } from '../../../src/engine/model';
import { makePlan } from '../../../src/engine/plan/plan';
import type { PlanInput } from '../../../src/engine/plan/world';
import { NO_BARRIER } from '../../../src/engine/policy';
import type { KindAbility } from '../../../src/engine/ports';
import { DEFAULT_SETTINGS } from '../../../src/engine/settings';
import { atOnce } from '../../../src/engine/slices';
import { ABLE, identity, record } from './fakes';

interface Given {
  readonly identities: readonly Identity[];
  readonly records: readonly SourceRecord[];
  readonly merges?: readonly IdentityMerge[];
  readonly change?: Partial<PlanInput>;
}

function planned({ identities, records, merges = [], change = {} }: Given) {
  const identityOf = new Map<RecordKey, string>();
  for (const one of identities) for (const ref of membersOf(one)) identityOf.set(keyOf(ref), one.id);
  return atOnce(
    makePlan({
      identities: new Map(identities.map((one) => [one.id, one])),
      records: new Map(records.map((one) => [keyOf(one), one])),
      identityOf,
      merges,
      abilities: { bms: ABLE, vsa: ABLE, itglue: ABLE },
      creation: DEFAULT_SETTINGS.create,
      asked: new Map(),
      held: new Map(),
      different: new Set<string>(),
      isPlaceholder: (field, value) => field === 'serialNumber' && value === 'To be filled by O.E.M.',
      barrier: NO_BARRIER,
      objection: () => null,
      madeAt: '2026-06-01T00:00:00Z',
      ...change,
    }),
  );
}

const acme = identity('o', 'organization', { bms: '1', itglue: '10' });
const acmeHere = record('bms', 'organization', '1', { name: 'Acme' });
const acmeThere = record('itglue', 'organization', '10', { name: 'Acme' });
const ada = identity('p', 'contact', { bms: '2' }, { organization: 'o' });
const adaHere = record('bms', 'contact', '2', { name: 'Ada', organization: '1', title: 'CEO', notes: null });
const given = { identities: [acme, ada], records: [acmeHere, acmeThere, adaHere] };

describe('a creation', () => {
  it('is planned where the policy says so, with every value that there is, references as identities', () => {
    const { steps } = planned(given);
    expect(steps).toMatchObject([
      {
        id: 'itglue/create/contact/p',
        record: null,
        name: 'Ada',
        organization: 'Acme',
        reason: 'Kaseya BMS has it, IT Glue does not',
      },
    ]);
    const values = steps[0]?.changes.map(({ field, to }) => [field, to]);
    expect(values).toEqual([
      ['organization', { identity: 'o' }],
      ['title', 'CEO'],
    ]);
    expect(steps[0]?.changes.map(({ field }) => field)).not.toContain('notes');
  });

  it('is not planned for a record that waits for a person, is out of use, or whose organization is not there', () => {
    expect(planned({ ...given, change: { held: new Map([['bms:contact:2', 'ambiguous']]) } }).steps).toEqual(
      [],
    );
    const inactive = { ...adaHere, fields: { ...adaHere.fields, active: false } };
    expect(planned({ ...given, records: [acmeHere, acmeThere, inactive] }).steps).toEqual([]);
    const nowhere = identity('o', 'organization', { bms: '1' });
    const creation = { ...DEFAULT_SETTINGS.create, organization: {} };
    expect(
      planned({ identities: [nowhere, ada], records: [acmeHere, adaHere], change: { creation } }).steps,
    ).toEqual([]);
  });

  it('is planned whatever the policy says when a person asked for it', () => {
    const asked = new Map([['bms:contact:2', ['vsa', 'itglue']]] as const);
    const here = identity('o', 'organization', { bms: '1', itglue: '10', vsa: '20' });
    const there = record('vsa', 'organization', '20', { name: 'Acme' });
    const { steps } = planned({
      identities: [here, ada],
      records: [...given.records, there],
      change: { asked },
    });
    expect(steps.map(({ id }) => id)).toEqual(['vsa/create/contact/p', 'itglue/create/contact/p']);
  });

  it('that lacks what the system needs, or that it refuses altogether, is drift with the reason', () => {
    const asset = identity('a', 'asset', { bms: '5' }, { organization: 'o' });
    const nameless = record('bms', 'asset', '5', { organization: '1', model: 'X' });
    const input = { identities: [acme, asset], records: [acmeHere, acmeThere, nameless] };
    expect(planned(input)).toMatchObject({
      steps: [],
      drift: [
        { system: 'itglue', field: 'name', reason: 'IT Glue needs a value for Name, and no system has one' },
      ],
    });
    const contact: KindAbility = { ...ABLE.contact, create: { reason: 'read-only' } };
    const abilities = { bms: ABLE, itglue: { ...ABLE, contact } };
    expect(planned({ ...given, change: { abilities } })).toMatchObject({
      steps: [],
      drift: [{ reason: 'read-only' }],
    });
  });

  it('that lacks several values names them all', () => {
    const contact: KindAbility = {
      ...ABLE.contact,
      fields: {
        ...ABLE.contact.fields,
        emails: { write: 'always', required: true },
        phones: { write: 'always', required: true },
      },
    };
    const abilities = { bms: ABLE, itglue: { ...ABLE, contact } };
    const { steps, drift } = planned({
      ...given,
      records: [acmeHere, acmeThere, adaHere],
      change: { abilities },
    });
    expect(steps).toEqual([]);
    expect(drift.map(({ reason }) => reason)).toEqual([
      'IT Glue needs a value for E-mails and Phones, and no system has one',
    ]);
  });

  it('never spreads a placeholder or a value that the system objects to', () => {
    const asset = identity('a', 'asset', { vsa: '5' }, { organization: 'o' });
    const held = record('vsa', 'asset', '5', {
      name: 'PC',
      serialNumber: 'To be filled by O.E.M.',
      model: 'X',
    });
    const objection: PlanInput['objection'] = (_system, _kind, field) =>
      field === 'model' ? 'unknown model' : null;
    const { steps } = planned({
      identities: [acme, asset],
      records: [acmeHere, acmeThere, held],
      change: { objection },
    });
    expect(steps.map(({ id }) => id)).toEqual(['bms/create/asset/a', 'itglue/create/asset/a']);
    for (const { changes } of steps) expect(changes.map(({ field }) => field)).toEqual(['name']);
  });

  it('is not planned beside a record of the same name, unless both are plainly different or a person asked', () => {
    const twin = identity('q', 'contact', { itglue: '30' }, { organization: 'o' });
    const people = (here: string | null, there: string | null) => {
      const named = { firstName: 'Ada', lastName: 'Lovelace', organization: '1' };
      const mine = record('bms', 'contact', '2', { ...named, emails: here === null ? [] : [here] });
      const fields = { firstName: 'ADA', lastName: 'lovelace', emails: there === null ? [] : [there] };
      const theirs = record('itglue', 'contact', '30', fields, { organization: '10' });
      return { identities: [acme, ada, twin], records: [acmeHere, acmeThere, mine, theirs] };
    };
    expect(planned(people('ada@acme.example', null))).toMatchObject({
      steps: [],
      drift: [
        {
          system: 'itglue',
          field: null,
          reason: expect.stringMatching(/already has one that looks the same/),
        },
      ],
    });
    expect(planned(people('ada@acme.example', 'ADA@acme.example')).steps).toEqual([]);
    expect(planned(people('ada@acme.example', 'ada.l@other.example')).steps).toHaveLength(1);
    const asked = new Map([['bms:contact:2', ['itglue']]] as const);
    expect(planned({ ...people(null, null), change: { asked } }).steps).toHaveLength(1);
  });

  it.each([
    [
      'the same serial number',
      { name: 'Till', serialNumber: 'PF61SMJH' },
      { name: 'POS-1', serialNumber: 'pf61smjh' },
    ],
    ['a copy’s name', { name: 'ACME-PC7 (2)' }, { name: 'acme-pc7.acme.example', serialNumber: 'PF61SMJH' }],
    ['the same host name', { name: 'Reception' }, { name: 'x', hostname: 'RECEPTION' }],
  ])('of a machine is not planned beside one with %s', (_what, here, there) => {
    const mine = identity('a', 'asset', { bms: '5' }, { organization: 'o' });
    const theirs = identity('b', 'asset', { itglue: '50' }, { organization: 'o' });
    const assets = [
      record('bms', 'asset', '5', here),
      record('itglue', 'asset', '50', there, { organization: '10' }),
    ];
    const input = { identities: [acme, mine, theirs], records: [acmeHere, acmeThere, ...assets] };
    expect(planned(input).steps).toEqual([]);
  });

  it('of an organization that one system holds twice is not planned, nor of anything that belongs to it', () => {
    const double = identity('d', 'organization', { bms: '3' });
    const owned = identity('e', 'contact', { bms: '4' }, { organization: 'd' });
    const { steps } = planned({
      identities: [acme, double, owned],
      records: [
        acmeHere,
        record('itglue', 'organization', '10', { name: 'ACME, Inc.' }),
        record('bms', 'organization', '3', { name: 'Acme' }),
        record(
          'bms',
          'contact',
          '4',
          { firstName: 'Kim', lastName: 'Lee', organization: '3' },
          { organization: '3' },
        ),
      ],
    });
    expect(steps).toEqual([]);
  });

  it('comes after what it refers to, parents first, whatever the order they were found in', () => {
    const child = identity('c', 'organization', { bms: '3' });
    const parent = identity('z', 'organization', { bms: '4' });
    const owned = identity('d', 'contact', { bms: '6' }, { organization: 'c' });
    const { steps } = planned({
      identities: [owned, child, parent],
      records: [
        record('bms', 'contact', '6', { name: 'Ada', organization: '3' }, { organization: '3' }),
        record('bms', 'organization', '3', { name: 'A child', parent: '4' }),
        record('bms', 'organization', '4', { name: 'Z parent', parent: null }),
      ],
    });
    expect(steps.map(({ identity: id }) => id)).toEqual(['z', 'c', 'd']);
    expect(steps[1]?.changes).toContainEqual(
      expect.objectContaining({ field: 'parent', to: { identity: 'z' } }),
    );
  });
});

describe('a change', () => {
  const both = identity(
    'p',
    'contact',
    { bms: '2', itglue: '11' },
    { organization: 'o', shadows: { itglue: { title: 'CEO' } } },
  );
  const adaThere = record(
    'itglue',
    'contact',
    '11',
    { name: 'Ada', title: 'CEO', location: null },
    { organization: '10' },
  );
  const mergedTo = (
    record: SourceRecord,
    field: 'title' | 'location' | 'active',
    value: string | boolean,
  ): Given => {
    const records = [acmeHere, acmeThere, adaHere, record];
    const members = liveMembers(both, new Map(records.map((one) => [keyOf(one), one])));
    return {
      identities: [acme, both],
      records,
      merges: [
        {
          identity: both,
          members,
          fields: [
            {
              field,
              values: { bms: value, itglue: record.fields[field] ?? null },
              merged: {
                type: 'propagate',
                row: 'one-changed',
                value,
                source: 'bms',
                targets: ['itglue'],
                reason: 'why',
              },
            },
          ],
        },
      ],
    };
  };

  it('says from what to what, where it comes from, why, and that it was agreed before', () => {
    expect(planned(mergedTo(adaThere, 'title', 'CTO')).steps).toMatchObject([
      {
        id: 'itglue/update/contact/11',
        action: 'update',
        changes: [{ field: 'title', from: 'CEO', to: 'CTO', source: 'bms', reason: 'why', settled: true }],
      },
    ]);
  });

  it.each([
    ['the record is locked', { ...adaThere, locked: { title: 'a PSA holds it' } }, {}, 'a PSA holds it'],
    ['the system objects', adaThere, { objection: () => 'too long' }, 'too long'],
    [
      'the field is read-only',
      adaThere,
      {
        abilities: {
          bms: ABLE,
          itglue: {
            ...ABLE,
            contact: { ...ABLE.contact, fields: { title: { write: 'never', reason: 'computed' } } },
          },
        },
      },
      'computed',
    ],
  ] as const)('is drift with its reason where %s', (_what, held, change, reason) => {
    const result = planned({ ...mergedTo(held, 'title', 'CTO'), change });
    expect(result.steps).toEqual([]);
    expect(result.drift).toMatchObject([
      { system: 'itglue', field: 'title', value: 'CEO', wanted: 'CTO', reason },
    ]);
  });

  it('of a reference is drift where what it refers to is unknown, or is not there', () => {
    expect(planned(mergedTo(adaThere, 'location', '77')).drift).toMatchObject([
      { reason: 'it refers to a record that is not linked' },
    ]);
    const office = identity('l', 'location', { bms: '77' }, { organization: 'o' });
    const place = record('bms', 'location', '77', { name: 'HQ' });
    const input = mergedTo(adaThere, 'location', '77');
    const creation = { ...DEFAULT_SETTINGS.create, location: {} };
    const all = { ...input, identities: [...input.identities, office], records: [...input.records, place] };
    expect(planned({ ...all, change: { creation } }).drift).toMatchObject([
      { reason: 'HQ is not in IT Glue' },
    ]);
    expect(planned(all).steps.map(({ id }) => id)).toEqual([
      'itglue/create/location/l',
      'itglue/update/contact/11',
    ]);
  });

  it('of the lifecycle is an archival or its opposite', () => {
    expect(planned(mergedTo(adaThere, 'active', false)).steps).toMatchObject([{ action: 'archive' }]);
    expect(planned(mergedTo(adaThere, 'active', true)).steps).toMatchObject([{ action: 'reactivate' }]);
  });
});

describe('a plan', () => {
  it('is the same for the same world, whatever the order of what it was made from', () => {
    const forward = planned(given);
    const backward = planned({
      identities: [...given.identities].reverse(),
      records: [...given.records].reverse(),
    });
    expect(backward).toEqual(forward);
    const other = { ...adaHere, fields: { ...adaHere.fields, title: 'CTO' } };
    expect(planned({ ...given, records: [acmeHere, acmeThere, other] }).fingerprint).not.toBe(
      forward.fingerprint,
    );
  });
});
