/** The computers and network gear of a client, each with its story. */
import { addDays, addYears, min, subDays, subHours } from 'date-fns';
import {
  CLIENT_SYSTEMS,
  DESKTOP_PROCESSORS,
  LAPTOP_PROCESSORS,
  MAC_PROCESSORS,
  MAC_SYSTEMS,
  type Model,
  modelsFor,
  OUI,
  SERVER_PROCESSORS,
  SERVER_SYSTEMS,
  type Software,
} from './data/hardware';
import { defaultHostname, hostname } from './hostnames';
import type { Company } from './make-organizations';
import { inventMac } from './make-people';
import type { MachineType, Product } from './model';
import { deck, type Random } from './random';
import type { MachineStory, TrueLocation, TrueMachine, TruePerson } from './world';

/** What happens to computers, of 200. */
export const COMPUTER_STORIES = deck<MachineStory>([
  [125, 'plain'],
  [8, 'renamed'],
  [4, 'reimaged'],
  [4, 'reinstalled'],
  [5, 'replaced'],
  [3, 'cloned'],
  [2, 'wrongSerial'],
  [4, 'twiceInItglue'],
  [3, 'twiceInBms'],
  [4, 'moved'],
  [10, 'placeholderSerial'],
  [12, 'blankSerial'],
  [8, 'retired'],
  [8, 'unknownElsewhere'],
]);

/** What happens to network gear and printers, of 40. */
export const GEAR_STORIES = deck<MachineStory>([
  [28, 'plain'],
  [3, 'renamed'],
  [1, 'replaced'],
  [1, 'twiceInItglue'],
  [3, 'blankSerial'],
  [2, 'retired'],
  [2, 'unknownElsewhere'],
]);

/** What machines of the whole fleet share: the decks of stories and the numbers of agents. */
export interface Supply {
  readonly computerStory: () => MachineStory;
  readonly gearStory: () => MachineStory;
  readonly nextAgent: () => number;
}

interface Site {
  readonly company: Company;
  readonly locations: readonly TrueLocation[];
  readonly people: readonly TruePerson[];
  readonly now: Date;
}

const GEAR: readonly (readonly [number, MachineType])[] = [
  [22, 'Switch'],
  [10, 'Firewall'],
  [26, 'Access Point'],
  [30, 'Printer'],
  [6, 'NAS'],
  [6, 'UPS'],
];

export function isComputer(type: MachineType): boolean {
  return type === 'Workstation' || type === 'Laptop' || type === 'Server' || type === 'Virtual Server';
}

export function makeMachines(random: Random, site: Site, count: number, supply: Supply): TrueMachine[] {
  const machines: TrueMachine[] = [];
  for (let index = 0; index < count; index += 1) {
    const stream = random.fork(`machine ${index}`);
    const type = machineType(stream.fork('type'), site.company, index, count);
    const story = isComputer(type) ? supply.computerStory() : supply.gearStory();
    const machine = makeMachine(stream, site, { type, story, number: index + 1 }, supply);
    machines.push(machine);
    if (story === 'replaced') machines.push(successorOf(machine, stream.fork('successor'), site, supply));
    if (story === 'cloned') machines.push(copyOf(machine, stream.fork('copy'), supply));
  }
  return machines;
}

/** The first ones are what every office has. */
function machineType(random: Random, company: Company, index: number, count: number): MachineType {
  if (index === 1 && count > 3) return 'Firewall';
  if (index === 2 && count > 5) return 'Switch';
  if (index === 3 && count > 8) return 'Server';
  return random.weighted<() => MachineType>([
    [7, () => 'Virtual Server'],
    [3, () => 'Server'],
    [15, () => random.weighted(GEAR)],
    [75, () => (random.chance(company.trade.laptops) ? 'Laptop' : 'Workstation')],
  ])();
}

interface Kind {
  readonly type: MachineType;
  readonly story: MachineStory;
  readonly number: number;
}

function makeMachine(random: Random, site: Site, kind: Kind, supply: Supply): TrueMachine {
  const { company, now } = site;
  const personal = kind.type === 'Laptop' || kind.type === 'Workstation';
  const person = personal && site.people.length > 0 && random.chance(0.85) ? random.pick(site.people) : null;
  const location =
    person?.location ?? (random.chance(0.6) ? main(site.locations, random) : random.pick(site.locations));
  const model = pickModel(random.fork('model'), kind);
  const macAddresses = interfaces(random.fork('interfaces'), kind.type, model);
  const system = systemOf(random.fork('system'), kind.type, model);
  const fixedAddress = !personal;
  const naming = random.fork('name');
  const agentCapable = isComputer(kind.type);
  return {
    truth: `${company.truth}.m${kind.number}`,
    story: kind.story,
    oddProduct: oddProduct(random.fork('odd'), company.presence),
    location,
    person,
    type: kind.type,
    model,
    hostname: hostname(naming, company, kind, location, person),
    otherHostname:
      defaultHostname(naming, kind.type) ?? `${hostname(naming, company, kind, location, null)}-OLD`,
    serialNumber: serial(random.fork('serial'), model.serialPattern, macAddresses[0] ?? ''),
    macAddresses,
    ipAddress: `${location.network}.${fixedAddress ? 2 + (kind.number % 98) : random.integer(100, 249)}`,
    fixedAddress,
    operatingSystem: system.name,
    operatingSystemVersion: system.version,
    platform: system.family,
    cpu: processor(random, kind.type, model),
    ramMegabytes: agentCapable ? random.pick(personal ? [8, 16, 16, 32] : [16, 32, 64, 128]) * 1024 : 0,
    assetTag: random.chance(0.25)
      ? `${company.shortName.replace(/\W/g, '').slice(0, 4)}-${random.digits(4)}`
      : '',
    motherboardSerialNumber: boardSerial(random.fork('board'), model),
    agent: agentCapable ? supply.nextAgent() : null,
    formerAgent: kind.story === 'reimaged' || kind.story === 'reinstalled' ? supply.nextAgent() : null,
    ...lifeOf(random.fork('life'), company, now),
  };
}

function main(locations: readonly TrueLocation[], random: Random): TrueLocation {
  return locations[0] ?? random.pick(locations);
}

/** Bought after the client came, seen from shortly after, up to a moment ago. */
function lifeOf(random: Random, company: Company, now: Date) {
  const oldest = Math.max(60, Math.round((now.getTime() - company.createdAt.getTime()) / 86_400_000));
  const purchasedAt = subDays(now, random.integer(45, Math.min(oldest, 2100)));
  purchasedAt.setUTCHours(0, 0, 0, 0);
  return {
    purchasedAt,
    warrantyExpiresAt: addYears(purchasedAt, random.pick([1, 3, 3, 3, 5])),
    firstSeen: min([addDays(purchasedAt, random.integer(3, 30)), subDays(now, 10)]),
    lastSeen: random.chance(0.9) ? subHours(now, random.integer(1, 20)) : subDays(now, random.integer(2, 9)),
  };
}

function pickModel(random: Random, { type, story }: Kind): Model {
  switch (type) {
    case 'Laptop':
      return random.pick(modelsFor(random.chance(0.14) ? 'mac' : 'laptop'));
    case 'Workstation':
      return random.pick(modelsFor(story === 'placeholderSerial' ? 'whitebox' : 'desktop'));
    case 'Server':
      return random.pick(modelsFor(story === 'placeholderSerial' ? 'whitebox' : 'server'));
    case 'Virtual Server':
      return random.pick(modelsFor(random.chance(0.55) ? 'hyperv' : 'vmware'));
    default:
      return random.pick(modelsFor(type.toLowerCase().replace(' ', '')));
  }
}

function interfaces(random: Random, type: MachineType, model: Model): string[] {
  const wired = inventMac(random, OUI[model.vendor]);
  if (type === 'Laptop') return [inventMac(random, model.vendor === 'apple' ? OUI.apple : OUI.intel), wired];
  if (type === 'Server') return [wired, inventMac(random, OUI[model.vendor])];
  return [wired];
}

function systemOf(random: Random, type: MachineType, model: Model): Software {
  if (!isComputer(type)) return { weight: 0, family: '', name: '', version: '' };
  if (model.vendor === 'apple') return random.weighted(MAC_SYSTEMS);
  return random.weighted(type === 'Laptop' || type === 'Workstation' ? CLIENT_SYSTEMS : SERVER_SYSTEMS);
}

function processor(random: Random, type: MachineType, model: Model): string {
  if (!isComputer(type)) return '';
  if (model.vendor === 'apple') return random.pick(MAC_PROCESSORS);
  if (type === 'Laptop') return random.pick(LAPTOP_PROCESSORS);
  return random.pick<string>(type === 'Workstation' ? DESKTOP_PROCESSORS : SERVER_PROCESSORS);
}

export function serial(random: Random, pattern: string, mac: string): string {
  if (pattern === '=M') return mac.replaceAll(':', '');
  return pattern
    .replace(/~/g, () => `${random.digits(1)}${String(random.integer(1, 52)).padStart(2, '0')}`)
    .replace(/#/g, () => random.digits(1))
    .replace(/@/g, () => random.text('CDFGHJKLMNPQRTVWXY', 1))
    .replace(/\*/g, () => random.text('0123456789ABCDEFGHJKLMNPQRSTUVWXYZ', 1))
    .replace(/%/g, () => random.text('123456789BCDFGHJKLMNPQRSTVWXYZ', 1))
    .replace(/\^/g, () => random.hex(1).toLowerCase());
}

function boardSerial(random: Random, model: Model): string {
  if (model.boardProduct === '') return '';
  if (model.role === 'vmware' || model.role === 'whitebox') return random.pick(['None', 'Default string']);
  return `/${random.text('0123456789BCDFGHJKLMNPQRSTVWXYZ', 7)}/CN${random.digits(8)}/`;
}

function oddProduct(random: Random, presence: readonly Product[]): Product {
  return random.pick(presence);
}

function successorOf(old: TrueMachine, random: Random, site: Site, supply: Supply): TrueMachine {
  const kind: Kind = { type: old.type, story: 'successor', number: 0 };
  const fresh = makeMachine(random, site, kind, supply);
  const purchasedAt = subDays(site.now, random.integer(12, 40));
  return {
    ...fresh,
    truth: `${old.truth}b`,
    oddProduct: old.oddProduct,
    location: old.location,
    person: old.person,
    hostname: old.hostname,
    ipAddress: old.ipAddress,
    purchasedAt,
    warrantyExpiresAt: addYears(purchasedAt, 3),
    firstSeen: addDays(purchasedAt, 2),
  };
}

function copyOf(original: TrueMachine, random: Random, supply: Supply): TrueMachine {
  const vendor = original.model.vendor;
  return {
    ...original,
    truth: `${original.truth}b`,
    story: 'copy',
    hostname: `${original.hostname.slice(0, 12)}-C${random.digits(1)}`,
    macAddresses: original.macAddresses.map(() => inventMac(random, OUI[vendor])),
    ipAddress: `${original.location.network}.${random.integer(100, 249)}`,
    agent: original.agent === null ? null : supply.nextAgent(),
  };
}
