import { expect, it } from 'vitest';
import { merge } from '../../../src/engine/merge/merge';
import type { Identity, Link, RecordKey, SourceRecord, SystemName } from '../../../src/engine/model';
import { keyOf } from '../../../src/engine/model';
import { NO_BARRIER } from '../../../src/engine/policy';
import { atOnce } from '../../../src/engine/slices';
import { itGlueAbilities } from '../../../src/systems/itglue/abilities';

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
