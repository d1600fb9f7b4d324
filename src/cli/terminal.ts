/** The way to the terminal for all that the program says: nothing in it can play with the terminal but our own colours. */
import { visible } from '../text/shown';

/** What `style.ts` paints with, and nothing else that begins with an escape. */
const COLOURS = new RegExp(`(${String.fromCharCode(27)}\\[(?:1|2|22|3[1-4]|39)m)`);

export const forTerminal = (text: string): string =>
  text
    .split(COLOURS)
    .map((part, place) => (place % 2 === 1 ? part : visible(part)))
    .join('');

/** Characters that JSON leaves as they are and a terminal, or its reader, does not. */
const ACTIVE = /[\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** The same document for whoever reads it, and nothing but printable characters for a terminal. */
export const asJson = (document: unknown, indent?: number): string =>
  escapedJson(JSON.stringify(document, null, indent));

export const escapedJson = (json: string): string =>
  json.replace(ACTIVE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
