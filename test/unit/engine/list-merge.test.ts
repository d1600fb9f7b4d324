import { describe, expect, it } from 'vitest';
import { mergeList } from '../../../src/engine/merge/list';
import type { ListSide, ListSides, MergedList } from '../../../src/engine/merge/list-side';
import { offerOwedList } from '../../../src/engine/merge/owed-list';
import { SYSTEMS, type SystemName } from '../../../src/engine/model';

type Texts = Partial<Record<SystemName, string>>;

const letters = (text: string): string[] => (text === '-' ? [] : [...text]);

/**
 * `ab` holds a and b, `-` nothing; `ab<a` says "now a and b, the shadow was a"; `a/1` has room for one; `ab!c-b` is owed c,
 * and that b be taken away.
 */
function side(text: string): ListSide {
  const [holding = '', debt] = text.split('!');
  const [content = '', room] = holding.split('/');
  const [now = '-', before] = content.split('<');
  const forms = letters(now);
  const items = forms.map((form) => form.toUpperCase());
  const shadow = before === undefined ? undefined : letters(before);
  const held = {
    items,
    forms,
    shadow,
    capacity: room === undefined ? Number.POSITIVE_INFINITY : Number(room),
  };
  const [add = '', remove = ''] = debt?.split('-') ?? [];
  return debt === undefined ? held : { ...held, due: { add: letters(add), remove: letters(remove) } };
}

function sidesOf(texts: Texts): ListSides {
  const sides: Partial<Record<SystemName, ListSide>> = {};
  for (const system of SYSTEMS) {
    const text = texts[system];
    if (text !== undefined) sides[system] = side(text);
  }
  return sides;
}

const merged = (
  texts: Texts,
  authority: SystemName | null = null,
  owed: readonly SystemName[] = [],
): MergedList => mergeList(sidesOf(texts), authority, (system) => system, owed);

/** `agree`, `conflict`, or what each target shall hold: `bms ab, vsa a`. */
function inWords(result: MergedList): string {
  if (result.type !== 'propagate') return result.type;
  return result.targets
    .map((system) => `${system} ${result.lists?.[system]?.join('').toLowerCase() || '-'}`)
    .join(', ');
}

const TABLE: readonly (readonly [string, Texts, SystemName | null, string])[] = [
  ['nobody changed', { bms: 'ab<ab', itglue: 'ab<ab' }, null, 'agree'],
  ['nobody changed, each with its own part', { bms: 'a<a/1', vsa: 'abc<abc' }, null, 'agree'],
  ['order alone is no change', { bms: 'ba<ab', itglue: 'ab<ab' }, null, 'agree'],
  ['a system holds two values in one form', { bms: 'abc<abc', itglue: 'ab<abb' }, null, 'agree'],
  ['one added', { bms: 'abc<ab', itglue: 'ab<ab' }, null, 'itglue abc'],
  ['one took away', { bms: 'a<ab', itglue: 'ab<ab' }, null, 'itglue a'],
  ['one exchanged', { bms: 'ac<ab', itglue: 'ab<ab' }, null, 'itglue ac'],
  ['two added different ones', { bms: 'abc<ab', itglue: 'abd<ab' }, null, 'bms abcd, itglue abdc'],
  ['two added the same one', { bms: 'abc<ab', vsa: 'ab<ab', itglue: 'abc<ab' }, null, 'vsa abc'],
  ['one added what another took away', { bms: 'a<ab', itglue: 'abc<ab' }, null, 'bms ac, itglue ac'],
  ['all changed alike', { bms: 'c<a', itglue: 'c<a' }, null, 'agree'],
  ['the authority emptied it', { bms: '-<ab', itglue: 'ab<ab' }, 'bms', 'itglue -'],
  ['somebody else emptied it', { bms: 'ab<ab', itglue: '-<ab' }, 'bms', 'conflict'],
  ['emptied, and no authority', { bms: '-<ab', itglue: 'ab<ab' }, null, 'conflict'],
  ['emptied everywhere', { bms: '-<ab', itglue: '-<ab' }, null, 'agree'],
  ['a system with room for one takes the new value', { bms: 'a<a/1', vsa: 'ba<a' }, null, 'agree'],
  ['a system with room for one follows an exchange', { bms: 'a<a/1', vsa: 'b<a' }, null, 'bms b'],
  ['a single place changed by its owner', { bms: 'b<a/1', vsa: 'ac<ac' }, null, 'vsa cb'],
  ['first contact, alike', { bms: 'ab', itglue: 'ba' }, null, 'agree'],
  ['first contact, both blank', { bms: '-', itglue: '-' }, null, 'agree'],
  ['first contact, one is blank', { bms: '-', itglue: 'ab' }, null, 'bms ab'],
  ['first contact, each has its own', { bms: 'a', itglue: 'b' }, null, 'bms ab, itglue ba'],
  ['first contact, room for one and it holds one of them', { bms: 'b/1', vsa: 'ab' }, null, 'agree'],
  ['first contact, room for one and it holds another', { bms: 'c/1', vsa: 'ab' }, null, 'vsa abc'],
  ['first contact, room for one and it is blank', { bms: '-/1', vsa: 'ab' }, 'vsa', 'bms a'],
  ['a third record joins', { bms: 'a<a', vsa: 'a<a', itglue: 'b' }, null, 'bms ab, vsa ab, itglue ba'],
  ['a third record joins with nothing', { bms: 'a<a', vsa: 'a<a', itglue: '-' }, null, 'itglue a'],
];

describe('the merge of lists', () => {
  it.each(TABLE)('%s', (_name, texts, authority, expected) => {
    expect(inWords(merged(texts, authority))).toBe(expected);
  });

  it('keeps the items as their system spells them, and names who changed', () => {
    const result = merged({ bms: 'abc<ab', itglue: 'ab<ab' });
    expect(result).toMatchObject({
      lists: { itglue: ['A', 'B', 'C'] },
      source: 'bms',
      row: 'one-changed',
      reason: 'bms changed the list',
    });
  });
});

/** Every content and shadow over two values in two systems, with room for all or for one, and a third in three states. */
function* everyCase(): Generator<readonly [Texts, SystemName | null]> {
  const contents = ['-', 'a', 'b', 'ab'];
  const sides = [...contents, ...contents.flatMap((now) => contents.map((then) => `${now}<${then}`))];
  const single = sides.filter((text) => !text.includes('ab')).map((text) => `${text}/1`);
  for (const bms of [...sides, ...single]) {
    for (const vsa of sides) {
      for (const itglue of [undefined, 'a<a', 'b', '-<ab']) {
        for (const authority of [null, ...SYSTEMS])
          yield [{ bms, vsa, ...(itglue ? { itglue } : {}) }, authority];
      }
    }
  }
}

const now = (text: string | undefined): string[] =>
  letters((text ?? '-').split('/')[0]?.split('<')[0] ?? '-');
const then = (text: string | undefined): string[] =>
  letters((text ?? '-').split('/')[0]?.split('<')[1] ?? '-');

describe('laws of the merge of lists, over every combination', () => {
  const cases = [...everyCase()];

  it('covers them all', () => expect(cases.length).toBe((20 + 12) * 20 * 4 * 4));

  it('writes only values that some side holds, each once, and no more than there is room for', () => {
    for (const [texts, authority] of cases) {
      const result = merged(texts, authority);
      if (result.type !== 'propagate') continue;
      const held = new Set(Object.values(texts).flatMap((text) => now(text)));
      for (const system of result.targets) {
        const list = (result.lists?.[system] ?? []).map((item) => item.toLowerCase());
        for (const item of list) expect(held.has(item), JSON.stringify(texts)).toBe(true);
        expect(new Set(list).size).toBe(list.length);
        if (texts[system]?.endsWith('/1')) expect(list.length).toBeLessThanOrEqual(1);
        expect([...list].sort(), JSON.stringify([texts, authority])).not.toEqual(
          [...now(texts[system])].sort(),
        );
      }
    }
  });

  it('takes a value away only where some side did', () => {
    for (const [texts, authority] of cases) {
      const result = merged(texts, authority);
      if (result.type !== 'propagate') continue;
      for (const system of result.targets) {
        if (texts[system]?.endsWith('/1')) continue;
        const left = new Set((result.lists?.[system] ?? []).map((item) => item.toLowerCase()));
        for (const item of now(texts[system])) {
          if (left.has(item)) continue;
          const takenAway = Object.values(texts).some(
            (text) => then(text).includes(item) && !now(text).includes(item),
          );
          expect(takenAway, JSON.stringify([texts, authority, item])).toBe(true);
        }
      }
    }
  });

  it('empties a list only by the authority, or where nothing is left anywhere', () => {
    for (const [texts, authority] of cases) {
      const result = merged(texts, authority);
      if (result.type !== 'propagate') continue;
      const emptied = result.targets.some((system) => result.lists?.[system]?.length === 0);
      if (!emptied) continue;
      const byAuthority =
        authority !== null && then(texts[authority]).length > 0 && now(texts[authority]).length === 0;
      const allTakenAway = Object.values(texts).every((text) =>
        now(text).every((item) =>
          Object.values(texts).some((other) => then(other).includes(item) && !now(other).includes(item)),
        ),
      );
      expect(byAuthority || allTakenAway, JSON.stringify([texts, authority])).toBe(true);
    }
  });

  it('is quiet once its result has been written and recorded', () => {
    for (const [texts, authority] of cases) {
      const result = merged(texts, authority);
      if (result.type === 'conflict') continue;
      const after: Texts = {};
      for (const system of SYSTEMS) {
        const text = texts[system];
        if (text === undefined) continue;
        const list = result.type === 'propagate' ? result.lists?.[system] : undefined;
        const held = (list ? list.map((item) => item.toLowerCase()) : now(text)).join('') || '-';
        after[system] = `${held}<${held}${text.endsWith('/1') ? '/1' : ''}`;
      }
      expect(merged(after, authority).type, JSON.stringify([texts, authority, after])).toBe('agree');
    }
  });
});

it('asks where who joins lists what was taken away, unless the authority took it', () => {
  const texts = { bms: 'a<ab', vsa: 'ab<ab', itglue: 'b' };
  expect(merged(texts)).toMatchObject({ type: 'conflict', row: 'joined', suggestion: 'bms' });
  expect(merged(texts, 'vsa').type).toBe('conflict');
  expect(inWords(merged(texts, 'bms'))).toBe('vsa a, itglue a');
  expect(merged(texts, 'itglue').type).toBe('conflict');
});

describe('a list that a system could not take', () => {
  const title = (system: SystemName) => system;
  const offered = (texts: Texts, owed: readonly SystemName[]) => {
    const offer = offerOwedList(sidesOf(texts), owed, title);
    return offer && inWords(offer);
  };

  it('is offered again, with as much as there is room for', () => {
    expect(offered({ bms: 'ab<ab', vsa: 'ab<ab', itglue: 'c<c!ab-c' }, ['itglue'])).toBe('itglue ab');
    expect(offered({ vsa: 'ab<ab', bms: 'c<c/1' }, ['bms'])).toBe('bms a');
  });

  it('brings nothing back that the others took away, whoever joins or adds', () => {
    expect(inWords(merged({ bms: 'b', vsa: 'ab<ab!-a', itglue: 'b<b' }, 'vsa', ['vsa']))).toBe('vsa b');
    expect(inWords(merged({ vsa: 'ab<ab!-a', itglue: 'bc<b' }, 'vsa', ['vsa']))).toBe('vsa bc');
    expect(inWords(merged({ bms: 'a', vsa: 'b<b' }, 'vsa', ['vsa']))).toBe('bms ab, vsa ba');
  });

  it('takes nothing that nobody took away, and brings it nowhere, though others do not hold it', () => {
    expect(inWords(merged({ vsa: 'ab<ab!-', itglue: 'bc<b' }, 'vsa', ['vsa']))).toBe('vsa abc');
    expect(offered({ vsa: 'ab<ab!c-', itglue: 'bc<bc' }, ['vsa'])).toBe('vsa abc');
    expect(offered({ vsa: 'ab<ab!-', itglue: 'b<b!-' }, ['vsa', 'itglue'])).toBeNull();
  });

  it('takes nothing away where each is owed what another holds', () => {
    const texts = { bms: 'a<a', vsa: '-<-/1', itglue: 'b<b' };
    expect(offered(texts, ['bms', 'vsa', 'itglue'])).toBe('bms ab, vsa a, itglue ba');
  });

  it('is not offered once it is there', () => {
    expect(offered({ bms: 'ab<ab', itglue: 'ba<ba' }, ['itglue'])).toBeNull();
    expect(offered({ itglue: 'ab<ab' }, ['itglue'])).toBeNull();
  });
});
