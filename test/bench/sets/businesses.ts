/** Businesses as guides and directories list them: names, streets, towns and telephones; chains, malls and moves. */
import { type LabelledSet, labelled, Noise, type Row } from './noise';

const SORTS = [
  'Cafe',
  'Grill',
  'Ristorante',
  'Bistro',
  'Bar & Grill',
  'Steakhouse',
  'Diner',
  'Kitchen',
  'Dental Care',
  'Pharmacy',
  'Auto Service',
  'Salon',
  'Bakery',
  'Books',
  'Hardware',
  'Veterinary Hospital',
  'Flowers',
  'Fitness',
  'Insurance Agency',
  'Cleaners',
];
const STREETS: readonly (readonly [string, string])[] = [
  ['Street', 'St.'],
  ['Avenue', 'Ave'],
  ['Boulevard', 'Blvd.'],
  ['Road', 'Rd'],
  ['Drive', 'Dr.'],
  ['Lane', 'Ln'],
  ['Parkway', 'Pkwy'],
  ['Highway', 'Hwy.'],
  ['Court', 'Ct'],
  ['Place', 'Pl'],
];
const WAYS: readonly (readonly [string, string])[] = [
  ['North', 'N.'],
  ['South', 'S'],
  ['East', 'E.'],
  ['West', 'W'],
];
const ORDINALS: readonly (readonly [string, string])[] = [
  ['1st', 'First'],
  ['2nd', 'Second'],
  ['3rd', 'Third'],
  ['5th', 'Fifth'],
  ['7th', 'Seventh'],
];

interface Place {
  readonly number: string;
  readonly way: readonly [string, string] | undefined;
  readonly street: readonly [string, string];
  readonly kind: readonly [string, string];
  readonly unit: string;
  readonly city: string;
  readonly suburb: string;
  readonly region: readonly [string, string];
  readonly postalCode: string;
}

interface Business {
  readonly name: string;
  readonly place: Place;
  readonly phone: string;
}

interface Habits {
  readonly address: boolean;
  readonly phone: boolean;
  readonly postal: boolean;
}

function place(noise: Noise, towns: readonly (readonly [string, string])[]): Place {
  const [city, suburb] = noise.pick(towns);
  const name = noise.faker.location.street().replace(/ \w+$/, '');
  return {
    number: String(noise.int(1, 9999)),
    way: noise.chance(0.25) ? noise.pick(WAYS) : undefined,
    street: noise.chance(0.15) ? noise.pick(ORDINALS) : [name, name],
    kind: noise.pick(STREETS),
    unit: noise.chance(0.2) ? String(noise.int(1, 400)) : '',
    city,
    suburb,
    region: noise.pick([
      ['California', 'CA'],
      ['Texas', 'TX'],
      ['New York', 'NY'],
    ]),
    postalCode: noise.faker.location.zipCode('#####'),
  };
}

function name(noise: Noise): string {
  const { faker } = noise;
  const sort = noise.pick(SORTS);
  return noise.pick([
    () => `${faker.person.lastName()}'s ${sort}`,
    () =>
      `The ${faker.word.adjective()} ${faker.animal.type()}`.replace(/\b[a-z]/g, (it) => it.toUpperCase()),
    () => `${faker.person.firstName()}'s ${sort}`,
    () => `${faker.location.city()} ${sort}`,
    () => `${faker.word.noun()} ${sort}`.replace(/\b[a-z]/g, (it) => it.toUpperCase()),
    () => `${faker.person.firstName()} ${faker.person.lastName()} ${sort}`,
    () => `${faker.person.lastName()}`,
    () => `Cafe ${faker.person.lastName()}`,
  ])();
}

function row(noise: Noise, it: Business, habits: Habits): Omit<Row, 'id'> {
  const { place: at } = it;
  let called = it.name;
  if (noise.chance(0.1)) called = called.replace(/ (?:Cafe|Grill|Ristorante|Bistro|Kitchen|Diner)$/, '');
  if (noise.chance(0.06) && /^The /.test(called))
    called = noise.pick([called.slice(4), `${called.slice(4)}, The`]);
  if (noise.chance(0.05)) called = `${called} ${noise.pick(['Restaurant', 'Inc', 'LLC', `(${at.city})`])}`;
  if (noise.chance(0.06)) called = noise.slip(called);
  if (noise.chance(0.3)) called = called.replace(/'/g, '').replace('&', 'and');
  const short = () => (noise.chance(0.5) ? 1 : 0);
  const parts = [
    at.number,
    at.way?.[short()] ?? '',
    at.street[short()] ?? '',
    noise.chance(0.9) ? (at.kind[short()] ?? '') : '',
  ];
  const street = parts.filter((part) => part !== '').join(' ');
  const unit =
    at.unit === '' || noise.chance(0.3)
      ? ''
      : noise.pick([`, Suite ${at.unit}`, ` #${at.unit}`, `, Ste. ${at.unit}`]);
  const aside = noise.chance(0.06) ? ` near ${noise.faker.location.street()}` : '';
  const fields: Record<string, string> = { name: noise.case(called) };
  if (habits.address && noise.chance(0.97)) {
    fields.address1 = `${noise.chance(0.03) ? noise.slip(street) : street}${unit}${aside}`;
    fields.city = noise.chance(0.12) ? at.suburb : at.city;
    if (habits.postal) {
      fields.region = at.region[short()] ?? '';
      fields.postalCode = noise.chance(0.1) ? `${at.postalCode}-${noise.int(1000, 9999)}` : at.postalCode;
    }
  }
  if (habits.phone && noise.chance(0.93)) fields.phone = noise.phone(it.phone);
  return fields;
}

export function businesses(seed: number, size: number, habits: Habits): LabelledSet {
  const noise = new Noise(seed);
  const towns = Array.from(
    { length: 12 },
    () => [noise.faker.location.city(), noise.faker.location.city()] as const,
  );
  const all: Business[] = [];
  const chains = Array.from({ length: Math.ceil(size / 60) }, () => name(noise));
  while (all.length < size) {
    const own = { name: name(noise), place: place(noise, towns), phone: noise.digits() };
    all.push(own);
    // Under one roof, with one number for all: the mall, the hotel.
    if (noise.chance(0.04)) all.push({ ...own, name: name(noise) });
    if (noise.chance(0.04)) all.push({ ...own, name: name(noise), phone: noise.digits() });
    const chain = noise.pick(chains);
    if (noise.chance(0.08)) all.push({ name: chain, place: place(noise, towns), phone: noise.digits() });
  }
  const things = all.map((it) => {
    const both = noise.chance(0.4);
    const side = noise.chance(0.6);
    const later = {
      ...it,
      ...(noise.chance(0.04) ? { phone: noise.digits() } : {}),
      ...(noise.chance(0.02) ? { place: place(noise, towns) } : {}),
    };
    return {
      ...(both || side ? { left: row(noise, it, habits) } : {}),
      ...(both || !side ? { right: row(noise, later, habits) } : {}),
    };
  });
  const what = [habits.address ? 'address' : '', habits.phone ? 'phone' : '']
    .filter((it) => it !== '')
    .join(', ');
  return labelled(`businesses by name, ${what}, seed ${seed}`, 'organization', noise, things);
}
