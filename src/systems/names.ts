/** Which entry of a system's list a name means. */
import { makerForm, modelForm } from '../engine/normalize/hardware';
import { caseless, folded } from '../engine/normalize/text';

/** Forms are asked for again and again: of every entry of a list, for every value that is looked up in it. */
function remembered(form: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (known.size >= MOST_REMEMBERED) known.clear();
    const made = form(text);
    known.set(text, made);
    return made;
  };
}
const MOST_REMEMBERED = 10_000;

/** Letters and digits alone: `Access-Point` and `access point` are one. */
export const looseForm = remembered((text) => folded(text).replace(/[^\p{L}\p{N}]+/gu, ''));
/** `Dell Inc.` and `Dell` are one maker. */
export const makersForm = remembered((text) => makerForm(text) || looseForm(text));
/** `HP EliteBook 840 G8 Notebook PC` without the maker and what all models are called. */
export const modelsForm = remembered((text) => modelForm(text) || looseForm(text));

/**
 * The entry with the same name whatever its case; else the only one whose name has the same form. Null where there is
 * none, and where several look alike: to choose among them is a person's. Makers are held to be the same by their form
 * wherever they are compared, so the shortest of several spellings will do.
 */
export function entryNamed<T extends { readonly name: string }>(
  entries: Iterable<T>,
  name: string,
  form: (text: string) => string,
): T | null {
  const all = [...entries];
  const wanted = caseless(name);
  const exact = all.find((entry) => caseless(entry.name) === wanted);
  if (exact) return exact;
  const shape = form(name);
  if (shape === '') return null;
  const alike = all.filter((entry) => form(entry.name) === shape);
  if (form === makersForm) alike.sort((a, b) => a.name.length - b.name.length);
  else if (alike.length > 1) return null;
  return alike[0] ?? null;
}
