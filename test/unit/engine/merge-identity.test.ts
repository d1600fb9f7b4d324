import { describe, expect, it } from 'vitest';
import { merge } from '../../../src/engine/merge/merge';
import type { Identity, Link, RecordKey, SourceRecord, SystemName } from '../../../src/engine/model';
import { keyOf } from '../../../src/engine/model';
import { NO_BARRIER } from '../../../src/engine/policy';
import { atOnce } from '../../../src/engine/slices';
import { BMS_ABILITIES } from '../../../src/systems/bms/abilities';
import { itGlueAbilities } from '../../../src/systems/itglue/abilities';
import { vsaAbilities } from '../../../src/systems/vsa/abilities';

const link = (record: string): Link => ({
  record,
  provenance: 'rule',
  rule: 'e-mail',
  confidence: 1,
  evidence: [],
});

const contact = (system: SystemName, id: string, phones: readonly string[]): SourceRecord => ({
  system,
  kind: 'contact',
  id,
  name: 'Thomas Wolf',
  organization: null,
  fields: { phones },
  links: [],
  revision: null,
  url: null,
});

it('a list in which a system holds one thing twice is quiet once it was agreed', () => {
  const records = new Map<RecordKey, SourceRecord>();
  for (const record of [
    contact('bms', '1', ['+49 711 8269301']),
    contact('itglue', '2', ['497118269301', '497118269301']),
  ]) {
    records.set(keyOf(record), record);
  }
  const identity: Identity = {
    id: 'contact/bms/1',
    kind: 'contact',
    organization: null,
    links: { bms: link('1'), itglue: link('2') },
    aliases: [],
    shadows: {
      bms: { phones: ['+49 711 8269301'] },
      itglue: { phones: ['497118269301', '497118269301'] },
    },
  };
  const [merged] = atOnce(
    merge({
      identities: new Map([[identity.id, identity]]),
      records,
      identityOf: new Map(),
      abilities: { bms: itGlueAbilities, itglue: itGlueAbilities },
      authority: () => null,
      decisions: [],
      isPlaceholder: () => false,
      barrier: NO_BARRIER,
    }),
  );
  expect(merged?.fields.map(({ field, merged: { type, row } }) => [field, type, row])).toEqual([
    ['phones', 'agree', 'quiet'],
  ]);
});

describe('a machine whose name VSA cuts to 15 characters', () => {
  const machine = (system: SystemName, id: string, name: string): SourceRecord => ({
    ...contact(system, id, []),
    kind: 'asset',
    name,
    fields: { name },
  });

  function nameOf(vsa: string, itglue: string, shadows: Identity['shadows'] = {}) {
    const members = [machine('vsa', '1', vsa), machine('itglue', '2', itglue)];
    const identity: Identity = {
      ...{ id: 'asset/vsa/1', kind: 'asset', organization: null, aliases: [] },
      ...{ links: { vsa: link('1'), itglue: link('2') }, shadows },
    };
    const [merged] = atOnce(
      merge({
        identities: new Map([[identity.id, identity]]),
        records: new Map(members.map((record) => [keyOf(record), record])),
        identityOf: new Map(),
        abilities: { vsa: vsaAbilities, itglue: itGlueAbilities },
        authority: () => 'vsa',
        decisions: [],
        isPlaceholder: () => false,
        barrier: NO_BARRIER,
      }),
    );
    return merged?.fields.find(({ field }) => field === 'name')?.merged;
  }

  it('keeps its longer name elsewhere', () => {
    expect(nameOf('HAMB-KATHERINE0', 'hamb-katherine04')).toMatchObject({ type: 'agree' });
  });

  it('takes the name of VSA where that is another one', () => {
    expect(nameOf('HAMB-KATHERINE0', 'hamb-katharina04')).toMatchObject({
      type: 'propagate',
      source: 'vsa',
      targets: ['itglue'],
    });
  });

  it('is renamed when VSA shows another name, and is quiet while it shows the same', () => {
    const agreed = { vsa: { name: 'HAMB-KATHERINE0' }, itglue: { name: 'hamb-katherine04' } };
    expect(nameOf('HAMB-KATHERINE0', 'hamb-katherine04', agreed)).toEqual({ type: 'agree', row: 'quiet' });
    expect(nameOf('HAMB-RECEPTION', 'hamb-katherine04', agreed)).toMatchObject({
      type: 'propagate',
      row: 'one-changed',
      value: 'HAMB-RECEPTION',
    });
  });
});

describe('a machine that is archived', () => {
  const machine = (system: SystemName, id: string, active: boolean): SourceRecord => ({
    ...contact(system, id, []),
    kind: 'asset',
    fields: { active },
  });

  function activeOf(shadows: Identity['shadows']) {
    const members = [machine('bms', '1', false), machine('itglue', '2', true)];
    const identity: Identity = {
      ...{ id: 'asset/bms/1', kind: 'asset', organization: null, aliases: [] },
      ...{ links: { bms: link('1'), itglue: link('2') }, shadows },
    };
    const [merged] = atOnce(
      merge({
        identities: new Map([[identity.id, identity]]),
        records: new Map(members.map((record) => [keyOf(record), record])),
        identityOf: new Map(),
        abilities: { bms: BMS_ABILITIES, itglue: itGlueAbilities },
        authority: () => 'bms',
        decisions: [],
        isPlaceholder: () => false,
        barrier: NO_BARRIER,
      }),
    );
    const found = merged?.fields.find(({ field }) => field === 'active')?.merged;
    return [found?.type, found?.row];
  }

  it('is archived with those that agreed before', () => {
    const agreed = { bms: { active: true }, itglue: { active: true } };
    expect(activeOf(agreed)).toEqual(['propagate', 'one-changed']);
  });

  it('is a question where another record joins it that is active', () => {
    expect(activeOf({ bms: { active: true } })).toEqual(['conflict', 'joined']);
    expect(activeOf({ bms: { active: false } })).toEqual(['agree', 'joined']);
    expect(activeOf({})).toEqual(['agree', 'first-different']);
  });
});
