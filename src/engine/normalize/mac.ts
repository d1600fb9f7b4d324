/** MAC addresses as twelve lower-case hexadecimal digits. */

/** '' for what is no MAC address. Takes colons, dashes, dots, blanks, a leading 0x, or nothing between the digits. */
export function macForm(raw: string): string {
  if (raw.length === 17) {
    const form = ofPairs(raw);
    if (form !== undefined) return form;
  }
  const hex = raw
    .toLowerCase()
    .replace(/^\s*0x/, '')
    .replace(/[\s:.\-_]/g, '');
  return /^[\da-f]{12}$/.test(hex) ? hex : '';
}

/** Of `00:1B:21:AA:BB:CC` and `00-1b-21-aa-bb-cc`, as nearly all are written; undefined for any other text. */
function ofPairs(raw: string): string | undefined {
  for (let at = 0; at < 17; at++) {
    const code = raw.charCodeAt(at);
    if (at % 3 === 2 ? code !== COLON && code !== DASH : DIGITS[code] === undefined) return undefined;
  }
  const digit = (at: number) => DIGITS[raw.charCodeAt(at)] ?? 0;
  // All at once: a string that grows by itself is made twelve times.
  return String.fromCharCode(
    digit(0),
    digit(1),
    digit(3),
    digit(4),
    digit(6),
    digit(7),
    digit(9),
    digit(10),
    digit(12),
    digit(13),
    digit(15),
    digit(16),
  );
}

const [COLON, DASH] = [58, 45];
/** Hexadecimal digits by the codes of their characters: the codes in lower case. */
const DIGITS: (number | undefined)[] = [];
for (const digit of '0123456789abcdefABCDEF') DIGITS[digit.charCodeAt(0)] = digit.toLowerCase().charCodeAt(0);

/** First octets of network cards that are virtual, or sit in docks and USB adapters that serve many machines. */
const SHARED_VENDORS: ReadonlySet<string> = new Set(
  // hypervisors
  (
    '000569 000c29 001c14 005056 00155d 0003ff 001c42 00163e 080027 ' +
    // docks and USB network adapters
    '0050b6 00e04c 000ec6 8cae4c 000acd 00249b a0cec8 3c18a0 9cebe8 f8e43b 00051b'
  ).split(' '),
);

/** Adapters that the same program gives to every machine: tunnels, host-only networks, placeholders. */
const EVERYWHERE =
  /^(?:005056c0|00ff|00059a3c7a|00090ffe|00090faa|020054|020000|0205857feb|001122334455|123456789abc|000000)/;

export type MacWorth = 'none' | 'weak' | 'strong';

/** How well the address tells machines apart: locally administered, virtual and dock addresses only weakly. */
export function macWorth(form: string): MacWorth {
  if (form.length !== 12 || /^(.)\1{11}$/.test(form) || form.endsWith('000000') || EVERYWHERE.test(form))
    return 'none';
  const second = Number.parseInt(form[1] ?? '1', 16);
  if ((second & 1) === 1) return 'none';
  return (second & 2) === 2 || SHARED_VENDORS.has(form.slice(0, 6)) ? 'weak' : 'strong';
}
