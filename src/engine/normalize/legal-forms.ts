/** Legal forms of companies, as words left after punctuation is gone and single letters are joined (`L.L.C.` is `llc`). */

/** Each line: the form's name, then its spellings, longest first where one ends another. */
const FORMS = `
inc: incorporated inc
corp: corporation corp
co: company co compagnie cie
llc: limited liability company|llc|lc
llp: limited liability partnership|llp
lp: limited partnership|lp|lllp
pllc: pllc
pc: professional corporation|pc
pa: pa
plc: public limited company|plc
ltd: private limited|proprietary limited|pty limited|pvt limited|pty ltd|pvt ltd|pte ltd|co ltd|limited|ltd|ltee|limitee|pty|pte|pvt
ulc: ulc
cic: cic
dac: dac
gmbh: gesellschaft mit beschrankter haftung|ggmbh|gmbh|gesmbh|mbh
gmbh-kg: gmbh and co kgaa|gmbh and co kg|gmbh and co ohg|gmbh co kg|ug and co kg|ag and co kg
ag: aktiengesellschaft|ag
kg: and co kg|kgaa|kg
ohg: ohg
gbr: gbr
ug: ug haftungsbeschrankt|ug
ek: eingetragener kaufmann|ek|ekfm|ekfr|e kfm|e kfr
ev: eingetragener verein|ev
eg: eg
partg: partgmbb|partg mbb|partg
se: se
sa: societe anonyme|sociedad anonima|sa
sas: sasu|sas
sarl: eurl|sarl
snc: snc
sci: sci
spa: societaperazioni
srl: srls|srl
sl: sociedad limitada|slu|slp|slne|sl
sacv: sapi de cv|sa de cv|s de rl de cv|srl de cv|sab de cv
bv: besloten vennootschap|bvba|bv
nv: nv
vof: vof
ab: aktiebolag|ab
as: asa|as
aps: aps
oy: osakeyhtio|oyj|oy
kft: kft|zrt|nyrt|bt
doo: d o o|doo|dd
sro: spol s ro|spol sro|sro
zoo: spolka z oo|spolka zoo|sp z oo|sp zoo|sp k|spk
ooo: ooo|oao|zao|pao|ojsc|cjsc|jsc|ооо|оао|зао|пао|ао|ип|тоо
kk: kabushiki kaisha|kk|gk
bhd: sdn bhd|bhd
tbk: tbk
ltda: limitada|ltda|eireli
uab: uab
sia: sia
ou: ou
as-tr: anonim sirketi
`;

interface LegalForm {
  readonly name: string;
  readonly words: readonly string[];
}

const TRAILING = new Map<string, LegalForm[]>();
for (const line of FORMS.trim().split('\n')) {
  const [name = '', spellings = ''] = line.split(': ');
  for (const spelling of spellings.split(spellings.includes('|') ? '|' : ' ')) {
    const words = spelling.split(' ');
    const last = words.at(-1) ?? '';
    TRAILING.set(last, [...(TRAILING.get(last) ?? []), { name, words }].sort(longestFirst));
  }
}

function longestFirst(a: LegalForm, b: LegalForm): number {
  return b.words.length - a.words.length;
}

const LEADING: ReadonlySet<string> = new Set([
  'pt',
  'ooo',
  'oao',
  'zao',
  'pao',
  'ооо',
  'оао',
  'зао',
  'пао',
  'ип',
  'uab',
  'sia',
  'ao',
  'sc',
]);

/** The words without their legal forms, and the first form found from the end (its class), or ''. Never takes the last word. */
export function withoutLegalForm(words: readonly string[]): { words: readonly string[]; legal: string } {
  let rest = words;
  let legal = '';
  for (;;) {
    const form = formAtEnd(rest);
    if (form === undefined) break;
    rest = rest.slice(0, rest.length - form.words.length);
    legal ||= form.name;
    while (rest.length > 1 && rest.at(-1) === 'and') rest = rest.slice(0, -1);
  }
  const [first = ''] = rest;
  if (rest.length > 1 && LEADING.has(first)) return { words: rest.slice(1), legal: legal || first };
  return { words: rest, legal };
}

function formAtEnd(words: readonly string[]): LegalForm | undefined {
  const candidates = TRAILING.get(words.at(-1) ?? '');
  return candidates?.find(
    (form) =>
      form.words.length < words.length &&
      form.words.every((word, at) => word === words[words.length - form.words.length + at]),
  );
}
