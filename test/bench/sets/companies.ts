/** Companies of which nothing but the name is known. */
import { type LabelledSet, labelled, Noise } from './noise';

const TRADES = [
  'Dental',
  'Law',
  'Plumbing',
  'Accounting',
  'Veterinary Clinic',
  'Logistics',
  'Manufacturing',
  'Construction',
  'Realty',
  'Insurance',
  'Engineering',
  'Consulting',
  'Landscaping',
  'Printing',
  'Technologies',
  'Foods',
  'Medical Center',
  'Pharmacy',
  'Capital Management',
  'Auto Repair',
  'Electric',
  'Architects',
  'Marketing',
  'Orthopedics',
  'Family Practice',
  'Roofing',
  'Transportation Services',
  'Financial Services',
];
const FIRST = [
  'Blue',
  'Green',
  'Silver',
  'North',
  'Summit',
  'Golden',
  'Iron',
  'Clear',
  'Bright',
  'High',
  'River',
  'Stone',
  'Harbor',
  'Pine',
  'Cedar',
  'Lake',
  'Sun',
  'Red',
  'Eagle',
  'Maple',
];
const SECOND = [
  'water',
  'stone',
  'field',
  'gate',
  'ridge',
  'wood',
  'bridge',
  'view',
  'point',
  'crest',
  'brook',
  'path',
  'side',
  'line',
  'star',
];
const FORMS = [
  'Inc',
  'Inc.',
  'LLC',
  'L.L.C.',
  'Ltd',
  'Ltd.',
  'Corp',
  'Corporation',
  'Limited',
  'Co.',
  'PC',
  'LLP',
  'GmbH',
];
const SHORT: readonly (readonly [RegExp, string])[] = [
  [/Manufacturing/, 'Mfg'],
  [/Construction/, 'Constr.'],
  [/Technologies/, 'Tech'],
  [/Center/, 'Ctr'],
  [/Services/, 'Svcs'],
  [/Management/, 'Mgmt'],
  [/International/, 'Intl'],
  [/Engineering/, 'Engr'],
  [/Financial/, 'Fin'],
  [/Associates/, 'Assoc.'],
  [/ and /, ' & '],
  [/Electric/, 'Elec'],
  [/Saint /, 'St. '],
  [/Brothers/, 'Bros.'],
  [/Insurance/, 'Ins'],
  [/Group/, 'Grp'],
];

function made(noise: Noise): string {
  const { faker } = noise;
  const trade = noise.pick(TRADES);
  const last = () => faker.person.lastName();
  return noise.pick([
    () => `${last()} ${trade}`,
    () => `${last()} and ${last()} ${trade}`,
    () => `${noise.pick(FIRST)}${noise.pick(SECOND)} ${trade}`,
    () => `${faker.location.city()} ${trade}`,
    () => `${last()} Brothers ${trade}`,
    () => `${last()}, ${last()} and Associates`,
    () => `${noise.pick(FIRST)} ${noise.pick(SECOND).replace(/^./, (it) => it.toUpperCase())} ${trade} Group`,
    () => `${faker.word.adjective()} ${faker.word.noun()} ${trade}`.replace(/\b./g, (it) => it.toUpperCase()),
    () => `The ${last()} Company`,
    () => `${last()} International ${trade}`,
    () => `Saint ${faker.person.firstName()} ${trade}`,
    () => `${faker.company.name()}`,
    () => `${last()} & Sons ${trade}`,
  ])();
}

/** The same company as another system writes it. */
function written(noise: Noise, name: string): string {
  let text = name.replace(/,? (?:Inc|LLC|Group)$/, (it) => (noise.chance(0.8) ? it : ''));
  if (noise.chance(0.45)) text = `${text}${noise.pick([' ', ', '])}${noise.pick(FORMS)}`;
  for (const [from, to] of SHORT) if (noise.chance(0.35)) text = text.replace(from, to);
  if (noise.chance(0.06)) text = /^The /.test(text) ? text.slice(4) : `The ${text}`;
  if (noise.chance(0.05)) text = text.replace(/[,.'&-]/g, '').replace(/ +/g, ' ');
  if (noise.chance(0.08)) text = noise.slip(text);
  return noise.case(text);
}

/** A company that could be taken for the given one and is another. */
function nearby(noise: Noise, name: string): string {
  const words = name.split(' ');
  return noise.pick([
    () => `${name} Holdings`,
    () => `${name} Laboratory`,
    () => `${name} Properties`,
    () => `${name} Foundation`,
    () => `${name} - ${noise.faker.location.city()}`,
    () => `${name} North`,
    () => `${words.slice(0, -1).join(' ')} ${noise.pick(TRADES)}`,
    () => `${noise.faker.person.lastName()} ${words.slice(1).join(' ')}`,
    () => `${name} 2`,
  ])();
}

export function companies(seed: number, size: number): LabelledSet {
  const noise = new Noise(seed);
  const names = new Set<string>();
  while (names.size < size) names.add(made(noise));
  const things = [...names].flatMap((name) => {
    const both = noise.chance(0.6);
    const side = noise.chance(0.5);
    const thing = {
      ...(both || side ? { left: { name: written(noise, name) } } : {}),
      ...(both || !side ? { right: { name: written(noise, name) } } : {}),
    };
    if (!noise.chance(0.15)) return [thing];
    const other = nearby(noise, name);
    if (names.has(other)) return [thing];
    const row = { name: written(noise, other) };
    return [thing, noise.chance(0.5) ? { left: row } : { right: row }];
  });
  return labelled(`companies by name, seed ${seed}`, 'organization', noise, things);
}
