import type { Culture } from './people';
import { cell, table, words } from './table';

export interface City {
  readonly city: string;
  readonly region: string;
  /** Postal code with `#` for a digit and `@` for a letter to be drawn. */
  readonly postalPattern: string;
  readonly areaCode: string;
}

export interface Country {
  readonly name: 'United States' | 'Canada' | 'United Kingdom' | 'Germany' | 'Australia';
  readonly dialCode: string;
  /** What is dialled before the area code inside the country. */
  readonly trunk: string;
  /** Total digits of a national number without trunk prefix, by area code. */
  readonly nationalLength: number;
  /** Digits that a number after the area code may start with. */
  readonly lineStarts: string;
  readonly topLevelDomains: readonly string[];
  readonly cities: readonly City[];
  readonly streets: readonly string[];
  readonly cultures: readonly (readonly [weight: number, culture: Culture])[];
}

function cities(text: string): City[] {
  return table(text).map((row) => ({
    city: cell(row, 0),
    region: cell(row, 1),
    postalPattern: cell(row, 2),
    areaCode: cell(row, 3),
  }));
}

const UNITED_STATES: Country = {
  name: 'United States',
  dialCode: '1',
  trunk: '',
  nationalLength: 10,
  lineStarts: '23456789',
  topLevelDomains: ['com', 'com', 'com', 'com', 'net', 'org', 'us'],
  cities: cities(`
    Austin|TX|787##|512
    Dallas|TX|752##|214
    Houston|TX|770##|713
    Chicago|IL|606##|312
    Naperville|IL|6056#|630
    Columbus|OH|432##|614
    Cleveland|OH|441##|216
    Boston|MA|021##|617
    Worcester|MA|0160#|508
    Denver|CO|802##|303
    Boulder|CO|8030#|720
    Seattle|WA|981##|206
    Spokane|WA|992##|509
    Portland|OR|972##|503
    Sacramento|CA|958##|916
    San Diego|CA|921##|619
    Oakland|CA|946##|510
    Phoenix|AZ|850##|602
    Tampa|FL|336##|813
    Orlando|FL|328##|407
    Atlanta|GA|303##|404
    Charlotte|NC|282##|704
    Raleigh|NC|276##|919
    Nashville|TN|372##|615
    Minneapolis|MN|554##|612
    Milwaukee|WI|532##|414
    Kansas City|MO|641##|816
    St. Louis|MO|631##|314
    Pittsburgh|PA|152##|412
    Albany|NY|122##|518`),
  streets: [
    ...[
      'Main Street',
      'Oak Avenue',
      'Maple Drive',
      'Washington Boulevard',
      'Commerce Drive',
      'Industrial Parkway',
    ],
    ...[
      'Lakeview Road',
      'Elm Street',
      'N Congress Avenue',
      'Market Street',
      'W 5th Street',
      'Technology Drive',
    ],
    ...['Franklin Street', 'Cedar Lane', 'Park Place', 'County Road 12', 'Highland Avenue', 'Mill Road'],
  ],
  cultures: [
    [60, 'english'],
    [15, 'hispanic'],
    [6, 'southAsian'],
    [7, 'eastAsian'],
    [4, 'african'],
    [4, 'italianGreek'],
    [4, 'slavic'],
  ],
};

const CANADA: Country = {
  name: 'Canada',
  dialCode: '1',
  trunk: '',
  nationalLength: 10,
  lineStarts: '23456789',
  topLevelDomains: ['ca', 'ca', 'com'],
  cities: cities(`
    Toronto|Ontario|M5@ #@#|416
    Mississauga|Ontario|L5@ #@#|905
    Ottawa|Ontario|K1@ #@#|613
    Hamilton|Ontario|L8@ #@#|905
    Montréal|Quebec|H3@ #@#|514
    Québec|Quebec|G1@ #@#|418
    Calgary|Alberta|T2@ #@#|403
    Edmonton|Alberta|T5@ #@#|780
    Vancouver|British Columbia|V6@ #@#|604
    Victoria|British Columbia|V8@ #@#|250
    Winnipeg|Manitoba|R3@ #@#|204
    Halifax|Nova Scotia|B3@ #@#|902`),
  streets: [
    ...[
      'King Street West',
      'Queen Street',
      'Bloor Street East',
      'Main Street',
      'Granville Street',
      'Jasper Avenue',
    ],
    ...[
      'Portage Avenue',
      'Dundas Street',
      'Yonge Street',
      'Industrial Avenue',
      'Bank Street',
      'Barrington Street',
    ],
  ],
  cultures: [
    [50, 'english'],
    [20, 'french'],
    [10, 'southAsian'],
    [12, 'eastAsian'],
    [4, 'slavic'],
    [4, 'african'],
  ],
};

const UNITED_KINGDOM: Country = {
  name: 'United Kingdom',
  dialCode: '44',
  trunk: '0',
  nationalLength: 10,
  lineStarts: '378',
  topLevelDomains: ['co.uk', 'co.uk', 'co.uk', 'com', 'uk'],
  cities: cities(`
    London|Greater London|EC2A #@@|20
    Croydon|Greater London|CR0 #@@|20
    Manchester|Greater Manchester|M3 #@@|161
    Leeds|West Yorkshire|LS1 #@@|113
    Sheffield|South Yorkshire|S1 #@@|114
    Birmingham|West Midlands|B3 #@@|121
    Bristol|Bristol|BS1 #@@|117
    Nottingham|Nottinghamshire|NG1 #@@|115
    Leicester|Leicestershire|LE1 #@@|116
    Liverpool|Merseyside|L2 #@@|151
    Edinburgh|Midlothian|EH2 #@@|131
    Glasgow|Lanarkshire|G2 #@@|141
    Reading|Berkshire|RG1 #@@|118`),
  streets: [
    ...[
      'High Street',
      'Church Road',
      'Station Road',
      'Victoria Street',
      'Park Lane',
      'Mill Lane',
      'Queen Street',
    ],
    ...['Albert Road', "King's Road", 'Market Place', 'Castle Street', 'London Road', 'Wellington Street'],
  ],
  cultures: [
    [68, 'english'],
    [14, 'southAsian'],
    [6, 'slavic'],
    [6, 'african'],
    [3, 'eastAsian'],
    [3, 'italianGreek'],
  ],
};

const GERMANY: Country = {
  name: 'Germany',
  dialCode: '49',
  trunk: '0',
  nationalLength: 10,
  lineStarts: '23456789',
  topLevelDomains: ['de', 'de', 'de', 'com', 'eu'],
  cities: cities(`
    Berlin|Berlin|101##|30
    Hamburg|Hamburg|203##|40
    München|Bayern|803##|89
    Nürnberg|Bayern|904##|911
    Köln|Nordrhein-Westfalen|506##|221
    Düsseldorf|Nordrhein-Westfalen|402##|211
    Münster|Nordrhein-Westfalen|481##|251
    Frankfurt am Main|Hessen|603##|69
    Stuttgart|Baden-Württemberg|701##|711
    Leipzig|Sachsen|041##|341
    Hannover|Niedersachsen|301##|511
    Bremen|Bremen|281##|421`),
  streets:
    words(`Hauptstraße Bahnhofstraße Gartenstraße Schulstraße Industriestraße Goethestraße Schillerstraße Lindenallee
    Bergstraße Marktplatz Mozartstraße Ringstraße Kirchweg Gewerbepark`),
  cultures: [
    [74, 'german'],
    [12, 'turkishArabic'],
    [10, 'slavic'],
    [4, 'italianGreek'],
  ],
};

const AUSTRALIA: Country = {
  name: 'Australia',
  dialCode: '61',
  trunk: '0',
  nationalLength: 9,
  lineStarts: '89',
  topLevelDomains: ['com.au', 'com.au', 'com.au', 'net.au', 'com'],
  cities: cities(`
    Sydney|NSW|20##|2
    Parramatta|NSW|2150|2
    Newcastle|NSW|230#|2
    Melbourne|VIC|30##|3
    Geelong|VIC|322#|3
    Brisbane|QLD|40##|7
    Gold Coast|QLD|421#|7
    Perth|WA|60##|8
    Adelaide|SA|50##|8
    Hobart|TAS|700#|3
    Canberra|ACT|260#|2`),
  streets: [
    ...['George Street', 'Pitt Street', 'Collins Street', 'Bourke Street', 'Queen Street', 'Adelaide Street'],
    ...['St Georges Terrace', 'King William Street', 'Pacific Highway', 'Harbour Road', 'Military Road'],
  ],
  cultures: [
    [66, 'english'],
    [14, 'eastAsian'],
    [9, 'southAsian'],
    [7, 'italianGreek'],
    [4, 'turkishArabic'],
  ],
};

export const COUNTRIES: readonly (readonly [weight: number, country: Country])[] = [
  [52, UNITED_STATES],
  [12, CANADA],
  [16, UNITED_KINGDOM],
  [11, GERMANY],
  [9, AUSTRALIA],
];

export function countryNamed(name: string): Country {
  const found = COUNTRIES.find(([, country]) => country.name === name);
  if (found === undefined) throw new RangeError(`The fleet has no country named ${name}.`);
  return found[1];
}
