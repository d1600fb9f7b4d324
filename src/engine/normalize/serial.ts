/** Serial numbers, and the many texts that stand where one should. */

/** Without case, blanks and signs. */
export function serialForm(raw: string): string {
  // As nearly all are written: the text itself, not another one like it.
  if (PLAIN.test(raw)) return raw;
  const upper = raw.toUpperCase();
  return PLAIN.test(upper) ? upper : upper.replace(/[^\p{L}\p{N}]+/gu, '');
}

const PLAIN = /^[A-Z0-9]*$/;

const PLACEHOLDERS: ReadonlySet<string> = new Set(
  (
    'System Serial Number|SystemSerialNumber|Serial Number|SerialNumber|To Be Filled By O.E.M.|To Be Filled By OEM|' +
    'ToBeFilledByOEM|O.E.M.|OEM|Default String|None|Null|Nil|Unknown|Not Specified|Not Available|Not Applicable|N/A|NA|' +
    'Invalid|Empty|Undefined|Unassigned|No Serial|NoSerial|No Serial Number|Not Set|TBD|TBA|Test|Chassis Serial Number|' +
    'Base Board Serial Number|BaseBoard Serial Number|Board Serial Number|Chassis Serial|No Asset Information|' +
    'No Asset Tag|Asset Tag|Asset-1234567890|System Product Name|System Manufacturer|Standard|Serial|S/N|SN|' +
    'Filled By OEM|Manufacturer|Not Found|Error|Sample|Dummy|Virtual Machine|VMware Virtual Platform|Parallels|' +
    'INVALID SERIAL|BSS-0123456789|BSN12345678901234567|MB-1234567890|Type1Serial|EVAL|XXXXXXX|Unbekannt|Keine|Inconnu'
  )
    .split('|')
    .map(serialForm),
);

const RUNS = [
  '0123456789012345678901234567890',
  '9876543210987654321098765432109',
  'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
];

/** Whether the form can tell one machine from another. `extra`: further placeholders, in the same form. */
export function isUsableSerial(form: string, extra?: ReadonlySet<string>): boolean {
  if (form.length < 4 || PLACEHOLDERS.has(form) || extra?.has(form)) return false;
  if (isRepeated(form)) return false;
  return !isRun(form);
}

/** `12345678`, `CDEFGH`. */
function isRun(form: string): boolean {
  const step = Math.abs(form.charCodeAt(1) - form.charCodeAt(0));
  return (step === 1 || step === 9) && RUNS.some((run) => run.includes(form));
}

/** One character, or two in turn, all the way: `0000000`, `ABABABAB`; or nearly so: `00000001`. */
function isRepeated(form: string): boolean {
  const first = form.charCodeAt(0);
  let other = 0;
  let pairs = true;
  for (let at = 1; at < form.length; at++) {
    const code = form.charCodeAt(at);
    if (code !== first) other++;
    if (at > 1 && code !== form.charCodeAt(at - 2)) pairs = false;
    // As nearly all are seen to be by their third character.
    if (other > 1 && !pairs) return false;
  }
  return other === 0 || pairs || (form.length >= 6 && other === 1 && (form[0] === '0' || form[0] === 'X'));
}

/** Made by a hypervisor from the machine's UUID: copied with the disk. */
export function isVirtualSerial(form: string): boolean {
  return form.startsWith('VMWARE') || form.startsWith('PARALLELS') || /^\d{4}\d{28}$/.test(form);
}
