/** VSA keeps a person's name in one text; the other systems keep two parts. */

export interface NameParts {
  readonly firstName: string | null;
  readonly lastName: string | null;
}

/** Words that belong to the last name that follows them: `van der Berg`, `de la Cruz`. */
const PARTICLES = new Set(
  'van von vom der den de del della di da do dos das du la le el al bin ibn ben ter ten zu zur af av st. st mac san'.split(
    ' ',
  ),
);

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

/** `Last, First` is taken at its word; else the last word and the particles before it are the last name. */
export function splitName(fullName: string | null): NameParts {
  if (fullName === null) return { firstName: null, lastName: null };
  const comma = fullName.indexOf(',');
  if (comma > 0) {
    const last = words(fullName.slice(0, comma)).join(' ');
    const first = words(fullName.slice(comma + 1)).join(' ');
    if (last !== '' && first !== '') return { firstName: first, lastName: last };
  }
  const all = words(fullName);
  if (all.length < 2) return { firstName: all[0] ?? null, lastName: null };
  let start = all.length - 1;
  while (start > 1 && PARTICLES.has((all[start - 1] ?? '').toLowerCase())) start--;
  return { firstName: all.slice(0, start).join(' '), lastName: all.slice(start).join(' ') };
}

/**
 * One text from two parts. Where the plain form would be read back as other parts (`Anna` + `Ek Lund`), the form with a
 * comma says which is which.
 */
export function joinName({ firstName, lastName }: NameParts): string {
  const first = words(firstName ?? '').join(' ');
  const last = words(lastName ?? '').join(' ');
  const plain = [first, last].filter((part) => part !== '').join(' ');
  if (first === '' || last === '') return plain;
  const back = splitName(plain);
  return back.firstName === first && back.lastName === last ? plain : `${last}, ${first}`;
}
