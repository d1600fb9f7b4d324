/** MAC addresses as twelve lower-case hexadecimal digits. */

/** '' for what is no MAC address. Takes colons, dashes, dots, blanks, a leading 0x, or nothing between the digits. */
export function macForm(raw: string): string {
  const hex = raw
    .toLowerCase()
    .replace(/^\s*0x/, '')
    .replace(/[\s:.\-_]/g, '');
  return /^[\da-f]{12}$/.test(hex) ? hex : '';
}
