/** How two organization names compare: from one name in two spellings to two names with a word in common. */
import { SYSTEMS } from '../model';
import { anyPassesFor } from '../normalize/lookalikes';
import { compactName, type OrganizationName } from '../normalize/organization';
import { isSlip, slipOf } from '../normalize/similar';

export interface NameVerdict {
  readonly weight: number;
  readonly note: string;
  readonly cap?: number;
  /** See `Finding`. */
  readonly lead?: number;
}

/** Words that set apart two companies of one owner, one roof and one telephone. */
const TELLING = new Set(
  (
    'lab holding property realty estate foundation trust leasing investment investor capital venture fund wealth insurance ' +
    'north south east west northern southern eastern western central northeast northwest southeast southwest upper lower new ' +
    'international global worldwide europe european america american asia pacific africa usa uk us canada australia germany ' +
    'france spain italy mexico china india japan ii iii iv v vi vii viii ix x junior pediatric kid women men alumni credit union ' +
    'rental supply wholesale retail export import franchise academy school institute charity museum staffing recruitment ' +
    'logistic transport aviation marine energy software hardware digital media publishing pharmaceutical bank'
  ).split(' '),
);

/** Words that say no more than that there is a business. */
const GENERIC = new Set(
  (
    'group company service solution team office store shop firm business enterprise restaurant cafe caffe ristorante trattoria ' +
    'bistro bar grill grille diner kitchen eatery hotel inn practice clinic studio house center agency associate partner ' +
    'consulting consultant management industry product system technology and the of at on in de la le il del der die das'
  ).split(' '),
);

export interface NameContext {
  /** Largest number of organizations of one system whose name holds the word. */
  wordCount(word: string): number;
  /** Number of organizations of all systems whose name holds the word. */
  spread(word: string): number;
  /** Number of organizations of all systems that bear the name, whatever their legal forms. */
  bearers(core: string): number;
  /** Whether the word is of either record's cities: a name that adds its town says nothing new. */
  isPlace(word: string): boolean;
}

const DIFFERENT: NameVerdict = { weight: -6, note: 'different names' };

export function compareNames(a: OrganizationName, b: OrganizationName, context: NameContext): NameVerdict {
  const verdict = asWritten(a, b, context);
  return anyPassesFor(a, b) ? { ...DISGUISED, weight: Math.min(9, verdict.weight) } : verdict;
}

/** Nobody writes so by a slip of the finger: whatever else agrees, a person must look. */
const DISGUISED = { note: 'letters of another alphabet that only look the same', cap: 0.85 } as const;

function asWritten(a: OrganizationName, b: OrganizationName, context: NameContext): NameVerdict {
  const whole = withBranch(a, b, context);
  if (whole !== undefined) return whole;
  const base = compareWords(a, b, context);
  const withLegal = base.weight > 5 ? legalForms(a, b, base, context) : base;
  return base.weight > 0 ? branches(a, b, withLegal, context) : withLegal;
}

function compareWords(a: OrganizationName, b: OrganizationName, context: NameContext): NameVerdict {
  if (a.core === '' || b.core === '') return { weight: 0, note: 'no name' };
  if (a.core === b.core) return { weight: 14, note: 'same name' };
  if (a.words.join('') === b.words.join('')) return { weight: 13.5, note: 'same name but for blanks' };
  if (compactName(a) === compactName(b)) return { weight: 13.5, note: 'same name with umlauts spelt out' };
  const { onlyA, onlyB, common, slips } = align(a.words, b.words);
  if (onlyA.length === 0 && onlyB.length === 0) {
    return slips.length === 0
      ? { weight: a.words.length > 2 ? 13.5 : 11, note: 'same words in another order' }
      : misspelt(slips, context);
  }
  if (common.length === 0) return DIFFERENT;
  const shared = weigh(common, context);
  if (onlyA.length === 0 || onlyB.length === 0)
    return extended([...onlyA, ...onlyB], common, shared, context);
  const ratio = shared / (shared + (weigh(onlyA, context) + weigh(onlyB, context)) / 2);
  if (ratio > 0.75 && onlyA.every(isGeneric) && onlyB.every(isGeneric)) {
    return { weight: 3, note: 'same but for general words' };
  }
  return { weight: ratio >= 0.5 ? -2 : -5, note: 'only some words in common' };
}

/** What a slip in the name leaves: less where both spellings may be names of their own. */
function misspelt(slips: readonly (readonly [string, string])[], context: NameContext): NameVerdict {
  const note = 'same name but for the spelling';
  if (slips.every(([left, right]) => isCut(left, right)))
    return { weight: slips.length > 1 ? 9 : 12.5, note };
  const plain = slips.every(([left, right]) => isPlainSlip(left, right, context));
  if (plain) return { weight: slips.length > 1 ? 12.4 : 13.2, note };
  const short = slips.some(([left, right]) => Math.min(left.length, right.length) < 5);
  return { weight: slips.length > 1 || short ? 7 : 9, note };
}

/**
 * A finger's slip in a word that is no other word: `Logistcs`, `Vandrevort`. Not `Hansen` for `Hanson` or `Bayview` for
 * `Dayview`: there each may be a name.
 */
function isPlainSlip(left: string, right: string, context: NameContext): boolean {
  if (isCut(left, right)) return true;
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  if (short.length < 4 || left[0] !== right[0] || bothWords(left, right, context)) return false;
  const slip = slipOf(short, long);
  if (slip === 'swapped' || slip === 'doubled') return true;
  const known = context.spread(left) > 1 || context.spread(right) > 1;
  if (slip === 'missing') return short.length >= (known ? 5 : 8);
  return slip === 'wrong' && short.length >= (known ? 5 : 8);
}

/** A word stands in several names, whatever its system. Its slip does too now and then, but far more rarely. */
function bothWords(left: string, right: string, context: NameContext): boolean {
  const [few, many] = [context.spread(left), context.spread(right)].sort((x, y) => x - y);
  return (few ?? 0) > 1 && (many ?? 0) < 5 * (few ?? 0);
}

/** A word that few organizations bear tells more. */
function weigh(words: readonly string[], context: NameContext): number {
  let sum = 0;
  for (const word of words) {
    const rarity = 1 / (1 + Math.log2(Math.max(1, context.wordCount(word))));
    sum += (GENERIC.has(word) ? 0.3 : 1) * rarity * Math.min(1, 0.25 + word.length / 8);
  }
  return sum;
}

const isGeneric = (word: string): boolean => GENERIC.has(word);

/** One name is the other with more words. */
function extended(
  extra: readonly string[],
  common: readonly string[],
  shared: number,
  context: NameContext,
): NameVerdict {
  if (common.every(isGeneric)) return { weight: -4, note: 'only general words in common' };
  if (extra.some((word) => TELLING.has(word) || /^\d+$/.test(word))) {
    return { weight: 3, note: `"${extra.join(' ')}" may be another company of the same house`, cap: 0.85 };
  }
  const plain = extra.every((word) => GENERIC.has(word) || context.isPlace(word));
  const rare = Math.min(2, shared) * 2 - 2;
  if (plain) return { weight: 8.5 + rare / 2, note: `same but for "${extra.join(' ')}"` };
  return { weight: 5 + rare - 0.5 * (extra.length - 1), note: `one name adds "${extra.join(' ')}"` };
}

interface Alignment {
  readonly common: readonly string[];
  readonly slips: readonly (readonly [string, string])[];
  readonly onlyA: readonly string[];
  readonly onlyB: readonly string[];
}

/** Equal words first, then words that differ by a slip or are cut short. Bounded: names of many words are cut. */
function align(a: readonly string[], b: readonly string[]): Alignment {
  const rest = b.slice(0, 12);
  const common: string[] = [];
  const unmatched: string[] = [];
  for (const word of a.slice(0, 12)) {
    const at = rest.indexOf(word);
    if (at < 0) unmatched.push(word);
    else common.push(...rest.splice(at, 1));
  }
  const slips: (readonly [string, string])[] = [];
  const onlyA = unmatched.filter((word) => {
    const at = rest.findIndex((other) => isSlip(word, other) || isCut(word, other));
    if (at < 0) return true;
    const [other = ''] = rest.splice(at, 1);
    slips.push([word, other]);
    common.push([word, other].sort()[0] ?? word);
    return false;
  });
  return { common, slips, onlyA, onlyB: rest };
}

/** `tech` for `technology`: the first letters, at least four of them. */
function isCut(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length >= 4 && long.length - short.length >= 3 && long.startsWith(short);
}

function legalForms(
  a: OrganizationName,
  b: OrganizationName,
  verdict: NameVerdict,
  context: NameContext,
): NameVerdict {
  if (a.legal === b.legal) return { ...verdict, lead: LEAD };
  if (a.legal === '' || b.legal === '') return verdict;
  // Where more bear the name than there are systems, the form is what tells them apart.
  const isCrowded = Math.max(context.bearers(a.core), context.bearers(b.core)) > SYSTEMS.length;
  const loose = LOOSE.has(a.legal) && LOOSE.has(b.legal) && !isCrowded;
  return {
    ...verdict,
    weight: verdict.weight - (loose ? 0.9 : 2.5),
    note: `${verdict.note}, other legal form`,
  };
}

/** Of `Acme LLC` and `Acme`, the first is meant by `Acme L.L.C.`. */
const LEAD = 3;
/** Forms that people put behind a name without looking them up. */
const LOOSE = new Set('inc corp co llc llp lp pllc pc pa ltd plc ulc'.split(' '));

/** One writes in brackets or behind a dash what the other writes in line: `Grand Hotel (Dallas)`, `Dallas Grand Hotel`. */
function withBranch(a: OrganizationName, b: OrganizationName, context: NameContext): NameVerdict | undefined {
  if ((a.branch.length === 0) === (b.branch.length === 0)) return undefined;
  const [left, right] = [a, b].map((name) => ({
    ...name,
    words: [...name.words, ...name.branch],
    core: [...name.words, ...name.branch].join(' '),
  }));
  if (!left || !right) return undefined;
  const verdict = compareWords(left, right, context);
  return verdict.weight >= 13 ? legalForms(a, b, verdict, context) : undefined;
}

/** `Contoso - Dallas` is neither `Contoso` nor `Contoso - Austin`. */
function branches(
  a: OrganizationName,
  b: OrganizationName,
  verdict: NameVerdict,
  context: NameContext,
): NameVerdict {
  if (a.branch.length === 0 && b.branch.length === 0) return verdict;
  const [left, right] = [a.branch.join(' '), b.branch.join(' ')];
  if (left === right) return verdict;
  if (left !== '' && right !== '') {
    const alike = align(a.branch, b.branch);
    if (alike.onlyA.length === 0 || alike.onlyB.length === 0)
      return { ...verdict, weight: verdict.weight - 1 };
    return { weight: -4, note: `other branches: "${a.branchText}" and "${b.branchText}"`, cap: 0.4 };
  }
  const only = a.branch.length > 0 ? a : b;
  const place = only.branch.every((word) => context.isPlace(word) || GENERIC.has(word));
  if (place && only.bracketed) return { ...verdict, weight: verdict.weight - 0.5 };
  if (only.bracketed)
    return { ...verdict, weight: verdict.weight - 4, note: `only one says "${only.branchText}"` };
  const text = `only one is the branch "${only.branchText}"`;
  return { weight: Math.min(6, verdict.weight - 6), note: text, cap: 0.85 };
}
