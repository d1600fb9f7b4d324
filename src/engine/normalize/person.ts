/** Names of people. */
import { wordsOf } from './text';

export interface PersonName {
  /** Given names, first one first. */
  readonly first: readonly string[];
  readonly last: readonly string[];
  /** `jr`, `sr`, `2`, `3`; '' where none is given. */
  readonly generation: string;
  /** Given and family names in order: equal for two spellings of one name. */
  readonly full: string;
  /** Full name in Latin letters, umlauts in one spelling, sorted: for finding candidates only. */
  readonly loose: string;
}

const TITLES = new Set(
  'mr mrs ms miss mx dr prof professor sir dame herr frau hr fr mme m mlle monsieur madame sr sra srta don dona ing dipl mag rev hon'.split(
    ' ',
  ),
);
const DEGREES = new Set('phd md dds dmd esq mba cpa rn jd pe msc bsc do dvm od np pa'.split(' '));
const GENERATIONS: Readonly<Record<string, string>> = {
  jr: 'jr',
  junior: 'jr',
  sr: 'sr',
  senior: 'sr',
  ii: '2',
  iii: '3',
  iv: '4',
  '2nd': '2',
  '3rd': '3',
  '4th': '4',
};
const CYRILLIC: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'а=a б=b в=v г=g д=d е=e ё=e ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch ъ= ы=y ' +
    'ь= э=e ю=yu я=ya і=i ї=i є=ye ґ=g α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y ' +
    'φ=f χ=ch ψ=ps ω=o'
  )
    .split(' ')
    .map((pair) => {
      const [from = '', to = ''] = pair.split('=');
      return [from, to];
    }),
);

/** In Latin letters, the different spellings of umlauts and of Slavic endings made one. */
export function latin(word: string): string {
  return word
    .replace(/[^\x20-\x7e]/g, (letter) => CYRILLIC[letter] ?? letter)
    .replace(/([aou])e(?!$)/g, '$1')
    .replace(/(?:iy|ij|yi|ii|yy)$/, 'y')
    .replace(/i$/, 'y')
    .replace(/ck|c(?=[aoukrl])/g, 'k')
    .replace(/ph/g, 'f')
    .replace(/(.)\1/g, '$1');
}

export function personName(firstName: string, lastName: string): PersonName {
  let first = wordsOf(firstName);
  let last = wordsOf(lastName);
  if (first.length > 0 && last.length === 0) [first, last] = splitName(firstName, first);
  else if (last.length > 1 && first.length === 0) [first, last] = splitName(lastName, last);
  const generation =
    [...last, ...first].map((word) => GENERATIONS[word]).find((word) => word !== undefined) ?? '';
  const given = clean(first, (word) => TITLES.has(word) || GENERATIONS[word] !== undefined);
  const family = clean(
    last,
    (word) => GENERATIONS[word] !== undefined || DEGREES.has(word) || (TITLES.has(word) && last.length > 2),
  );
  const full = [...given, ...family].join(' ');
  const loose = [given[0] ?? '', ...family].map(latin).sort().join(' ').trim();
  return { first: given, last: family, generation, full, loose };
}

/** A whole name in one field: `Kim Smith`, or `Smith, Kim`. */
function splitName(text: string, words: string[]): [first: string[], last: string[]] {
  const comma = text.indexOf(',');
  const after =
    comma < 0
      ? []
      : wordsOf(text.slice(comma + 1)).filter(
          (word) => GENERATIONS[word] === undefined && !DEGREES.has(word),
        );
  if (after.length > 0) return [wordsOf(text.slice(comma + 1)), wordsOf(text.slice(0, comma))];
  const kept = clean(words, (word) => TITLES.has(word) || DEGREES.has(word));
  const tail = kept.at(-1) ?? '';
  const cut = GENERATIONS[tail] === undefined || kept.length < 3 ? kept.length - 1 : kept.length - 2;
  return kept.length < 2 ? [[], kept] : [kept.slice(0, cut), kept.slice(cut)];
}

/** Without the words that are no name, unless nothing would be left. */
function clean(words: readonly string[], isExtra: (word: string) => boolean): string[] {
  const kept = words.filter((word) => !isExtra(word));
  return kept.length > 0 ? kept : [...words];
}
