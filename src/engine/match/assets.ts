/** Assets: what of a machine can be recognised. The order of trust: agent, serial, network cards, name, the rest. */
import { type Fields, isActive, keyOf, type SourceRecord, SYSTEMS } from '../model';
import { machineSort, makerForm, modelForm, systemFamily, userForm } from '../normalize/hardware';
import { hostForm, hostKey, isDefaultHost, isRandomHost } from '../normalize/host';
import { secondsOf } from '../normalize/instant';
import { ipForm } from '../normalize/ip';
import { type MacWorth, macForm, macWorth } from '../normalize/mac';
import { memo } from '../normalize/memo';
import { isUsableSerial, isVirtualSerial, serialForm } from '../normalize/serial';
import { caseless } from '../normalize/text';
import type { Family } from './blocks';
import {
  type Entry,
  type Finding,
  list,
  listOf,
  type OwnerOf,
  type Rule,
  text,
  textOf,
  thinned,
} from './rules';
import { VENDOR_LINK } from './vendor';

export interface AssetEntry extends Entry {
  readonly agent: string;
  /** '' when it tells nothing. */
  readonly serial: string;
  readonly serialText: string;
  /** Network cards that tell machines apart. */
  readonly macs: readonly string[];
  /** Virtual, dock and random ones. */
  readonly weakMacs: readonly string[];
  readonly host: string;
  readonly hostKind: 'own' | 'random' | 'default';
  /** Names under which a record may be found: its host name, and its own name where that is another. */
  readonly hosts: readonly string[];
  readonly ips: readonly string[];
  readonly model: string;
  readonly maker: string;
  readonly system: string;
  readonly sort: string;
  readonly user: string;
  readonly tag: string;
  readonly active: boolean;
  /** Seconds since the epoch, or undefined. */
  readonly seen: number | undefined;
}

export interface AssetContext {
  readonly placeholders: ReadonlySet<string>;
  readonly ownerOf: OwnerOf;
}

const AGENT = /^\d{15,26}$/;
/** Addresses that every machine has, or that it gave itself. */
const NO_ADDRESS = /^(?:|127\..*|169\.254\..*|0\..*|::1|fe80.*)$/;

/** Makes entries; remembers the forms of what fleets have few of. */
export function assetEntries(context: AssetContext): (record: SourceRecord, slot: number) => AssetEntry {
  const modelOf = memo(modelForm);
  const makerOf = memo((text) => makerForm(text));
  const makerOfModel = memo(knownMaker);
  const systemOf = memo(systemFamily);
  const sortOf = memo(machineSort);
  const userOf = memo(userForm);
  return (record, slot) => {
    const fields = record.fields;
    const hints = record.hints ?? NO_HINTS;
    const model = text(fields.model, hints.model);
    const system = systemOf(text(fields.operatingSystem, hints.operatingSystem));
    const serialText = text(fields.serialNumber, hints.serialNumber);
    const serial = serialForm(serialText);
    const macs = list(fields.macAddresses, hints.macAddresses);
    const name = (text(fields.name, hints.name) || record.name).trim();
    const full = hostForm(text(fields.hostname, hints.hostname) || (name.includes(' ') ? '' : name));
    const host = hostKey(full);
    const other = hostKey(hostForm(name));
    const agent = text(fields.agentId, hints.agentId).trim();
    return {
      record,
      key: keyOf(record),
      slot,
      side: SYSTEMS.indexOf(record.system),
      owner: context.ownerOf(record),
      // An exported VSA machine is often named by its agent's id alone; other systems' long ids are their own.
      agent: agent === '' && record.system === 'vsa' && AGENT.test(record.id) ? record.id : agent,
      serial: isUsableSerial(serial, context.placeholders) ? serial : '',
      serialText,
      macs: macsOf(macs, 'strong'),
      weakMacs: macsOf(macs, 'weak'),
      host,
      hostKind: isDefaultHost(full) ? 'default' : isRandomHost(full) ? 'random' : 'own',
      hosts: other === host || other === '' ? [host] : host === '' ? [other] : [host, other],
      ips: ipsOf(list(fields.ipAddresses, hints.ipAddresses)),
      model: modelOf(model),
      maker: makerOf(text(fields.manufacturer, hints.manufacturer) || makerOfModel(model)),
      system,
      sort: sortOf(text(fields.type, hints.type)) || sortOfSystem(system),
      user: userOf(text(fields.lastUser, hints.lastUser)),
      tag: caseless(text(fields.assetTag, hints.assetTag)),
      active: isActive(record),
      seen: secondsOf(text(fields.lastSeen, hints.lastSeen)),
    };
  };
}

const NO_HINTS: Fields = {};

function ipsOf(all: readonly string[]): readonly string[] {
  if (all.length === 0) return NONE;
  const kept: string[] = [];
  for (const raw of all) {
    const ip = ipForm(raw);
    if (!NO_ADDRESS.test(ip)) kept.push(ip);
  }
  return kept;
}

const NONE: readonly string[] = [];

function macsOf(all: readonly string[], worth: MacWorth): readonly string[] {
  let kept: string[] | undefined;
  for (const raw of all) {
    const mac = macForm(raw);
    if (macWorth(mac) !== worth || kept?.includes(mac)) continue;
    kept ??= [];
    kept.push(mac);
  }
  return kept ?? NONE;
}

function knownMaker(model: string): string {
  const first = model.trim().split(/\s+/)[0] ?? '';
  return /^(?:dell|hp|hewlett|lenovo|apple|microsoft|cisco)$/i.test(first) ? first : '';
}

function sortOfSystem(family: string): string {
  if (family.startsWith('windows server') || family === 'esxi') return 'server';
  return family.startsWith('windows') || family === 'macos' ? 'computer' : '';
}

export const ASSET_FAMILIES: readonly Family<AssetEntry>[] = [
  { name: 'agent', bound: 8, keys: (entry) => entry.agent },
  { name: 'serial', bound: 8, keys: (entry) => entry.serial },
  { name: 'mac', bound: 8, keys: (entry) => entry.macs },
  { name: 'weakMac', bound: 4, keys: (entry) => entry.weakMacs },
  { name: 'host', bound: 6, keys: (entry) => entry.hosts },
  { name: 'tag', bound: 4, keys: (entry) => entry.tag },
  { name: 'model', bound: 0, keys: (entry) => entry.model },
  { name: 'ip', bound: 0, keys: (entry) => entry.ips },
  { name: 'user', bound: 0, keys: (entry) => entry.user },
];

const AGENT_RULE: Rule<AssetEntry> = {
  field: 'agentId',
  show: (entry) => entry.agent,
  compare(a, b, counts): Finding | undefined {
    if (a.agent === '' || b.agent === '') return undefined;
    if (a.agent !== b.agent) {
      return {
        normalized: a.agent,
        weight: -3,
        note: 'another agent, or the same machine installed anew',
      };
    }
    return { normalized: a.agent, weight: thinned(18, counts.shared('agent', a.agent) ** 2) };
  },
};

const SERIAL: Rule<AssetEntry> = {
  field: 'serialNumber',
  show: ({ record }) => textOf(record, 'serialNumber'),
  compare(a, b, counts): Finding | undefined {
    if (a.serial === '' || b.serial === '') {
      const lie = a.serial === '' ? a.serialText : b.serialText;
      if (a.serialText === '' || b.serialText === '') return undefined;
      return { normalized: a.serial, weight: 0, note: `"${lie}" stands in many machines` };
    }
    if (a.serial !== b.serial) {
      if (sameAgent(a, b))
        return {
          normalized: a.serial,
          weight: -6,
          note: 'other serial number, same agent',
          cap: 0.9,
        };
      return { normalized: a.serial, weight: -14, note: 'two usable serial numbers', cap: 0.3 };
    }
    const shared = Math.max(counts.shared('serial', a.serial), counts.shared('worldSerial', a.serial));
    if (shared > 1)
      return { normalized: a.serial, weight: 3, note: `${shared} records of one system have it` };
    return { normalized: a.serial, weight: isVirtualSerial(a.serial) ? 12 : 18 };
  },
};

function sameAgent(a: AssetEntry, b: AssetEntry): boolean {
  return a.agent !== '' && a.agent === b.agent;
}

const MACS: Rule<AssetEntry> = {
  field: 'macAddresses',
  show: ({ record }) => listOf(record, 'macAddresses').join('; '),
  compare(a, b, counts): Finding | undefined {
    const common = a.macs.filter((mac) => b.macs.includes(mac));
    const own = common.filter((mac) => counts.shared('mac', mac) <= 1);
    const [first] = own;
    if (first !== undefined) return { normalized: first, weight: Math.min(13, 10.5 + own.length) };
    const [shared] = common;
    if (shared !== undefined)
      return { normalized: shared, weight: 2, note: 'several records of one system have it' };
    const weak = a.weakMacs.find((mac) => b.weakMacs.includes(mac));
    if (weak !== undefined) {
      const lonely = counts.shared('weakMac', weak) <= 1;
      return { normalized: weak, weight: lonely ? 5 : 1, note: 'a virtual, random or dock address' };
    }
    if (a.macs.length === 0 || b.macs.length === 0) return undefined;
    return { normalized: a.macs.join('; '), weight: -3.5, note: 'no address in common' };
  },
};

const HOST: Rule<AssetEntry> = {
  field: 'hostname',
  show: ({ record }) => textOf(record, 'hostname') || record.name,
  compare(a, b, counts): Finding | undefined {
    const common = a.hosts.find((host) => b.hosts.includes(host));
    if (common !== undefined) return sameHost(common, a, b, counts.shared('host', common));
    if (a.host === '' || b.host === '') return undefined;
    const made = a.hostKind !== 'own' || b.hostKind !== 'own';
    return {
      normalized: a.host,
      weight: made ? -1.5 : -4,
      note: made ? 'one name was made up by a setup program' : 'other host name',
    };
  },
};

function sameHost(common: string, a: AssetEntry, b: AssetEntry, shared: number): Finding {
  const kind = a.host === common ? a.hostKind : b.hostKind;
  if (kind === 'default' || isDefaultHost(common)) {
    return {
      normalized: common,
      weight: shared > 1 ? 0.5 : 3,
      note: 'a name that many machines bear',
    };
  }
  return { normalized: common, weight: Math.max(0.5, thinned(kind === 'random' ? 8 : 9.5, shared)) };
}

const MODEL: Rule<AssetEntry> = {
  field: 'model',
  show: ({ record }) => textOf(record, 'model'),
  compare(a, b, counts): Finding | undefined {
    if (a.model === '' || b.model === '') return undefined;
    const alike = a.model === b.model || a.model.includes(b.model) || b.model.includes(a.model);
    if (!alike) return { normalized: a.model, weight: -4, note: 'other model' };
    const common = Math.max(counts.shared('model', a.model), counts.shared('model', b.model), 1);
    return { normalized: a.model, weight: Math.max(1, 4 - 0.75 * Math.log2(common)) };
  },
};

/** A field of which equality says little and difference little more. */
function weakRule(
  field: 'operatingSystem' | 'type' | 'manufacturer',
  form: (entry: AssetEntry) => string,
  same: number,
  other: number,
): Rule<AssetEntry> {
  return {
    field,
    show: ({ record }) => textOf(record, field),
    compare(a, b): Finding | undefined {
      const [left, right] = [form(a), form(b)];
      if (left === '' || right === '') return undefined;
      return { normalized: left, weight: left === right ? same : other };
    },
  };
}

const USER: Rule<AssetEntry> = {
  field: 'lastUser',
  show: ({ record }) => textOf(record, 'lastUser'),
  compare(a, b, counts): Finding | undefined {
    if (a.user === '' || b.user === '') return undefined;
    if (a.user !== b.user) return { normalized: a.user, weight: -0.5, note: 'users change' };
    return { normalized: a.user, weight: Math.max(0.5, thinned(4, counts.shared('user', a.user))) };
  },
};

const IP: Rule<AssetEntry> = {
  field: 'ipAddresses',
  show: ({ record }) => listOf(record, 'ipAddresses').join('; '),
  compare(a, b, counts): Finding | undefined {
    const common = a.ips.find((ip) => b.ips.includes(ip));
    if (common === undefined) return undefined;
    const _values = [
      listOf(a.record, 'ipAddresses').join('; '),
      listOf(b.record, 'ipAddresses').join('; '),
    ] as const;
    return { normalized: common, weight: Math.max(0, thinned(2.5, counts.shared('ip', common))) };
  },
};

const TAG: Rule<AssetEntry> = {
  field: 'assetTag',
  show: ({ record }) => textOf(record, 'assetTag'),
  compare(a, b, counts): Finding | undefined {
    if (a.tag === '' || b.tag === '') return undefined;
    if (a.tag !== b.tag) return { normalized: a.tag, weight: -2, note: 'other tag' };
    return { normalized: a.tag, weight: Math.max(0, thinned(7, counts.shared('tag', a.tag))) };
  },
};

export const ASSET_PRIOR = -8;
/** Among all machines of all organizations a chance agreement is likelier. */
export const WORLD_PRIOR = -12;

export const ASSET_RULES: readonly Rule<AssetEntry>[] = [
  VENDOR_LINK,
  AGENT_RULE,
  SERIAL,
  MACS,
  HOST,
  TAG,
  MODEL,
  USER,
  IP,
  weakRule('operatingSystem', (entry) => entry.system, 0.5, -1),
  weakRule('type', (entry) => entry.sort, 0.25, -4),
  weakRule('manufacturer', (entry) => entry.maker, 0.25, -2),
];
