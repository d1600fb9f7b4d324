import { describe, expect, it } from 'vitest';
import { apply } from '../../../src/engine/apply';
import { Failure } from '../../../src/engine/failure';
import { LOOK_HOLDS_MS } from '../../../src/engine/looks';
import { keyOf, type SourceRecord, type SystemName } from '../../../src/engine/model';
import type { Outcome, Step } from '../../../src/engine/plan/model';
import { FakeSystem, fakeJournal, NO_PROGRESS, record } from './fakes';

const about = { name: 'ACME-1', organization: 'Acme', organizationIdentity: 'o', reason: 'test' };

const update = (
  system: SystemName,
  id: string,
  from: string | null,
  to: string,
  more: Partial<Step> = {},
): Step => ({
  ...about,
  id: `${system}/update/asset/${id}`,
  action: 'update',
  system,
  kind: 'asset',
  identity: `i${id}`,
  record: id,
  changes: [{ field: 'model', from, to, source: 'vsa', reason: 'vsa changed it' }],
  ...more,
});

const creation = (
  system: SystemName,
  kind: Step['kind'],
  identity: string,
  changes: Step['changes'],
): Step => ({
  ...about,
  id: `${system}/create/${kind}/${identity}`,
  action: 'create',
  system,
  kind,
  identity,
  record: null,
  changes,
});

const named = (name: string): Step['changes'] => [
  { field: 'name', from: null, to: name, source: 'bms', reason: 'as in BMS' },
];

async function run(
  system: FakeSystem,
  steps: readonly Step[],
  signal = new AbortController().signal,
  known: readonly SourceRecord[] = [],
  clock = { now: () => 0 },
) {
  const journal = fakeJournal();
  const settled: string[] = [];
  const outcomes = await apply({
    steps,
    systems: new Map([[system.name, system]]),
    idOf: () => undefined,
    known: (key) => known.find((held) => keyOf(held) === key),
    journal,
    progress: NO_PROGRESS,
    clock,
    signal,
    settled: (step, outcome) => settled.push(`${step.id} ${outcome.type}`),
  });
  return { outcomes, journal, settled, types: outcomes.map((outcome: Outcome) => outcome.type) };
}

const waited = () => new Failure('waited', 'Kaseya BMS had no room for 200 s. Nothing was sent.');

describe('a write that had to wait for its turn', () => {
  const ids = ['1', '2'];
  const steps = ids.map((id) => update('bms', id, 'Old', 'New'));
  const two = () => ids.map((id) => record('bms', 'asset', id, { model: 'Old' }));
  const methods = ({ calls }: FakeSystem) => calls.map(([method, id]) => `${method} ${id}`);

  it('is looked at anew and written', async () => {
    const system = new FakeSystem('bms', two());
    let refusals = 1;
    system.before = (method, id) => {
      if (method === 'update' && id === '1' && refusals-- > 0) throw waited();
    };
    const { types, journal } = await run(system, steps);
    expect(types).toEqual(['done', 'done']);
    expect(methods(system)).toEqual(['read 1,2', 'update 2', 'read 1', 'update 1']);
    expect(journal.entries.filter(({ type }) => type === 'intent')).toHaveLength(3);
  });

  it('is not written over what somebody typed meanwhile', async () => {
    const system = new FakeSystem('bms', two());
    system.before = (method, id) => {
      if (method !== 'update' || id !== '1') return;
      system.records.set('1', record('bms', 'asset', '1', { model: 'Typed' }));
      throw waited();
    };
    const { outcomes } = await run(system, steps);
    expect(outcomes.find(({ record: id }) => id === '1')).toMatchObject({
      type: 'stale',
      message: expect.stringMatching(/^model was changed meanwhile$/i),
    });
    expect(system.records.get('1')?.fields.model).toBe('Typed');
  });

  it('fails after three turns, so that a server without room holds nobody for ever', async () => {
    const system = new FakeSystem('bms', two());
    system.before = (method, id) => {
      if (method === 'update' && id === '1') throw waited();
    };
    const { outcomes } = await run(system, steps);
    expect(outcomes.find(({ record: id }) => id === '1')).toMatchObject({ type: 'failed' });
    expect(system.calls.filter(([, id]) => id === '1')).toHaveLength(2);
  });

  it('is not begun anew once the run was cancelled', async () => {
    const stop = new AbortController();
    const system = new FakeSystem('bms');
    system.before = (method) => {
      if (method !== 'create') return;
      stop.abort();
      throw waited();
    };
    const { outcomes } = await run(system, [creation('bms', 'asset', 'i1', named('New'))], stop.signal);
    expect(outcomes).toMatchObject([{ type: 'refused', message: 'the run was cancelled before this step' }]);
    expect(methods(system)).toEqual(['findCreated ']);
  });

  it('makes the others of its batch be looked at again where it took long', async () => {
    const many = ['1', '2', '3', '4', '5', '6'];
    const system = new FakeSystem(
      'bms',
      many.map((id) => record('bms', 'asset', id, { model: 'Old' })),
    );
    let now = 0;
    system.before = (method, id) => {
      if (method === 'update' && id === '1') now += LOOK_HOLDS_MS + 1;
    };
    const { types } = await run(
      system,
      many.map((id) => update('bms', id, 'Old', 'New')),
      undefined,
      [],
      { now: () => now },
    );
    expect(types).toEqual(many.map(() => 'done'));
    expect(methods(system).filter((call) => call.startsWith('read'))).toEqual([
      'read 1,2,3,4,5,6',
      'read 5,6',
    ]);
  });

  it('fails where the look itself takes too long to rest on', async () => {
    const system = new FakeSystem('bms', two());
    let now = 0;
    system.before = (method) => {
      if (method === 'read') now += LOOK_HOLDS_MS + 1;
    };
    const { types } = await run(system, steps, undefined, [], { now: () => now });
    expect(types).toEqual(['failed', 'failed']);
    expect(system.calls.some(([method]) => method === 'update')).toBe(false);
  });
});

const bms = (model: string | null = 'Old') => new FakeSystem('bms', [record('bms', 'asset', '1', { model })]);

describe('an update', () => {
  it('is written when the record stands as planned, after its intent was journaled', async () => {
    const system = bms();
    const { types, journal } = await run(system, [update('bms', '1', 'Old', 'New')]);
    expect(types).toEqual(['done']);
    expect(system.calls).toEqual([
      ['read', '1'],
      ['update', '1', { model: 'New' }],
    ]);
    expect(journal.entries.map(({ type }) => type)).toEqual(['intent', 'outcome']);
    expect(journal.entries[0]).toMatchObject({ values: { model: 'New' }, before: { model: 'Old' } });
  });

  it('is looked at with what is known of the record, fresh in what its steps depend on', async () => {
    const system = bms();
    const held = record('bms', 'asset', '1', { model: 'Old', notes: 'kept' });
    const steps = [
      update('bms', '1', 'Old', 'New'),
      update('bms', '1', null, 'SN', {
        id: 'second',
        changes: [{ field: 'serialNumber', from: null, to: 'SN', source: 'vsa', reason: '' }],
      }),
    ];
    await run(system, steps, new AbortController().signal, [held]);
    expect(system.looks.map((look) => [look.known('1'), [...look.fresh('1')], [...look.fresh('2')]])).toEqual(
      [[held, ['model', 'serialNumber'], []]],
    );
  });

  it('tells what the allowances alone make the rest take, by the slowest of the systems', async () => {
    const steps = ['1', '2', '3'].map((id) => update('bms', id, 'Old', 'New'));
    const system = new FakeSystem(
      'bms',
      ['1', '2', '3'].map((id) => record('bms', 'asset', id, { model: 'Old' })),
    );
    system.atLeast = (writes) => 60_000 * (writes.get('asset') ?? 0);
    const quick = new FakeSystem('vsa');
    const told: (number | undefined)[] = [];
    await apply({
      steps,
      systems: new Map([system, quick].map((one) => [one.name, one])),
      idOf: () => undefined,
      known: () => undefined,
      journal: fakeJournal(),
      progress: { report: (_phase, _done, _total, _note, atLeast) => told.push(atLeast) },
      clock: { now: () => 0 },
      signal: new AbortController().signal,
      settled: () => undefined,
    });
    expect(told).toEqual([120_000, 60_000, 0]);
  });

  it('is unchanged without a write when the record already holds the value', async () => {
    const system = bms(' New ');
    expect((await run(system, [update('bms', '1', 'Old', 'New')])).types).toEqual(['unchanged']);
    expect(system.calls).toEqual([['read', '1']]);
  });

  it('is stale without a write when the record moved', async () => {
    const system = bms('Other');
    const { outcomes } = await run(system, [update('bms', '1', 'Old', 'New')]);
    expect(outcomes).toMatchObject([{ type: 'stale', message: 'Model was changed meanwhile' }]);
    expect(system.calls).toEqual([['read', '1']]);
  });

  it('is stale when the record is gone', async () => {
    const { outcomes } = await run(new FakeSystem('bms'), [update('bms', '1', 'Old', 'New')]);
    expect(outcomes).toMatchObject([{ type: 'stale', message: 'the record no longer exists' }]);
  });

  it('is refused where the record has been locked since', async () => {
    const system = new FakeSystem('bms', [
      record('bms', 'asset', '1', { model: 'Old' }, { locked: { model: 'a PSA holds it' } }),
    ]);
    const { outcomes } = await run(system, [update('bms', '1', 'Old', 'New')]);
    expect(outcomes).toMatchObject([{ type: 'refused', message: 'a PSA holds it' }]);
  });

  it('whose answer is lost is done when a second look finds it, and unknown when not', async () => {
    const lost = () => {
      throw new Failure('unreachable', 'broke off', { mayHaveActed: true });
    };
    const acted = bms();
    acted.after = lost;
    expect((await run(acted, [update('bms', '1', 'Old', 'New')])).types).toEqual(['done']);
    const idle = bms();
    idle.before = (method) => (method === 'update' ? lost() : undefined);
    expect((await run(idle, [update('bms', '1', 'Old', 'New')])).types).toEqual(['unknown']);
  });

  it('that the system answers and does not carry out says so', async () => {
    const system = bms();
    system.update = async (before) => before;
    const { outcomes } = await run(system, [update('bms', '1', 'Old', 'New')]);
    expect(outcomes).toMatchObject([
      { type: 'unchanged', message: 'Kaseya BMS accepted the request and kept its own Model' },
    ]);
  });
});

describe('a creation', () => {
  it('is made once, and found again when its answer is lost', async () => {
    const system = new FakeSystem('itglue');
    system.after = () => {
      throw new Failure('unreachable', 'broke off', { mayHaveActed: true });
    };
    const { types } = await run(system, [creation('itglue', 'asset', 'x', named('ACME-1'))]);
    expect(types).toEqual(['done']);
    expect(system.calls.map(([method]) => method)).toEqual(['findCreated', 'create', 'findCreated']);
    expect(system.records.size).toBe(1);
  });

  it('stays unknown when two records might be the one it made', async () => {
    const system = new FakeSystem('itglue');
    system.after = () => {
      system.records.set('7', record('itglue', 'asset', '7', { name: 'ACME-1' }));
      throw new Failure('timeout', 'no answer', { mayHaveActed: true });
    };
    expect((await run(system, [creation('itglue', 'asset', 'x', named('ACME-1'))])).types).toEqual([
      'unknown',
    ]);
  });

  it('is not made where one stands that nobody had read: the next run has it before its eyes', async () => {
    const system = new FakeSystem('itglue', [record('itglue', 'asset', '7', { name: 'ACME-1' })]);
    const { outcomes, journal } = await run(system, [creation('itglue', 'asset', 'x', named('ACME-1'))]);
    expect(outcomes).toMatchObject([
      { type: 'stale', message: '"ACME-1" (7) stands there and was not among what was read' },
    ]);
    expect(system.calls.map(([method]) => method)).toEqual(['findCreated']);
    expect(journal.entries.map(({ type }) => type)).toEqual(['outcome']);
  });

  it('does not take a record for its own that was there before', async () => {
    const lost = () => {
      throw new Failure('timeout', 'no answer', { mayHaveActed: true });
    };
    const signal = new AbortController().signal;
    const former = record('itglue', 'asset', '7', { name: 'ACME-1' });
    const idle = new FakeSystem('itglue', [former]);
    idle.before = (method) => (method === 'create' ? lost() : undefined);
    const steps = [creation('itglue', 'asset', 'x', named('ACME-1'))];
    expect((await run(idle, steps, signal, [former])).types).toEqual(['unknown']);
    const acted = new FakeSystem('itglue', [former]);
    acted.after = lost;
    const { outcomes } = await run(acted, steps, signal, [former]);
    expect(outcomes).toMatchObject([{ type: 'done', record: '101' }]);
  });

  it('whose answer tells of a record that was there before is not taken for it', async () => {
    const steps = [creation('itglue', 'asset', 'x', named('ACME-1'))];
    const other = record('itglue', 'asset', '7', { name: 'Other' });
    const mixed = new FakeSystem('itglue', [other]);
    mixed.create = async () => other;
    const { outcomes } = await run(mixed, steps, new AbortController().signal, [other]);
    expect(outcomes).toMatchObject([
      { type: 'unknown', message: expect.stringMatching(/"Other" \(7\), which was there before/) },
    ]);
  });

  it('whose answer tells of what another step has just made is not taken for it', async () => {
    const cached = new FakeSystem('itglue');
    cached.create = async () => record('itglue', 'asset', '101', { name: 'ACME-1' });
    const { types } = await run(cached, [
      creation('itglue', 'asset', 'x', named('ACME-1')),
      creation('itglue', 'asset', 'y', named('ACME-2')),
    ]);
    expect(types.sort()).toEqual(['done', 'unknown']);
  });

  it('of a child refers to the parent that was made just before', async () => {
    const system = new FakeSystem('itglue');
    const { types } = await run(system, [
      creation('itglue', 'asset', 'child', [
        { field: 'organization', from: null, to: { identity: 'owner' }, source: 'bms', reason: '' },
        ...named('ACME-1'),
      ]),
      creation('itglue', 'organization', 'owner', named('Acme')),
    ]);
    expect(types).toEqual(['done', 'done']);
    expect(system.calls.filter(([method]) => method === 'create')).toEqual([
      ['create', '101', { name: 'Acme' }],
      ['create', '102', { organization: '101', name: 'ACME-1' }],
    ]);
  });

  it('whose parent could not be made fails alone and says why', async () => {
    const system = new FakeSystem('itglue');
    system.before = (method) => {
      if (method === 'create') throw new Failure('rejected', 'name is taken');
    };
    const { outcomes } = await run(system, [
      creation('itglue', 'organization', 'owner', named('Acme')),
      creation('itglue', 'contact', 'person', [
        { field: 'organization', from: null, to: { identity: 'owner' }, source: 'bms', reason: '' },
      ]),
    ]);
    expect(outcomes).toMatchObject([
      { type: 'failed', message: 'name is taken' },
      { type: 'failed', message: 'it refers to a record that is not in IT Glue yet' },
    ]);
    expect(system.calls.map(([method]) => method)).toEqual(['findCreated']);
  });
});

describe('a run of steps', () => {
  const three = () =>
    new FakeSystem(
      'bms',
      ['1', '2', '3'].map((id) => record('bms', 'asset', id, { model: 'Old' })),
    );
  const steps = ['1', '2', '3'].map((id) => update('bms', id, 'Old', 'New'));

  it('goes on after one record’s failure', async () => {
    const system = three();
    system.before = (method, id) => {
      if (method === 'update' && id === '2') throw new Failure('rejected', 'no', { detail: 'too long' });
    };
    const { outcomes } = await run(system, steps);
    expect(outcomes.map(({ type }) => type).sort()).toEqual(['done', 'done', 'failed']);
    expect(outcomes.find(({ type }) => type === 'failed')?.message).toBe('no (too long)');
  });

  it('asks nothing more of a system that no longer lets us in', async () => {
    const system = three();
    system.before = (method) => {
      if (method === 'read') throw new Failure('credentials', 'signed out');
    };
    const { types } = await run(system, [...steps, creation('bms', 'asset', 'x', named('New'))]);
    expect(types.sort()).toEqual(['done', 'failed', 'failed', 'failed']);
    const contact = { ...creation('bms', 'contact', 'c', named('Ada')) };
    system.before = () => {
      throw new Failure('credentials', 'signed out');
    };
    const later = await run(system, [contact, ...steps]);
    expect(later.outcomes[0]).toMatchObject({ type: 'failed', message: 'signed out' });
    expect(later.types.slice(1)).not.toContain('done');
    expect(later.outcomes.at(-1)?.message).toMatch(/signed out/);
  });

  it('refuses what is left after a cancel, and settles every step once', async () => {
    const system = three();
    const cancel = new AbortController();
    system.before = (method) => {
      if (method === 'update') cancel.abort();
    };
    const { types, settled } = await run(
      system,
      [...steps, creation('bms', 'asset', 'x', named('New'))],
      cancel.signal,
    );
    expect(types).toContain('done');
    expect(new Set(settled).size).toBe(4);
  });
});

describe('the archival of an organization', () => {
  const archival = (kind: Step['kind'], id: string): Step => ({
    ...about,
    ...{ id: `bms/archive/${kind}/${id}`, action: 'archive', system: 'bms', kind, record: id, name: id },
    identity: kind === 'organization' ? 'o' : `i${id}`,
    changes: [{ field: 'active', from: true, to: false, source: 'itglue', reason: 'it ended there' }],
  });
  const client = () =>
    new FakeSystem('bms', [
      record('bms', 'organization', 'acme', { active: true }),
      record('bms', 'location', 'hq', { active: true }),
      record('bms', 'contact', 'ada', { active: true }),
      record('bms', 'asset', 'laptop', { active: true }),
    ]);
  const steps = [
    archival('organization', 'acme'),
    archival('location', 'hq'),
    archival('contact', 'ada'),
    archival('asset', 'laptop'),
  ];

  it('comes after that of all that belongs to it, in whatever order the plan names them', async () => {
    const system = client();
    expect((await run(system, steps)).types).toEqual(['done', 'done', 'done', 'done']);
    const writes = system.calls.filter(([method]) => method === 'update').map(([, id]) => id);
    expect(writes).toEqual(['laptop', 'ada', 'hq', 'acme']);
  });

  it('waits where something of it could not be archived, and names that', async () => {
    const system = client();
    system.before = (method, id) => {
      if (method === 'update' && id === 'ada') throw new Failure('rejected', 'no', { system: 'bms' });
    };
    const { outcomes } = await run(system, steps);
    expect(outcomes.map(({ step, type }) => `${type} ${step}`)).toEqual([
      'done bms/archive/asset/laptop',
      'failed bms/archive/contact/ada',
      'done bms/archive/location/hq',
      'refused bms/archive/organization/acme',
    ]);
    expect(outcomes.at(-1)?.message).toBe(
      'it waits for what belongs to it: ada could not be archived before it',
    );
    expect(system.records.get('acme')?.fields.active).toBe(true);
  });
});
