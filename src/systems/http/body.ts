/** From a body's text to a value, within bounds, and never pretending that a web page is data. */

const MAX_DEPTH = 64;

export type BodyResult = { readonly value: unknown } | { readonly fault: string };

export function readBody(text: string, type: string, parse: (text: string) => unknown): BodyResult {
  const trimmed = text.trimStart();
  if (trimmed === '') return { value: undefined };
  if (trimmed.startsWith('<') || /\bhtml\b/i.test(type)) return { fault: 'a web page instead of data' };
  if (depthOf(trimmed) > MAX_DEPTH) return { fault: `data nested deeper than ${MAX_DEPTH} levels` };
  try {
    return { value: parse(trimmed) };
  } catch {
    return { fault: 'data that is not JSON, or breaks off' };
  }
}

/** Deepest nesting of brackets outside strings, without parsing: some parsers recurse. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) at = endOfString(text, at);
    else if (code === 0x7b || code === 0x5b) deepest = Math.max(deepest, ++depth);
    else if (code === 0x7d || code === 0x5d) depth--;
  }
  return deepest;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x5c) at++;
    else if (code === 0x22) return at;
  }
  return text.length;
}

/** The server's own words in an error body that is not understood otherwise: plain text, one line, short. */
export function plainWords(text: string): string {
  const title = /<title[^>]*>([^<]*)/i.exec(text)?.[1];
  const bare = (title ?? text).replace(/<[^>]*>/g, ' ');
  return [...bare]
    .map((char) => (char < ' ' || char === '\u007f' ? ' ' : char))
    .join('')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300);
}
