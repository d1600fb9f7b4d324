import { describe, expect, it } from 'vitest';
import type { FieldName } from '../../../src/engine/fields';
import type { Merged } from '../../../src/engine/merge/field';
import { merge } from '../../../src/engine/merge/merge';
import type { MergeInput } from '../../../src/engine/merge/model';
import type { Fields, Identity, Link, SourceRecord, SystemName } from '../../../src/engine/model';
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

type Merging = Pick<MergeInput, 'abilities'> & {
  readonly authority?: SystemName;
  /** Has a record of the thing that is out of sight. */
  readonly absent?: SystemName;
};

/** How the fields of one thing come together, by name. */
function mergedOf(
  members: readonly SourceRecord[],
  shadows: Identity['shadows'],
  { abilities, authority, absent }: Merging,
): ReadonlyMap<FieldName, Merged> {
  const [founder] = members;
  if (!founder) throw new Error('no members');
  const identity: Identity = {
    id: `${founder.kind}/${founder.system}/${founder.id}`,
    kind: founder.kind,
    organization: null,
    links: {
      ...Object.fromEntries(members.map(({ system, id }) => [system, link(id)])),
      ...(absent ? { [absent]: link('9') } : {}),
    },
    aliases: [],
    shadows,
  };
  const [merged] = atOnce(
    merge({
      identities: new Map([[identity.id, identity]]),
      records: new Map(members.map((record) => [keyOf(record), record])),
      identityOf: new Map(),
      abilities,
      authority: () => authority ?? null,
      decisions: [],
      isPlaceholder: () => false,
      barrier: NO_BARRIER,
    }),
  );
  return new Map(merged?.fields.map((found) => [found.field, found.merged]));
}

const machine = (system: SystemName, id: string, fields: Fields): SourceRecord => ({
  ...contact(system, id, []),
  kind: 'asset',
  fields,
});

it('a list in which a system holds one thing twice is quiet once it was agreed', () => {
  const members = [
    contact('bms', '1', ['+49 711 8269301']),
    contact('itglue', '2', ['497118269301', '497118269301']),
  ];
  const shadows = { bms: members[0]?.fields ?? {}, itglue: members[1]?.fields ?? {} };
  const merged = mergedOf(members, shadows, {
    abilities: { bms: itGlueAbilities, itglue: itGlueAbilities },
  });
  expect([...merged].map(([field, { type, row }]) => [field, type, row])).toEqual([
    ['phones', 'agree', 'quiet'],
  ]);
});

describe('a machine whose name VSA cuts to 15 characters', () => {
  const abilities = { vsa: vsaAbilities, itglue: itGlueAbilities };
  const nameOf = (vsa: string, itglue: string, shadows: Identity['shadows'] = {}) =>
    mergedOf([machine('vsa', '1', { name: vsa }), machine('itglue', '2', { name: itglue })], shadows, {
      abilities,
      authority: 'vsa',
    }).get('name');

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

it('of two names that the cut one of VSA may stand for, the very same one counts', () => {
  const members = [
    machine('bms', '1', { name: 'DESKTOP-82Q58U2 (2)' }),
    machine('vsa', '2', { name: 'DESKTOP-82Q58U2' }),
    machine('itglue', '3', { name: 'DESKTOP-82Q58U2' }),
  ];
  const abilities = { bms: BMS_ABILITIES, vsa: vsaAbilities, itglue: itGlueAbilities };
  expect(mergedOf(members, {}, { abilities, authority: 'vsa' }).get('name')).toMatchObject({
    type: 'propagate',
    source: 'vsa',
    targets: ['bms'],
  });
});

describe('a machine that joins while the authority is out of sight', () => {
  const abilities = { bms: BMS_ABILITIES, vsa: vsaAbilities, itglue: itGlueAbilities };
  const agreed = {
    vsa: { operatingSystem: 'Microsoft Windows 10 Pro 10.0.19045' },
    itglue: { operatingSystem: 'Windows 10' },
  };
  const systemOf = (bms: string) =>
    mergedOf(
      [
        machine('bms', '1', { operatingSystem: bms }),
        machine('itglue', '2', { operatingSystem: 'Windows 10' }),
      ],
      agreed,
      { abilities, authority: 'vsa', absent: 'vsa' },
    ).get('operatingSystem');

  it('agrees on nothing that the authority has said otherwise, though IT Glue knows the family alone', () => {
    expect(systemOf('Windows 10 Pro')).toBeUndefined();
  });

  it('agrees where it says the same', () => {
    expect(systemOf('Microsoft Windows 10 Pro 10.0.19045')).toEqual({ type: 'agree', row: 'joined' });
  });
});

describe('a machine that is archived', () => {
  const abilities = { bms: BMS_ABILITIES, itglue: itGlueAbilities };
  const members = [machine('bms', '1', { active: false }), machine('itglue', '2', { active: true })];
  function activeOf(shadows: Identity['shadows']) {
    const merged = mergedOf(members, shadows, { abilities, authority: 'bms' }).get('active');
    return [merged?.type, merged?.row];
  }

  it('is archived with those that agreed before', () => {
    const agreed = { bms: { active: true }, itglue: { active: true } };
    expect(activeOf(agreed)).toEqual(['propagate', 'one-changed']);
  });

  it('is put back in use for an agent that joins only where all had agreed on it before', () => {
    const all = { bms: BMS_ABILITIES, vsa: vsaAbilities, itglue: itGlueAbilities };
    const three = [
      machine('bms', '1', { active: false }),
      machine('vsa', '3', { active: true }),
      machine('itglue', '2', { active: false }),
    ];
    const activeNow = (shadows: Identity['shadows']) =>
      mergedOf(three, shadows, { abilities: all }).get('active');
    const archived = { active: false };
    expect(activeNow({ bms: archived, itglue: archived })).toMatchObject({ type: 'propagate', value: true });
    expect(activeNow({ itglue: archived })?.type).toBe('agree');
  });

  it('is a question where another record joins it that is active', () => {
    expect(activeOf({ bms: { active: true } })).toEqual(['conflict', 'joined']);
    expect(activeOf({ bms: { active: false } })).toEqual(['agree', 'joined']);
    expect(activeOf({})).toEqual(['agree', 'first-different']);
  });
});
