/** A system that knows a value by its family alone: it agrees with the value, and neither holds it nor passes it on. */
import { describe, expect, it } from 'vitest';
import { merge } from '../../../src/engine/merge/merge';
import type { MergeInput } from '../../../src/engine/merge/model';
import type { Identity, PerSystem, RecordKey, SourceRecord, SystemName } from '../../../src/engine/model';
import { keyOf, SYSTEMS } from '../../../src/engine/model';
import { BOTH_WAYS, barrierOf, type Directions } from '../../../src/engine/policy';
import type { KindAbility } from '../../../src/engine/ports';
import { atOnce } from '../../../src/engine/slices';
import { ABLE, identity, record } from './fakes';

const able = (field: 'operatingSystem' | 'name', more: object) => {
  const asset: KindAbility = {
    ...ABLE.asset,
    fields: { ...ABLE.asset.fields, [field]: { write: 'always', ...more } },
  };
  return { ...ABLE, asset };
};

function merged(
  field: 'operatingSystem' | 'name',
  held: PerSystem<string | null>,
  abilities: MergeInput['abilities'],
  more: {
    readonly authority: SystemName;
    readonly directions?: Directions;
    readonly known?: Partial<Identity>;
  },
) {
  const machine = { ...identity('m', 'asset', { bms: '1', vsa: '1', itglue: '1' }), ...more.known };
  const records = new Map<RecordKey, SourceRecord>(
    SYSTEMS.map((system) => record(system, 'asset', '1', { [field]: held[system] ?? null })).map((one) => [
      keyOf(one),
      one,
    ]),
  );
  const [result] = atOnce(
    merge({
      identities: new Map([[machine.id, machine]]),
      records,
      identityOf: new Map(),
      abilities,
      authority: () => more.authority,
      decisions: [],
      isPlaceholder: () => false,
      barrier: barrierOf(more.directions ?? BOTH_WAYS),
    }),
  );
  return result?.fields.find((one) => one.field === field);
}

describe('a side that knows the family alone', () => {
  const FULL = 'Microsoft Windows 11 Pro 10.0.22631';
  const fine = able('operatingSystem', {});
  const abilities = { bms: fine, vsa: fine, itglue: able('operatingSystem', { coarse: true }) };
  const held = { bms: 'Windows 10', vsa: FULL, itglue: 'Windows 11' };

  it('passes nothing on to whom the value itself may not go', () => {
    const directions = { ...BOTH_WAYS, bmsVsa: { ...BOTH_WAYS.bmsVsa, asset: 'off' as const } };
    const found = merged('operatingSystem', held, abilities, { authority: 'vsa', directions });
    expect(found?.merged).toMatchObject({ type: 'propagate', value: FULL, targets: ['bms'] });
    expect(found?.barred).toHaveProperty('bms');
    const open = merged('operatingSystem', held, abilities, { authority: 'vsa' });
    expect(open).not.toHaveProperty('barred');
  });

  it('and that is believed says which of the others is right, whose value it is that goes on', () => {
    const familyOf = (name: string) => name.toLowerCase().slice(0, 8);
    const cut = { bms: ABLE, vsa: able('name', { coarse: true, family: familyOf }), itglue: ABLE };
    const names = { bms: 'ACME-LT-01', vsa: 'ACME-LT-2', itglue: 'OTHER-PC' };
    expect(merged('name', names, cut, { authority: 'vsa' })?.merged).toMatchObject({
      type: 'propagate',
      value: 'ACME-LT-01',
      source: 'bms',
      targets: ['itglue'],
    });
  });

  it('and that joins says nothing where all it agrees with is owed what the others hold', () => {
    const cut = {
      bms: ABLE,
      vsa: able('name', { coarse: true, family: (name: string) => name.slice(0, 7) }),
      itglue: ABLE,
    };
    const names = { bms: 'ACME-LT', vsa: 'ACME-LT-2', itglue: 'RENAMED' };
    const shadows = { bms: { name: 'ACME-LT' }, itglue: { name: 'RENAMED' } };
    const known = { shadows, owed: { bms: ['name' as const] } };
    const found = merged('name', names, cut, { authority: 'vsa', known });
    expect(found?.merged).toMatchObject({ type: 'propagate', value: 'RENAMED', targets: ['bms', 'vsa'] });
  });
});
