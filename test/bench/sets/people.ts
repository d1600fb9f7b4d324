/** People: of a register (names and addresses, badly typed), and of two systems' address books (mailboxes, telephones, employers). */
import { type LabelledSet, labelled, Noise, type Row } from './noise';

const NICK: Readonly<Record<string, string>> = {
  William: 'Bill',
  Robert: 'Bob',
  Elizabeth: 'Liz',
  Michael: 'Mike',
  Jennifer: 'Jen',
  Christopher: 'Chris',
  Katherine: 'Kate',
  Joseph: 'Joe',
  Thomas: 'Tom',
  Margaret: 'Peggy',
  Daniel: 'Dan',
  Matthew: 'Matt',
  Steven: 'Steve',
  Edward: 'Ted',
  Susan: 'Sue',
  Andrew: 'Drew',
  Patricia: 'Pat',
  James: 'Jim',
  Deborah: 'Debbie',
  Benjamin: 'Ben',
};

interface Person {
  readonly first: string;
  readonly last: string;
  readonly street: string;
  readonly number: string;
  readonly city: string;
  readonly postalCode: string;
  readonly region: string;
}

/** As a register of residents has them: everything typed by hand, fields lost, first and last name swapped. */
export function residents(seed: number, size: number): LabelledSet {
  const noise = new Noise(seed);
  const { faker } = noise;
  const streets = Array.from({ length: Math.ceil(size / 3) }, () => faker.location.street());
  const towns = Array.from(
    { length: 40 },
    () => [faker.location.city(), faker.location.zipCode('####')] as const,
  );
  const people: Person[] = [];
  const firsts = Array.from({ length: 150 }, () => faker.person.firstName());
  const lasts = Array.from({ length: 300 }, () => faker.person.lastName());
  while (people.length < size) {
    const [city, postalCode] = noise.pick(towns);
    const one = {
      first: noise.pick(firsts),
      last: noise.pick(lasts),
      street: noise.pick(streets),
      number: String(noise.int(1, 300)),
      city,
      postalCode,
      region: noise.pick(['nsw', 'vic', 'qld', 'wa']),
    };
    people.push(one);
    // A household.
    if (noise.chance(0.1)) people.push({ ...one, first: noise.pick(firsts) });
  }
  const typed = (it: Person): Omit<Row, 'id'> => {
    let { first, last, street, number, city, postalCode } = it;
    const errors = noise.pick([0, 0, 1, 1, 2, 3]);
    for (let at = 0; at < errors; at++) {
      noise.pick([
        () => (first = noise.slip(first)),
        () => (last = noise.slip(last)),
        () => (street = noise.slip(street)),
        () => (city = noise.slip(city)),
        () => (number = noise.chance(0.5) ? '' : number.replace(/.$/, String(noise.int(0, 9)))),
        () => (postalCode = noise.chance(0.5) ? '' : noise.faker.location.zipCode('####')),
        () => (first = noise.chance(0.4) ? '' : first.slice(0, 1)),
        () => ([first, last] = [last, first]),
        () => (street = ''),
        () => (city = ''),
      ])();
    }
    return {
      firstName: first.toLowerCase(),
      lastName: last.toLowerCase(),
      address1: `${number} ${street.toLowerCase()}`.trim(),
      city: city.toLowerCase(),
      region: it.region,
      postalCode,
    };
  };
  const things = people.map((it) => {
    const both = noise.chance(0.7);
    const side = noise.chance(0.5);
    return { ...(both || side ? { left: typed(it) } : {}), ...(both || !side ? { right: typed(it) } : {}) };
  });
  return labelled(`people of a register, seed ${seed}`, 'contact', noise, things);
}

interface Colleague {
  readonly first: string;
  readonly last: string;
  readonly email: string;
  readonly phone: string;
  readonly mobile: string;
  readonly title: string;
  readonly employer: string;
}

/** As two systems keep the staff of their clients. `employers`: whether they name the client. */
export function staff(seed: number, size: number, employers: boolean): LabelledSet {
  const noise = new Noise(seed);
  const { faker } = noise;
  const people: Colleague[] = [];
  while (people.length < size) {
    const employer = `${faker.person.lastName()} ${noise.pick(['Dental', 'Law', 'Logistics', 'Foods', 'Clinic', 'Accounting'])}`;
    const domain = `${employer.toLowerCase().replace(/[^a-z]/g, '')}.com`;
    const switchboard = noise.digits();
    for (let count = noise.int(3, 15); count > 0; count--) {
      const first = noise.chance(0.35) ? noise.pick(Object.keys(NICK)) : faker.person.firstName();
      const last = faker.person.lastName();
      const email = noise
        .pick([`${first}.${last}`, `${first[0]}${last}`, `${first}`])
        .toLowerCase()
        .replace(/[^a-z.]/g, '');
      people.push({
        first,
        last,
        email: `${email}@${domain}`,
        phone: switchboard,
        mobile: noise.digits(),
        title: faker.person.jobTitle(),
        employer,
      });
      // Father and son, or siblings, in the family's business.
      if (noise.chance(0.03))
        people.push({
          first: faker.person.firstName(),
          last,
          email: `info@${domain}`,
          phone: switchboard,
          mobile: noise.digits(),
          title: 'Owner',
          employer,
        });
    }
  }
  const kept = (it: Colleague): Omit<Row, 'id'> => {
    let { first, last, email } = it;
    if (noise.chance(0.12)) first = NICK[first] ?? first;
    if (noise.chance(0.03)) last = faker.person.lastName();
    if (noise.chance(0.04)) last = noise.slip(last);
    if (noise.chance(0.03)) first = noise.slip(first);
    if (noise.chance(0.03)) [first, last] = [last, first];
    if (noise.chance(0.03)) first = `${first.slice(0, 1)}.`;
    if (noise.chance(0.05)) first = `${first} ${faker.person.middleName()}`;
    if (noise.chance(0.08))
      email = email.replace(/@.*/, `@${it.employer.toLowerCase().replace(/[^a-z]/g, '-')}.net`);
    if (noise.chance(0.03)) email = `${it.first}${noise.int(1, 99)}@gmail.com`.toLowerCase();
    const phones = [
      noise.chance(0.5) ? noise.phone(it.phone) : '',
      noise.chance(0.5) ? noise.phone(it.mobile) : '',
    ];
    return {
      firstName: noise.case(first),
      lastName: noise.case(last),
      emails: noise.chance(0.75) ? [email] : [],
      phones: phones.filter((phone) => phone !== ''),
      title: noise.chance(0.6) ? it.title : '',
      ...(employers
        ? {
            organization: noise.chance(0.3)
              ? `${it.employer} ${noise.pick(['LLC', 'Inc.', 'PC'])}`
              : it.employer,
          }
        : {}),
    };
  };
  const things = people.map((it) => {
    const both = noise.chance(0.65);
    const side = noise.chance(0.5);
    return { ...(both || side ? { left: kept(it) } : {}), ...(both || !side ? { right: kept(it) } : {}) };
  });
  return labelled(
    `people of ${employers ? 'named' : 'unnamed'} employers, seed ${seed}`,
    'contact',
    noise,
    things,
  );
}
