/** What happened to a machine, and what each product made of it: the records a view has of one true machine. */
import { addDays, max, min, subDays } from 'date-fns';
import { PLACEHOLDER_SERIALS } from './data/hardware';
import { isComputer } from './make-machines';
import type { Product, ViewMachine } from './model';
import type { Random } from './random';
import { netbios } from './text';
import { describeMachine, type MachinePlace } from './view-machines';
import type { TrueMachine } from './world';

/** Where a machine that stands under the wrong organization may be: another one of this view, and its main location. */
export interface Elsewhere {
  readonly organization: string;
  readonly location: string | null;
}

export interface StoryPlace extends MachinePlace {
  /** Other organizations of this view, for machines that moved. */
  readonly elsewhere: readonly Elsewhere[];
  /** The machine listed before this one, whose serial number may have been typed by mistake. */
  readonly neighbour: TrueMachine | null;
}

const SHARE: Readonly<Record<Product, number>> = { bms: 0.95, vsa: 0.97, itglue: 0.94 };

/** The records that this product has of the machine: none, one, or two where the story says so. */
export function viewMachine(random: Random, place: StoryPlace, machine: TrueMachine): ViewMachine[] {
  if (!knownTo(random.fork(`knows ${machine.truth}`), place, machine)) return [];
  const stream = random.fork(`${machine.truth} in ${place.product}`);
  const record = describeMachine(stream, place, machine);
  const told = tell(stream.fork('story'), place, machine, record);
  // Of a client that left, IT Glue's people keep everything as it was.
  const left = place.truth.story === 'former' && place.product !== 'itglue';
  return left ? told.map((one) => retired(stream.fork('left'), place, one)) : told;
}

function knownTo(random: Random, { product, truth }: StoryPlace, machine: TrueMachine): boolean {
  const able = truth.presence.filter((other) => other !== 'vsa' || isComputer(machine.type));
  const first = able[0];
  if (first === undefined || !able.includes(product)) return false;
  const odd = able.includes(machine.oddProduct) ? machine.oddProduct : first;
  switch (machine.story) {
    case 'unknownElsewhere':
      return product === odd;
    case 'retired':
    case 'replaced':
      return product !== 'vsa' || able.length === 1 || random.fork('agent left behind').chance(0.4);
    case 'plain': {
      const gear = !isComputer(machine.type);
      const share = (other: Product) => SHARE[other] - (gear && other === 'bms' ? 0.25 : 0);
      const knowing = able.filter((other) => random.fork(other).chance(share(other)));
      return (knowing.length === 0 ? [first] : knowing).includes(product);
    }
    default:
      return true;
  }
}

function tell(random: Random, place: StoryPlace, machine: TrueMachine, record: ViewMachine): ViewMachine[] {
  const { product } = place;
  const odd = product === machine.oddProduct;
  switch (machine.story) {
    case 'renamed':
      return [odd ? renamed(record, machine.otherHostname, product) : record];
    case 'reimaged':
    case 'reinstalled':
      return reinstalled(random, place, machine, record);
    case 'replaced':
      return [retired(random, place, record)];
    case 'retired':
      // The odd product's people forgot to say that it is gone.
      return [odd && product !== 'vsa' ? record : retired(random, place, record)];
    case 'copy':
      return [product === 'bms' ? { ...record, notes: 'Cloned from the same image.' } : record];
    case 'wrongSerial':
      return [
        odd && product !== 'vsa' && place.neighbour !== null
          ? withSerial(record, place.neighbour.serialNumber)
          : record,
      ];
    case 'twiceInBms':
      return product === 'bms' ? [record, enteredAgain(random, place, record)] : [record];
    case 'twiceInItglue':
      return product === 'itglue' ? [record, enteredAgain(random, place, record)] : [record];
    case 'moved':
      return [odd ? moved(random, place, record) : record];
    case 'placeholderSerial':
      return [placeholder(random, product, record)];
    case 'blankSerial':
      return [odd || (product === 'bms' && machine.oddProduct === 'vsa') ? withSerial(record, '') : record];
    default:
      return [record];
  }
}

function withSerial(record: ViewMachine, serialNumber: string): ViewMachine {
  return {
    ...record,
    serialNumber,
    chassisSerialNumber: record.chassisSerialNumber === '' ? '' : serialNumber,
  };
}

function renamed(record: ViewMachine, hostname: string, product: Product): ViewMachine {
  const domain = record.hostname.includes('.') ? record.hostname.slice(record.hostname.indexOf('.')) : '';
  const short = product === 'itglue' ? hostname : netbios(hostname);
  return {
    ...record,
    name: product === 'vsa' ? short.toLowerCase() : short,
    hostname: record.hostname === '' ? '' : domain === '' ? short : `${hostname.toLowerCase()}${domain}`,
  };
}

/**
 * A new agent on the same hardware. VSA keeps the old agent, silent; BMS may still hold the old agent's id. After a
 * re-imaging the old records also have the old name.
 */
function reinstalled(
  random: Random,
  place: StoryPlace,
  machine: TrueMachine,
  record: ViewMachine,
): ViewMachine[] {
  const { product, now } = place;
  const before: ViewMachine =
    machine.story === 'reimaged' ? renamed(record, machine.otherHostname, product) : record;
  if (product === 'itglue') return [random.chance(0.6) ? before : record];
  if (product === 'bms') {
    const stale = record.agent !== null && random.chance(0.6);
    return [stale ? { ...before, agent: machine.formerAgent } : record];
  }
  const silentSince = latest(machine.firstSeen, subDays(now, random.integer(20, 120)));
  const old: ViewMachine = {
    ...before,
    key: `${record.key}#2`,
    active: false,
    agent: machine.formerAgent,
    online: false,
    lastSeen: silentSince,
    lastReboot: silentSince,
    createdAt: earliest(record.createdAt, silentSince),
    updatedAt: silentSince,
  };
  return [{ ...record, firstSeen: silentSince, ...later(record, silentSince, now) }, old];
}

function later(record: ViewMachine, from: Date, now: Date): { createdAt: Date; updatedAt: Date } {
  const createdAt = latest(record.createdAt, from);
  return { createdAt, updatedAt: earliest(now, latest(record.updatedAt, createdAt)) };
}

function retired(random: Random, { now }: StoryPlace, record: ViewMachine): ViewMachine {
  const gone = latest(record.firstSeen, subDays(now, random.integer(35, 300)));
  return {
    ...record,
    active: false,
    online: false,
    lastSeen: record.lastSeen === null ? null : gone,
    lastReboot: record.lastReboot === null ? null : earliest(record.lastReboot, gone),
    contact: null,
  };
}

/** Typed in by hand although it was there. */
function enteredAgain(random: Random, { now }: StoryPlace, record: ViewMachine): ViewMachine {
  return {
    ...record,
    key: `${record.key}#2`,
    name: random.chance(0.5) ? record.name : `${record.name} (2)`,
    active: random.chance(0.7),
    agent: null,
    lastSeen: null,
    lastReboot: null,
    lastUser: '',
    machineGroup: '',
    macAddresses: random.chance(0.5) ? record.macAddresses : [],
    serialNumber: random.chance(0.7) ? record.serialNumber : '',
    assetTag: '',
    notes: '',
    ...later(record, addDays(record.createdAt, 2), subDays(now, 1)),
  };
}

function moved(random: Random, { elsewhere, product }: StoryPlace, record: ViewMachine): ViewMachine {
  if (elsewhere.length === 0) return record;
  const other = random.pick(elsewhere);
  return {
    ...record,
    organization: other.organization,
    location: product === 'vsa' ? null : other.location,
    contact: null,
  };
}

/** Firmware without a serial number: each product got the placeholder, or nothing, or what a person made up. */
function placeholder(random: Random, product: Product, record: ViewMachine): ViewMachine {
  const generic = PLACEHOLDER_SERIALS.some((text) => text === record.serialNumber);
  if (product === 'itglue' && random.chance(0.4)) return withSerial(record, '');
  return withSerial(
    record,
    generic && random.chance(0.5) ? record.serialNumber : random.pick(PLACEHOLDER_SERIALS),
  );
}

function latest(left: Date, right: Date): Date {
  return max([left, right]);
}

function earliest(left: Date, right: Date): Date {
  return min([left, right]);
}
