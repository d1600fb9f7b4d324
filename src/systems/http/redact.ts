/** Keeps secrets out of what people read: the ones that were just sent, and whatever looks like one. */
import { escaped } from './address';

const SECRET_NAME = /pass|secret|token|key|code|auth|cookie|saml/i;
const LABELLED =
  /((?:pass(?:word)?|pwd|secret|token|api[-_ ]?key|authorization|cookie)["']?\s*[:=]\s*["']?)[^\s"',;&}]+/gi;
const BEARER = /\b(bearer|basic)\s+[\w.~+/=-]+/gi;
const SHORTEST_SECRET = 4;

/** The values among headers and form fields that must never be shown. */
export function secretsOf(...groups: readonly Readonly<Record<string, string>>[]): string[] {
  return groups
    .flatMap((group) => Object.entries(group))
    .filter(([name, value]) => SECRET_NAME.test(name) && value.length >= SHORTEST_SECRET)
    .flatMap(([, value]) => {
      const bare = value.replace(/^(bearer|basic)\s+/i, '');
      return [value, bare, escaped(bare)];
    })
    .sort((a, b) => b.length - a.length);
}

export function redact(text: string, secrets: readonly string[]): string {
  const known = secrets.reduce((rest, secret) => rest.split(secret).join('***'), text);
  return known.replace(LABELLED, '$1***').replace(BEARER, '$1 ***');
}
