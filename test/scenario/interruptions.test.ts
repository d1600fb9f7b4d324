/** Runs that somebody or something comes in between: an edit after planning, a cancel, a kill. */
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import type { Product } from '../../src/simulators/fleet/model';
import { acmeFleet } from './support/acme';
import { type Ended, ended, run, secretsOf, settingsOf, start, writeSettings } from './support/program';
import { gist, Story } from './support/story';

let story: Story;
afterEach(() => story.end());

/** Resolves once the product has been asked for the route. */
async function asked(product: Product, route: string): Promise<void> {
  for (let tries = 0; tries < 6_000; tries += 1) {
    if ((story.tenants.desk.counts()[product][route] ?? 0) > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`Nobody asked ${product} for ${route}.`);
}

async function quiet(): Promise<void> {
  const report = await story.sync();
  expect(story.writes()).toEqual([]);
  expect(report.outcomes).toEqual([]);
}

/** How many records of each kind stand in BMS and IT Glue. */
async function sizes() {
  const { bms, itglue } = story.portals;
  const collections = ['organizations', 'locations', 'contacts', 'configurations'] as const;
  const listed = await Promise.all(collections.map((collection) => itglue.all(collection)));
  return { bmsAssets: (await bms.assets()).length, itglue: listed.map((rows) => rows.length) };
}

describe('an edit between plan and write', () => {
  it('is not overwritten: the step is stale, and the next run sees both sides', async () => {
    story = await Story.begin({ fleet: acmeFleet() });
    await story.sync();
    const id = (product: Product, kind: 'organization' | 'contact', key: string) =>
      story.tenants.recordId(product, kind, `${product}-${key}`) ?? '';
    const contact = id('itglue', 'contact', 'ada');
    await story.portals.bms.edit('organization', id('bms', 'organization', 'acme'), {
      accountName: 'Acme Tools Ltd.',
    });
    await story.portals.vsa.edit(`system/staff/${id('vsa', 'contact', 'ada')}`, {
      Title: 'Head of IT',
      Function: '',
    });
    // Contacts come after organizations: while the organization's answer is awaited, somebody edits the contact.
    const route = 'PATCH /organizations/{id}';
    story.tenants.desk.order({ system: 'itglue', status: 'slow', delay: 700, match: route });
    const running = story.sync();
    await asked('itglue', route);
    await story.portals.itglue.edit('contacts', contact, { title: 'Lead Engineer' });
    const { outcomes, steps } = gist(await running);
    expect(outcomes.stale).toBe(1);
    expect(steps).toContainEqual(
      expect.stringMatching(
        /^stale itglue\/update\/contact\/\d+ \[title\]: Job title was changed meanwhile$/,
      ),
    );
    expect(await story.portals.itglue.get('contacts', contact)).toMatchObject({ title: 'Lead Engineer' });

    const next = await story.sync();
    expect(story.writes()).toEqual([]);
    expect(next.prepared.plan.conflicts).toMatchObject([
      { field: 'title', values: { vsa: 'Head of IT', itglue: 'Lead Engineer' } },
    ]);
  });
});

describe('a run that is cancelled among its writes', () => {
  it('stops between two writes, and the next one ends where an undisturbed one would have', async () => {
    const fleet = { seed: 2, organizations: 6, assetsPerOrganization: 8 } as const;
    story = await Story.begin(fleet);
    await story.sync();
    const undisturbed = await sizes();
    await story.end();

    story = await Story.begin(fleet);
    const cancel = new AbortController();
    const report = await story.sync({
      signal: cancel.signal,
      progress: {
        report: (phase, done) => {
          if (phase === 'apply' && done === 12) cancel.abort();
        },
      },
    });
    const first = gist(report);
    expect(first.outcomes.done).toBeGreaterThan(5);
    expect(first.outcomes.refused).toBeGreaterThan(20);
    expect(first.outcomes.failed ?? 0).toBe(0);
    for (const step of first.steps.filter((line) => line.startsWith('refused'))) {
      expect(step).toMatch(/the run was cancelled before this step$/);
    }
    const second = gist(await story.sync());
    expect(second.steps.filter((step) => !/^(done|unchanged) /.test(step))).toEqual([]);
    expect(await sizes()).toEqual(undisturbed);
    await quiet();
  });

  it('while it reads, ends as cancelled and leaves nothing half known', async () => {
    story = await Story.begin({ fleet: acmeFleet() });
    const cancel = new AbortController();
    const progress = { report: (phase: string) => phase === 'scan' && cancel.abort() };
    await expect(story.sync({ signal: cancel.signal, progress })).rejects.toMatchObject({
      reason: 'cancelled',
    });
    const known = await story.open().overview();
    expect(known.records.size).toBe(0);
    expect(known.lastRun).toMatchObject({ result: 'cancelled' });
    expect(gist(await story.sync()).outcomes.failed).toBeUndefined();
    await quiet();
  });
});

describe('a program that is killed among its writes', () => {
  const program = async (): Promise<Ended> => run(story.folder, ['sync'], secretsOf(story.tenants.line));

  it('between a create and its answer, makes no second record', async () => {
    story = await Story.begin({ seed: 2, organizations: 4, assetsPerOrganization: 6 });
    const { line, desk } = story.tenants;
    await writeSettings(story.folder, settingsOf(line));
    const route = 'POST /contacts';
    desk.order({ system: 'itglue', status: 'slow', delay: 5000, match: route });
    const child = start(story.folder, ['sync'], secretsOf(line));
    const end = ended(child);
    await asked('itglue', route);
    await new Promise((resolve) => setTimeout(resolve, 300));
    child.kill('SIGKILL');
    await end;
    desk.withdrawFaults();
    const names = async () => {
      const contacts = await story.portals.itglue.all('contacts');
      return contacts.map((contact) => `${contact['organization-id']} ${contact.name}`).sort();
    };
    const halfway = await names();
    const before = story.tenants.fleet.views.itglue.contacts.length;
    expect(halfway.length).toBeGreaterThan(before);
    expect([0, 4]).toContain((await program()).code);
    const after = await names();
    const twice = after.filter((name, at) => name === after[at - 1]);
    const wereTwice = halfway.filter((name, at) => name === halfway[at - 1]);
    expect(twice).toEqual(wereTwice);
    await quiet();
  });

  it('and one that is told to stop ends after the writes under way, saying so', async () => {
    story = await Story.begin({ seed: 2, organizations: 4, assetsPerOrganization: 6 });
    const { line, desk } = story.tenants;
    await writeSettings(story.folder, settingsOf(line));
    const route = 'POST /contacts';
    desk.order({ system: 'itglue', status: 'slow', delay: 600, match: route });
    const child = start(story.folder, ['sync'], secretsOf(line));
    const end = ended(child);
    await asked('itglue', route);
    child.kill('SIGINT');
    await once(child, 'exit');
    const { code, out, err } = await end;
    expect(code).toBe(1);
    expect(err).toMatch(/Stopping after the writes under way/);
    expect(err).toMatch(/MSP-602/);
    expect(out).toMatch(/the run was cancelled before this step/);
    expect([0, 4]).toContain((await program()).code);
    await quiet();
  });
});
