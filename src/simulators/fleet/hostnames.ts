/** How machines are named: by each client's habit, or by nobody. */
import type { Company } from './make-organizations';
import type { MachineType } from './model';
import type { Random } from './random';
import { ascii } from './text';
import type { TrueLocation, TruePerson } from './world';

interface Named {
  readonly type: MachineType;
  readonly number: number;
}

const GEAR_NAMES: Partial<Record<MachineType, string>> = {
  Switch: 'SW',
  Firewall: 'FW',
  'Access Point': 'AP',
  Printer: 'PRN',
  NAS: 'NAS',
  UPS: 'UPS',
};

/** The name a client's people give a machine by their habit, or none: then what its system chose. */
export function hostname(
  random: Random,
  company: Company,
  { type, number }: Named,
  location: TrueLocation,
  person: TruePerson | null,
): string {
  const code = company.shortName.replace(/\W/g, '').slice(0, 4);
  const count = String(number).padStart(2, '0');
  const gear = GEAR_NAMES[type];
  if (gear !== undefined) return `${code}-${gear}${count}`;
  if (type === 'Server' || type === 'Virtual Server') {
    return `${code}-${random.pick(['DC', 'FS', 'SQL', 'APP', 'RDS', 'HV', 'BACKUP'])}${count}`;
  }
  const plain = random.chance(0.12) ? defaultHostname(random, type) : null;
  if (plain !== null) return plain;
  const workplace = random.pick(company.trade.workplaces);
  switch (company.shortName.length % 4) {
    case 0:
      return `${code}-${type === 'Laptop' ? 'LT' : 'WS'}-${random.digits(1)}${count}`;
    case 1:
      return `${workplace}-${count}`;
    case 2:
      return person === null
        ? `${code}-${workplace}${count}`
        : `${code}-${hostWord(person.firstName)}${count}`;
    default:
      // Too long for NetBIOS: audits show the first 15 characters only.
      return `${code}-${hostWord(location.city).slice(0, 7)}-${workplace}-${count}`;
  }
}

function hostWord(text: string): string {
  return ascii(text)
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');
}

/** What Windows or macOS calls a machine that nobody named. */
export function defaultHostname(random: Random, type: MachineType): string | null {
  if (type !== 'Laptop' && type !== 'Workstation') return null;
  return `${type === 'Laptop' ? 'LAPTOP' : 'DESKTOP'}-${random.text('0123456789ABCDEFGHIJKLMNOPQRSTUV', type === 'Laptop' ? 8 : 7)}`;
}
