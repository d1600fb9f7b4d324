/** The last line of defence before the log: whatever still looks like a secret is blacked out. Pure. */

const HIDDEN = '[hidden]';
const SECRET_NAME = /pass(?:word|wd)?|secret|token|authorization|api[-_]?key|cookie/i;
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, `$1 ${HIDDEN}`],
  [/\bITG\.[\w.-]+/g, HIDDEN],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, HIDDEN],
  [
    /((?:pass(?:word|wd)?|secret|token|api[-_]?key)["']?\s*[=:]\s*)(?:"[^"]*"|'[^']*'|[^\s,;&}]+)/gi,
    `$1${HIDDEN}`,
  ],
  [/(:\/\/[^/\s:@]+:)[^/\s@]+@/g, `$1${HIDDEN}@`],
];

export function redactText(text: string): string {
  return PATTERNS.reduce((result, [pattern, by]) => result.replace(pattern, by), text);
}

/** JSON of the details with secrets blacked out: by the name of the property, and by how a text looks. */
export function redactDetails(details: object): string {
  const seen = new WeakSet<object>();
  const json = JSON.stringify(details, (name, value: unknown) => {
    if (name !== '' && SECRET_NAME.test(name)) return HIDDEN;
    if (typeof value === 'string') return redactText(value);
    if (value instanceof Error) return { name: value.name, message: redactText(value.message) };
    if (typeof value === 'object' && value !== null) {
      if (seen.has(value)) return '[again]';
      seen.add(value);
    }
    return value;
  });
  return json ?? '';
}
