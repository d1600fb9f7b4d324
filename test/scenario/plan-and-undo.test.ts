/** A plan is seen first and then done exactly; what a run did can be taken back, where it is still what it did. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPlan } from '../../src/compose';
import { dayOf, withClients } from '../../src/engine/client-trend';
import { Failure } from '../../src/engine/failure';
import { healthOf } from '../../src/engine/health';
import type { Session } from '../../src/engine/session';
import { lineOf } from '../../src/engine/trend';
import { acmeFleet } from './support/acme';
import { gist, Story } from './support/story';

let story: Story;
let session: Session;
const ids = { bms: '', vsa: '', itglue: '' };
const signal = new AbortController().signal;
const options = { progress: { report: () => undefined }, signal };

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

const title = async () => ({
  bms: (await story.portals.bms.contact(ids.bms)).jobTitle,
  vsa: (await story.portals.vsa.get(`system/staff/${ids.vsa}`)).Title,
  itglue: (await story.portals.itglue.get('contacts', ids.itglue)).title,
});
const inBms = (text: string) => story.portals.bms.edit('contact', ids.bms, { jobTitle: text });
const inItGlue = (text: string) => story.portals.itglue.edit('contacts', ids.itglue, { title: text });

describe('a plan', () => {
  it('writes nothing, is saved, and is then carried out exactly', async () => {
    await inBms('Head of IT');
    story.tenants.desk.startCountAnew();
    const prepared = await session.plan(options);
    expect(story.writes()).toEqual([]);
    expect(prepared.plan.steps.map((step) => step.id)).toEqual([
      `vsa/update/contact/${ids.vsa}`,
      `itglue/update/contact/${ids.itglue}`,
    ]);
    const saved = await readPlan(story.folder);
    expect(saved).toEqual(prepared.plan);
    const { outcomes } = await session.apply(saved, options);
    expect(outcomes.map((outcome) => outcome.type)).toEqual(['done', 'done']);
    expect(await title()).toEqual({ bms: 'Head of IT', vsa: 'Head of IT', itglue: 'Head of IT' });
    expect((await story.sync()).outcomes).toEqual([]);
  });

  it('comes after a first sync whose line in the trend counts what it created as linked', async () => {
    const overview = await session.overview();
    const { trend, clientTrends, statuses, lastRun } = overview;
    expect(Object.values(lastRun?.outcomes ?? {}).length).toBeGreaterThan(0);
    expect(trend).toEqual([lastRun && lineOf(lastRun, statuses)]);
    expect(clientTrends).toEqual(withClients({}, healthOf(overview), dayOf(lastRun?.endedAt ?? '')));
    expect(Object.keys(clientTrends)).not.toEqual([]);
  });

  it('leaves a line in the trend as a sync does, with what is in order then', async () => {
    await inBms('Head of IT');
    const { plan } = await session.plan(options);
    const applied = await session.apply(plan, options);
    const synced = await story.sync();
    const { trend, statuses } = await session.overview();
    expect(trend.map(({ run }) => run).slice(1)).toEqual([applied.run, synced.run]);
    const [first, second, third] = trend.map(({ shares }) => shares);
    expect([first, second]).toEqual([third, third]);
    expect(Object.keys(third ?? {}).sort()).toEqual(['asset', 'contact', 'location', 'organization']);
    expect(trend.at(-1)?.records).toBe(
      [...statuses.values()].filter(({ status }) => status === 'matched').length,
    );
  });

  it('does not do what was unticked, and offers it again', async () => {
    await inBms('Head of IT');
    const { plan } = await session.plan(options);
    await session.apply(plan, { ...options, select: (step) => step.system === 'itglue' });
    expect(await title()).toEqual({ bms: 'Head of IT', vsa: 'Controller', itglue: 'Head of IT' });
    const next = await session.plan(options);
    expect(next.plan.steps.map((step) => step.id)).toEqual([`vsa/update/contact/${ids.vsa}`]);
  });

  it('is stale where a technician edits while it waits: their word stands', async () => {
    await inBms('Head of IT');
    const { plan } = await session.plan(options);
    await inItGlue('IT Director');
    const { outcomes } = await session.apply(plan, options);
    expect(outcomes.map(({ step, type }) => `${step.split('/')[0]} ${type}`).sort()).toEqual([
      'itglue stale',
      'vsa done',
    ]);
    expect((await title()).itglue).toBe('IT Director');
  });

  it('is refused whole once another run has moved what it was planned against', async () => {
    await inBms('Head of IT');
    const { plan } = await session.plan(options);
    await inItGlue('Head of IT');
    await story.sync();
    const refusal = session.apply(plan, options);
    await expect(refusal).rejects.toSatisfy((error) => Failure.is(error, 'stale'));
    await expect(refusal).rejects.toThrow(/Job title has another value now/);
  });
});

describe('undo', () => {
  it('restores what the run wrote, and the next sync leaves it so', async () => {
    await inBms('Head of IT');
    const { run } = await story.sync();
    const undo = await session.undoOf(run);
    expect(undo.steps.map((step) => `${step.id} ${step.changes[0]?.to}`).sort()).toEqual([
      `itglue/update/contact/${ids.itglue} Controller`,
      `vsa/update/contact/${ids.vsa} Controller`,
    ]);
    const { outcomes } = await session.apply(undo, { ...options, purpose: 'undo' });
    expect(outcomes.map((outcome) => outcome.type)).toEqual(['done', 'done']);
    expect(await title()).toEqual({ bms: 'Head of IT', vsa: 'Controller', itglue: 'Controller' });
    expect(gist(await story.sync()).outcomes).toEqual({});
  });

  it('leaves alone what someone has edited since, and says so', async () => {
    await inBms('Head of IT');
    const { run } = await story.sync();
    await inItGlue('IT Director');
    await session.plan(options);
    const undo = await session.undoOf(run);
    expect(undo.steps.map((step) => step.system)).toEqual(['vsa']);
    expect(undo.drift.map(({ system, reason }) => [system, reason])).toEqual([
      ['itglue', 'someone has changed it since'],
    ]);
  });

  it('looks at the records themselves, not at what was last seen of them', async () => {
    await inBms('Head of IT');
    const { run } = await story.sync();
    await inItGlue('IT Director');
    const undo = await session.undoOf(run, undefined, options);
    expect(undo.steps.map((step) => step.system)).toEqual(['vsa']);
    expect(undo.drift.map(({ system, value, reason }) => [system, value, reason])).toEqual([
      ['itglue', 'IT Director', 'someone has changed it since'],
    ]);
    const { outcomes } = await session.apply(undo, { ...options, purpose: 'undo' });
    expect(outcomes.map((outcome) => outcome.type)).toEqual(['done']);
    expect(await title()).toEqual({ bms: 'Head of IT', vsa: 'Controller', itglue: 'IT Director' });
  });

  describe('of a creation', () => {
    const grace = async () => {
      const contacts = await story.portals.itglue.all('configurations');
      return contacts.find((configuration) => configuration.name === 'ACME-NEW');
    };
    const created = async () => {
      const [accountId, accountLocationId] = [
        story.tenants.recordId('bms', 'organization', 'bms-acme'),
        story.tenants.recordId('bms', 'location', 'bms-hq'),
      ];
      const shown = (await story.portals.bms.assets())[0];
      await story.portals.bms.create('asset', {
        ...{ Name: 'ACME-NEW', SerialNumber: 'NEW-5150-XY', IsActive: true },
        ...{ AccountId: Number(accountId), AccountLocationId: Number(accountLocationId) },
        CategoryId: shown?.categoryId ?? shown?.CategoryId,
      });
      const { run } = await story.sync();
      expect(await grace()).toMatchObject({ archived: false });
      return run;
    };

    it('archives what was made, and the next sync makes no other', async () => {
      const run = await created();
      const undo = await session.undoOf(run, undefined, options);
      expect(undo.steps.map(({ action, system, name }) => `${action} ${system} ${name}`)).toEqual([
        'archive itglue ACME-NEW',
      ]);
      const { outcomes } = await session.apply(undo, { ...options, purpose: 'undo' });
      expect(outcomes.map(({ type }) => type)).toEqual(['done']);
      expect(await grace()).toMatchObject({ archived: true });
      await story.sync();
      expect(story.writes()).toEqual([]);
    });

    it('leaves it where someone has worked on it since', async () => {
      const run = await created();
      await story.portals.itglue.edit('configurations', String((await grace())?.id), {
        'serial-number': 'NEW-5150-XZ',
      });
      const undo = await session.undoOf(run, undefined, options);
      expect(undo.steps).toEqual([]);
      expect(undo.drift).toMatchObject([
        { system: 'itglue', field: 'serialNumber', reason: 'someone has changed it since it was created' },
      ]);
    });
  });

  it('takes back one step alone', async () => {
    await inBms('Head of IT');
    const { run } = await story.sync();
    const undo = await session.undoOf(run, `vsa/update/contact/${ids.vsa}`);
    expect(undo.steps.map((step) => step.system)).toEqual(['vsa']);
  });

  it('knows no run of another name', async () => {
    await expect(session.undoOf('2001-01-01')).rejects.toSatisfy((error) => Failure.is(error, 'usage'));
  });
});

it('the history lists every run with who and what, newest first', async () => {
  await inBms('Head of IT');
  const { run } = await story.sync();
  const [latest, first] = await session.history();
  expect(latest).toMatchObject({ run, purpose: 'sync', result: 'done', outcomes: { done: 2 } });
  expect(latest?.by).not.toBe('');
  const writes = latest?.writes.map(
    ({ system, before, after }) => `${system} ${before.title} -> ${after.title}`,
  );
  expect(writes?.sort()).toEqual(['itglue Controller -> Head of IT', 'vsa Controller -> Head of IT']);
  expect(first?.endedAt).not.toBeNull();
});

describe('what is known without a call', () => {
  const pending = async () => {
    const { statuses } = await session.overview();
    return [...statuses].filter(([, { status }]) => status === 'pending').map(([key]) => key.split(':')[1]);
  };

  it('shows as pending what a plan would write, and nothing once it is written', async () => {
    expect(await pending()).toEqual([]);
    await inBms('Head of IT');
    const { plan } = await session.plan(options);
    expect(await pending()).toEqual(['contact', 'contact', 'contact']);
    await session.apply(plan, options);
    expect(await pending()).toEqual([]);
  });
});
