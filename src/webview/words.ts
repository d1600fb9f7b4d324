/** Texts come from the extension, translated; a page only fills them in. */
export type Texts = Readonly<Record<string, string>>;

/** The text of that name with its places filled. A missing one shows its name, so that nobody overlooks it. */
export function say(texts: Texts, name: string, ...values: readonly (string | number)[]): string {
  const text = texts[name] ?? name;
  return text.replace(/\{(\d)\}/g, (_, place: string) => String(values[Number(place)] ?? ''));
}
