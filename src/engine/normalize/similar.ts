/** Small spelling mistakes, found in time bounded by the length of the words. */

/** Whether the words differ by at most one slip (letter wrong, missing, doubled or swapped), or two in a long word. */
export function isSlip(left: string, right: string): boolean {
  if (left === right) return true;
  const shorter = Math.min(left.length, right.length);
  if (shorter < 4 || /\d/.test(left) || /\d/.test(right)) return false;
  return slips(left, right, shorter >= 8 ? 2 : 1) >= 0;
}

/** Number of slips (optimal string alignment) up to the limit, or -1 beyond it. */
export function slips(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) > limit) return -1;
  let before: number[] = [];
  let row = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= right.length; j++) {
      const cost = left[i - 1] === right[j - 1] ? 0 : 1;
      let best = Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, (row[j - 1] ?? 0) + cost);
      const swapped = i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
      if (swapped) best = Math.min(best, (before[j - 2] ?? 0) + 1);
      next.push(best);
      least = Math.min(least, best);
    }
    if (least > limit) return -1;
    [before, row] = [row, next];
  }
  const total = row[right.length] ?? limit + 1;
  return total <= limit ? total : -1;
}

/** What happened to the longer word, where one slip explains the difference; the words differ, and the first is not longer. */
export function slipOf(short: string, long: string): 'swapped' | 'doubled' | 'missing' | 'wrong' | 'other' {
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  if (short.length === long.length) {
    // One vowel for another makes `Hanson` of `Hansen` and `Christina` of `Christine`: names of their own.
    const vowels = isVowel(short[at]) && isVowel(long[at]);
    if (short.slice(at + 1) === long.slice(at + 1)) return vowels ? 'other' : 'wrong';
    const swapped = short[at] === long[at + 1] && short[at + 1] === long[at];
    return swapped && short.slice(at + 2) === long.slice(at + 2) ? 'swapped' : 'other';
  }
  if (short.slice(at) !== long.slice(at + 1)) return 'other';
  return long[at] === long[at - 1] || long[at] === long[at + 1] ? 'doubled' : 'missing';
}

function isVowel(letter = ''): boolean {
  return 'aeiouy'.includes(letter);
}
