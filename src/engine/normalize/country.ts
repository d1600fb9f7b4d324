/** Countries by any of their names in the languages our users write, as ISO 3166-1 alpha-2 codes. */
import { folded } from './text';

const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'da', 'sv', 'nb', 'fi', 'pl', 'cs'];

/** What people write beside the official names. */
const BY_HABIT: Readonly<Record<string, string>> = {
  usa: 'US',
  'u s a': 'US',
  'u s': 'US',
  america: 'US',
  'united states of america': 'US',
  'the united states': 'US',
  'the united states of america': 'US',
  uk: 'GB',
  'u k': 'GB',
  'great britain': 'GB',
  britain: 'GB',
  'united kingdom of great britain and northern ireland': 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  'northern ireland': 'GB',
  'republic of ireland': 'IE',
  eire: 'IE',
  brd: 'DE',
  'federal republic of germany': 'DE',
  'bundesrepublik deutschland': 'DE',
  holland: 'NL',
  'the netherlands': 'NL',
  'czech republic': 'CZ',
  uae: 'AE',
  'south korea': 'KR',
  'republic of korea': 'KR',
  'korea republic of': 'KR',
  russia: 'RU',
  'russian federation': 'RU',
  'viet nam': 'VN',
  turkey: 'TR',
  'hong kong': 'HK',
  macau: 'MO',
  taiwan: 'TW',
};

/** The three-letter codes that appear in addresses. */
const ALPHA3 =
  'USA=US CAN=CA MEX=MX GBR=GB IRL=IE DEU=DE AUT=AT CHE=CH FRA=FR BEL=BE NLD=NL LUX=LU ESP=ES PRT=PT ITA=IT DNK=DK ' +
  'SWE=SE NOR=NO FIN=FI ISL=IS POL=PL CZE=CZ SVK=SK HUN=HU ROU=RO BGR=BG GRC=GR HRV=HR SVN=SI EST=EE LVA=LV LTU=LT ' +
  'AUS=AU NZL=NZ ZAF=ZA IND=IN SGP=SG HKG=HK JPN=JP CHN=CN KOR=KR BRA=BR ARG=AR CHL=CL COL=CO PER=PE ARE=AE ISR=IL ' +
  'TUR=TR UKR=UA PHL=PH MYS=MY THA=TH IDN=ID VNM=VN KEN=KE NGA=NG EGY=EG SAU=SA QAT=QA';

let known: ReadonlyMap<string, string> | undefined;

function countries(): ReadonlyMap<string, string> {
  if (known) return known;
  const map = new Map<string, string>();
  const codes = regionCodes();
  for (const language of [...LANGUAGES].reverse()) {
    const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
    for (const code of codes) {
      const name = names.of(code);
      if (name !== undefined) map.set(plain(name), code);
    }
  }
  for (const pair of ALPHA3.split(' ')) map.set(pair.slice(0, 3).toLowerCase(), pair.slice(4));
  for (const [name, code] of Object.entries(BY_HABIT)) map.set(name, code);
  for (const code of new Set(map.values())) map.set(code.toLowerCase(), code);
  map.set('uk', 'GB');
  known = map;
  return map;
}

/** The codes that name a region today; asked once, since to ask in each language takes longer than a person should notice. */
function regionCodes(): readonly string[] {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const english = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  return letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((code) => english.of(code) !== undefined)
    .filter((code) => Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`);
}

function plain(name: string): string {
  return folded(name)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** `US` for `United States`, `usa` or `Vereinigte Staaten`; undefined for what names no country. */
export function countryCode(name: string): string | undefined {
  return countries().get(plain(name));
}
