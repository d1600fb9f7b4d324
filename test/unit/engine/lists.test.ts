/** Lists of several values, entry by entry, on the real session and store. */
import { afterEach, describe, expect, it } from 'vitest';
import type { SystemName } from '../../../src/engine/model';
import { ABLE, record } from './fakes';
import { ada, BOTH, NO_CREATE, Rig } from './rig';

let rig: Rig;
afterEach(() => rig.end());

const [FIRST = '', SECOND = ''] = BOTH;
const emails = (system: SystemName) => rig.value(system, '5', 'emails');

/** So that runs with nobody looking may write at all. */
const begun = async () => {
  rig.put(record('bms', 'organization', '2', { name: 'Globex', website: 'https://globex.example' }));
  await rig.sync();
};

describe('an entry that is taken from a list stays away from it', () => {
  const meet = () => {
    rig.put(ada('bms'));
    rig.put(ada('itglue'));
    rig.type('itglue', '5', { emails: [SECOND] });
  };

  it('although the first write to the other side failed', async () => {
    rig = await Rig.begin(['bms', 'itglue']);
    rig.settings = NO_CREATE;
    meet();
    rig.refusing('itglue');
    await rig.sync();
    rig.refusing();
    rig.type('bms', '5', { emails: [FIRST] });
    await rig.sync();
    expect(emails('bms')).toEqual([FIRST]);
  });

  it('although it waits for a person, with nobody looking', async () => {
    rig = await Rig.begin(['bms', 'itglue']);
    rig.settings = NO_CREATE;
    rig.put(record('bms', 'organization', '2', { name: 'Globex', website: 'https://globex.example' }));
    await rig.sync();
    meet();
    await rig.follow();
    expect(emails('itglue')).toEqual([SECOND]);
    rig.type('bms', '5', { emails: [FIRST] });
    await rig.follow();
    expect(emails('bms')).toEqual([FIRST]);
  });
});

describe('a list that met another one for the first time, and of which nothing was written, is still offered', () => {
  const meet = async () => {
    rig = await Rig.begin(['bms', 'itglue']);
    rig.settings = NO_CREATE;
    await begun();
    rig.put(ada('bms'));
    rig.put(ada('itglue'));
    rig.type('itglue', '5', { emails: [SECOND] });
  };
  const offered = async () => {
    await rig.sync();
    await rig.sync();
    expect(emails('itglue')).toEqual(expect.arrayContaining([...BOTH]));
  };

  it('the write failed', async () => {
    await meet();
    rig.refusing('itglue');
    await rig.sync();
    rig.refusing();
    await offered();
  });

  it('nobody was looking', async () => {
    await meet();
    await rig.follow();
    await rig.follow();
    expect(emails('itglue')).toEqual([SECOND]);
    await offered();
  });

  it('it was unticked', async () => {
    await meet();
    await rig.session().plan(rig.options);
    await rig.session().tick({ group: { kind: 'contact' }, ticked: false });
    const saved = await rig.session().savedPlan();
    if (saved) await rig.session().apply(saved, rig.options);
    const { plan } = await rig.session().plan(rig.options);
    expect(plan.steps.flatMap(({ changes }) => changes.map(({ field }) => field))).toContain('emails');
  });
});

it('with nobody looking an entry that a person took away is not put back, because the authority joins with it', async () => {
  rig = await Rig.withAda(['vsa', 'itglue']);
  rig.put(record('bms', 'organization', '1', { name: 'Acme Widgets', active: true }));
  rig.settings = NO_CREATE;
  await begun();
  rig.type('itglue', '5', { emails: [FIRST] });
  rig.put(ada('bms'));
  await rig.follow();
  expect(emails('itglue')).toEqual([FIRST]);
});

it('what one side alone lists makes no room for what the other does, where neither took anything at first', async () => {
  rig = await Rig.begin(['bms', 'itglue']);
  rig.settings = NO_CREATE;
  const emailsOfTwo = { write: 'always' as const, capacity: 2 };
  const contact = { ...ABLE.contact, fields: { ...ABLE.contact.fields, emails: emailsOfTwo } };
  rig.systems.bms.abilities = { ...ABLE, contact };
  for (const system of ['bms', 'itglue'] as const) rig.put(ada(system));
  rig.type('bms', '5', { emails: ['x@acme.example'] });
  rig.refusing('bms', 'itglue');
  await rig.sync();
  rig.refusing('itglue');
  await rig.sync();
  expect(emails('bms')).toEqual(['x@acme.example', FIRST]);
  rig.refusing();
  await rig.sync();
  expect(emails('itglue')).toEqual(expect.arrayContaining([...BOTH, 'x@acme.example']));
});
