/** What an interval in which nothing happened costs each server, and what one costs in which something did. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Session } from '../../src/engine/session';
import { fakeClock } from '../unit/systems/support/clock';
import { acmeFleet } from './support/acme';
import { gist, Story } from './support/story';

const HOUR = 3_600_000;
const SOME_DAYS_LATER = Date.UTC(2026, 5, 8, 9);

let story: Story;
let program: Session;
let clock: ReturnType<typeof fakeClock>;
const ada = { bms: '', itglue: '' };

beforeEach(async () => {
  clock = fakeClock(SOME_DAYS_LATER);
  story = await Story.begin({ fleet: acmeFleet() }, {}, clock);
  ada.bms = story.tenants.recordId('bms', 'contact', 'bms-ada') ?? '';
  ada.itglue = story.tenants.recordId('itglue', 'contact', 'itglue-ada') ?? '';
  await story.sync();
  // The first run by itself reads from the marks of the run by hand, but knows no look-up tables and is not signed in.
  program = story.open();
  await story.follow({}, program);
});
afterEach(async () => {
  program.dispose();
  await story.end();
});

/** What the servers were asked, signing in left out: a token lives for minutes, an interval is longer. */
function asked() {
  const counts = story.tenants.desk.counts();
  const of = (product: 'bms' | 'vsa' | 'itglue') =>
    Object.fromEntries(Object.entries(counts[product]).filter(([route]) => !/security|\/auth/.test(route)));
  return { bms: of('bms'), vsa: of('vsa'), itglue: of('itglue') };
}

const QUIET = {
  bms: {
    'GET /v2/crm/accounts/summary': 2,
    'GET /v2/crm/contacts/summary': 2,
    // The page with the rows and the empty one after it, which ends a list without a total; and none of inactive ones.
    'GET /v2/servicedesk/hardwareasset/searchselect': 3,
  },
  vsa: {
    'GET /api/v1.0/system/orgs': 1,
    'GET /api/v1.0/system/staff': 1,
    'GET /api/v1.0/assetmgmt/agents': 1,
    'GET /api/v1.0/assetmgmt/audit': 1,
  },
  itglue: {
    'GET /organizations': 1,
    'GET /locations': 1,
    'GET /contacts': 1,
    'GET /configurations': 1,
  },
};

describe('an interval', () => {
  it('in which nothing happened costs one call for each listing that can tell so', async () => {
    clock.advance(HOUR / 2);
    const { report } = await story.follow({}, program);
    expect(asked()).toEqual(QUIET);
    expect(report.outcomes).toEqual([]);
    const proofs = report.prepared.scan.coverage.map(
      ({ system, kind, partial }) => `${system} ${kind}${partial ? ': changes' : ''}`,
    );
    expect(proofs.sort()).toEqual([
      'bms asset',
      'bms contact: changes',
      'bms location: changes',
      'bms organization: changes',
      'itglue asset: changes',
      'itglue contact: changes',
      'itglue location: changes',
      'itglue organization: changes',
      'vsa asset',
      'vsa contact',
      'vsa organization',
    ]);
  });

  it('in which a person edited a contact costs the look before the writes, the writes, and the look after', async () => {
    clock.advance(HOUR);
    await story.portals.bms.edit('contact', ada.bms, { jobTitle: 'Head of IT' });
    const { report } = await story.follow({}, program);
    expect(gist(report).outcomes).toEqual({ done: 2 });
    const { bms, vsa, itglue } = asked();
    expect(bms).toEqual(QUIET.bms);
    expect(vsa).toMatchObject({ 'PUT /api/v1.0/system/staff/{staffId}': 1 });
    expect(itglue).toMatchObject({ 'PATCH /contacts/{id}': 1 });
    expect((await story.portals.itglue.get('contacts', ada.itglue)).title).toBe('Head of IT');
    clock.advance(HOUR);
    await story.follow({}, program);
    expect(asked()).toEqual({ ...QUIET, vsa: expect.objectContaining(QUIET.vsa) });
  });

  it('reads all that is visible once a day', async () => {
    clock.advance(25 * HOUR);
    const { report } = await story.follow({}, program);
    expect(report.prepared.scan.coverage.some(({ partial }) => partial)).toBe(false);
    clock.advance(HOUR);
    const after = await story.follow({}, program);
    expect(after.report.prepared.scan.coverage.filter(({ partial }) => partial)).toHaveLength(7);
  });
});

describe('what changes do not tell', () => {
  it('a contact deleted in IT Glue shows in its count: all contacts are read, and that one alone is missing', async () => {
    const coverage = async () => {
      clock.advance(HOUR);
      const { report } = await story.follow({}, program);
      const found = report.prepared.scan.coverage.find(
        ({ system, kind }) => system === 'itglue' && kind === 'contact',
      );
      return { report, partial: found?.partial === true };
    };
    expect((await coverage()).partial).toBe(true);
    await story.portals.itglue.remove('contacts', ada.itglue);
    const { report, partial } = await coverage();
    expect(partial).toBe(false);
    expect(report.statuses.get(`itglue:contact:${ada.itglue}`)?.status).toBe('missing');
    expect(story.writes()).toEqual([]);
  });

  it('a contact deleted in BMS is not taken for missing by a reading of changes, and is by the daily one', async () => {
    await story.portals.bms.remove('contact', ada.bms);
    clock.advance(HOUR);
    const { report } = await story.follow({}, program);
    expect(report.statuses.get(`bms:contact:${ada.bms}`)?.status).toBe('matched');
    clock.advance(25 * HOUR);
    const daily = await story.follow({}, program);
    expect(daily.report.statuses.get(`bms:contact:${ada.bms}`)?.status).toBe('missing');
    // What is missing stays so while only changes are read, and counts no further.
    clock.advance(HOUR);
    const later = await story.follow({}, program);
    expect(later.report.statuses.get(`bms:contact:${ada.bms}`)?.reason).toBe('not in the last scan');
  });

  it('an organization in IT Glue moves with its main location, although it did not change itself', async () => {
    const [organization, location] = [
      story.tenants.recordId('itglue', 'organization', 'itglue-acme'),
      story.tenants.recordId('itglue', 'location', 'itglue-hq'),
    ];
    clock.advance(30 * 24 * HOUR);
    await story.follow({}, program);
    clock.advance(2 * HOUR);
    await story.portals.itglue.edit('locations', location ?? '', { 'address-1': '99 New Street' });
    clock.advance(HOUR);
    const { report } = await story.follow({}, program);
    const held = report.prepared.scan.records.get(`itglue:organization:${organization ?? ''}`);
    expect(held?.hints?.address1).toBe('99 New Street');
  });

  it('other settings or another account make all be read anew', async () => {
    program.dispose();
    await story.end();
    story = await Story.begin({ fleet: acmeFleet() }, {}, clock);
    await story.sync();
    expect((await story.follow()).report.prepared.scan.coverage.some(({ partial }) => partial)).toBe(true);
    const other = story.with({ 'match.linkThreshold': 0.99 });
    const { report } = await other.follow();
    expect(report.prepared.scan.coverage.some(({ partial }) => partial)).toBe(false);
    program = story.open();
  });

  it('state that was lost makes all be read anew', async () => {
    await story.loseShards();
    clock.advance(HOUR);
    const { report } = await story.follow();
    expect(report.prepared.scan.coverage.some(({ partial }) => partial)).toBe(false);
    expect(report.statuses.get(`bms:contact:${ada.bms}`)?.status).toBe('matched');
  });
});
