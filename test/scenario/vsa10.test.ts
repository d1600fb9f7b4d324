/** VSA 10 instead of VSA 9: the same clients and machines, found by another API, come into step and stay there. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { membersOf } from '../../src/engine/model';
import type { RunReport } from '../../src/engine/run';
import { gist, Story } from './support/story';

describe('a first sync with VSA 10', () => {
  let story: Story;
  let first: RunReport;
  let writes: readonly string[];

  beforeAll(async () => {
    story = await Story.begin({ seed: 2, organizations: 6, assetsPerOrganization: 8 }, {}, undefined, 10);
    first = await story.sync();
    writes = story.writes();
  });
  afterAll(() => story.end());

  it('finds every connection in order beforehand', async () => {
    const session = story.open();
    const { checks } = await session.check(new AbortController().signal);
    session.dispose();
    const findings = checks.flatMap((checked) => checked.findings);
    expect(findings.filter(({ level }) => level === 'problem')).toEqual([]);
    expect(findings.filter(({ system, check }) => system === 'vsa' && check === 'audit')).toHaveLength(1);
  });

  it('reads what VSA 10 holds, with proof', () => {
    const { vsa } = story.tenants.fleet.views;
    const received = Object.fromEntries(
      first.prepared.scan.coverage
        .filter(({ system }) => system === 'vsa')
        .map(({ kind, received, proof }) => [kind, proof === '' ? 'no proof' : received]),
    );
    expect(received).toMatchObject({
      organization: vsa.organizations.length,
      asset: vsa.machines.filter(({ agent }) => agent !== null).length,
    });
    expect(Number(received.location)).toBeGreaterThanOrEqual(vsa.organizations.length);
    expect(received).not.toHaveProperty('contact');
    expect(first.prepared.scan.problems).toEqual([]);
  });

  it('links its clients and most of its machines to the other systems', () => {
    const linked = (kind: string) =>
      [...first.prepared.identities.values()].filter(
        (identity) =>
          identity.kind === kind &&
          membersOf(identity).length > 1 &&
          membersOf(identity).some(({ system }) => system === 'vsa'),
      ).length;
    const { vsa } = story.tenants.fleet.views;
    expect(linked('organization')).toBeGreaterThanOrEqual(vsa.organizations.length - 1);
    expect(linked('asset')).toBeGreaterThan(vsa.machines.length / 2);
  });

  it('joins no two machines that are not one', () => {
    const { views } = story.tenants.fleet;
    const truth = new Map<string, string>();
    for (const product of ['bms', 'itglue'] as const) {
      for (const { key, truth: real } of views[product].machines) {
        const id = story.tenants.recordId(product, 'machine', key);
        if (id !== null) truth.set(`${product}:${id}`, real);
      }
    }
    for (const identity of first.prepared.identities.values()) {
      if (identity.kind !== 'asset') continue;
      const real = membersOf(identity).flatMap(({ system, id }) => truth.get(`${system}:${id}`) ?? []);
      expect(new Set(real).size).toBeLessThanOrEqual(1);
    }
  });

  it('writes what follows, and nothing fails', () => {
    const { outcomes, steps } = gist(first);
    expect(outcomes.done).toBeGreaterThan(10);
    expect(steps.filter((step) => !/^(done|unchanged) /.test(step))).toEqual([]);
    expect(writes.some((call) => call.startsWith('vsa PUT /api/v3/sites/{id}'))).toBe(true);
  });

  it('writes nothing the second time', async () => {
    const second = await story.sync();
    expect(gist(second).steps).toEqual([]);
    expect(second.outcomes).toEqual([]);
  });

  it('carries a client’s new name from VSA 10 to the others', async () => {
    const { vsa10 } = story.tenants.line;
    const session = story.open();
    const { records, identities } = await session.overview();
    session.dispose();
    const everywhere = [...identities.values()].find(
      ({ kind, links }) => kind === 'organization' && links.vsa && links.bms && links.itglue,
    );
    const id = everywhere?.links.vsa?.record ?? '';
    const answer = await fetch(`${vsa10?.url}/api/v3/organizations/${id}`, {
      method: 'PUT',
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${btoa(`${vsa10?.tokenId}:${vsa10?.tokenSecret}`)}`,
      },
      body: JSON.stringify({ Name: `${records.get(`vsa:organization:${id}`)?.name} Renamed` }),
    });
    expect(answer.status).toBe(200);
    const third = await story.sync();
    expect(gist(third).steps).toContain(
      `done bms/update/organization/${everywhere?.links.bms?.record} [name]`,
    );
    expect((await story.sync()).outcomes).toEqual([]);
  });
});
