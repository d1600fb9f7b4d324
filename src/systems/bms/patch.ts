/** JSON Patch (RFC 6902) as BMS takes it for accounts and contacts: it changes what it names and nothing else. */
export interface PatchOperation {
  readonly op: 'replace';
  readonly path: string;
  readonly value: unknown;
}

/** One operation for each named property that differs. `names` maps ours to those of the vendor's input documents. */
export function patchOf<T extends object>(
  before: T,
  after: T,
  names: Readonly<Partial<Record<keyof T & string, string>>>,
): PatchOperation[] {
  const known = new Map<string, unknown>(Object.entries(before));
  return Object.entries(after).flatMap(([name, value]) => {
    const target = Object.entries(names).find(([ours]) => ours === name)?.[1];
    const unchanged = (known.get(name) ?? null) === (value ?? null);
    return target === undefined || unchanged
      ? []
      : [{ op: 'replace', path: `/${String(target)}`, value: value ?? null }];
  });
}
