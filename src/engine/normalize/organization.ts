/** Names of organizations: what of a name identifies, and what is habit. */
import { withoutLegalForm } from './legal-forms';
import { folded, wordsOf } from './text';

export interface OrganizationName {
  /** Identifying words in order: no legal form, no articles, no `and`, abbreviations written out, plurals cut. */
  readonly words: readonly string[];
  /** `words` joined by blanks: equal for two spellings of one name. */
  readonly core: string;
  /** Class of the legal form, or ''. */
  readonly legal: string;
  /** Words of a branch (`Contoso - Dallas`) or a bracket (`Contoso (Dallas)`), not in `words`. */
  readonly branch: readonly string[];
  /** The branch as it was written, for people. */
  readonly branchText: string;
  /** The branch stood in brackets: may be mere explanation. */
  readonly bracketed: boolean;
}

const ABBREVIATIONS: Readonly<Record<string, string>> = table(`
intl international|int international|natl national|mfg manufacturing|mfr manufacturing|mgmt management|mgt management
assoc associate|assocs associate|assn association|svc service|svcs service|srvcs service|serv service|bros brother
ctr center|centre center|centrum center|theatre theater|grp group|gruppe group|groupe group|hldg holding|hldgs holding
univ university|hosp hospital|govt government|dept department|solns solution|tech technology|techs technology
technologies technology|sys system|engr engineering|eng engineering|acctg accounting|constr construction|elec electric
equip equipment|ent enterprise|entp enterprise|enterprises enterprise|inds industry|industries industry|ind industry
properties property|prop property|props property|laboratories lab|laboratory lab|labs lab|med medical|pharm pharmacy
transp transport|distr distribution|dist distribution|ins insurance|comm communication|comms communication
telecom telecommunication|archs architect|attys attorney|atty attorney|co-op coop|cooperative coop|saint st|sainte ste
mount mt|fort ft|doctor dr|first 1st|second 2nd|third 3rd|fourth 4th|fifth 5th|sixth 6th|seventh 7th|eighth 8th|ninth 9th
companies company|agencies agency|ministries ministry|charities charity|pharmacies pharmacy|supplies supply|svgs saving
harbour harbor|colour color|grey gray|jewellery jewelry|jewellers jeweler|tyre tire|tyres tire|organisation organization|aluminium aluminum|labour labor|neighbourhood neighborhood|catalogue catalog|fibre fiber
vet veterinary|vets veterinary|veterinarian veterinary|veterinarians veterinary|chiro chiropractic|rehab rehabilitation|rsch research
educ education|fdn foundation|fndn foundation|bldg building|bldgs building|devel development|envir environmental|maint maintenance
mech mechanical|phcy pharmacy|plmbg plumbing|prods product|trng training|whse warehouse|whsle wholesale|cnty county
fin financial|finl financial|mktg marketing|advtg advertising|rlty realty|restr restaurant|rest restaurant
`);

function table(text: string): Record<string, string> {
  const pairs = text
    .trim()
    .split(/[|\n]/)
    .map((pair) => pair.trim().split(' '));
  return Object.fromEntries(pairs.map(([from = '', to = '']) => [from, to]));
}

/** A branch of such a name is the company itself: `Contoso - Head Office`. */
const MAIN_PLACE: ReadonlySet<string> = new Set([
  'hq',
  'headquarter',
  'head',
  'office',
  'main',
  'corporate',
  'zentrale',
  'hauptsitz',
  'siege',
  'social',
  'sede',
]);

const JOINING: ReadonlySet<string> = new Set(['and', 'und', 'et', 'y', 'e', 'og', 'och', 'i', 'n']);
const ARTICLES: ReadonlySet<string> = new Set(['the']);
/** Legal forms that stand without blanks before or behind the name. */
const EASTERN = /株式会社|有限会社|合同会社|股份有限公司|有限公司|주식회사|[㈱㈲]|\((?:株|有|주)\)/g;
/** Told from the word by its capitals: `Barilla S.p.A.` is no spa. */
const ITALIAN = /\bS\.?\s?p\.?\s?A\b\.?/g;
const BRACKETS = /[([{]([^)\]}]*)[)\]}]?/g;
/** A dash or bar with blanks around it, or a colon, sets a branch apart from its company. */
const BRANCH = /\s+[-–—|/\\>»]+\s+|\s*[|>»\\]\s*|:\s+/;
const OTHER_NAME =
  /\s+(?:d\s*[./]?\s*b\s*[./]?\s*a\b\.?|t\/a|trading as|formerly|fka|f\/k\/a|aka|a\/k\/a|doing business as)\s+/i;

/** One name, or several where the text gives more than one: `Smith Holdings LLC dba Smith Dental`. The first is the main one. */
export function organizationNames(text: string): readonly OrganizationName[] {
  const names = text.split(OTHER_NAME).map(oneName);
  const useful = names.filter((name) => name.core !== '');
  return useful.length > 0 ? useful : names.slice(0, 1);
}

function oneName(text: string): OrganizationName {
  const asides: string[] = [];
  const bare = text.replace(EASTERN, ' ').replace(BRACKETS, (_all, inside: string) => {
    asides.push(inside);
    return ' ';
  });
  const [head = '', ...branches] = bare.split(BRANCH).filter((part) => /[\p{L}\p{N}]/u.test(part));
  const stripped = identifying(head);
  if (stripped.words.length === 0) {
    const words = withoutArticle(wordsOf(text));
    return { words, core: words.join(' '), legal: '', branch: [], branchText: '', bracketed: false };
  }
  const parts = [...branches, ...asides].map(identifying);
  const legal = stripped.legal || (parts.find((part) => part.words.length === 0)?.legal ?? '');
  const branch = parts.flatMap((part) => part.words).filter((word) => !MAIN_PLACE.has(word));
  const bracketed = branches.length === 0 && asides.length > 0;
  const branchText = [...branches, ...asides].map((part) => part.trim()).join(', ');
  return { words: stripped.words, core: stripped.words.join(' '), legal, branch, branchText, bracketed };
}

function identifying(text: string): { words: readonly string[]; legal: string } {
  const spoken = text
    .replace(EASTERN, ' ')
    .replace(ITALIAN, ' societaperazioni ')
    .replace(/[&+]/g, ' and ')
    .replace(/@/g, ' at ');
  const joined = withoutArticle(joinLetters(wordsOf(spoken)));
  const { words, legal } =
    onlyLegal(joined) ??
    withoutLegalForm(joined.map((word) => (word === 'und' || word === 'et' ? 'and' : word)));
  const kept = words.filter((word, at) => !(JOINING.has(word) && at > 0) && !ARTICLES.has(word));
  return { words: (kept.length > 0 ? kept : words).map(standardWord), legal };
}

function withoutArticle(words: readonly string[]): readonly string[] {
  const bare = words.slice(words[0] === 'the' ? 1 : 0, words.at(-1) === 'the' ? -1 : undefined);
  return bare.length > 0 ? bare : words;
}

/** A part that is a legal form and nothing else: `Contoso (Pty) Ltd`, `Muster UG (haftungsbeschränkt)`. */
function onlyLegal(words: readonly string[]): { words: readonly string[]; legal: string } | undefined {
  if (words.length === 0 || words.length > 2) return undefined;
  if (words[0] === 'haftungsbeschrankt') return { words: [], legal: 'ug' };
  const { words: rest, legal } = withoutLegalForm(['x', ...words]);
  return rest.length === 1 && legal !== '' ? { words: [], legal } : undefined;
}

/** `j p morgan` is `jp morgan`; `p c` is `pc`. */
function joinLetters(words: readonly string[]): string[] {
  const joined: string[] = [];
  let open = false;
  for (const word of words) {
    const single = word.length === 1 && /[a-z]/.test(word);
    if (single && open) joined.push((joined.pop() ?? '') + word);
    else joined.push(word);
    open = single;
  }
  return joined;
}

/** Without blanks, and with one spelling of umlauts: `muellersohne` and `mullersoehne` are `mullersohne`. */
export function compactName(name: OrganizationName): string {
  return name.words.join('').replace(/([aou])e/g, '$1');
}

/** Written out, and without the plural's s. */
export function standardWord(word: string): string {
  const known = ABBREVIATIONS[word];
  if (known !== undefined) return known;
  // Long words only: `Davies` is a name.
  if (word.length > 7 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

/** `ibm` for `international business machine`; '' for fewer than three words. */
export function acronymOf(name: OrganizationName): string {
  return name.words.length < 3 ? '' : name.words.map((word) => word[0]).join('');
}

/** A short code without case and signs: `ACME-01` is `acme01`. */
export function codeForm(text: string): string {
  return folded(text).replace(/[^\p{L}\p{N}]/gu, '');
}
