/** States and provinces of the countries where people write them now in full, now as a code. */
import { caseless, folded } from './text';

const CODES =
  // United States
  'AL=Alabama|AK=Alaska|AZ=Arizona|AR=Arkansas|CA=California|CO=Colorado|CT=Connecticut|DE=Delaware|FL=Florida|GA=Georgia|' +
  'HI=Hawaii|ID=Idaho|IL=Illinois|IN=Indiana|IA=Iowa|KS=Kansas|KY=Kentucky|LA=Louisiana|ME=Maine|MD=Maryland|' +
  'MA=Massachusetts|MI=Michigan|MN=Minnesota|MS=Mississippi|MO=Missouri|MT=Montana|NE=Nebraska|NV=Nevada|' +
  'NH=New Hampshire|NJ=New Jersey|NM=New Mexico|NY=New York|NC=North Carolina|ND=North Dakota|OH=Ohio|OK=Oklahoma|' +
  'OR=Oregon|PA=Pennsylvania|RI=Rhode Island|SC=South Carolina|SD=South Dakota|TN=Tennessee|TX=Texas|UT=Utah|' +
  'VT=Vermont|VA=Virginia|WA=Washington|WV=West Virginia|WI=Wisconsin|WY=Wyoming|DC=District of Columbia|' +
  'PR=Puerto Rico|GU=Guam|' +
  // Canada
  'AB=Alberta|BC=British Columbia|MB=Manitoba|NB=New Brunswick|NL=Newfoundland and Labrador|NS=Nova Scotia|' +
  'ON=Ontario|PE=Prince Edward Island|QC=Quebec|SK=Saskatchewan|NU=Nunavut|YT=Yukon|CA-NT=Northwest Territories|' +
  // Australia: its own prefix where a code is taken
  'NSW=New South Wales|VIC=Victoria|QLD=Queensland|TAS=Tasmania|ACT=Australian Capital Territory|' +
  'AU-WA=Western Australia|AU-SA=South Australia|AU-NT=Northern Territory|' +
  // United Kingdom
  'ENG=England|SCT=Scotland|WLS=Wales|NIR=Northern Ireland';

const HABITS =
  'qué=QC|que=QC|pq=QC|ont=ON|calif=CA|tex=TX|fla=FL|mass=MA|penn=PA|wash=WA|d c=DC|newfoundland=NL';

const BY_NAME = new Map<string, string>();
for (const pair of CODES.split('|')) {
  const [code = '', name = ''] = pair.split('=');
  BY_NAME.set(plain(name), code);
  BY_NAME.set(plain(code), code);
}
for (const pair of HABITS.split('|')) {
  const [name = '', code = ''] = pair.split('=');
  BY_NAME.set(plain(name), code);
}

function plain(text: string): string {
  return folded(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const PREFIX = /^(?:us|ca|au|gb)[-\s]+(?=[a-z]{2,3}$)/i;

/** `TX` for `Texas`, `tx` or `US-TX`; a region of any other country is its own name without case. */
export function regionForm(text: string): string {
  const key = plain(text);
  return BY_NAME.get(key) ?? BY_NAME.get(key.replace(PREFIX, '')) ?? caseless(text);
}
