/** Which country a text means, as ISO 3166-1 alpha-2. */

const OTHER_NAMES: Readonly<Record<string, string>> = {
  usa: 'US',
  'united states of america': 'US',
  america: 'US',
  uk: 'GB',
  'great britain': 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  deutschland: 'DE',
  österreich: 'AT',
  schweiz: 'CH',
  holland: 'NL',
  españa: 'ES',
};

let names: Map<string, string> | null = null;

function englishNames(): Map<string, string> {
  if (names) return names;
  const display = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  // Some retired and reserved codes share their name with the country of today, whose code comes last here.
  const retired = new Set(['UK', 'FX', 'DD', 'SU', 'YU', 'ZR', 'BU', 'TP', 'QU', 'EU', 'UN', 'XA', 'XB']);
  const made = new Map<string, string>();
  for (const code of codes) {
    const name = retired.has(code) ? undefined : display.of(code);
    if (name) made.set(name.toLowerCase(), code);
  }
  names = made;
  return made;
}

/** Null for a text that names no country. */
export function isoOf(country: string): string | null {
  const text = country.trim().replace(/\./g, '').toLowerCase();
  const other = OTHER_NAMES[text];
  if (other !== undefined) return other;
  if (/^[a-z]{2}$/.test(text)) return text.toUpperCase();
  return englishNames().get(country.trim().toLowerCase()) ?? null;
}
