/** Host names: the part that every system agrees on. */

/** NetBIOS keeps this many characters. */
const CUT = 15;

/** First label without case: of `PC01.contoso.local` (domain) and `pc01.root.contoso` (VSA group and organization) alike. */
export function hostForm(raw: string): string {
  const plain = raw.trim().toLowerCase();
  const text = plain.slice(plain.startsWith('\\\\') ? 2 : 0, plain.endsWith('$') ? -1 : undefined);
  const dot = text.indexOf('.');
  if (dot < 0 || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) return text;
  return text.slice(0, dot);
}

/** What NetBIOS leaves of the form: two hosts are the same when these are, and one of them was cut. */
export function hostKey(form: string): string {
  return form.length > CUT ? form.slice(0, CUT) : form;
}

/** Names that a setup program makes up: `DESKTOP-4F7K2LQ`. */
export function isRandomHost(form: string): boolean {
  return /^(?:desktop|laptop|win|pc|minwinpc|windows|admin)-[a-z0-9]{6,12}$/.test(form);
}

const DEFAULTS =
  /^(?:localhost|i?mac(?:book)?(?:[-_ ]?(?:pro|air|mini|studio))?(?:[-_ (]*\d+\)?)?|mac-mini|android(?:-.*)?|iphone|ipad|raspberrypi|ubuntu|debian|centos|linux|server|servers?\d?|pc\d{0,2}|desktop|laptop|workstation|computer|user-?pc|owner-?pc|admin-?pc|admin|hp|dell|lenovo|printer|switch|router|firewall|nas|ups|ap|unknown|none|n\/?a|default|test|template|new-?pc|temp|host|node|vm|windows|win(?:7|8|10|11)|dc\d{0,2}|fs\d{0,2})$/;

/** What Apple's setup makes of a person's name: `kims-macbook-pro`. */
const OWNED = /^.{1,20}s-(?:imac|macbook|macbook-pro|macbook-air|mac-mini)$/;

/** Names that many machines bear: they tell nothing apart. */
export function isDefaultHost(form: string): boolean {
  // Apart, and only where it may match: a pattern that begins with anything at all is tried at length on every name.
  return form.length < 3 || DEFAULTS.test(form) || (form.includes('s-') && OWNED.test(form));
}
