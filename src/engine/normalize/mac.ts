/** MAC addresses as twelve lower-case hexadecimal digits. */

/** '' for what is no MAC address. Takes colons, dashes, dots, blanks, a leading 0x, or nothing between the digits. */
export function macForm(raw: string): string {
  const lower = raw.toLowerCase();
  if (/^[\da-f]{2}(?::[\da-f]{2}){5}$/.test(lower)) return lower.replaceAll(':', '');
  const hex = lower.replace(/^\s*0x/, '').replace(/[\s:.\-_]/g, '');
  return /^[\da-f]{12}$/.test(hex) ? hex : '';
}

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
