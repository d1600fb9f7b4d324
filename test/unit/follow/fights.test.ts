import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../src/engine/decisions';
import { FLIPS, noteOverwrites, type Overwrites, withFights } from '../../../src/engine/follow/fights';
import type { IdentityMerge } from '../../../src/engine/merge/model';
import type { SourceRecord, SystemName } from '../../../src/engine/model';
import type { Step } from '../../../src/engine/plan/model';

const record = (
  system: SystemName,
  operatingSystem: string,
  more: Partial<SourceRecord> = {},
): SourceRecord => ({
  system,
  kind: 'asset',
  id: '7',
  name: 'PC-7',
  organization: '1',
  fields: { operatingSystem },
  links: [],
  revision: null,
  url: null,
  ...more,
});

/** IT Glue says `now`; its change would go to BMS. */
function merged(now: string, more: Partial<SourceRecord> = {}): IdentityMerge {
  return {
    identity: {
      id: 'asset/bms/7',
      kind: 'asset',
      organization: null,
      links: {},
      aliases: [],
      shadows: {},
    },
    members: { bms: record('bms', 'Windows 11'), itglue: record('itglue', now, more) },
    fields: [
      {
        field: 'operatingSystem',
        values: { bms: 'Windows 11', itglue: now },
        merged: {
          type: 'propagate',
          row: 'one-changed',
          value: now,
          source: 'itglue',
          targets: ['bms'],
          reason: 'IT Glue changed it',
        },
      },
    ],
  };
}

const step = (over: string): Step => ({
  id: 's',
  action: 'update',
  system: 'itglue',
  kind: 'asset',
  identity: 'asset/bms/7',
  record: '7',
  name: 'PC-7',
  organization: 'Acme',
  organizationIdentity: 'o',
  changes: [{ field: 'operatingSystem', from: over, to: 'Windows 11', source: 'bms', reason: '' }],
  reason: '',
});
const day = (n: number): string => new Date(Date.UTC(2026, 0, n)).toISOString();

function written(times: number, over = 'Windows 10', type: 'done' | 'stale' = 'done'): Overwrites {
  let book: Overwrites = {};
  for (let n = 1; n <= times; n++)
    book = noteOverwrites(book, [step(over)], [{ step: 's', type, record: '7' }], day(n));
  return book;
}
const outcome = (merges: readonly IdentityMerge[]) => merges[0]?.fields[0]?.merged;

describe('a value that comes back after we overwrote it', () => {
  it('is a change like any other the first times, and a fight from then on', () => {
    for (let times = 1; times < FLIPS; times++)
      expect(outcome(withFights([merged('Windows 10')], written(times), []))?.type).toBe('propagate');
    expect(outcome(withFights([merged('Windows 10')], written(FLIPS), []))).toMatchObject({
      type: 'conflict',
      row: 'fight',
      changed: ['itglue'],
      reason: expect.stringMatching(/IT Glue has set this back 3 times .* someone decides/),
    });
  });

  it('in the form in which values are compared, not letter by letter', () => {
    expect(outcome(withFights([merged(' Windows  10 ')], written(FLIPS), []))?.type).toBe('conflict');
  });

  it('names the integration whose link the record shows', () => {
    const links = [{ system: 'bms', id: '7', via: 'IT Glue adapters_resources' }] as const;
    expect(outcome(withFights([merged('Windows 10', { links })], written(FLIPS), []))).toMatchObject({
      reason: expect.stringContaining("IT Glue's own sync with Kaseya BMS reverts it"),
    });
  });

  it('is none where it says something new, or where our writes did not come about', () => {
    expect(outcome(withFights([merged('Windows 12')], written(FLIPS), []))?.type).toBe('propagate');
    expect(written(FLIPS, 'Windows 10', 'stale')).toEqual({});
  });

  it('is none where we filled a blank', () => {
    expect(written(FLIPS, '')).toEqual({});
  });

  it('is one about being in use, too', () => {
    const archival: Step = {
      ...step(''),
      action: 'archive',
      changes: [{ field: 'active', from: true, to: false, source: 'bms', reason: '' }],
    };
    const book = noteOverwrites({}, [archival], [{ step: 's', type: 'done', record: '7' }], day(1));
    expect(Object.keys(book)).toEqual(['itglue:asset:7|active']);
  });

  it('begins anew once a person has decided', () => {
    const decision: Decision = {
      type: 'value',
      by: 'kim',
      at: day(FLIPS),
      record: 'bms:asset:7',
      field: 'operatingSystem',
      value: 'Windows 11',
      against: {},
    };
    expect(outcome(withFights([merged('Windows 10')], written(FLIPS), [decision]))?.type).toBe('propagate');
    expect(outcome(withFights([merged('Windows 10')], written(FLIPS * 2), [decision]))?.type).toBe(
      'conflict',
    );
  });

  it('is forgotten a month later, unless it is a fight; and the book stays small', () => {
    const later = (book: Overwrites) => noteOverwrites(book, [], [], day(60));
    expect(later(written(FLIPS - 1))).toEqual({});
    expect(Object.keys(later(written(FLIPS)))).toHaveLength(1);
    expect(Object.values(written(100))[0]?.length).toBeLessThan(10);
  });
});
