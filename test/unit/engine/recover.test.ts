import { expect, it } from 'vitest';
import { withoutDoubts } from '../../../src/engine/doubts';
import { creationsBegun, recordsBegun } from '../../../src/engine/journaled';
import {
  type Identity,
  keyOf,
  type Link,
  type RecordKey,
  type SourceRecord,
} from '../../../src/engine/model';
import type { JournalEntry } from '../../../src/engine/ports';
import { recoveredLinks, withRecoveredShadows } from '../../../src/engine/recover';
import { record } from './fakes';

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

const written = { name: 'what we wrote' };
const update = {
  at,
  type: 'intent',
  step: 'itglue/update/asset/7',
  action: 'update',
  system: 'itglue',
  kind: 'asset',
  identity: 'asset/bms/1',
  record: '7',
  values: written,
  before: { name: 'as it was' },
  sources: { name: 'bms' },
};
const pair = { ...identity, links: { bms: link, itglue: { ...link, record: '7' } } };
/** What the run that follows holds of the identity, after one that left this journal. */
const after = (
  journal: readonly JournalEntry[],
  fresh: ReadonlyMap<RecordKey, SourceRecord>,
  one: Identity = pair,
  before: ReadonlyMap<string, Identity> = new Map([[one.id, one]]),
  records: ReadonlyMap<RecordKey, SourceRecord> = new Map(),
) =>
  withRecoveredShadows(new Map([[one.id, one]]), [{ journal }], { identities: before, records }, fresh).get(
    one.id,
  );
const nowIs = (name: string) => new Map([[keyOf(pairRecord), record('itglue', 'asset', '7', { name })]]);
const pairRecord = record('itglue', 'asset', '7');
const done = { at, type: 'outcome', step: update.step, outcome: 'done', record: '7', after: written };

it('what a killed run wrote is what the sides agreed on, so that an edit of it since is told from an old value', () => {
  expect(after([update, done], nowIs('typed since'))?.shadows).toEqual({ bms: written, itglue: written });
});

it('a write without a known outcome counts where the record no longer holds what it held', () => {
  expect(after([update], nowIs('typed since'))?.shadows.itglue).toEqual(written);
  expect(after([update], nowIs('as it was'))?.shadows).toEqual({});
});

it('a write that was acknowledged counts also where its record is out of sight in the run that follows', () => {
  expect(after([update, done], new Map())?.shadows).toEqual({ bms: written, itglue: written });
});

it('one of which nothing is known, and whose record is out of sight, is owed, and what is typed there meanwhile is told from it', () => {
  const recovered = after([update], new Map());
  expect(recovered?.shadows).toEqual({ itglue: { name: 'as it was' } });
  expect(recovered?.owed).toEqual({ itglue: ['name'] });
  expect(recovered?.doubted).toEqual({ itglue: { name: 'what we wrote' } });
});

it('what turns out to have arrived when the record is in sight again is what it agreed to, and nothing that was typed', () => {
  const doubtful = after([update], new Map()) ?? pair;
  const again = (fresh: ReadonlyMap<RecordKey, SourceRecord>) =>
    withoutDoubts(new Map([[doubtful.id, doubtful]]), fresh).get(doubtful.id);
  expect(again(new Map())).toEqual(doubtful);
  const [arrived, lost, typed] = ['what we wrote', 'as it was', 'typed since'].map((name) =>
    again(nowIs(name)),
  );
  expect(arrived).toMatchObject({ shadows: { itglue: written }, owed: { itglue: ['name'] } });
  for (const settled of [lost, typed]) {
    expect(settled?.shadows).toEqual({ itglue: { name: 'as it was' } });
    expect(settled?.doubted).toBeUndefined();
  }
});

it('a creation of which nothing is known, and whose record shows up later, agreed to what it was made with', () => {
  const values = { name: 'what we made' };
  const creation = { ...update, action: 'create', step, record: null, values, before: { name: null } };
  const source = record('bms', 'asset', '1', values);
  const seen = new Map([[keyOf(source), source]]);
  const doubtful = after([creation], seen, identity);
  expect(doubtful).toEqual({ ...identity, doubted: { itglue: { ...values, active: true } } });
  const found = { ...pair, doubted: doubtful?.doubted ?? {} };
  const made = record('itglue', 'asset', '7', { name: 'typed since' });
  const settled = withoutDoubts(new Map([[pair.id, found]]), new Map([...seen, [keyOf(made), made]])).get(
    pair.id,
  );
  expect(settled).toEqual({ ...pair, shadows: { bms: values, itglue: { ...values, active: true } } });
});

it('of a run that ended only what it does not know is looked at', () => {
  const ended = { at, type: 'ended' };
  expect(after([update, done, ended], nowIs('typed since'))).toBe(pair);
  const outcome = (name: string) => ({ ...done, outcome: name, after: undefined });
  const recovered = after([update, outcome('unknown'), ended], nowIs('typed since'));
  expect(recovered?.shadows.itglue).toEqual(written);
  expect(after([update, outcome('failed')], nowIs('typed since'))?.shadows).toEqual({});
});

it('a write whose outcome a full disk kept from the journal is one of which nothing is known, though the run ended', () => {
  const ended = { at, type: 'ended' };
  expect(after([update, ended], nowIs('typed since'))?.shadows.itglue).toEqual(written);
  expect(after([update, ended], nowIs('as it was'))?.shadows).toEqual({});
});

it('nor does it overrule what the run that ended has saved of it', () => {
  const saved = { ...pair, shadows: { ...pair.shadows, itglue: { name: 'what we wr' } } };
  expect(after([update, { at, type: 'ended' }], nowIs('what we wr'), saved)).toEqual(saved);
});

it('a side that the killed run did not reach is owed the value', () => {
  const three: Identity = {
    ...pair,
    links: { ...pair.links, vsa: { ...link, record: '9' } },
    shadows: { vsa: { name: 'as it was' } },
  };
  const unreached = record('vsa', 'asset', '9', { name: 'as it was' });
  const fresh = new Map([...nowIs('what we wrote'), [keyOf(unreached), unreached] as const]);
  const recovered = after([update, done], fresh, three);
  expect(recovered).toMatchObject({ owed: { vsa: ['name'] }, shadows: { vsa: { name: 'as it was' } } });
});

it('a side that held the value already is owed nothing of it: what is typed there since is the later word', () => {
  const three: Identity = {
    ...pair,
    links: { ...pair.links, vsa: { ...link, record: '9' } },
    shadows: { vsa: { name: 'what we wrote' } },
  };
  const typed = record('vsa', 'asset', '9', { name: 'typed since' });
  const fresh = new Map([...nowIs('what we wrote'), [keyOf(typed), typed] as const]);
  expect(after([update, done], fresh, three)).not.toHaveProperty('owed');
});

it('what was typed in a side that the killed run did not reach stands against the value', () => {
  const three: Identity = {
    ...pair,
    links: { ...pair.links, vsa: { ...link, record: '9' } },
    shadows: { vsa: { name: 'as it was' } },
  };
  const typed = record('vsa', 'asset', '9', { name: 'typed meanwhile' });
  const fresh = new Map([...nowIs('what we wrote'), [keyOf(typed), typed] as const]);
  expect(after([update, done], fresh, three)).toMatchObject({ unreached: { vsa: ['name'] } });
});

it('a side that the killed run did not reach, and that is out of sight since, is owed the value too', () => {
  const three: Identity = {
    ...pair,
    links: { ...pair.links, vsa: { ...link, record: '9' } },
    shadows: { vsa: { name: 'as it was' } },
  };
  expect(after([update, done], nowIs('what we wrote'), three)).toMatchObject({
    unreached: { vsa: ['name'] },
  });
});

it('a side that the killed run has written is owed nothing any more', () => {
  const owing: Identity = { ...pair, owed: { itglue: ['name'] }, unreached: { itglue: ['name'] } };
  const recovered = after([update, done], nowIs('what we wrote'), owing);
  expect([recovered?.owed, recovered?.unreached]).toEqual([undefined, undefined]);
});

it('a side to which the killed run had begun to write, and that nobody has touched since, is owed the value too', () => {
  const three: Identity = {
    ...pair,
    links: { ...pair.links, vsa: { ...link, record: '9' } },
    shadows: { vsa: { name: 'as it was' } },
  };
  const third = { ...record('vsa', 'asset', '9', { name: 'as it was' }), revision: 'monday' };
  const fresh = new Map([...nowIs('what we wrote'), [keyOf(third), third] as const]);
  const lost = { ...update, step: 'vsa/update/asset/9', system: 'vsa', record: '9' };
  const known = (revision: string) => new Map([[keyOf(third), { ...third, revision }]]);
  const recovered = (revision: string) =>
    after([update, done, lost], fresh, three, new Map([[three.id, three]]), known(revision));
  expect(recovered('monday')).toMatchObject({ owed: { vsa: ['name'] } });
  // It was touched: a person may have typed the old value over ours.
  expect(recovered('sunday')).not.toHaveProperty('owed');
});

it('where the system marks no change, what it holds as before was not reached', () => {
  const three: Identity = {
    ...pair,
    links: { ...pair.links, vsa: { ...link, record: '9' } },
    shadows: { vsa: { name: 'as it was' } },
  };
  const third = { ...record('vsa', 'asset', '9', { name: 'as it was' }), revision: null };
  const fresh = new Map([...nowIs('what we wrote'), [keyOf(third), third] as const]);
  const lost = { ...update, step: 'vsa/update/asset/9', system: 'vsa', record: '9' };
  expect(after([update, done, lost], fresh, three)).toMatchObject({ owed: { vsa: ['name'] } });
});

it('what a creation of unknown outcome gave its record is what the sides agreed on', () => {
  const creation = { ...update, action: 'create', record: null, before: { name: null } };
  const unknown = { ...done, outcome: 'unknown', record: null, after: undefined };
  const journal = [creation, unknown, { at, type: 'ended' }];
  const alone = new Map([[identity.id, identity]]);
  const made = after(journal, nowIs('typed since'), pair, alone);
  expect(made?.shadows).toEqual({ bms: written, itglue: written });
  expect(after(journal, nowIs(''), pair, alone)?.shadows).toEqual({});
  // A record that was there before the run is none that it made.
  expect(after(journal, nowIs('typed since'))?.shadows).toEqual({});
});

it('what is empty in a record that a creation of unknown outcome may have made agreed to nothing: it may never have been there', () => {
  const values = { name: 'A', model: 'T340', notes: 'rack 2' };
  const before = { name: null, model: null, notes: null };
  const creation = { ...update, action: 'create', record: null, values, before };
  const held = record('itglue', 'asset', '7', { name: 'A', model: 'T340', notes: null });
  const alone = new Map([[identity.id, identity]]);
  const shadow = after([creation], new Map([[keyOf(held), held]]), pair, alone)?.shadows.itglue;
  expect(shadow).toEqual({ name: 'A', model: 'T340' });
});

it('what was made was made active: who archives it since has changed it', () => {
  const creation = { ...update, action: 'create', record: null, before: { name: null } };
  const archived = record('itglue', 'asset', '7', { ...written, active: false });
  const alone = new Map([[identity.id, identity]]);
  const recovered = after([creation], new Map([[keyOf(archived), archived]]), pair, alone);
  expect(recovered?.shadows.itglue).toEqual({ ...written, active: true });
});

it('a creation that was begun and never heard of again is named', () => {
  const begun = { ...cutShort[1], at, type: 'intent' };
  expect(creationsBegun([begun])).toEqual([step]);
  expect(creationsBegun(cutShort)).toEqual([]);
});

it('records to which a killed run had begun to write are named, and of a run that ended those it does not know of', () => {
  const begun = (...rest: JournalEntry[]) => [...recordsBegun([{ journal: [update, ...rest] }])];
  const unknown = { at, type: 'outcome', step: update.step, outcome: 'unknown' };
  const ended = { at, type: 'ended' };
  expect(begun()).toEqual(['itglue:asset:7']);
  expect(begun(unknown, ended)).toEqual(['itglue:asset:7']);
  expect(begun(ended)).toEqual(['itglue:asset:7']);
  expect(begun({ ...unknown, outcome: 'done', after: written }, ended)).toEqual([]);
});

it('of a list that a killed run wrote, its giver has said what came and went, and what it holds besides stays its own', () => {
  const lists = (macs: readonly string[]) => ({ macAddresses: macs });
  const [A, B, C, D] = [
    '00:1B:21:AA:BB:01',
    '00:1B:21:AA:BB:02',
    '00:1B:21:AA:BB:03',
    '00:1B:21:AA:BB:04',
  ] as const;
  const intent = {
    ...update,
    before: lists([A, B]),
    values: lists([A, C]),
    sources: { macAddresses: 'bms' },
  };
  const one: Identity = { ...pair, shadows: { bms: lists([A, B, D]), itglue: lists([A, B]) } };
  const fresh = new Map([[keyOf(pairRecord), record('itglue', 'asset', '7', lists([A]))]]);
  const shadows = after([intent, { ...done, after: lists([A, C]) }], fresh, one)?.shadows;
  expect(shadows).toEqual({ bms: lists([A, D, C]), itglue: lists([A, C]) });
  // What another side gave, and the one that is named has no room for, it has not said.
  const held = record('bms', 'asset', '1', lists([A, D]));
  const read = new Map<RecordKey, SourceRecord>([[keyOf(held), held]]);
  const known = after([intent, { ...done, after: lists([A, C]) }], fresh, one, undefined, read)?.shadows;
  expect(known?.bms).toEqual(lists([A, D]));
});

it('a reference that a killed run wrote has been agreed to by both, each in its own terms', () => {
  const place = (bms: string, itglue: string): Identity => ({
    ...identity,
    id: `location/bms/${bms}`,
    kind: 'location',
    links: { bms: { ...link, record: bms }, itglue: { ...link, record: itglue } },
  });
  const shadows = { bms: { location: '30' }, itglue: { location: '70' } };
  const one = { ...pair, shadows };
  const identities = new Map([one, place('30', '70'), place('31', '71')].map((each) => [each.id, each]));
  const read = record('bms', 'asset', '1', { location: '31' });
  const records = new Map([[keyOf(read), read]]);
  const moved = {
    ...update,
    values: { location: '71' },
    before: { location: '70' },
    sources: { location: 'bms' },
  };
  const journal = [{ at, type: 'started', purpose: 'sync' }, moved];
  const now = record('itglue', 'asset', '7', { location: '71' });
  const fresh = new Map([now, read].map((each) => [keyOf(each), each]));
  const recovered = withRecoveredShadows(identities, [{ journal }], { identities, records }, fresh);
  expect(recovered.get(one.id)?.shadows).toEqual({ bms: { location: '31' }, itglue: { location: '71' } });
});

it('a change of a list that was carried out in part is owed, and what is left of it has nobody added', () => {
  const [first, second, third] = ['a@acme.example', 'b@acme.example', 'c@acme.example'];
  const shadows = { bms: { emails: [first] }, itglue: { emails: [first] } };
  const one: Identity = { ...pair, id: 'contact/bms/1', kind: 'contact', shadows };
  const change = {
    ...update,
    kind: 'contact',
    identity: one.id,
    values: { emails: [second] },
    before: { emails: [first] },
    sources: { emails: 'bms' },
  };
  const seen = (emails: readonly string[]) => {
    const now = record('itglue', 'contact', '7', { emails });
    const fresh = new Map([[keyOf(now), now]]);
    return after([{ at, type: 'started', purpose: 'sync' }, change], fresh, one);
  };
  expect(seen([first, second, third])).toMatchObject({
    shadows: { bms: { emails: [second] }, itglue: { emails: [second, first] } },
    owed: { itglue: ['emails'] },
  });
  expect(seen([third])).toMatchObject({ shadows: { itglue: { emails: [] } }, owed: { itglue: ['emails'] } });
  expect(seen([second, third])?.shadows.itglue).toEqual({ emails: [second] });
  expect(seen([second])).not.toHaveProperty('owed');
});

it('a creation whose outcome a power cut took from the journal after it was read agreed to what it was made with', () => {
  const intent = { ...update, action: 'create', record: undefined, before: { name: null }, values: written };
  const journal = [{ at, type: 'started', purpose: 'sync' }, intent];
  const now = record('itglue', 'asset', '7', { name: 'typed since' });
  const made = { ...link, record: '7', provenance: 'created' as const };
  const one = { ...pair, links: { bms: link, itglue: made } };
  const shadows = after(journal, new Map([[keyOf(now), now]]), one)?.shadows;
  expect(shadows?.itglue).toEqual(written);
});
