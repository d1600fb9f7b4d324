/** What organizations are called, and what they can be found by on that account: made once for all that are called so. */
import { memo } from '../normalize/memo';
import { acronymOf, compactName, type OrganizationName, organizationNames } from '../normalize/organization';
import { distinct } from './keys';

/** One or several. */
type Keys = string | readonly string[];

export interface Called {
  /** The main name first. */
  readonly names: readonly OrganizationName[];
  readonly cores: Keys;
  readonly compact: Keys;
  /** Without blanks. */
  readonly joined: readonly string[];
  readonly less: readonly string[];
  readonly about: readonly string[];
  readonly starts: Keys;
  readonly ends: Keys;
  readonly firsts: readonly string[];
  readonly words: readonly string[];
  readonly initials: readonly string[];
}

/** By the name as it is written. */
export class Names {
  private readonly known = memo((name: string) => called(organizationNames(name)));

  /** `parent`: the name of the organization that it is a part of, or ''. */
  of(name: string, own: string, parent: string): Called {
    const known = this.known(name);
    return parent === '' ? known : called([...known.names, ...organizationNames(`${parent} - ${own}`)]);
  }
}

const ENDS = 6;

function called(names: readonly OrganizationName[]): Called {
  const joined = names.map(joinedName);
  return {
    names,
    cores: keysOf(names, ({ core }) => core),
    compact: keysOf(names, compactName),
    joined,
    less: names.flatMap(withOneLess),
    about: names.flatMap(withOneAbout),
    starts: keysOf(joined, (text) => text.slice(0, ENDS)),
    ends: keysOf(joined, (text) => text.slice(-ENDS)),
    firsts: names.map(({ words }) => words[0] ?? ''),
    words: distinct(names.flatMap(({ words }) => words)),
    initials: names.flatMap((name) => [acronymOf(name), initialsName(name)]).filter((it) => it !== ''),
  };
}

/** Most have one name: no list is made for it. */
function keysOf<T>(items: readonly T[], keyOf: (item: T) => string): Keys {
  const [first] = items;
  return first !== undefined && items.length === 1 ? keyOf(first) : items.map(keyOf);
}

export function joinedName({ words }: OrganizationName): string {
  return words.join('');
}

/** The words in order of the alphabet, without each of them in turn. */
function rests(sorted: readonly string[]): string[] {
  return sorted.map((_, at) => sorted.filter((__, index) => index !== at).join(' '));
}

/** Whole, and each word left out once: finds a wrong, a missing and an added word. */
function withOneLess({ words }: OrganizationName): string[] {
  const sorted = [...words].sort();
  const whole = sorted.join(' ');
  return sorted.length < 2 || sorted.length > 8 ? [whole] : [whole, ...rests(sorted)];
}

/** Each word by its first letters and its last, the others whole: finds a slip in a name of two words. */
function withOneAbout({ words }: OrganizationName): string[] {
  if (words.length > 6) return [];
  const sorted = [...words].sort();
  const others = rests(sorted);
  return words.map((word) => `${others[sorted.indexOf(word)]} ${word.slice(0, 2)}-${word.at(-1)}`);
}

/** A name that may be the initials of another. */
export function initialsName(name: OrganizationName): string {
  const text = joinedName(name);
  return name.words.length === 1 && text.length >= 3 && text.length <= 5 ? text : '';
}
