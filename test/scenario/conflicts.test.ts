/** Two people say different things in two portals: the question, its answer, and what becomes of both. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Session } from '../../src/engine/session';
import { conflictsLike, settle } from '../../src/engine/settle';
import { contact, location } from '../support/smallFleet';
import { acmeFleet } from './support/acme';
import { Story } from './support/story';

let story: Story;
let session: Session;
const ids = { bms: '', vsa: '', itglue: '' };
const options = { progress: { report: () => undefined }, signal: new AbortController().signal };

beforeEach(async () => {
  story = await Story.begin({ fleet: acmeFleet() });
  for (const product of ['bms', 'vsa', 'itglue'] as const) {
    ids[product] = story.tenants.recordId(product, 'contact', `${product}-ada`) ?? '';
  }
  await story.sync();
  session = story.open();
});

afterEach(async () => {
  session.dispose();
  await story.end();
});

const inVsa = (title: string) =>
  story.portals.vsa.edit(`system/staff/${ids.vsa}`, { Title: title, Function: '' });
const inItGlue = (title: string) => story.portals.itglue.edit('contacts', ids.itglue, { title });
const titles = async () => [
  (await story.portals.bms.contact(ids.bms)).jobTitle,
  (await story.portals.vsa.get(`system/staff/${ids.vsa}`)).Title,
  (await story.portals.itglue.get('contacts', ids.itglue)).title,
];

/** The sides part: VSA says one thing, IT Glue another, and neither is the authority. */
async function dispute() {
  await inVsa('Finance Director');
  await inItGlue('Head of Finance');
  await session.plan(options);
  const { conflicts } = await session.overview();
  const [item, ...more] = conflicts;
  if (!item || more.length > 0) throw new Error(`expected one conflict, not ${conflicts.length}`);
  return item;
}

it('the question shows all sides, what they agreed on, who changed it, and when where the API tells', async () => {
  const item = await dispute();
  expect(item).toMatchObject({
    label: 'Job title',
    name: 'Ada Lovelace',
    organization: 'Acme Tooling Ltd.',
    agreed: { value: 'Controller', text: 'Controller' },
    authority: 'bms',
    reason: 'Kaseya VSA and IT Glue changed it to different values',
    sides: {
      bms: { text: 'Controller', changed: false, agreed: { text: 'Controller' }, refusal: null },
      vsa: { text: 'Finance Director', changed: true, lastChange: null },
      itglue: { text: 'Head of Finance', changed: true },
    },
  });
  expect(item.sides.itglue?.lastChange?.at).toMatch(/^\d{4}-\d\d-\d\dT/);
  expect(item.sides.bms?.lastChange).toMatchObject({ at: expect.any(String) });
});

it('an answer becomes a decision and steps of the plan, not a write; applying the plan carries it out', async () => {
  const item = await dispute();
  story.tenants.desk.startCountAnew();
  await session.decide(settle([item], { type: 'side', system: 'itglue' }));
  expect(story.writes()).toEqual([]);
  const { conflicts, plan } = await session.overview();
  expect(conflicts).toEqual([]);
  expect(plan.steps.map(({ id, changes }) => `${id} ${changes[0]?.to} (${changes[0]?.source})`)).toEqual([
    `bms/update/contact/${ids.bms} Head of Finance (person)`,
    `vsa/update/contact/${ids.vsa} Head of Finance (person)`,
  ]);
  await session.apply(plan, options);
  expect(await titles()).toEqual(['Head of Finance', 'Head of Finance', 'Head of Finance']);
  await story.sync();
  expect(story.writes()).toEqual([]);
});

it('a value of the person’s own wins over all sides', async () => {
  const item = await dispute();
  await session.decide(settle([item], { type: 'value', value: 'Chief Financial Officer' }));
  await story.sync();
  expect(await titles()).toEqual(Array(3).fill('Chief Financial Officer'));
  await story.sync();
  expect(story.writes()).toEqual([]);
});

it('an answer that is taken back leaves the plan, and the question is asked again', async () => {
  const item = await dispute();
  const act = await session.decide(settle([item], { type: 'side', system: 'vsa' }));
  await session.undecide(act);
  const { conflicts, plan } = await session.overview();
  expect(conflicts.map(({ key }) => key)).toEqual([item.key]);
  expect(plan.steps).toEqual([]);
});

it('an answer holds only while the sides say what they said: who edits after it is heard', async () => {
  const item = await dispute();
  await session.decide(settle([item], { type: 'side', system: 'itglue' }));
  await inVsa('Treasurer');
  const report = await story.sync();
  expect(report.prepared.plan.conflicts).toMatchObject([
    { field: 'title', values: { vsa: 'Treasurer', itglue: 'Head of Finance' } },
  ]);
  expect(story.writes()).toEqual([]);
});

it('one answer settles all conflicts that pose the same question', async () => {
  session.dispose();
  await story.end();
  story = await Story.begin({
    fleet: acmeFleet({
      change: (view, product) => {
        const [acme] = view.organizations;
        const home = { truth: 'bob', location: product === 'vsa' ? null : `${product}-hq` };
        const bob = contact(`${product}-bob`, acme?.key ?? '', {
          ...home,
          firstName: 'Bob',
          lastName: 'Boole',
          title: 'Clerk',
          emails: ['bob@acme.example'],
          phones: ['+1 212 555 0102'],
        });
        return { ...view, contacts: [...view.contacts, bob] };
      },
    }),
  });
  await story.sync();
  session = story.open();
  for (const person of ['ada', 'bob']) {
    const [vsa, itglue] = (['vsa', 'itglue'] as const).map(
      (product) => story.tenants.recordId(product, 'contact', `${product}-${person}`) ?? '',
    );
    await story.portals.vsa.edit(`system/staff/${vsa}`, { Title: `${person} V`, Function: '' });
    await story.portals.itglue.edit('contacts', itglue ?? '', { title: `${person} G` });
  }
  await session.plan(options);
  const { conflicts } = await session.overview();
  const [first] = conflicts;
  if (!first) throw new Error('expected conflicts');
  const alike = conflictsLike(conflicts, first);
  expect(alike.map(({ name }) => name)).toEqual(['Ada Lovelace', 'Bob Boole']);
  const act = await session.decide(settle(alike, { type: 'side', system: 'itglue' }));
  expect(act.added).toHaveLength(2);
  const after = await session.overview();
  expect(after.conflicts).toEqual([]);
  expect(new Set(after.plan.steps.flatMap(({ changes }) => changes.map(({ to }) => to)))).toEqual(
    new Set(['ada G', 'bob G']),
  );
});

it('a reference in dispute is settled by what it leads to, in each system’s own id', async () => {
  session.dispose();
  await story.end();
  const fleet = acmeFleet({
    change: (view, product) => {
      if (product === 'vsa') return view;
      const branch = location(`${product}-branch`, `${product}-acme`, { truth: 'branch', name: 'Branch' });
      const contacts = view.contacts.map((held) => ({
        ...held,
        location: product === 'itglue' ? branch.key : held.location,
      }));
      return { ...view, locations: [...view.locations, branch], contacts };
    },
  });
  story = await Story.begin({ fleet }, { 'sync.authority': { 'contact.location': 'ask' } });
  await story.sync();
  session = story.open();
  const item = (await session.overview()).conflicts.find(({ field }) => field === 'location');
  expect(item).toMatchObject({
    to: 'location',
    sides: { bms: { text: 'Head Office' }, itglue: { text: 'Branch' } },
  });
  await session.decide(settle(item ? [item] : [], { type: 'side', system: 'itglue' }));
  await story.sync();
  const ada = story.tenants.recordId('bms', 'contact', 'bms-ada') ?? '';
  const branch = story.tenants.recordId('bms', 'location', 'bms-branch');
  expect(String((await story.portals.bms.contact(ada)).locationId)).toBe(branch);
  await story.sync();
  expect(story.writes()).toEqual([]);
});

describe('why a value won', () => {
  it('is told for every field: who changed it, who decides, which run wrote it', async () => {
    await story.portals.bms.edit('contact', ids.bms, { jobTitle: 'Head of IT' });
    const { run } = await story.sync();
    const fields = await session.explain(`itglue:contact:${ids.itglue}`);
    const story_ = fields.find(({ field }) => field === 'title');
    expect(story_).toMatchObject({
      authority: { system: 'bms', by: 'default' },
      row: 'quiet',
      winner: null,
      sides: { itglue: { text: 'Head of IT', written: { run, from: 'Controller', to: 'Head of IT' } } },
    });
    expect(story_?.reason).toBe(
      `all sides agree, and none has changed since; run ${run} wrote it last: Kaseya BMS changed it`,
    );
    for (const { reason } of fields) expect(reason).not.toBe('');
    expect(fields.map(({ field }) => field)).toContain('emails');
  });

  it('is told while a person has to decide', async () => {
    await dispute();
    const fields = await session.explain(`bms:contact:${ids.bms}`);
    expect(fields.find(({ field }) => field === 'title')).toMatchObject({
      row: 'different-changes',
      winner: null,
      reason: 'Kaseya VSA and IT Glue changed it to different values',
    });
  });
});

describe('steps that a person unticks', () => {
  beforeEach(async () => {
    await story.portals.bms.edit('contact', ids.bms, { jobTitle: 'Head of IT' });
    await session.plan(options);
  });

  it('stay unticked in the saved plan, for whoever applies it', async () => {
    await session.tick({ group: { system: 'vsa' }, ticked: false });
    const other = story.open();
    const { plan, drift } = await other.overview();
    expect(plan.unticked).toEqual([`vsa/update/contact/${ids.vsa}`]);
    expect(drift).toContainEqual(
      expect.objectContaining({ system: 'vsa', reason: 'a person has unticked it in the plan' }),
    );
    await other.apply(plan, options);
    expect(await titles()).toEqual(['Head of IT', 'Controller', 'Head of IT']);
    other.dispose();
  });

  it('can be ticked again and applied later, without a new plan', async () => {
    await session.tick({ group: { system: 'vsa' }, ticked: false });
    await session.apply((await session.overview()).plan, options);
    const plan = await session.tick({ group: { step: `vsa/update/contact/${ids.vsa}` }, ticked: true });
    expect(plan.steps.map(({ id }) => id)).toEqual([`vsa/update/contact/${ids.vsa}`]);
    await session.apply(plan, options);
    expect(await titles()).toEqual(['Head of IT', 'Head of IT', 'Head of IT']);
  });

  it('are not what was planned when somebody edits the file by hand: that is refused', async () => {
    const { plan } = await session.overview();
    const [first, ...rest] = plan.steps;
    const changes = first?.changes.map((change) => ({ ...change, to: 'Janitor' })) ?? [];
    const edited = { ...plan, steps: first ? [{ ...first, changes }, ...rest] : [] };
    await expect(session.apply(edited, options)).rejects.toThrow(/not those it was made with/);
  });
});
