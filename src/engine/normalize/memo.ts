/** Remembers a normalizer's answers for fields with few different values. Make one for a run, and let it go with it. */
export function memo<T>(normalize: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    let form = known.get(text);
    if (form === undefined) {
      form = normalize(text);
      known.set(text, form);
    }
    return form;
  };
}
