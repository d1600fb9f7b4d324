import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../src/engine/decisions';
import { type Identity, keyOf, type SourceRecord, type SystemName } from '../../../src/engine/model';
import { visibilityFindings, visibilityOf } from '../../../src/engine/visibility';
import { identity, record } from './fakes';

const ALL = ['bms', 'vsa', 'itglue'] as const;

/** Organizations by name: in which systems each is, `!` after one where it is missing, `-` where it is inactive. */
function world(organizations: Readonly<Record<string, string>>) {
  const identities = new Map<string, Identity>();
  const records = new Map<string, SourceRecord>();
  for (const [name, where] of Object.entries(organizations)) {
    const parts = where.split(' ').filter(Boolean);
    const systems = parts.map((part) => ALL.find((system) => part.startsWith(system)) ?? 'bms');
    const missing = systems.filter((_, at) => parts[at]?.endsWith('!'));
    for (const [at, system] of systems.entries()) {
      const fields = { name, active: !parts[at]?.endsWith('-') };
      const one = record(system, 'organization', name, fields, { name });
      records.set(keyOf(one), one);
    }
    identities.set(
      name,
      identity(name, 'organization', Object.fromEntries(systems.map((system) => [system, name])), {
        missing: Object.fromEntries(missing.map((system) => [system, 1])),
      }),
    );
  }
  return { identities, records } as Parameters<typeof visibilityOf>[0]['state'];
}

const of = (
  organizations: Readonly<Record<string, string>>,
  systems: readonly SystemName[] = ALL,
  decisions: readonly Decision[] = [],
) => ({ state: world(organizations), decisions, systems });

describe('what an account sees', () => {
  it('is counted against what the other systems know', () => {
    const input = of({ A: 'bms vsa itglue', B: 'bms itglue', C: 'bms', D: 'vsa' });
    expect(visibilityOf(input)).toEqual([
      { system: 'bms', known: 3, seen: 2, gone: [], absent: ['D'], alone: 1 },
      { system: 'vsa', known: 3, seen: 1, gone: [], absent: ['B', 'C'], alone: 1 },
      { system: 'itglue', known: 4, seen: 2, gone: [], absent: ['C', 'D'], alone: 0 },
    ]);
  });

  it('is unknown before the first scan, and where nothing else is connected', () => {
    expect(visibilityOf(of({}))).toEqual([]);
    expect(visibilityOf(of({ A: 'bms' }, ['bms']))).toEqual([]);
  });

  it('leaves out what is inactive elsewhere, what is ignored, and systems that are not connected', () => {
    const ignore: Decision = {
      type: 'ignore',
      record: 'bms:organization:C',
      reason: 'prospect',
      by: 'kim',
      at: '2026-01-01T00:00:00Z',
    };
    const input = of({ A: 'bms vsa', B: 'bms-', C: 'bms', D: 'itglue' }, ['bms', 'vsa'], [ignore]);
    expect(visibilityOf(input).find(({ system }) => system === 'vsa')).toMatchObject({
      known: 1,
      seen: 1,
      absent: [],
    });
  });

  it('tells what has vanished apart from what never was', () => {
    const [, vsa] = visibilityFindings(of({ A: 'bms vsa', B: 'bms vsa!', C: 'bms', D: 'bms vsa' }));
    expect(vsa).toMatchObject({
      system: 'vsa',
      check: 'counterparts',
      level: 'warning',
      message:
        'You see 2 of 4 organizations known from the other systems; seen before and no more: B. Never seen: C.',
      why: expect.stringContaining('make sure which'),
      remedy: expect.stringContaining('System > User Security > Scopes'),
    });
  });

  it('warns where less than half is seen, and tells the rest without alarm', () => {
    const names = Array.from({ length: 12 }, (_, at) => `Client ${String(at).padStart(2, '0')}`);
    const few = Object.fromEntries([...names.map((name) => [name, 'bms']), ['Seen', 'bms vsa']]);
    const [, narrow] = visibilityFindings(of(few, ['bms', 'vsa']));
    expect(narrow).toMatchObject({ level: 'warning' });
    expect(narrow?.message).toContain('1 of 13');
    expect(narrow?.message).toMatch(/Client 09 and 2 more\.$/);
    const [, wide] = visibilityFindings(of({ A: 'bms vsa', B: 'bms vsa', 'C, Inc.\u001b[31m': 'bms' }));
    expect(wide).toMatchObject({
      level: 'ok',
      message: expect.stringContaining('missing here: "C, Inc. [31m".'),
    });
  });

  it('says so where all is seen', () => {
    expect(visibilityFindings(of({ A: 'bms vsa' }, ['bms', 'vsa']))).toMatchObject([
      { system: 'bms', level: 'ok', message: 'You see the one organization known from the other systems.' },
      { system: 'vsa', level: 'ok' },
    ]);
  });

  it('adds up, whatever is held where', () => {
    const where = fc
      .subarray([...ALL])
      .chain((systems) => fc.tuple(...systems.map((one) => fc.constantFrom(one, `${one}!`, `${one}-`))))
      .map((parts) => parts.join(' '));
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1, maxLength: 4 }), where), (organizations) => {
        for (const { known, seen, gone, absent } of visibilityOf(of(organizations))) {
          expect(seen + gone.length + absent.length).toBe(known);
          expect(known).toBeGreaterThan(0);
        }
      }),
    );
  });
});
