/** Changes in an answer that keep its structure in mind: at one place of it something stands that nobody expects. */
import fc from 'fast-check';

/** One way to spoil an answer; numbers are taken modulo what there is. */
export interface Change {
  /** Which of the calls, counted from the first. */
  readonly call: number;
  /** Which of the places in its answer. */
  readonly place: number;
  readonly how: How;
}

type How =
  | { readonly type: 'put'; readonly json: string }
  | { readonly type: 'drop' }
  | { readonly type: 'twice' }
  /** What stands at another place of the same answer. */
  | { readonly type: 'swap'; readonly with: number }
  | { readonly type: 'rename'; readonly to: string }
  | { readonly type: 'text'; readonly text: string };

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

const VALUES = [
  'null',
  'true',
  '0',
  '-1',
  '1.5',
  '1e308',
  '1e999',
  '9007199254740993',
  '""',
  '" "',
  '"NaN"',
  '[]',
  '{}',
  '[null]',
  '[[]]',
  '["",null,3,{"id":1}]',
  '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
  '"__proto__"',
  '"constructor"',
  '"../../etc/passwd"',
  '"\\u0000\\u001b[2J\\u202egnp.exe"',
  '"\\ud800"',
  '"2026-02-30T99:99:99Z"',
  JSON.stringify('A'.repeat(200_000)),
  JSON.stringify('\u{1d160}'.repeat(2_000)),
  JSON.stringify('a1 '.repeat(20_000)),
  nested(40),
  nested(500),
  nested(20_000),
];
const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length', '', 'ID'];
const TEXTS = [
  '',
  ' ',
  'null',
  '[]',
  '{}',
  '"x"',
  '3',
  '{"a":',
  '<html>',
  nested(5_000),
  '\u0000',
  '{"id":}',
];

const how: fc.Arbitrary<How> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant('put'), json: fc.constantFrom(...VALUES) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('drop') }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('twice') }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('swap'), with: fc.nat(5_000) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('rename'), to: fc.constantFrom(...NAMES) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('text'), text: fc.constantFrom(...TEXTS) }) },
);

export const anyChange: fc.Arbitrary<Change> = fc.record({ call: fc.nat(30), place: fc.nat(5_000), how });

/** The text with the change made in it; a text that is no JSON is only ever replaced whole. */
export function spoilt(text: string, { place, how }: Change): string {
  if (how.type === 'text') return how.text;
  const places = placesOf(text);
  const here = places[place % Math.max(1, places.length)];
  if (!here) return text;
  const { start, end } = here;
  const old = text.slice(start, end);
  const put = (by: string): string => text.slice(0, start) + by + text.slice(end);
  switch (how.type) {
    case 'put':
      return put(how.json);
    case 'swap': {
      const other = places[how.with % places.length];
      return put(other ? text.slice(other.start, other.end) : old);
    }
    case 'twice':
      return here.name === null ? put(`${old},${old}`) : put(`[${old},${old}]`);
    case 'drop':
      return here.name === null ? put('null') : rename(text, here, `${here.name.text}-gone`);
    case 'rename':
      return rename(text, here, how.to);
  }
}

interface Place {
  readonly start: number;
  readonly end: number;
  /** The member's name where the value is one; null in a list and for the whole. */
  readonly name: { readonly start: number; readonly end: number; readonly text: string } | null;
}

const rename = (text: string, { name }: Place, to: string): string =>
  name ? text.slice(0, name.start) + JSON.stringify(to) + text.slice(name.end) : text;

/** Every value in a JSON text with where it stands. Works on the text, so that long numbers stay as they are. */
function placesOf(text: string): readonly Place[] {
  try {
    JSON.parse(text);
  } catch {
    return [];
  }
  const places: Place[] = [];
  let at = 0;
  const skip = (): void => {
    while (/\s/.test(text[at] ?? '')) at++;
  };
  const quoted = (): number => {
    for (at++; text[at] !== '"'; at++) if (text[at] === '\\') at++;
    return ++at;
  };
  const items = (close: string, item: () => void): void => {
    at++;
    skip();
    while (text[at] !== close) {
      item();
      skip();
      if (text[at] === ',') at++;
      skip();
    }
    at++;
  };
  const value = (name: Place['name']): void => {
    skip();
    const start = at;
    if (text[at] === '{') items('}', member);
    else if (text[at] === '[') items(']', () => value(null));
    else if (text[at] === '"') quoted();
    else while (at < text.length && !/[\s,\]}]/.test(text[at] ?? '')) at++;
    places.push({ start, end: at, name });
  };
  const member = (): void => {
    const start = at;
    const end = quoted();
    const name = { start, end, text: String(JSON.parse(text.slice(start, end))) };
    skip();
    at++;
    value(name);
  };
  value(null);
  return places;
}
