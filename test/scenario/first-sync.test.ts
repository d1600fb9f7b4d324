/** The demo's story: existing data comes into step, stays in step, and follows a later edit. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Kind, RecordKey } from '../../src/engine/model';
import { keyOf, membersOf, SYSTEMS } from '../../src/engine/model';
import type { RunReport } from '../../src/engine/run';
import { gist, Story } from './support/story';

describe.each([1, 2, 3])('a first sync of existing data (fleet %i)', (seed) => {
  let story: Story;
  let first: RunReport;

  beforeAll(async () => {
    story = await Story.begin({ seed, organizations: 6, assetsPerOrganization: 8 });
    first = await story.sync();
  });
  afterAll(() => story.end());

  it('finds every connection in order beforehand', async () => {
    const session = story.open();
    const { checks, pairs } = await session.check(new AbortController().signal);
    session.dispose();
    const findings = checks.flatMap((checked) => checked.findings);
    for (const { state } of pairs) expect(state).toMatch(/^(ready|limited)$/);
    expect(findings.filter(({ level }) => level === 'problem')).toEqual([]);
    expect(new Set(findings.map(({ system }) => system))).toEqual(new Set(SYSTEMS));
  });

  it('reads everything that the systems hold, with proof', () => {
    const { views } = story.tenants.fleet;
    const received = (system: string, kind: Kind) =>
      first.prepared.scan.coverage.find((proof) => proof.system === system && proof.kind === kind)?.received;
    for (const product of ['bms', 'itglue'] as const) {
      expect(received(product, 'contact')).toBe(views[product].contacts.length);
      expect(received(product, 'organization')).toBe(views[product].organizations.length);
    }
    expect(first.prepared.scan.problems).toEqual([]);
    for (const { proof } of first.prepared.scan.coverage) expect(proof).not.toBe('');
  });

  it('links most clients and machines, each with a reason and evidence', () => {
    const { groups } = first.prepared.match;
    const { views } = story.tenants.fleet;
    const of = (kind: Kind) => groups.filter((group) => group.kind === kind).length;
    expect(of('organization')).toBeGreaterThanOrEqual(views.vsa.organizations.length - 1);
    expect(of('asset')).toBeGreaterThan(views.vsa.machines.length / 2);
    for (const group of groups) {
      expect(Object.keys(group.members).length).toBeGreaterThanOrEqual(2);
      expect(group.reason).not.toBe('');
    }
  });

  it('writes what follows, and nothing fails', () => {
    const { outcomes, steps } = gist(first);
    expect(outcomes.done).toBeGreaterThan(10);
    expect(steps.filter((step) => !/^(done|unchanged) /.test(step))).toEqual([]);
  });

  it('joins only records of one truth, and at most one live record per system', () => {
    const truths = truthsOf(story);
    const seen = new Map<RecordKey, string>();
    for (const identity of first.prepared.identities.values()) {
      const members = membersOf(identity);
      const about = members.map((ref) => truths.get(`${ref.system}:${ref.kind}:${ref.id}`));
      expect(new Set(about).size, `${identity.id}: ${about.join(', ')}`).toBe(1);
      for (const ref of members) {
        const key: RecordKey = `${ref.system}:${ref.kind}:${ref.id}`;
        expect(seen.get(key)).toBeUndefined();
        seen.set(key, identity.id);
      }
    }
  });

  it('makes nothing beside a record that bears its name, its serial number or its e-mail', () => {
    const truths = truthsOf(story);
    const { plan, identities, scan } = first.prepared;
    const marks = (key: RecordKey) => {
      const { name, serialNumber, emails } = scan.records.get(key)?.fields ?? {};
      return [name, serialNumber, ...(Array.isArray(emails) ? emails : [])].filter(Boolean).map(String);
    };
    const twice = plan.steps.flatMap((step) => {
      const identity = step.action === 'create' ? identities.get(step.identity) : undefined;
      return (identity ? membersOf(identity) : []).flatMap((ref) => {
        const same = [...truths].filter(
          ([key, truth]) =>
            key.startsWith(`${step.system}:${step.kind}:`) && truth === truths.get(keyOf(ref)),
        );
        const own = new Set(marks(keyOf(ref)).map((mark) => mark.toLowerCase()));
        const bearers = same.filter(([key]) => marks(key).some((mark) => own.has(mark.toLowerCase())));
        return bearers.map(([key]) => `${step.id} beside ${key}`);
      });
    });
    expect(twice).toEqual([]);
  });

  it('writes nothing in the second sync: the servers saw only reads and sign-ins', async () => {
    const second = await story.sync();
    expect(story.writes()).toEqual([]);
    expect(gist(second).steps).toEqual([]);
    expect(second.prepared.plan.conflicts.length).toBe(first.prepared.plan.conflicts.length);
  });

  it('carries an edit made in IT Glue’s portal to the others: that one field, and then it is quiet again', async () => {
    const known = await story.sync();
    const linked = [...known.prepared.identities.values()].find(
      ({ kind, links }) =>
        kind === 'contact' && links.bms && links.itglue && notLocked(known, links.itglue.record),
    );
    const [here, there] = [linked?.links.itglue?.record ?? '', linked?.links.bms?.record ?? ''];
    await story.portals.itglue.edit('contacts', here, { title: 'Keeper of the Keys' });
    const third = await story.sync();
    for (const step of third.prepared.plan.steps) {
      expect(step).toMatchObject({
        identity: linked?.id,
        changes: [{ field: 'title', to: 'Keeper of the Keys' }],
      });
    }
    expect(await story.portals.bms.contact(there)).toMatchObject({ jobTitle: 'Keeper of the Keys' });
    await story.sync();
    expect(story.writes()).toEqual([]);
  });

  it('stays quiet, from what is on disk alone', async () => {
    await story.sync();
    expect(story.writes()).toEqual([]);
    expect(story.notices).toEqual([]);
  });
});

const notLocked = ({ prepared }: RunReport, id: string): boolean =>
  prepared.scan.records.get(`itglue:contact:${id}`)?.locked === undefined;

/** What each record that was there from the start is really about. */
function truthsOf(story: Story): ReadonlyMap<RecordKey, string> {
  const { fleet, recordId } = story.tenants;
  const truths = new Map<RecordKey, string>();
  const kinds = {
    organizations: 'organization',
    locations: 'location',
    contacts: 'contact',
    machines: 'asset',
  } as const;
  for (const product of SYSTEMS) {
    for (const plural of ['organizations', 'locations', 'contacts', 'machines'] as const) {
      for (const { key, truth } of fleet.views[product][plural]) {
        const kind = kinds[plural];
        const id = recordId(product, kind === 'asset' ? 'machine' : kind, key);
        if (id !== null) truths.set(`${product}:${kind}:${id}`, truth);
      }
    }
  }
  return truths;
}
