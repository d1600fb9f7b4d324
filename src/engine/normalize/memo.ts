/** Remembers a normalizer's answers for fields with few different values. Make one for a run, and let it go with it. */
export function memo(normalize: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    let form = known.get(text);
    if (form === undefined) {
      form = normalize(text);
      known.set(text, form);
    }
    return form;
  };
}
