/** Web addresses: without scheme, `www.` and closing slashes; the host without case. */
export function urlForm(raw: string): string {
  let text = raw.trim();
  for (;;) {
    const next = text
      .replace(/^(?:https?:)?\/\//i, '')
      .replace(/^www\d?\.(?=[^/]*\.)/i, '')
      .replace(/[/\s]+$/, '')
      .trimStart();
    if (next === text) break;
    text = next;
  }
  const end = text.search(/[/?#]/);
  return end < 0 ? text.toLowerCase() : text.slice(0, end).toLowerCase() + text.slice(end);
}
