/** Which parts of a value changed. Pure. */
import { diffChars, diffWordsWithSpace } from 'diff';
import type { Part } from './protocol';

/** Beyond this many edits nobody follows marks any more, and finding them takes long. */
const MOST_EDITS = 400;
/** From this share of common characters on, two words are one word changed. */
const AKIN = 0.5;

/** The value with what it does not share with the reference marked as `new`. */
export const marked = (value: string, reference: string): readonly Part[] => pieces(reference, value, 'new');

/** The reference with what the value does not have any more marked as `gone`. */
export const lost = (reference: string, value: string): readonly Part[] => pieces(value, reference, 'gone');

function pieces(from: string, to: string, mark: 'new' | 'gone'): readonly Part[] {
  if (to === '') return [];
  if (from === to) return [{ text: to, mark: 'same' }];
  const whole: readonly Part[] = [{ text: to, mark }];
  if (from === '') return whole;
  const words = diffWordsWithSpace(from, to, { maxEditLength: MOST_EDITS });
  const shared = words?.some(({ added, removed, value }) => !added && !removed && /\w/.test(value)) ?? false;
  if (words && shared) return joined(words, mark);
  const characters = diffChars(from, to, { maxEditLength: MOST_EDITS });
  if (!characters || sharedLength(characters) < AKIN * Math.max(from.length, to.length)) return whole;
  return joined(characters, mark);
}

interface Change {
  readonly value: string;
  readonly added: boolean;
  readonly removed: boolean;
}

function joined(changes: readonly Change[], mark: 'new' | 'gone'): readonly Part[] {
  return changes.flatMap(({ value, added, removed }): Part[] =>
    removed ? [] : [{ text: value, mark: added ? mark : 'same' }],
  );
}

const sharedLength = (changes: readonly Change[]): number =>
  changes.reduce((sum, { value, added, removed }) => (added || removed ? sum : sum + value.length), 0);
