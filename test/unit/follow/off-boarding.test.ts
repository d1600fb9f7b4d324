import { describe, expect, it } from 'vitest';
import { NO_KEEPER } from '../../../src/engine/beside';
import { type OffBoardingInput, withDependants } from '../../../src/engine/follow/off-boarding';
import { type Identity, keyOf, type SourceRecord } from '../../../src/engine/model';
import type { Step } from '../../../src/engine/plan/model';
import { asCarriedOut } from '../../../src/engine/plan/order';
import { NO_BARRIER } from '../../../src/engine/policy';
import { ABLE, identity, record } from '../engine/fakes';

const ENDING: Step = {
  ...{ id: 'itglue/archive/organization/acme', action: 'archive', system: 'itglue', kind: 'organization' },
  ...{ identity: 'o', organizationIdentity: 'o', record: 'acme', name: 'Acme', organization: 'Acme' },
  changes: [{ field: 'active', from: true, to: false, source: 'bms', reason: 'BMS changed it' }],
  reason: 'takes a value from Kaseya BMS',
};
const there = (kind: SourceRecord['kind'], id: string, active = true) =>
  record('itglue', kind, id, { active }, { organization: kind === 'organization' ? null : 'acme' });
const acme = [
  record('bms', 'organization', '1', { active: false }),
  there('organization', 'acme'),
] satisfies SourceRecord[];

function planned(records: readonly SourceRecord[], identities: readonly Identity[]): readonly Step[] {
  const input: OffBoardingInput = {
    identities: new Map(
      [identity('o', 'organization', { bms: '1', itglue: 'acme' }), ...identities].map((one) => [
        one.id,
        one,
      ]),
    ),
    records: new Map([...acme, ...records].map((one) => [keyOf(one), one])),
    takers: { bms: ABLE, vsa: ABLE, itglue: ABLE },
    barrier: NO_BARRIER,
    keeper: NO_KEEPER,
  };
  return asCarriedOut(withDependants([ENDING], input));
}

describe('a client that is archived', () => {
  it('takes along what is in use nowhere else: assets, people, places, and itself at last', () => {
    const steps = planned(
      [
        there('location', 'hq'),
        there('contact', 'ada'),
        there('asset', 'laptop'),
        there('asset', 'old', false),
      ],
      [
        identity('l', 'location', { itglue: 'hq' }, { organization: 'o' }),
        identity('c', 'contact', { itglue: 'ada' }, { organization: 'o' }),
        identity('a', 'asset', { itglue: 'laptop' }, { organization: 'o' }),
        identity('b', 'asset', { itglue: 'old' }, { organization: 'o' }),
      ],
    );
    expect(steps.map(({ id }) => id)).toEqual([
      'itglue/archive/asset/laptop',
      'itglue/archive/contact/ada',
      'itglue/archive/location/hq',
      'itglue/archive/organization/acme',
    ]);
    expect(steps.at(-1)?.reason).toBe(
      'takes a value from Kaseya BMS; 1 location, 1 contact, 1 asset of it are archived before it',
    );
  });

  it('leaves in use what another client has in use, or what is out of sight, and counts it', () => {
    const steps = planned(
      [
        there('asset', 'moved'),
        record('vsa', 'asset', '7', { active: true }, { organization: 'globex' }),
        there('asset', 'hidden'),
      ],
      [
        identity('m', 'asset', { itglue: 'moved', vsa: '7' }, { organization: 'o' }),
        identity('h', 'asset', { itglue: 'hidden', vsa: '8' }, { organization: 'o' }),
      ],
    );
    expect(steps.map(({ id }) => id)).toEqual([ENDING.id]);
    expect(steps[0]?.reason).toBe('takes a value from Kaseya BMS; it leaves 2 assets in use');
  });

  it('takes along what only the ended client had elsewhere', () => {
    const steps = planned(
      [there('asset', 'laptop'), record('bms', 'asset', '5', { active: true }, { organization: '1' })],
      [identity('a', 'asset', { itglue: 'laptop', bms: '5' }, { organization: 'o' })],
    );
    expect(steps.map(({ id }) => id)).toEqual(['itglue/archive/asset/laptop', ENDING.id]);
  });
});
