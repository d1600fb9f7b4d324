/** Letters of other alphabets that pass for Latin ones: who swaps them in a name means to be taken for somebody else. */
import type { OrganizationName } from './organization';

const PLAIN = /^[\x20-\x7e]*$/;
const LATIN: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'аa вb сc ԁd еe һh нh іi јj кk мm оo рp ԛq ѕs тt ԝw хx уy ӏl ɡg ɑa αa βb εe ηn ιi κk μu νv οo ρp τt υu χx γy ωw ' +
    'օo ցg սu'
  )
    .split(' ')
    .map(([from = '', to = '']) => [from, to]),
);

const seen = (word: string): string => word.replace(/[^\x20-\x7e]/g, (letter) => LATIN[letter] ?? letter);

/** Whether two different words, without case and accents, look the same to the eye. */
const passesFor = (a: string, b: string): boolean => a !== b && seen(a) === seen(b);

/** Whether a word of one of these names only looks like a word of the other. */
export function anyPassesFor(a: OrganizationName, b: OrganizationName): boolean {
  if (PLAIN.test(a.core) && PLAIN.test(b.core)) return false;
  return a.words.some((word) => b.words.some((other) => passesFor(word, other)));
}
