/** The hardware UUID that a machine's firmware tells. */

/**
 * 32 lower-case hexadecimal digits, or '' for what tells no machine from another. Tools read the first three groups in
 * either order of bytes: both give the same form.
 */
export function uuidForm(raw: string): string {
  if (raw === '') return '';
  const hex = raw
    .toLowerCase()
    .replace(/^\s*urn:uuid:/, '')
    .replace(/[\s{}-]/g, '');
  if (!/^[\da-f]{32}$/.test(hex)) return '';
  const form = inOneOrder(hex);
  return isRepeated(form) || PLACEHOLDERS.has(form) ? '' : form;
}

/** Of `00112233-4455-6677-…` and `33221100-5544-7766-…` the one that sorts first. */
function inOneOrder(hex: string): string {
  const turned = hex.replace(/^(..)(..)(..)(..)(..)(..)(..)(..)/, '$4$3$2$1$6$5$8$7');
  return [hex, turned].sort()[0] ?? hex;
}

/** One byte all the way: zeros, `FF`, `FE`. */
function isRepeated(form: string): boolean {
  return /^(..)\1{15}$/.test(form);
}

/** What makers of boards ship on every one. */
const PLACEHOLDERS: ReadonlySet<string> = new Set(
  [
    '00020003000400050006000700080009',
    '12345678123456781234567890abcdef',
    '123456781234567890abcddeefaabbcc',
  ].map(inOneOrder),
);
