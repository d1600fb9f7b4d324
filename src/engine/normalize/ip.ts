/** IP addresses in one spelling: no leading zeros, IPv6 in its shortest form, an IPv4 address inside IPv6 as IPv4. */

/** Already in its one spelling. */
const PLAIN = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/** The canonical address, with its prefix length if one is given; other text trimmed and without case. */
export function ipForm(raw: string): string {
  if (PLAIN.test(raw)) return raw;
  const text = raw.trim().toLowerCase();
  const slash = text.indexOf('/');
  const address = slash < 0 ? text : text.slice(0, slash);
  const prefix = slash < 0 ? '' : text.slice(slash);
  const form = address.includes(':') ? ipv6(address) : ipv4(address);
  return form === undefined ? text : form + prefix;
}

function ipv4(text: string): string | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255))
    return undefined;
  return parts.map(Number).join('.');
}

function ipv6(text: string): string | undefined {
  const [bare = '', zone] = text.split('%');
  const groups = expand(bare);
  if (groups === undefined) return undefined;
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (mapped)
    return groups
      .slice(6)
      .flatMap((group) => [group >> 8, group & 255])
      .join('.');
  return compress(groups) + (zone === undefined ? '' : `%${zone}`);
}

function expand(text: string): number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':').flatMap(groupsOf)));
  if (!head || (halves.length === 1 && head.length !== 8)) return undefined;
  const rest = tail ?? [];
  const missing = 8 - head.length - rest.length;
  if (halves.length === 2 && missing < 1) return undefined;
  const groups = [...head, ...Array<number>(Math.max(0, missing)).fill(0), ...rest];
  return groups.length === 8 && groups.every((group) => group >= 0 && group <= 0xffff) ? groups : undefined;
}

function groupsOf(part: string): number[] {
  if (/^[\da-f]{1,4}$/.test(part)) return [Number.parseInt(part, 16)];
  const four = ipv4(part);
  if (four === undefined) return [-1];
  const [a = 0, b = 0, c = 0, d = 0] = four.split('.').map(Number);
  return [a * 256 + b, c * 256 + d];
}

/** The longest run of two or more zero groups, the first of equals, becomes `::`. */
function compress(groups: readonly number[]): string {
  let start = 0;
  let length = 0;
  for (let at = 0; at < 8; at++) {
    let end = at;
    while (end < 8 && groups[end] === 0) end++;
    if (end - at > length) [start, length] = [at, end - at];
  }
  const hex = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':');
  if (length < 2) return hex(groups);
  return `${hex(groups.slice(0, start))}::${hex(groups.slice(start + length))}`;
}
