import { expect, it } from 'vitest';
import type { Identity, Link } from '../../../src/engine/model';
import { recoveredLinks } from '../../../src/engine/recover';

const link: Link = { record: '1', provenance: 'rule', rule: 'stands alone', confidence: 1, evidence: [] };
const identity: Identity = {
  id: 'asset/bms/1',
  kind: 'asset',
  organization: null,
  links: { bms: link },
  aliases: [],
  shadows: {},
};
const state = { identities: new Map([[identity.id, identity]]), records: new Map() };
const at = '2026-06-01T00:00:00.000Z';
const step = 'itglue/create/asset/asset/bms/1';
const cutShort = [
  { at, type: 'started', purpose: 'sync' },
  {
    at,
    type: 'intent',
    step,
    action: 'create',
    system: 'itglue',
    kind: 'asset',
    identity: 'asset/bms/1',
    values: {},
  },
  { at, type: 'outcome', step, outcome: 'done', record: '77', after: {} },
];

it('a record that a killed run created belongs to its identity', () => {
  const [recovered] = recoveredLinks(cutShort, state);
  expect(recovered?.links.itglue).toMatchObject({ record: '77', provenance: 'created' });
  expect(recovered?.links.bms).toBe(link);
});

it('a run that ended has nothing to recover, nor one whose link is known', () => {
  expect(recoveredLinks([...cutShort, { at, type: 'ended' }], state)).toEqual([]);
  const known = { ...identity, links: { ...identity.links, itglue: { ...link, record: '77' } } };
  expect(recoveredLinks(cutShort, { ...state, identities: new Map([[known.id, known]]) })).toEqual([]);
});
