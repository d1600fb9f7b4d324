/** Plain text, the ground that all other normalizers stand on. */

const ASCII = /^[\x20-\x7e]*$/;
const SPACES = /[\s\u200b-\u200d\u2060\ufeff]+/g;
const MARKS = /\p{M}+/gu;
/** Letters that no decomposition turns into plain ones. */
const PLAIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ı: 'i',
};
const SPECIAL = /[ßæœøđðþłı]/g;

/** Trimmed, white space (also the invisible kind) joined, composed. Case and accents stay. */
export function tidy(text: string): string {
  if (ASCII.test(text)) return text.includes('  ') ? text.replace(SPACES, ' ').trim() : text.trim();
  return text.normalize('NFC').replace(SPACES, ' ').trim();
}

/** Tidy, without case. */
export function caseless(text: string): string {
  const plain = tidy(text);
  return ASCII.test(plain) ? plain.toLowerCase() : tidy(plain.toLowerCase());
}

/** Caseless and without accents: `Société Générale` gives `societe generale`, `Müßig` gives `mussig`. */
export function folded(text: string): string {
  const lower = caseless(text);
  if (ASCII.test(lower)) return lower;
  return tidy(
    lower
      .normalize('NFKD')
      .replace(MARKS, '')
      .toLowerCase()
      .replace(SPECIAL, (letter) => PLAIN[letter] ?? letter),
  );
}

/** The folded text's runs of letters and digits. Apostrophes join: `O'Brien's` gives `obriens`. */
export function wordsOf(text: string): string[] {
  return (
    folded(text)
      .replace(/['’‘`´]/g, '')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}
