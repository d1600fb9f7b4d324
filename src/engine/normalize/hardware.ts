/** Models, makers, operating systems and sorts of machine: weak marks, compared loosely. */
import { wordsOf } from './text';

const MAKERS: Readonly<Record<string, string>> = {
  hewlett: 'hp',
  packard: 'hp',
  hpe: 'hp',
  hp: 'hp',
  dell: 'dell',
  lenovo: 'lenovo',
  apple: 'apple',
  microsoft: 'microsoft',
  asus: 'asus',
  asustek: 'asus',
  acer: 'acer',
  vmware: 'vmware',
  supermicro: 'supermicro',
  cisco: 'cisco',
  meraki: 'meraki',
  ubiquiti: 'ubiquiti',
  fortinet: 'fortinet',
  sonicwall: 'sonicwall',
  synology: 'synology',
  qnap: 'qnap',
  brother: 'brother',
  canon: 'canon',
  epson: 'epson',
  kyocera: 'kyocera',
  ricoh: 'ricoh',
  xerox: 'xerox',
  lexmark: 'lexmark',
  apc: 'apc',
  toshiba: 'toshiba',
  fujitsu: 'fujitsu',
  samsung: 'samsung',
  msi: 'msi',
  intel: 'intel',
  aruba: 'aruba',
  netgear: 'netgear',
  watchguard: 'watchguard',
  sophos: 'sophos',
  eaton: 'eaton',
  panasonic: 'panasonic',
  razer: 'razer',
};
const NOISE = new Set(
  'inc corp corporation ltd limited co company systems computer international enterprise gmbh ag usa technologies technology networks the'.split(
    ' ',
  ),
);

export function makerForm(text: string): string {
  const words = wordsOf(text);
  const known = words.map((word) => MAKERS[word]).find((word) => word !== undefined);
  return known ?? words.filter((word) => !NOISE.has(word)).join(' ');
}

/** Brands and spellings of a house that systems name now by the one and now by the other. */
const HOUSES: Readonly<Record<string, string>> = {
  meraki: 'cisco',
  aruba: 'hp',
  emc: 'dell',
  ubnt: 'ubiquiti',
  unifi: 'ubiquiti',
  'micro star': 'msi',
  'super micro': 'supermicro',
  'american power conversion': 'apc',
  'schneider electric': 'apc',
};

/** What firmware says where nobody filled in a maker. */
const NO_MAKER =
  /^(?:system )?(?:manufacturer|to be filled by o e ?m|default string|not (?:specified|available|applicable)|o e ?m|none|unknown|invalid|n a|na)$/;

/**
 * The maker, or the house that it belongs to: what tells machines apart, where `makerForm` is a name in a list. '' for
 * placeholders.
 */
export function makerHouse(text: string): string {
  const form = makerForm(text);
  return NO_MAKER.test(form) ? '' : (HOUSES[form] ?? form);
}

/** Without the maker and noise, words joined: `Dell Inc. OptiPlex-7090` is `optiplex7090`; '' for placeholders. */
export function modelForm(text: string): string {
  const form = wordsOf(text)
    .filter((word) => MAKERS[word] === undefined && !NOISE.has(word))
    .join('');
  return /^(?:systemproductname|tobefilledbyoem|defaultstring|none|unknown|na|notavailable|virtualmachine|virtualplatform)?$/.test(
    form,
  )
    ? ''
    : form;
}

/** `windows 11`, `windows server 2022`, `macos`, `linux`; '' where the text does not tell. */
export function systemFamily(text: string): string {
  const plain = text.toLowerCase();
  const server = /server[^\d]*(20\d\d)(?:[^\d]*r2)?/.exec(plain);
  if (server) return `windows server ${server[1]}${/r2/.test(plain) ? ' r2' : ''}`;
  const windows = /win(?:dows)?\s*(xp|vista|7|8\.1|8|10|11)\b/.exec(plain);
  if (windows) return `windows ${windows[1]}`;
  if (/mac\s?os|os x|darwin/.test(plain)) return 'macos';
  return /esxi/.test(plain)
    ? 'esxi'
    : /linux|ubuntu|debian|centos|red hat|rhel|suse|fedora|alma|rocky/.test(plain)
      ? 'linux'
      : '';
}

const SORTS: readonly (readonly [RegExp, string])[] = [
  [/print|mfp|copier|plotter|drucker/, 'printer'],
  [/switch/, 'switch'],
  [/fire\s?wall|utm|router|gateway/, 'firewall'],
  [/access\s?point|\bap\b|wireless|wifi/, 'access point'],
  [/\bups\b|battery|power/, 'ups'],
  [/\bnas\b|storage|\bsan\b/, 'storage'],
  [/server|domain controller|hypervisor|\besx/, 'server'],
  [/laptop|notebook|desktop|workstation|\bpc\b|computer|\bmac/, 'computer'],
  [/phone|tablet|mobile|ipad/, 'mobile'],
];

/** Broad sort of machine, or ''. */
export function machineSort(text: string): string {
  const plain = text.toLowerCase();
  return plain === '' ? '' : (SORTS.find(([pattern]) => pattern.test(plain))?.[1] ?? '');
}

/** The account's bare name: of `CONTOSO\kim`, `kim@contoso.com` and `kim` alike; '' for accounts that nobody owns. */
export function userForm(text: string): string {
  const plain = text.trim().toLowerCase();
  const bare = plain.slice(plain.lastIndexOf('\\') + 1).replace(/@.*$/, '');
  return /^(?:administrator|admin|user|guest|system|localadmin|root|owner|none|n\/a|-)?$/.test(bare)
    ? ''
    : bare;
}
