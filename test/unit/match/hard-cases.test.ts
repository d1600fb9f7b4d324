/**
 * Pairs that are easy to get wrong, one to a line: what the records say, and what must come of it. `link`: linked without
 * asking; `ask`: shown to a person, never linked; `no`: neither. A case may say `ask|no` where both are right.
 */
import { describe, expect, test } from 'vitest';
import type { Fields, Kind, SourceRecord } from '../../../src/engine/model';
import { linksOf, matched, record } from './records';

type Verdict = 'link' | 'ask' | 'no' | 'ask|no' | 'link|ask';
type Case = readonly [left: Fields, right: Fields, verdict: Verdict, why: string];

function verdictOf(kind: Kind, left: Fields, right: Fields): string {
  const owners: SourceRecord[] = [];
  let more = {};
  if (kind !== 'organization') {
    owners.push(
      record('bms', 'organization', 'o', { name: 'Contoso' }),
      record('itglue', 'organization', 'o', { name: 'Contoso' }),
    );
    more = { organization: 'o' };
  }
  const result = matched([
    ...owners,
    record('bms', kind, '1', left, more),
    record('itglue', kind, '1', right, more),
  ]);
  if (result.groups.some((group) => group.kind === kind)) return 'link';
  const asked = result.suggestions.some((it) => it.kind === kind) || result.ambiguous.length > 0;
  return asked ? 'ask' : 'no';
}

function check(kind: Kind, cases: readonly Case[]): void {
  test.each(cases.map(([left, right, verdict, why]) => [verdict, why, left, right] as const))(
    '%s: %s',
    (verdict, _why, left, right) => {
      expect(verdict.split('|')).toContain(verdictOf(kind, left, right));
    },
  );
}

const named = (left: string, right: string, verdict: Verdict, why = `${left} / ${right}`): Case => [
  { name: left },
  { name: right },
  verdict,
  why,
];

describe('companies by name alone', () => {
  check('organization', [
    named('Smith Dental', 'SMITH DENTAL', 'link'),
    named('Smith Dental, Inc.', 'Smith Dental', 'link'),
    named('Smith Dental P.C.', 'Smith Dental PC', 'link'),
    named('Smith Dental LLC', 'Smith Dental L.L.C.', 'link'),
    named('The Smith Company', 'Smith Company, The', 'link'),
    named('Johnson & Sons Ltd', 'Johnson and Sons Limited', 'link'),
    named('Müller & Söhne GmbH & Co. KG', 'Mueller und Soehne', 'link'),
    named('Société Générale SA', 'Societe Generale', 'link'),
    named('Weiß und Schmidt GmbH', 'Weiss & Schmidt', 'link'),
    named('Boulangerie Dupont SARL', 'Boulangerie Dupont', 'link'),
    named('Acme Mfg. Co.', 'ACME Manufacturing', 'link'),
    named('Thompson Vet Hospital', 'Thompson Veterinary Hospital, PC', 'link'),
    named('Northgate Intl Logistics', 'Northgate International Logistics', 'link'),
    named('J.P. Morgan', 'JP Morgan', 'link'),
    named('Blue Water Marine', 'Bluewater Marine', 'link'),
    named("O'Brien's Garage", 'OBriens Garage', 'link'),
    named('Contoso Pty Ltd', 'Contoso Pty. Limited', 'link'),
    named('Orion Sp. z o.o.', 'Orion', 'link'),
    named('Grupo Sol S.A. de C.V.', 'Grupo Sol', 'link'),
    named('Fabrikam Oy', 'Fabrikam', 'link'),
    named('Fabrikam S.p.A.', 'Fabrikam SpA', 'link'),
    named('株式会社東京商事', '東京商事', 'link'),
    named('Johnson Bros Construction', 'Johnson Brothers Construction', 'link'),
    named('St. Mary Medical Center', 'Saint Mary Medical Centre', 'link'),
    named('Riverside Veterinary Hospitals', 'Riverside Veterinary Hospital', 'link'),
    named('Tailwind Traders - Dallas', 'Tailwind Traders (Dallas)', 'link'),
    named('Contoso - Head Office', 'Contoso', 'link'),
    named('Contoso - HQ', 'Contoso - Dallas', 'ask|no'),
    named('Smith Dental', 'Smith Dental Lab', 'ask|no'),
    named('Smith Dental', 'Smith Dental Laboratory', 'ask|no'),
    named('Smith Dental', 'Smith Dental Holdings LLC', 'ask|no'),
    named('Smith Dental', 'Smith Dental Group', 'ask'),
    named('Smith Dental North', 'Smith Dental South', 'ask|no'),
    named('Contoso', 'Contoso - Dallas', 'ask|no'),
    named('Contoso - Austin', 'Contoso - Dallas', 'no'),
    named('Contoso (Austin)', 'Contoso (Dallas)', 'no'),
    named('Contoso', 'Contoso Properties', 'ask|no'),
    named('Contoso', 'Contoso Foundation', 'ask|no'),
    named('Contoso II', 'Contoso III', 'ask|no'),
    named('Contoso 1', 'Contoso 2', 'ask|no'),
    named('Harbour Realty', 'Harbor Realty', 'link', 'British and American spelling'),
    named('Northgate Logistics', 'Northgate Logistcs', 'ask', 'a slip alone suggests'),
    named('Smith GmbH', 'Smith AG', 'ask', 'two legal forms'),
    named('Smith Dental LLC', 'Smith Dental Inc.', 'link', 'a form that people put without looking it up'),
    named('Vandervort Realty', 'Vandrevort Realty', 'link', 'two letters swapped'),
    named('Lebsack Roofing', 'Lebssack Roofing', 'link', 'a letter doubled'),
    named('Northwind Technologies', 'Northwind Technolgies', 'link', 'a letter lost in a long word'),
    named('Hansen Plumbing', 'Hanson Plumbing', 'ask', 'two family names, a vowel apart'),
    named('Christine Lang Design', 'Christina Lang Design', 'ask', 'two first names, a vowel apart'),
    named('Johnson Plumbing', 'Johnston Plumbing', 'ask', 'two family names, a letter apart'),
    named('Bayview Dental', 'Dayview Dental', 'ask|no', 'another first letter'),
    named('Cafe Bergstrom', 'Bergstrom Cafe', 'ask', 'two words turned round'),
    named('Fontana Lake Dental', 'Dental Lake Fontana', 'link', 'three words in another order'),
    named('Summit Law', 'Summit Accounting', 'no'),
    named('Smith Dental', 'Jones Dental', 'no'),
    named('First National Bank', 'Second National Bank', 'no'),
    named('Bayview Dental Care', 'Lakeview Dental Care', 'no'),
    named('Acme Plumbing', 'Acme Printing', 'no'),
    named('International Business Machines', 'IBM', 'ask|no'),
    named('City of Springfield', 'City of Shelbyville', 'no'),
    named('Dr. Jane Miller DDS', 'Dr. John Miller DDS', 'ask|no'),
    named('Company', 'The Company', 'link'),
    named('GmbH', 'Inc', 'no'),
    named('Группа Восток', 'Группа Восток ООО', 'link|ask'),
    named('東京商事', '東京商事', 'link'),
  ]);
});

const PHONE = '+1 214 555 0100';
const OTHER_PHONE = '+1 214 777 9922';
const STREET = { address1: '12 Main St.', city: 'Dallas', region: 'TX', postalCode: '75201' };
const STREET_TOO = { address1: '12 Main Street', city: 'Dallas', region: 'Texas', postalCode: '75201-1234' };
const ELSEWHERE = { address1: '900 Elm Ave', city: 'Austin', region: 'TX', postalCode: '73301' };

describe('companies with more than a name', () => {
  check('organization', [
    [
      { name: 'Sycamore Hotel GmbH', shortName: 'SYCHOT', phone: PHONE },
      { name: 'Bluewater Hotel GmbH', shortName: 'sychot', phone: PHONE },
      'ask',
      'another name, the same short name and number',
    ],
    [
      { name: 'The Highland Tire & Auto', phone: PHONE },
      { name: 'Whitfield & Fairbanks Tire', website: 'https://highland-tire.com.au', phone: PHONE },
      'ask',
      'the site has the other name, under the same number',
    ],
    [
      { name: 'Highland Group', website: 'https://highlandtire.com', phone: PHONE },
      { name: 'Highland Tire & Auto', phone: PHONE },
      'ask|no',
      'sister companies, one on the site of the other',
    ],
    [
      { name: 'Whitfield Realty', shortName: 'WHITF', phone: PHONE },
      { name: 'Whitfield Insurance', shortName: 'WHITF', phone: PHONE },
      'ask',
      'sister companies under one short name and number',
    ],
    [
      { name: 'Vandrevort Law', shortName: 'VANLAW', phone: PHONE },
      { name: 'Vandervort Law', shortName: 'vanlaw', phone: PHONE },
      'link',
      'a slip in the name, the same short name and number',
    ],
    [
      { name: 'Sycamore Hotel', shortName: 'SYCHOT', phone: PHONE },
      { name: 'Bluewater Hotel', shortName: 'BLUHOT', phone: PHONE },
      'no',
      'two companies that share a number',
    ],
    [
      { name: 'Harbour Realty', phone: PHONE },
      { name: 'Harbor Realty', phone: '2145550100' },
      'link',
      'slip and phone',
    ],
    [
      { name: 'Grillo', ...STREET },
      { name: 'Grillo Ristorante', ...STREET_TOO, phone: PHONE },
      'link|ask',
      'added word, address',
    ],
    [
      { name: 'Grillo', phone: PHONE, ...STREET },
      { name: 'Grillo Ristorante', phone: PHONE, ...STREET_TOO },
      'link',
      'added word, address, phone',
    ],
    [
      { name: 'Smith Dental', phone: PHONE, ...STREET },
      { name: 'Smith Dental Lab', phone: PHONE, ...STREET_TOO },
      'ask',
      'one house, one phone, two companies',
    ],
    [
      { name: 'Smith Dental', website: 'smithdental.com' },
      { name: 'Smith Dental Lab', website: 'www.smithdental.com' },
      'ask',
      'one domain, two companies',
    ],
    [
      { name: 'Burger Hut', phone: PHONE, ...STREET },
      { name: 'Burger Hut', phone: OTHER_PHONE, ...ELSEWHERE },
      'ask|no',
      'franchise: one name, two places',
    ],
    [
      { name: 'Burger Hut', ...STREET },
      { name: 'Burger Hut', ...STREET_TOO },
      'link',
      'franchise: one place',
    ],
    [
      { name: 'Acme', phone: PHONE, ...STREET },
      { name: 'Acme', phone: OTHER_PHONE, ...STREET_TOO },
      'link',
      'another phone of one office',
    ],
    [
      { name: 'Hotel Astor Bar', phone: PHONE, ...STREET },
      { name: 'Hotel Astor Spa', phone: PHONE, ...STREET },
      'ask|no',
      'two businesses of one hotel',
    ],
    [
      { name: 'Bluebird Yoga', phone: PHONE, ...STREET },
      { name: 'Iron Gym', phone: PHONE, ...STREET },
      'no',
      'one house, other names',
    ],
    [
      { name: 'Contoso', phone: PHONE, website: 'contoso.com' },
      { name: 'Contoso - Dallas', phone: PHONE, website: 'contoso.com' },
      'ask',
      "a branch has its parent's phone",
    ],
    [
      { name: 'Acme', website: 'https://www.acme.com/' },
      { name: 'Acme', website: 'acme.net' },
      'link|ask',
      'two domains',
    ],
    [
      { name: 'Smith & Co', website: 'smithco.com' },
      { name: 'S. M. Partners', website: 'smithco.com' },
      'ask|no',
      'domain alone',
    ],
    [{ name: 'Acme Ltd', shortName: 'ACME' }, { name: 'ACME' }, 'link', 'short name'],
    [{ name: 'Harbour Freight Lines', shortName: 'HFL' }, { name: 'HFL' }, 'ask|no', 'code as name'],
    [
      { name: 'Harbour Freight Lines', phone: PHONE },
      { name: 'HFL', phone: PHONE },
      'link|ask',
      'initials and phone',
    ],
    [
      { name: 'Old Name Inc', phone: PHONE, website: 'acme.com', ...STREET },
      { name: 'Brand New Co', phone: PHONE, website: 'acme.com', ...STREET },
      'ask',
      'renamed',
    ],
    [
      { name: 'Zahnarztpraxis Dr. Weber', address1: 'Hauptstr. 5', city: 'Köln' },
      { name: 'Zahnarztpraxis Weber', address1: 'Hauptstraße 5', city: 'Koeln' },
      'link|ask',
      'German street',
    ],
    [
      { name: 'Café de la Paix', address1: '5 rue de la Paix', city: 'Paris' },
      { name: 'Cafe de la Paix', address1: '5, Rue de la Paix', city: 'PARIS' },
      'link',
      'French street',
    ],
    [
      { name: 'Acme', address1: '100 N Main St', city: 'Dallas' },
      { name: 'Acme', address1: '100 S Main St', city: 'Dallas' },
      'ask|no',
      'two ends of a street',
    ],
    [{ name: 'Smith Holdings LLC dba Smith Dental' }, { name: 'Smith Dental' }, 'link', 'doing business as'],
    [
      { name: 'Reading Signs', phone: '0118-834-5651' },
      { name: 'Reading Tyres', phone: '+44 118 834 5651' },
      'ask|no',
      'one number with and without its country, names only alike',
    ],
    [
      { name: 'Reading Signs Ltd', phone: '0118-834-5651' },
      { name: 'Reading Sign', phone: '+44 118 834 5651' },
      'link',
      'one number with and without its country',
    ],
    [
      { name: 'Park Cafe (Dallas)', ...STREET },
      { name: 'Park Cafe', city: 'Dallas' },
      'link',
      'a bracket that names the town of its own address',
    ],
    [
      { name: 'Kims Cafe', phone: PHONE },
      { name: 'Kims Cafe', phone: OTHER_PHONE },
      'link|ask',
      'other phone, no address',
    ],
  ]);
});

describe('a legal form that contradicts, where several bear the name', () => {
  const company = (system: 'bms' | 'itglue', name: string, more: Fields = {}) =>
    record(system, 'organization', name, { name, ...more });
  const both = (more: Fields = {}) =>
    matched([
      company('bms', 'Contoso Inc.'),
      company('bms', 'Contoso LLC', more),
      company('itglue', 'Contoso Inc'),
      company('itglue', 'Contoso Corp.', more),
    ]);

  test('is asked about', () => {
    const result = both();
    expect(linksOf(result)).toEqual(['bms:Contoso Inc. itglue:Contoso Inc']);
    expect(result.suggestions.map(({ members }) => members)).toEqual([
      { bms: 'Contoso LLC', itglue: 'Contoso Corp.' },
    ]);
  });

  test('is passed over where something else agrees', () => {
    expect(linksOf(both({ phone: PHONE }))).toContain('bms:Contoso LLC itglue:Contoso Corp.');
  });
});

const person = (firstName: string, lastName: string, more: Fields = {}): Fields => ({
  firstName,
  lastName,
  ...more,
});

describe('people of one organization', () => {
  check('contact', [
    [person('Kim', 'Smith'), person('Kim', 'Smith'), 'link', 'full name'],
    [person('KIM', 'SMITH'), person('Kim', 'Smith'), 'link', 'case'],
    [
      person('Kim', 'Smith', { emails: ['kim@contoso.com'] }),
      person('Kim', 'Smith-Jones', { emails: ['Kim@Contoso.com'] }),
      'link',
      'married, same mailbox',
    ],
    [
      person('Kim', 'Smith', { emails: ['kim@contoso.com'] }),
      person('Kim', 'Jones', { emails: ['kim@contoso.com'] }),
      'link',
      'new last name, same mailbox',
    ],
    [
      person('Sabine', 'Becker', { phones: [PHONE] }),
      person('Sabine', 'Collins', { emails: ['sabine.becker@contoso.com'], phones: [PHONE] }),
      'ask',
      'new last name, the mailbox still has the old one',
    ],
    [
      person('Jürgen', 'Müller'),
      person('Jürgen', 'Kern', { emails: ['juergen.mueller@contoso.com'] }),
      'ask',
      'the same in another spelling, without a phone',
    ],
    [
      person('Edward', 'Berg', { phones: [`${PHONE} x102`], emails: ['edward.b@contoso.com'] }),
      person('Edward', 'Thompson', { phones: [`${PHONE} x102`] }),
      'ask',
      'new last name, same number of their own',
    ],
    [
      person('Edward', 'Berg', { phones: [PHONE], emails: ['edward.berg@contoso.com'] }),
      person('Edward', 'Thompson', { phones: [PHONE], emails: ['edward.thompson@contoso.com'] }),
      'ask',
      'new last name and mailbox, same number of their own',
    ],
    [
      person('Dave', 'Adams', { phones: [PHONE] }),
      person('David', 'Bennett', { phones: [PHONE] }),
      'ask',
      'new last name and a nickname, same number of their own',
    ],
    [
      person('Edward', 'Berg', { phones: [`${PHONE} x102`] }),
      person('Edward', 'Thompson', { phones: [`${PHONE} x103`] }),
      'no',
      'new last name, the number of the house',
    ],
    [
      person('Anna', 'Becker'),
      person('Sabine', 'Collins', { emails: ['sabine.becker@contoso.com'] }),
      'no',
      'the mailbox has the name of neither',
    ],
    [
      person('Kim', 'Smith', { emails: ['a@contoso.com', 'kim@contoso.com'] }),
      person('Kim', 'Smith', { emails: ['kim@contoso.com'] }),
      'link',
      'any mailbox',
    ],
    [person('Robert', 'Miller'), person('Bob', 'Miller'), 'ask', 'nickname'],
    [
      person('Robert', 'Miller', { phones: [PHONE] }),
      person('Bob', 'Miller', { phones: [PHONE] }),
      'link',
      'nickname and phone',
    ],
    [person('Elizabeth', 'Taylor'), person('Liz', 'Taylor'), 'ask', 'nickname'],
    [person('Stefanie', 'Schmidt'), person('Steffi', 'Schmidt'), 'ask', 'nickname'],
    [person('Rajesh', 'Iyer'), person('Raj', 'Iyer'), 'ask', 'nickname'],
    [person('Maria', 'Hill'), person('Marianne', 'Hill'), 'no', 'sisters, perhaps'],
    [
      person('Christoph', 'Lang', { phones: [PHONE] }),
      person('Christopher', 'Lang', { phones: [PHONE] }),
      'link|ask',
      'one name in two spellings, and the phone',
    ],
    [
      person('Radoslava', 'Petrova', { phones: [PHONE] }),
      person('Radi', 'Petrova', { phones: [PHONE] }),
      'ask',
      'a short form that no list has, and the phone',
    ],
    [person('William', 'Turner'), person('Bill', 'Turner'), 'ask', 'nickname'],
    [person('Sergey', 'Ivanov'), person('Сергей', 'Иванов'), 'ask', 'transliterated'],
    [person('Jürgen', 'Müller'), person('Juergen', 'Mueller'), 'ask', 'umlauts spelt out'],
    [person('Jürgen', 'Müller'), person('Jurgen', 'Muller'), 'link', 'umlauts without dots'],
    [person('José', 'García'), person('Jose', 'Garcia'), 'link', 'accents'],
    [person('Kim', 'Smith'), person('Smith', 'Kim'), 'link|ask', 'turned round'],
    [person('K.', 'Smith'), person('Kim', 'Smith'), 'ask|no', 'initial'],
    [
      person('K.', 'Smith', { phones: [PHONE] }),
      person('Kim', 'Smith', { phones: [PHONE] }),
      'link',
      'initial and phone',
    ],
    [person('John', 'Smith Jr.'), person('John', 'Smith Sr.'), 'no', 'father and son'],
    [
      person('John', 'Smith II', { phones: [PHONE] }),
      person('John', 'Smith III', { phones: [PHONE] }),
      'no',
      'generations, one phone',
    ],
    [
      person('Anna', 'Berg', { phones: [PHONE], ...STREET }),
      person('Lena', 'Berg', { phones: [PHONE], ...STREET }),
      'ask|no',
      'twins at one address',
    ],
    [
      person('Karl', 'Berg', { ...STREET }),
      person('Kurt', 'Berg', { ...STREET }),
      'no',
      'brothers at one address',
    ],
    [
      person('Kim', 'Smith', { emails: ['info@contoso.com'] }),
      person('Lee', 'Jones', { emails: ['info@contoso.com'] }),
      'no',
      'a shared mailbox',
    ],
    [person('Kim', 'Smith'), person('Tim', 'Smith'), 'ask|no', 'three letters, one apart'],
    [person('Christine', 'Lang'), person('Christina', 'Lang'), 'ask', 'alike first names'],
    [person('Kim', 'Smith'), person('Kim', 'Smyth'), 'ask', 'last name misspelt'],
    [
      person('Kim', 'Smith', { phones: [PHONE] }),
      person('Kim', 'Smyth', { phones: ['214-555-0100'] }),
      'link',
      'misspelt, same phone',
    ],
    [person('Dr. Kim', 'Smith'), person('Kim', 'Smith, PhD'), 'link', 'title and degree'],
    [person('Mary Ann', 'Hill'), person('Mary', 'Hill'), 'link', 'second first name'],
    [
      person('Kim', 'Smith', { phones: [PHONE] }),
      person('Lee', 'Jones', { phones: [PHONE] }),
      'no',
      'the switchboard',
    ],
    [person('Maria', 'Lopez Garcia'), person('Maria', 'Lopez'), 'ask', 'one of two last names'],
    [
      person('', '', { emails: ['kim@contoso.com'] }),
      person('Kim', 'Smith', { emails: ['kim@contoso.com'] }),
      'link',
      'mailbox without a name',
    ],
  ]);
});

describe('people of no organization', () => {
  const cases: readonly Case[] = [
    [
      person('Saige', 'Abernathy'),
      person('SAIGE', 'Abernathy'),
      'link',
      'a full name that nobody else bears',
    ],
    [person('Abernathy', 'Saige'), person('Saige', 'Abernathy'), 'link', 'turned round'],
    [person('Robert', 'Abernathy'), person('Bob', 'Abernathy'), 'ask', 'nickname'],
    [
      person('Abernahty', 'Saige', { address1: '134 Birch Close', postalCode: '1757' }),
      person('Saige', 'Abernathy', { address1: '134 Birch Close', postalCode: '1757' }),
      'link',
      'turned round and misspelt, one address',
    ],
    [
      person('Saige', 'Abernathy', { address1: '134 Birch Close', city: 'Joanside' }),
      person('Saige', 'Abernathy', { address1: '143 Birch Close', city: 'Joanside' }),
      'link',
      'one street, the number mistyped',
    ],
    [
      person('Karl', 'Abernathy', { address1: '134 Birch Close', city: 'Joanside' }),
      person('Lena', 'Abernathy', { address1: '134 Birch Close', city: 'Joanside' }),
      'no',
      'a household',
    ],
    [
      person('', 'Abernathy', { address1: '134 Birch Close', city: 'Joanside' }),
      person('Lena', 'Abernathy', { address1: '134 Birch Close', city: 'Joanside' }),
      'ask',
      'somebody of the household',
    ],
  ];
  test.each(cases.map(([left, right, verdict, why]) => [verdict, why, left, right] as const))(
    '%s: %s',
    (verdict, _why, left, right) => {
      const result = matched([record('bms', 'contact', '1', left), record('itglue', 'contact', '1', right)]);
      const found = result.groups.length > 0 ? 'link' : result.suggestions.length > 0 ? 'ask' : 'no';
      expect(verdict.split('|')).toContain(found);
    },
  );
});

describe('locations of one organization', () => {
  check('location', [
    [{ name: 'Main office', ...STREET }, { name: 'HQ', ...STREET_TOO }, 'link', 'address in two spellings'],
    [{ name: 'Dallas', ...STREET }, { name: 'Dallas', ...ELSEWHERE }, 'ask|no', 'name, other address'],
    [{ name: 'Warehouse' }, { name: 'Warehouse' }, 'link', 'name alone'],
    [{ name: 'Main Office' }, { name: 'Headquarters' }, 'link', 'both mean the main place'],
    [
      { name: 'Suite A', ...STREET, address2: 'Suite 100' },
      { name: 'Suite B', ...STREET, address2: 'Suite 200' },
      'ask|no',
      'two suites',
    ],
    [
      { name: 'Dallas', address1: '12 Main St' },
      { name: 'Austin', address1: '14 Main St' },
      'no',
      'neighbours',
    ],
    [
      { name: 'Büro', address1: 'Hauptstr. 12a', postalCode: '50667' },
      { name: 'Köln', address1: 'Hauptstraße 12 A', postalCode: 'D-50667' },
      'link|ask',
      'number with letter',
    ],
    [{ name: 'North' }, { name: 'South' }, 'no', 'other names'],
  ]);
});

const SERIAL = 'PF3K2M91';
const OTHER_SERIAL = 'PF9Q8W77';
const MAC = '00:1B:21:AA:BB:CC';
const DOCK = '00:E0:4C:68:01:02';

describe('machines of one organization', () => {
  check('asset', [
    [
      { name: 'PC-A', serialNumber: SERIAL },
      { name: 'pc-b', serialNumber: 'pf3k-2m91' },
      'link',
      'serial, other name',
    ],
    [
      { name: 'DENTAL-PC01', macAddresses: [MAC] },
      { name: 'dental-pc01.contoso.local', macAddresses: ['001b21aabbcc'] },
      'link',
      'name and card',
    ],
    [{ name: 'DENTAL-PC01' }, { name: 'DENTAL-PC01' }, 'ask', 'name alone'],
    [
      { name: 'DENTAL-PC01', model: 'Latitude 5420' },
      { name: 'DENTAL-PC01', model: 'Dell Latitude 5420' },
      'link',
      'name and model',
    ],
    [
      { name: 'DESKTOP-4F7K2LQ', model: 'Latitude 5420' },
      { name: 'DESKTOP-4F7K2LQ', model: 'Latitude 5420' },
      'link',
      'a rolled name and the model',
    ],
    [
      { name: 'DENTAL-PC01', macAddresses: [MAC, '00:1B:21:AA:BB:CD'] },
      { name: 'DENTAL-PC01-OLD', macAddresses: [MAC, '00:1B:21:AA:BB:CD'] },
      'link',
      'two cards, the name given a mark',
    ],
    [
      { name: 'DC01', model: 'PowerEdge R640' },
      { name: 'DC01', model: 'PowerEdge R640' },
      'ask',
      'a usual name and the model, within one client',
    ],
    [
      { name: 'DENTAL-PC01', operatingSystem: 'Windows 11 Pro', manufacturer: 'HP' },
      { name: 'DENTAL-PC01', operatingSystem: 'Microsoft Windows 11', manufacturer: 'Hewlett-Packard' },
      'link',
      'a name of its own, the system and the maker',
    ],
    [
      { name: 'DENTAL-PC01', operatingSystem: 'Windows 11 Pro' },
      { name: 'DENTAL-PC01', operatingSystem: 'Microsoft Windows 11' },
      'ask',
      'a name of its own and the system',
    ],
    [
      { name: 'DENTAL-PC01', operatingSystem: 'Windows 11 Pro', manufacturer: 'HP' },
      { name: 'DENTAL-PC01', operatingSystem: 'Windows 11 Pro', manufacturer: 'Lenovo' },
      'ask',
      'name and system, another maker',
    ],
    [
      { name: 'DESKTOP-4F7K2LQ', operatingSystem: 'Windows 11 Pro' },
      { name: 'DESKTOP-4F7K2LQ', operatingSystem: 'Microsoft Windows 11' },
      'link',
      'a rolled name and the system',
    ],
    [
      { name: 'DESKTOP-4F7K2LQ', manufacturer: 'System manufacturer' },
      { name: 'DESKTOP-4F7K2LQ', manufacturer: 'System manufacturer' },
      'ask',
      'a rolled name and no maker told',
    ],
    [
      { name: 'DENTAL-PC01-OLD', macAddresses: [MAC], operatingSystem: 'Windows 10', manufacturer: 'Dell' },
      { name: 'DENTAL-PC01', macAddresses: [MAC], operatingSystem: 'Windows 10', manufacturer: 'Dell Inc.' },
      'ask',
      'card, system and maker, the name given a mark',
    ],
    [
      { name: 'DENTAL-PC01', macAddresses: [MAC], operatingSystem: 'Windows 11', manufacturer: 'Dell' },
      { name: 'DESKTOP-9XK2PLM', macAddresses: [MAC], operatingSystem: 'Windows 11', manufacturer: 'Dell' },
      'ask',
      'a card that moved, between machines alike in system and maker',
    ],
    [
      { name: 'PC01', lastUser: 'kim', operatingSystem: 'Windows 11', manufacturer: 'Dell' },
      { name: 'PC01', lastUser: 'kim', operatingSystem: 'Windows 11', manufacturer: 'Dell' },
      'ask',
      'a usual name and its user, perhaps with new hardware',
    ],
    [
      { name: 'DC01', operatingSystem: 'Windows Server 2022', manufacturer: 'Dell', model: 'PowerEdge R640' },
      { name: 'DC01', operatingSystem: 'Windows Server 2022', manufacturer: 'Dell', model: 'PowerEdge R640' },
      'ask',
      'a usual name, the model with its maker, and the system',
    ],
    [
      { name: 'VDI-07', serialNumber: SERIAL, operatingSystem: 'Windows 11', type: 'Server' },
      { name: 'VDI-07', serialNumber: SERIAL, operatingSystem: 'Windows 11' },
      'link',
      'a client system on a server',
    ],
    [{ name: 'A', macAddresses: [MAC] }, { name: 'B', macAddresses: [MAC] }, 'ask|no', 'card alone'],
    [
      { name: 'DENTAL-PC01', serialNumber: SERIAL },
      { name: 'DENTAL-PC01', serialNumber: OTHER_SERIAL },
      'no',
      'replaced under the old name',
    ],
    [
      { name: 'DENTAL-PC01', serialNumber: SERIAL, macAddresses: [MAC] },
      { name: 'DENTAL-PC01', serialNumber: OTHER_SERIAL, macAddresses: [MAC] },
      'no',
      'two serials beat name and card',
    ],
    [
      { name: 'A', serialNumber: 'To be filled by O.E.M.' },
      { name: 'B', serialNumber: 'To Be Filled By O.E.M.' },
      'no',
      'placeholder',
    ],
    [
      { name: 'A', serialNumber: 'Default string' },
      { name: 'B', serialNumber: 'Default string' },
      'no',
      'placeholder',
    ],
    [{ name: 'A', serialNumber: '0000000' }, { name: 'B', serialNumber: '0000000' }, 'no', 'zeros'],
    [{ name: 'A', serialNumber: '123456789' }, { name: 'B', serialNumber: '123456789' }, 'no', 'counting'],
    [{ name: 'A', serialNumber: 'XXXXXXXX' }, { name: 'B', serialNumber: 'XXXXXXXX' }, 'no', 'one letter'],
    [{ name: 'A', serialNumber: 'N/A' }, { name: 'B', serialNumber: 'n/a' }, 'no', 'not available'],
    [{ name: 'A', serialNumber: '12' }, { name: 'B', serialNumber: '12' }, 'no', 'too short'],
    [
      { name: 'A', serialNumber: 'System Serial Number' },
      { name: 'B', serialNumber: 'SystemSerialNumber' },
      'no',
      'placeholder',
    ],
    [{ name: 'Alpha', macAddresses: [DOCK] }, { name: 'Beta', macAddresses: [DOCK] }, 'no', 'a dock'],
    [
      { name: 'Alpha', macAddresses: ['02:00:4C:4F:4F:50'] },
      { name: 'Beta', macAddresses: ['02:00:4C:4F:4F:50'] },
      'no',
      'a made-up card',
    ],
    [
      { name: 'Alpha', macAddresses: ['00:50:56:C0:00:08'] },
      { name: 'Beta', macAddresses: ['00:50:56:C0:00:08'] },
      'no',
      'host-only network',
    ],
    [
      { name: 'Alpha', macAddresses: ['00:00:00:00:00:00'] },
      { name: 'Beta', macAddresses: ['00:00:00:00:00:00'] },
      'no',
      'zeros',
    ],
    [{ name: 'iMac' }, { name: 'iMac' }, 'no', 'default name'],
    [{ name: 'localhost' }, { name: 'localhost' }, 'no', 'default name'],
    [{ name: 'DESKTOP-4F7K2LQ' }, { name: 'DESKTOP-4F7K2LQ' }, 'ask|no', 'setup name'],
    [
      { name: 'DESKTOP-4F7K2LQ', macAddresses: [MAC] },
      { name: 'DESKTOP-4F7K2LQ', macAddresses: [MAC] },
      'link',
      'setup name and card',
    ],
    [
      { name: 'VERYLONGHOSTNAME01' },
      { name: 'VERYLONGHOSTNAM', macAddresses: [MAC] },
      'ask',
      'cut to fifteen',
    ],
    [
      { name: 'VERYLONGHOSTNAME01', macAddresses: [MAC] },
      { name: 'VERYLONGHOSTNAM', macAddresses: [MAC] },
      'link',
      'cut, same card',
    ],
    [
      { name: 'pc07.root.contoso', macAddresses: [MAC] },
      { name: 'PC07', macAddresses: [MAC] },
      'link',
      'machine.group.organization',
    ],
    [
      { name: 'SRV1', agentId: '123456789012345' },
      { name: 'OLD', agentId: '123456789012345' },
      'link',
      'one agent',
    ],
    [
      { name: 'SRV1', agentId: '123456789012345', serialNumber: SERIAL },
      { name: 'SRV1', agentId: '543210987654321', serialNumber: SERIAL },
      'link',
      'agent installed anew',
    ],
    [
      { name: 'SRV1', agentId: '123456789012345', serialNumber: SERIAL },
      { name: 'SRV1', agentId: '123456789012345', serialNumber: OTHER_SERIAL },
      'ask',
      'mainboard changed, one agent',
    ],
    [
      { name: 'NEWNAME', serialNumber: SERIAL, macAddresses: [MAC] },
      { name: 'OLDNAME', serialNumber: SERIAL, macAddresses: [MAC] },
      'link',
      'renamed',
    ],
    [
      { name: 'PC', hostname: 'RECEPTION-1', serialNumber: SERIAL },
      { name: 'Reception', hostname: 'reception-1', serialNumber: '' },
      'ask',
      'host alone, serial blank',
    ],
    [
      { name: 'LAP-77', model: 'Latitude 5420', lastUser: 'CONTOSO\\kim' },
      { name: 'LAP-77', model: 'Dell Latitude 5420', lastUser: 'kim' },
      'link',
      'name, model, user',
    ],
    [
      { name: 'HV-3', uuid: '4C4C4544-0033-4B10-8052-B7C04F4D3931' },
      { name: 'node3', uuid: '44454c4c-3300-104b-8052-b7c04f4d3931' },
      'link',
      'hardware UUID in the other order of bytes, other name',
    ],
    [
      { name: 'HV-3', serialNumber: 'Default string', uuid: '03000200-0400-0500-0006-000700080009' },
      { name: 'node3', serialNumber: 'Default string', uuid: '03000200-0400-0500-0006-000700080009' },
      'no',
      'a UUID that stands in many boards',
    ],
    [
      { name: 'HV-3', macAddresses: [MAC], uuid: '4C4C4544-0033-4B10-8052-B7C04F4D3931' },
      { name: 'HV-3', macAddresses: [MAC], uuid: '4C4C4544-0033-4B10-8052-B7C04F4D3932' },
      'no',
      'two UUIDs beat name and card',
    ],
    [
      { name: 'HV-3', serialNumber: SERIAL, uuid: '4C4C4544-0033-4B10-8052-B7C04F4D3931' },
      { name: 'HV-3', serialNumber: SERIAL, uuid: '4C4C4544-0033-4B10-8052-B7C04F4D3932' },
      'ask',
      'new main board with the old serial number',
    ],
    [
      { name: 'LAP-77', model: 'Latitude 5420' },
      { name: 'LAP-77', model: 'ThinkPad T14' },
      'no',
      'name, other model',
    ],
    [
      { name: 'FRONT', type: 'Printer' },
      { name: 'FRONT', type: 'Workstation' },
      'no',
      'a printer is no workstation',
    ],
    [
      { name: 'SW-1', macAddresses: [MAC, '00:1B:21:AA:BB:CD'] },
      { name: 'SW-1', macAddresses: ['00:1B:21:AA:BB:CD'] },
      'link',
      'one of several cards',
    ],
    [
      { name: 'LAP-1', serialNumber: SERIAL, macAddresses: [MAC] },
      { name: 'LAP-1', serialNumber: SERIAL, macAddresses: [DOCK] },
      'link',
      'docked',
    ],
    [
      { name: 'VM1', serialNumber: 'VMware-56 4d 11 22 33 44 55 66-77 88 99 aa bb cc dd ee' },
      { name: 'VM1', serialNumber: 'VMware-564d11223344556677889-9aabbccddee' },
      'link',
      'virtual serial and name',
    ],
    [{ name: 'LAB-A1', assetTag: 'T-100' }, { name: 'LAB-A1', assetTag: 't-100' }, 'link', 'name and tag'],
    [{ name: 'LAB-A1', assetTag: 'T-100' }, { name: 'LAB-B1', assetTag: 'T-100' }, 'ask|no', 'tag alone'],
  ]);
});

describe('a maker by any of its names is no counter-evidence', () => {
  test.each([
    ['HP', 'Hewlett-Packard'],
    ['HP Inc.', 'HPE'],
    ['Hewlett Packard Enterprise', 'Aruba, a Hewlett Packard Enterprise company'],
    ['Dell', 'Dell Inc.'],
    ['Dell EMC', 'EMC'],
    ['LENOVO', 'Lenovo Group Limited'],
    ['ASUS', 'ASUSTeK COMPUTER INC.'],
    ['MSI', 'Micro-Star International Co., Ltd.'],
    ['Supermicro', 'Super Micro Computer, Inc.'],
    ['Cisco Meraki', 'Meraki'],
    ['UBNT', 'Ubiquiti Networks Inc.'],
    ['APC', 'American Power Conversion'],
  ])('%s, %s', (left, right) => {
    const machine = (manufacturer: string): Fields => ({
      name: 'LAP-77',
      serialNumber: 'PF3K2M91',
      manufacturer,
      model: `${manufacturer} X840 G8`,
    });
    const result = matched([
      record('bms', 'asset', '1', machine(left)),
      record('itglue', 'asset', '2', machine(right)),
    ]);
    expect(linksOf(result)).toHaveLength(1);
    expect(result.groups[0]?.evidence.filter(({ verdict }) => verdict === 'contradicts')).toEqual([]);
  });
});

describe('letters that only look the same', () => {
  // The first letter of the right name is Cyrillic; and so are four of five.
  const shared = { website: 'https://acme.example', phone: '+1 415 555 2671', city: 'Oakland' };
  check('organization', [
    named('Acme', '\u0410cme', 'ask|no'),
    named('Contoso Robotics', 'Contos\u043e Robotics', 'ask'),
    [{ name: 'Acme Ltd', ...shared }, { name: '\u0410cme Ltd', ...shared }, 'ask', 'all else agrees'],
    [{ name: 'Space', ...shared }, { name: 'S\u0440\u0430\u0441\u0435', ...shared }, 'ask|no', 'nearly all'],
    [{ name: 'Acme', ...shared }, { name: '\u0410cme Group', ...shared }, 'ask', 'and a word more'],
    [
      { name: 'Müller Bau', ...shared },
      { name: 'Muller Bau', ...shared },
      'link',
      'an accent is no disguise',
    ],
  ]);
  check('contact', [
    [
      { firstName: 'Pam', lastName: 'Hope', emails: ['pam@acme.example'] },
      { firstName: '\u0420am', lastName: 'Hope', emails: ['pam@acme.example'] },
      'ask|no',
      'one address of one person',
    ],
    [
      { firstName: 'Pam', lastName: 'Hope' },
      { firstName: '\u0420am', lastName: 'Hope' },
      'ask|no',
      'a name alone',
    ],
  ]);
  check('asset', [
    [{ name: 'ACME-PC-01' }, { name: '\u0410CME-PC-01' }, 'ask|no', 'a host name alone'],
    [{ serialNumber: '5CG1234XYZ' }, { serialNumber: '5\u0421G1234XYZ' }, 'ask|no', 'a serial number'],
  ]);

  test('the reason is told to whoever looks', () => {
    const { suggestions } = matched([
      record('bms', 'organization', '1', { name: 'Acme Ltd', ...shared }),
      record('itglue', 'organization', '2', { name: '\u0410cme Ltd', ...shared }),
    ]);
    expect(JSON.stringify(suggestions)).toContain('letters of another alphabet that only look the same');
  });
});
