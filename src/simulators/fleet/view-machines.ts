/** Machines as each product describes them, before their stories are told. */
import { addYears, subDays, subHours } from 'date-fns';
import { isComputer } from './make-machines';
import type { Product, ViewMachine } from './model';
import type { Random } from './random';
import { formatMac, MAC_STYLES, type MacStyle, netbios } from './text';
import { writtenAt } from './view-organizations';
import { type TrueMachine, type TrueOrganization, viewKey } from './world';

export interface MachinePlace {
  readonly product: Product;
  readonly truth: TrueOrganization;
  /** Keys of the locations and contacts this view has; of the contacts with the location each is at. */
  readonly locations: ReadonlySet<string>;
  readonly contacts: ReadonlyMap<string, string | null>;
  readonly now: Date;
}

export function describeMachine(random: Random, place: MachinePlace, machine: TrueMachine): ViewMachine {
  const { product, truth, now } = place;
  const location = locationOf(random.fork('location'), place, machine);
  const known = random.fork('agent').chance(0.88) && truth.presence.includes('vsa') && machine.agent !== null;
  const fromAgent = product === 'vsa' || (product === 'bms' && known);
  const agentFacts = fromAgent || product === 'itglue';
  return {
    key: viewKey(product, machine.truth),
    truth: machine.truth,
    organization: viewKey(product, truth.truth),
    location,
    contact: contactOf(random.fork('contact'), place, machine, location),
    ...namesOf(random.fork('names'), place, machine, fromAgent),
    type: machine.type,
    active: true,
    serialNumber: random.chance(0.02) ? machine.serialNumber.toLowerCase() : machine.serialNumber,
    assetTag: product === 'vsa' ? '' : machine.assetTag,
    ...makerOf(random.fork('maker'), product, machine, fromAgent),
    ...networkOf(random.fork('network'), place, machine, fromAgent),
    ...softwareOf(random.fork('software'), product, machine, fromAgent),
    cpu: agentFacts ? machine.cpu : '',
    ramMegabytes: agentFacts ? machine.ramMegabytes : 0,
    chassisSerialNumber: fromAgent && isComputer(machine.type) ? machine.serialNumber : '',
    motherboardSerialNumber: fromAgent ? machine.motherboardSerialNumber : '',
    motherboardManufacturer: fromAgent && machine.model.boardProduct !== '' ? machine.model.manufacturer : '',
    motherboardProduct: fromAgent ? machine.model.boardProduct : '',
    lastUser: lastUser(random.fork('user'), place, machine, fromAgent),
    machineGroup: machineGroup(random.fork('group'), machine, fromAgent),
    agent: fromAgent ? machine.agent : null,
    online: product === 'vsa' && now.getTime() - machine.lastSeen.getTime() < 86_400_000,
    firstSeen: machine.firstSeen,
    lastSeen: fromAgent ? machine.lastSeen : null,
    lastReboot: fromAgent ? subDays(machine.lastSeen, random.fork('reboot').integer(0, 30)) : null,
    ...datesOf(random.fork('dates'), product, machine),
    position: positionOf(random.fork('position'), product, machine),
    notes: notesOf(random.fork('notes'), product),
    ...writtenAt(random.fork('written'), machine.firstSeen, product === 'vsa' ? now : subHours(now, 6)),
  };
}

function locationOf(
  random: Random,
  { product, truth, locations }: MachinePlace,
  machine: TrueMachine,
): string | null {
  if (product === 'vsa') return null;
  const own = viewKey(product, machine.location.truth);
  if (product === 'itglue') return locations.has(own) && !random.chance(0.2) ? own : null;
  const main = truth.locations.find((location) => location.main);
  if (locations.has(own) && !random.chance(0.1)) return own;
  return main === undefined ? null : viewKey(product, main.truth);
}

/** BMS ties a contact to an asset only where both are at one location. */
function contactOf(
  random: Random,
  place: MachinePlace,
  machine: TrueMachine,
  location: string | null,
): string | null {
  const { product, contacts } = place;
  if (product === 'vsa' || machine.person === null || random.chance(0.3)) return null;
  const key = viewKey(product, machine.person.truth);
  const at = contacts.get(key);
  if (at === undefined) return null;
  return product === 'bms' && at !== location ? null : key;
}

function namesOf(random: Random, { product, truth }: MachinePlace, machine: TrueMachine, fromAgent: boolean) {
  const { hostname } = machine;
  const computer = isComputer(machine.type);
  if (product === 'vsa') return { name: netbios(hostname).toLowerCase(), hostname: netbios(hostname) };
  if (product === 'bms') {
    if (fromAgent) return { name: netbios(hostname), hostname: netbios(hostname) };
    return { name: random.chance(0.2) ? friendlyName(machine) : hostname, hostname: '' };
  }
  const written = random.chance(0.1) ? hostname.toLowerCase() : hostname;
  const qualified =
    truth.windowsDomain === '' ? hostname.toLowerCase() : `${hostname.toLowerCase()}.${truth.windowsDomain}`;
  const shown = random.chance(0.55) ? qualified : random.chance(0.5) ? hostname : '';
  return { name: random.chance(0.04) ? friendlyName(machine) : written, hostname: computer ? shown : '' };
}

/** What people call it who have never seen its host name. */
function friendlyName(machine: TrueMachine): string {
  const what = machine.type === 'Workstation' ? 'PC' : machine.type;
  return machine.person === null
    ? `${machine.location.city} ${what} ${machine.hostname.slice(-2)}`
    : `${machine.person.firstName} ${machine.person.lastName}'s ${what}`;
}

/** Product name and manufacturer do not come through VSA's interface, so assets made from agents often lack them. */
function makerOf(random: Random, product: Product, machine: TrueMachine, fromAgent: boolean) {
  const { model } = machine;
  if (product === 'bms' && fromAgent && random.chance(0.6)) return { manufacturer: '', model: '' };
  const manufacturer = product === 'vsa' || random.chance(0.4) ? model.manufacturer : model.manufacturerAlias;
  if (product === 'vsa') return { manufacturer, model: model.model };
  const short = model.model.replace(/^HP /, '').replace(/ (Notebook|Desktop Mini|Small Form Factor) PC$/, '');
  return { manufacturer, model: random.chance(0.25) ? short : model.model };
}

const MAC_HABITS: Readonly<Record<Product, MacStyle>> = { bms: 'bare', vsa: 'dash', itglue: 'colon' };

function networkOf(random: Random, { product }: MachinePlace, machine: TrueMachine, fromAgent: boolean) {
  const { network } = machine.location;
  const gear = !isComputer(machine.type);
  const habit = product === 'bms' && fromAgent ? MAC_HABITS.vsa : MAC_HABITS[product];
  const cisco = gear && machine.model.vendor === 'cisco' && random.chance(0.7);
  const style = cisco ? 'dotted' : random.chance(0.08) ? random.pick(MAC_STYLES) : habit;
  const docked = random.chance(0.12) && fromAgent && machine.type === 'Laptop';
  const macs = docked
    ? [random.pick(machine.location.dockMacs), ...machine.macAddresses]
    : machine.macAddresses;
  const seen = product === 'bms' ? macs.slice(0, 1) : macs;
  const roaming = !machine.fixedAddress && random.chance(0.15);
  const blank = product !== 'vsa' && !fromAgent && random.chance(gear ? 0.25 : 0.12);
  return {
    macAddresses: blank ? [] : seen.map((mac) => formatMac(mac, style)),
    ipAddresses: [roaming ? `${network}.${random.integer(100, 249)}` : machine.ipAddress],
    subnetMask: fromAgent ? '255.255.255.0' : '',
    defaultGateway: product === 'itglue' && random.chance(0.5) ? '' : `${network}.1`,
    dnsServers: fromAgent ? [`${network}.10`, '8.8.8.8'] : [],
    dhcpServer: fromAgent && !machine.fixedAddress ? `${network}.1` : '',
  };
}

function softwareOf(random: Random, product: Product, machine: TrueMachine, fromAgent: boolean) {
  const long = `${machine.operatingSystem} ${machine.operatingSystemVersion}`.trim();
  const short = machine.operatingSystem.replace('Microsoft ', '');
  const shortened = product === 'itglue' ? random.chance(0.5) : !fromAgent;
  return { operatingSystem: shortened ? short : long, platform: machine.platform };
}

function lastUser(
  random: Random,
  { product, truth }: MachinePlace,
  machine: TrueMachine,
  fromAgent: boolean,
): string {
  if (!fromAgent || machine.platform === '') return '';
  const stale = product === 'bms' && random.chance(0.1);
  const user = stale || machine.person === null ? 'administrator' : machine.person.userName;
  const [domain = ''] = truth.windowsDomain === '' ? [] : truth.domain.split('.');
  return domain === '' || machine.platform === 'macOS' ? user : `${netbios(domain)}\\${user}`;
}

function machineGroup(random: Random, machine: TrueMachine, fromAgent: boolean): string {
  if (!fromAgent) return '';
  if (machine.type === 'Server' || machine.type === 'Virtual Server') return 'root.servers';
  if (!machine.location.main) return `root.${machine.location.city.toLowerCase().replace(/[^a-z]/g, '')}`;
  return machine.type === 'Laptop' && random.chance(0.4) ? 'root.laptops' : 'root';
}

function datesOf(random: Random, product: Product, machine: TrueMachine) {
  const edited = product === 'itglue' ? random.chance(0.05) : random.chance(0.08);
  const noPurchase = product === 'vsa' || random.chance(0.15);
  const noWarranty = product === 'vsa' ? random.chance(0.5) : random.chance(0.12);
  return {
    purchasedAt: noPurchase ? null : machine.purchasedAt,
    warrantyExpiresAt: noWarranty
      ? null
      : edited
        ? addYears(machine.warrantyExpiresAt, 1)
        : machine.warrantyExpiresAt,
  };
}

function positionOf(random: Random, product: Product, machine: TrueMachine): string {
  if (product === 'vsa' || machine.fixedAddress === false || random.chance(0.4)) return '';
  if (machine.type === 'Printer')
    return random.pick(['Copy room', 'Reception', '2nd floor hallway', 'Accounting']);
  return random.pick([
    'Server room',
    `Rack A, U${random.integer(2, 40)}`,
    'Comms cabinet',
    'Back office closet',
    'Ceiling, hallway',
  ]);
}

function notesOf(random: Random, product: Product): string {
  if (product === 'vsa' || random.chance(0.88)) return '';
  return random.pick([
    'Replaced SSD, works fine since.',
    'Battery swollen, order a new one.',
    'User works from home on Fridays.',
    'Do not reboot during business hours!',
    'Out of warranty, quote for replacement sent.',
    'Local admin password in the vault.',
  ]);
}
