/** Long text: what a reader sees of it. Systems wrap it in markup, and each ends its lines in its own way. */
import { tidy } from './text';

const INLINE = 'a|abbr|b|code|em|font|i|mark|s|small|span|strong|sub|sup|u';
const BLOCK =
  'address|article|blockquote|body|br|center|dd|div|dl|dt|figure|footer|h[1-6]|head|header|hr|html|img|li|main|nav|ol|p|' +
  'pre|section|table|tbody|td|tfoot|th|thead|tr|ul';
const INLINE_TAG = new RegExp(`</?(?:${INLINE})(?:\\s[^<>]*)?/?>`, 'gi');
const BLOCK_TAG = new RegExp(`</?(?:${BLOCK})(?:\\s[^<>]*)?/?>`, 'gi');
const ENTITY = /&(?:amp;)*(lt|gt|quot|apos|nbsp|amp|#\d{1,6}|#x[\da-f]{1,5});/gi;
const NAMED: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  amp: '&',
};

/** Text escaped again and again is unwrapped this many times: enough for what systems do to each other. */
const ROUNDS = 40;

function character(entity: string): string {
  const name = entity.toLowerCase();
  if (!name.startsWith('#')) return NAMED[name] ?? '';
  const code = name.startsWith('#x')
    ? Number.parseInt(name.slice(2), 16)
    : Number.parseInt(name.slice(1), 10);
  return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : '';
}

export function noteForm(text: string): string {
  let form = tidy(text);
  for (let round = 0; round < ROUNDS; round++) {
    if (!form.includes('<') && !form.includes('&')) return form;
    const next = tidy(
      form
        .replace(INLINE_TAG, '')
        .replace(BLOCK_TAG, ' ')
        .replace(ENTITY, (_all, name: string) => character(name)),
    );
    if (next === form) return form;
    form = next;
  }
  return form;
}
