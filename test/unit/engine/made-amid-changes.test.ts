/** A record that is made while values are on their way to the others takes what they are about to hold. */
import { afterEach, describe, expect, it } from 'vitest';
import type { FieldName } from '../../../src/engine/fields';
import { SAFE_UNASKED } from '../../../src/engine/follow/unattended';
import type { SystemName } from '../../../src/engine/model';
import type { SyncSettings } from '../../../src/engine/settings';
import { ABLE, record } from './fakes';
import { ada, BOTH, idOf, MAKING, NO_CREATE, Rig } from './rig';

let rig: Rig;
afterEach(() => rig.end());

const titles = (...systems: readonly SystemName[]) =>
  systems.map((system) => rig.value(system, '5', 'title'));

const ADA = 'bms:contact:5';

describe('a record that is made while something is on its way to the others', () => {
  const entries = (system: SystemName, id = '5'): readonly string[] => {
    const held = rig.value(system, id, 'emails');
    return Array.isArray(held) ? held.map(String).sort() : [];
  };
  const lists = () => [entries('bms'), entries('vsa'), entries('itglue', idOf(rig.people('itglue')[0]))];
  const allTitles = () => [
    ...titles('bms', 'vsa'),
    rig.value('itglue', idOf(rig.people('itglue')[0]), 'title'),
  ];
  const [A = '', B = ''] = BOTH;
  const [X, Y] = ['x@acme.example', 'y@acme.example'];

  it('takes what each of them lists where they meet', async () => {
    rig = await Rig.begin();
    rig.settings = MAKING;
    for (const system of ['bms', 'vsa'] as const) rig.put(ada(system));
    rig.type('bms', '5', { emails: [A, X] });
    rig.type('vsa', '5', { emails: [A, Y] });
    for (let run = 0; run < 3; run++) await rig.sync();
    expect(lists()).toEqual([
      [A, X, Y],
      [A, X, Y],
      [A, X, Y],
    ]);
  });

  const locking = (locked: Partial<Record<FieldName, string>>) => {
    const held = rig.systems.bms.records.get('5');
    if (held) rig.put({ ...held, locked });
  };

  const agreed = async (authority: SyncSettings['authority'] = {}): Promise<void> => {
    rig = await Rig.begin();
    rig.settings = { ...NO_CREATE, authority };
    for (const system of ['bms', 'vsa'] as const) rig.put(ada(system));
    await rig.sync();
    rig.settings = { ...MAKING, authority };
  };

  it('lists nothing that one of them took away', async () => {
    await agreed();
    rig.type('bms', '5', { emails: [A, B, X] });
    rig.type('vsa', '5', { emails: [A] });
    for (let run = 0; run < 3; run++) await rig.sync();
    expect(lists()).toEqual([
      [A, X],
      [A, X],
      [A, X],
    ]);
  });

  it('lists nothing that one of them took away, and another could not be told', async () => {
    await agreed();
    locking({ emails: 'locked' });
    rig.settings = NO_CREATE;
    rig.type('vsa', '5', { emails: [A] });
    await rig.sync();
    rig.settings = MAKING;
    await rig.sync();
    expect(lists()).toEqual([[B, A], [A], [A]]);
    locking({});
    for (let run = 0; run < 2; run++) await rig.sync();
    expect(lists()).toEqual([[A], [A], [A]]);
  });

  it.each([
    ['', []],
    [', also where the write there failed at first', ['bms'] as const],
  ])('lists what comes to it by way of another one%s', async (_how, refusing) => {
    await agreed();
    const vsaItGlue = { ...NO_CREATE.directions.vsaItGlue, contact: 'off' as const };
    rig.settings = { ...rig.settings, directions: { ...rig.settings.directions, vsaItGlue } };
    rig.type('vsa', '5', { emails: [A, X] });
    rig.refusing(...refusing);
    await rig.sync();
    expect(lists()[2]).toEqual([A]);
    rig.refusing();
    for (let run = 0; run < 2; run++) await rig.sync();
    expect(lists()).toEqual([
      [A, X],
      [A, X],
      [A, X],
    ]);
  });

  it('lists what those hold that have room for more', async () => {
    rig = await Rig.begin();
    const { contact } = ABLE;
    const fields = { ...contact.fields, emails: { write: 'always' as const, capacity: 1 } };
    rig.systems.vsa.abilities = { ...ABLE, contact: { ...contact, fields } };
    rig.settings = NO_CREATE;
    for (const system of ['vsa', 'itglue'] as const) rig.put(ada(system));
    rig.type('vsa', '5', { emails: [A] });
    await rig.sync();
    rig.settings = { ...NO_CREATE, create: { ...NO_CREATE.create, contact: { bms: ['itglue'] } } };
    for (let run = 0; run < 2; run++) await rig.sync();
    expect(entries('bms', idOf(rig.people('bms')[0]))).toEqual([B, A]);
  });

  it('takes what all of them list, though the first has room for one entry', async () => {
    rig = await Rig.begin();
    const emails = { write: 'always' as const, capacity: 1 };
    const contact = { ...ABLE.contact, fields: { ...ABLE.contact.fields, emails } };
    rig.systems.bms.abilities = { ...ABLE, contact };
    for (const system of ['bms', 'vsa'] as const) rig.put(ada(system));
    rig.type('bms', '5', { emails: [A] });
    rig.settings = NO_CREATE;
    await rig.sync();
    rig.settings = MAKING;
    for (let run = 0; run < 2; run++) await rig.sync();
    expect(lists()).toEqual([[A], [A, B].sort(), [A, B].sort()]);
  });

  it('takes what all of them list, though one of them could not take it', async () => {
    await agreed();
    const held = rig.systems.bms.records.get('5');
    if (held) rig.put({ ...held, locked: { emails: 'kept by another program' } });
    rig.type('vsa', '5', { emails: [A, B, X] });
    rig.settings = NO_CREATE;
    for (let run = 0; run < 2; run++) await rig.sync();
    rig.settings = MAKING;
    for (let run = 0; run < 2; run++) await rig.sync();
    expect(lists()).toEqual([[A, B].sort(), [A, B, X].sort(), [A, B, X].sort()]);
  });

  it('takes what was decided between them', async () => {
    await agreed({ contact: { title: 'ask' } });
    rig.type('bms', '5', { title: 'Boss' });
    rig.type('vsa', '5', { title: 'Head' });
    const against = { bms: 'Boss', vsa: 'Head' };
    const choices = [{ record: ADA, field: 'title', value: 'Chief', against }] as const;
    await rig.session().decide({ type: 'value', choices });
    for (let run = 0; run < 2; run++) await rig.sync();
    expect(allTitles()).toEqual(['Chief', 'Chief', 'Chief']);
  });

  it('takes nothing that the authority has cleared', async () => {
    await agreed({ contact: { title: 'bms' } });
    rig.type('bms', '5', { title: '' });
    for (let run = 0; run < 2; run++) await rig.sync();
    expect(allTitles().map((title) => title ?? '')).toEqual(['', '', '']);
  });

  it('takes what comes to it by way of another one as soon as that has it', async () => {
    await agreed();
    const { itglue } = rig.systems;
    const create = itglue.create.bind(itglue);
    itglue.create = (kind, values) => create(kind, { title: null, ...values });
    const vsaItGlue = { ...NO_CREATE.directions.vsaItGlue, contact: 'off' as const };
    rig.settings = { ...rig.settings, directions: { ...rig.settings.directions, vsaItGlue } };
    rig.type('vsa', '5', { title: 'Boss' });
    for (let run = 0; run < 2; run++) await rig.sync();
    expect(allTitles()).toEqual(['Boss', 'Boss', 'Boss']);
  });

  it('is no hindrance where it was made with what another one could not give up', async () => {
    await agreed();
    const vsaItGlue = { ...NO_CREATE.directions.vsaItGlue, contact: 'off' as const };
    rig.settings = { ...rig.settings, directions: { ...rig.settings.directions, vsaItGlue } };
    locking({ title: 'locked' });
    rig.type('vsa', '5', { title: 'Boss' });
    for (let run = 0; run < 2; run++) await rig.sync();
    expect(allTitles()).toEqual(['Clerk', 'Boss', 'Clerk']);
    locking({});
    for (let run = 0; run < 2; run++) await rig.sync();
    expect(allTitles()).toEqual(['Boss', 'Boss', 'Boss']);
  });
});

describe('with nobody looking, beside a place that is yet to be made', () => {
  const IT_GLUE_FIVE = 'itglue/update/contact/5';
  const begun = async () => {
    rig = await Rig.begin(['bms', 'itglue']);
    rig.settings = { ...NO_CREATE, create: { ...NO_CREATE.create, location: { itglue: ['bms'] } } };
    rig.put(record('bms', 'organization', '2', { name: 'Globex' }));
    for (const system of ['bms', 'itglue'] as const) {
      rig.put(ada(system));
      rig.type(system, '5', { location: null });
    }
    await rig.sync();
    rig.put(record('bms', 'location', '3', { name: 'Harbour', active: true }));
    rig.type('bms', '5', { title: 'Boss', location: '3' });
  };

  it('what else was typed goes its way, and the place follows in a run that makes it', async () => {
    await begun();
    const { report } = await rig.follow();
    expect(titles('itglue')).toEqual(['Boss']);
    expect(report.outcomes).toEqual([expect.objectContaining({ type: 'done' })]);
    await rig.sync();
    expect(rig.systems.itglue.records.get('5')?.fields.location).toBe('101');
  });

  it('nothing waits where places may be made', async () => {
    await begun();
    const unasked = { ...SAFE_UNASKED, location: 'allButConflicts' as const };
    const { report } = await rig.session().follow({ ...rig.options, unasked });
    expect(report.outcomes.map(({ step, type }) => [step, type])).toContainEqual([IT_GLUE_FIVE, 'done']);
    expect(rig.systems.itglue.records.get('5')?.fields.location).toBe('101');
  });

  it('a person who is to be made with it waits, too', async () => {
    await begun();
    rig.settings = {
      ...rig.settings,
      create: { ...rig.settings.create, contact: { itglue: ['bms'] } },
    };
    rig.put(ada('bms', '6'));
    const grace = { name: 'Grace Hopper', firstName: 'Grace', lastName: 'Hopper', emails: [] };
    rig.type('bms', '6', { ...grace, location: '3' });
    const unasked = { ...SAFE_UNASKED, contact: 'allButConflicts' as const };
    const { report } = await rig.session().follow({ ...rig.options, unasked });
    expect(report.outcomes.map(({ type }) => type)).toEqual(['done']);
    await rig.sync();
    expect(rig.people('itglue')).toHaveLength(2);
  });
});

it('what is typed in the giver between a plan and its writes goes on to what was made of it', async () => {
  rig = await Rig.withAda(['bms', 'itglue']);
  rig.settings = { ...NO_CREATE, create: { ...NO_CREATE.create, contact: { vsa: ['bms'] } } };
  rig.put(record('vsa', 'organization', '1', { name: 'Acme Widgets', active: true }));
  rig.type('itglue', '5', { emails: [...BOTH, 'ada3@acme.example'] });
  const { plan } = await rig.session().plan(rig.options);
  rig.type('bms', '5', { title: 'Boss' });
  await rig.session().apply(plan, rig.options);
  await rig.sync();
  const [made] = rig.people('vsa');
  expect([...titles('itglue'), rig.value('vsa', idOf(made), 'title')]).toEqual(['Boss', 'Boss']);
});
