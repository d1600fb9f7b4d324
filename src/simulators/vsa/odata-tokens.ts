/** Cuts an OData v3 filter into tokens. */
import { badRequest } from './envelope';

export interface Token {
  readonly kind: 'open' | 'close' | 'comma' | 'text' | 'time' | 'number' | 'word';
  /** The token's own text; for `text` and `time` what stands between the quotes, with doubled quotes undone. */
  readonly text: string;
}

const TOKEN =
  /\s*(?:(?<open>\()|(?<close>\))|(?<comma>,)|'(?<text>(?:[^']|'')*)'|datetime'(?<time>[^']*)'|(?<number>-?\d+(?:\.\d+)?[A-Za-z]*)|(?<word>[A-Za-z_]\w*))/y;

const KINDS = ['open', 'close', 'comma', 'text', 'time', 'number', 'word'] as const;

export function tokenize(filter: string): Token[] {
  const tokens: Token[] = [];
  const text = filter.trimEnd();
  let at = 0;
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    const kind = KINDS.find((name) => found?.groups?.[name] !== undefined);
    if (found === null || kind === undefined)
      throw badRequest(`Syntax error at position ${at} in '${text}'.`);
    tokens.push({ kind, text: (found.groups?.[kind] ?? '').replaceAll("''", "'") });
    at = TOKEN.lastIndex;
  }
  return tokens;
}
