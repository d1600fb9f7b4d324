import { describe, expect, it } from 'vitest';
import { type Merged, mergeField, offerOwed, type Side, type Sides } from '../../../src/engine/merge/field';
import { SYSTEMS, type SystemName } from '../../../src/engine/model';

/** `A` is a value, `-` is blank, `?` a placeholder that says nothing; `A<B` means "now A, the shadow says B". */
function side(text: string): Side {
  const [now = '-', before] = text.split('<');
  const form = (value: string) => (value === '-' || value === '?' ? '' : value);
  return {
    value: now === '-' ? null : now,
    form: form(now),
    shadow: before === undefined ? undefined : form(before),
  };
}

function merged(
  texts: Partial<Record<SystemName, string>>,
  authority: SystemName | null = null,
  owed: readonly SystemName[] = [],
): Merged {
  const sides: Partial<Record<SystemName, Side>> = {};
  for (const system of SYSTEMS) {
    const text = texts[system];
    if (text !== undefined) sides[system] = side(text);
  }
  return mergeField(sides, authority, (system) => system, owed);
}

/** A result in one line: `agree`, `A -> vsa,itglue`, or `conflict`. */
function inWords(result: Merged): string {
  if (result.type !== 'propagate') return result.type;
  return `${result.value ?? '-'} -> ${result.targets.join(',')}`;
}

const TABLE: readonly [string, Partial<Record<SystemName, string>>, SystemName | null, string][] = [
  ['known, nobody changed', { bms: 'A<A', vsa: 'A<A', itglue: 'A<A' }, null, 'agree'],
  ['known, each in its own form', { bms: 'A<A', vsa: 'a<a', itglue: 'A.<A.' }, null, 'agree'],
  ['known, one changed', { bms: 'B<A', vsa: 'A<A', itglue: 'A<A' }, null, 'B -> vsa,itglue'],
  ['known, one changed, not the authority', { bms: 'A<A', vsa: 'A<A', itglue: 'B<A' }, 'bms', 'B -> bms,vsa'],
  ['known, several changed alike', { bms: 'B<A', vsa: 'A<A', itglue: 'B<A' }, null, 'B -> vsa'],
  ['known, all changed alike', { bms: 'B<A', vsa: 'B<A', itglue: 'B<A' }, null, 'agree'],
  ['known, changed differently', { bms: 'B<A', vsa: 'A<A', itglue: 'C<A' }, null, 'conflict'],
  [
    'known, changed differently, authority among them',
    { bms: 'B<A', vsa: 'A<A', itglue: 'C<A' },
    'bms',
    'B -> vsa,itglue',
  ],
  [
    'known, changed differently, authority is not',
    { bms: 'B<A', vsa: 'A<A', itglue: 'C<A' },
    'vsa',
    'conflict',
  ],
  ['known, cleared by anyone', { bms: 'A<A', vsa: 'A<A', itglue: '-<A' }, 'bms', 'conflict'],
  ['known, cleared by the authority', { bms: '-<A', vsa: 'A<A', itglue: 'A<A' }, 'bms', '- -> vsa,itglue'],
  ['known, cleared with no authority', { bms: '-<A', vsa: 'A<A' }, null, 'conflict'],
  ['known, a placeholder in its place', { bms: 'A<A', vsa: '?<A', itglue: 'A<A' }, 'vsa', 'agree'],
  ['known, a placeholder here and changed there', { bms: 'B<A', vsa: '?<A' }, 'vsa', 'B -> vsa'],
  ['known, a value after a placeholder', { bms: 'A<A', vsa: 'B<?' }, 'vsa', 'B -> bms'],
  ['known, cleared here and changed there', { bms: '-<A', itglue: 'B<A' }, null, 'conflict'],
  ['known, cleared here, changed by the authority', { bms: '-<A', itglue: 'B<A' }, 'itglue', 'B -> bms'],
  ['first contact, all equal', { bms: 'A', vsa: 'A', itglue: 'A' }, null, 'agree'],
  ['first contact, all blank', { bms: '-', vsa: '-', itglue: '-' }, null, 'agree'],
  ['first contact, one has a value', { bms: '-', vsa: 'A', itglue: '-' }, null, 'A -> bms,itglue'],
  ['first contact, two agree and one is blank', { bms: 'A', vsa: 'A', itglue: '-' }, null, 'A -> itglue'],
  ['first contact, blank authority never blanks', { bms: '-', vsa: 'A', itglue: 'A' }, 'bms', 'A -> bms'],
  ['first contact, different', { bms: 'A', vsa: 'B', itglue: 'A' }, null, 'conflict'],
  [
    'first contact, different, authority decides',
    { bms: 'A', vsa: 'B', itglue: 'C' },
    'vsa',
    'B -> bms,itglue',
  ],
  ['first contact, different, authority is blank', { bms: 'A', vsa: '-', itglue: 'C' }, 'vsa', 'conflict'],
  ['a third record joins, equal', { bms: 'A<A', vsa: 'A<A', itglue: 'A' }, null, 'agree'],
  ['a third record joins, blank', { bms: 'A<A', vsa: 'A<A', itglue: '-' }, null, 'A -> itglue'],
  ['a third record joins, different', { bms: 'A<A', vsa: 'A<A', itglue: 'B' }, null, 'conflict'],
  ['a third record joins, authority decides', { bms: 'A<A', vsa: 'A<A', itglue: 'B' }, 'bms', 'A -> itglue'],
  ['a third record joins while one changes', { bms: 'B<A', vsa: 'A<A', itglue: 'C' }, null, 'conflict'],
  ['a third record joins with the same change', { bms: 'B<A', vsa: 'A<A', itglue: 'B' }, null, 'B -> vsa'],
];

describe('the merge table', () => {
  it.each(TABLE)('%s', (_name, sides, authority, expected) => {
    expect(inWords(merged(sides, authority))).toBe(expected);
  });
});

/** Every combination of presence, current value and shadow in three systems, under every authority: 3 x 13^3 cases and more. */
function* everyCase(): Generator<[Partial<Record<SystemName, string>>, SystemName | null]> {
  const values = ['-', 'A', 'B'];
  const sides = [undefined, ...values, ...values.flatMap((now) => values.map((then) => `${now}<${then}`))];
  for (const bms of sides) {
    for (const vsa of sides) {
      for (const itglue of sides) {
        for (const authority of [null, ...SYSTEMS]) {
          yield [
            { ...(bms ? { bms } : {}), ...(vsa ? { vsa } : {}), ...(itglue ? { itglue } : {}) },
            authority,
          ];
        }
      }
    }
  }
}

describe('laws of the merge, over every combination', () => {
  const cases = [...everyCase()];

  it('covers them all', () => expect(cases.length).toBe(13 ** 3 * 4));

  it('writes only a value that some side holds, and only where it differs', () => {
    for (const [texts, authority] of cases) {
      const result = merged(texts, authority);
      if (result.type !== 'propagate') continue;
      const held = texts[result.source];
      expect(held?.split('<')[0]).toBe(result.value ?? '-');
      for (const target of result.targets) {
        expect(texts[target]?.split('<')[0]).not.toBe(result.value ?? '-');
      }
    }
  });

  it('never blanks anything at first contact', () => {
    for (const [texts, authority] of cases) {
      if (Object.values(texts).some((text) => text.includes('<'))) continue;
      const result = merged(texts, authority);
      if (result.type === 'propagate') expect(result.value).not.toBeNull();
    }
  });

  it('clears only by the authority', () => {
    for (const [texts, authority] of cases) {
      const result = merged(texts, authority);
      if (result.type === 'propagate' && result.value === null) expect(result.source).toBe(authority);
    }
  });

  it('never overwrites a change with something else than the authority’s word', () => {
    for (const [texts, authority] of cases) {
      const result = merged(texts, authority);
      if (result.type !== 'propagate') continue;
      for (const target of result.targets) {
        const [now, then] = texts[target]?.split('<') ?? [];
        if (then !== undefined && now !== then) expect(result.source).toBe(authority);
      }
    }
  });

  it('is quiet once its result has been written and recorded', () => {
    for (const [texts, authority] of cases) {
      const result = merged(texts, authority);
      if (result.type === 'conflict') continue;
      const after: Partial<Record<SystemName, string>> = {};
      for (const system of SYSTEMS) {
        const text = texts[system];
        if (text === undefined) continue;
        const written = result.type === 'propagate' && result.targets.includes(system);
        const value = written ? (result.value ?? '-') : (text.split('<')[0] ?? '-');
        after[system] = `${value}<${value}`;
      }
      expect(merged(after, authority).type).toBe('agree');
    }
  });
});

describe('what a system could not take', () => {
  const title = (system: SystemName) => system;

  it('is offered again while the others agree', () => {
    const sides: Sides = { bms: side('B<B'), vsa: side('A<A'), itglue: side('B<B') };
    const offer = offerOwed(sides, ['vsa'], title);
    expect(offer && inWords(offer)).toBe('B -> vsa');
  });

  it('does not speak against what the others agree on when a record joins', () => {
    const joins = (bms: string, itglue = 'B<B') => merged({ bms, vsa: 'A<A', itglue }, 'vsa', ['vsa']);
    expect(joins('A').type).toBe('conflict');
    expect(inWords(joins('B'))).toBe('B -> vsa');
    expect(inWords(joins('-'))).toBe('B -> bms,vsa');
    expect(inWords(joins('-', '-<-'))).toBe('- -> vsa');
  });

  it('speaks again once it moves, or when nobody is left who knew more', () => {
    expect(inWords(merged({ bms: 'A', vsa: 'C<A', itglue: 'B<B' }, 'vsa', ['vsa']))).toBe('C -> bms,itglue');
    expect(inWords(merged({ bms: 'C', vsa: 'A<A' }, 'vsa', ['vsa']))).toBe('A -> bms');
  });

  it('is not offered when the others differ, or when it has come about', () => {
    expect(offerOwed({ bms: side('B<B'), vsa: side('A<A'), itglue: side('C<C') }, ['vsa'], title)).toBeNull();
    expect(offerOwed({ bms: side('B<B'), vsa: side('B<B') }, ['vsa'], title)).toBeNull();
  });
});
