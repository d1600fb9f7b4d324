/** Assets: what of a machine can be recognised. The order of trust: agent, serial, network cards, name, the rest. */
import { isActive, keyOf, type RecordKey, type SourceRecord, SYSTEMS } from '../model';
import { machineSort, makerForm, modelForm, systemFamily, userForm } from '../normalize/hardware';
import { hostForm, hostKey, isDefaultHost, isRandomHost } from '../normalize/host';
import { secondsOf } from '../normalize/instant';
import { ipForm } from '../normalize/ip';
import { type MacWorth, macForm, macWorth } from '../normalize/mac';
import { memo } from '../normalize/memo';
import { isUsableSerial, isVirtualSerial, serialForm } from '../normalize/serial';
import { caseless } from '../normalize/text';
import type { Family } from './blocks';
import { type Entry, type Finding, listOf, type Rule, textOf, thinned } from './rules';
import { VENDOR_LINK } from './vendor';

export interface AssetEntry extends Entry {
  readonly organization: RecordKey | undefined;
  readonly agent: string;
  /** '' when it tells nothing. */
  readonly serial: string;
  /** Network cards that tell machines apart. */
  readonly macs: readonly string[];
  /** As the system holds them. */
  readonly macText: string;
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
  organizationOf(record: SourceRecord): RecordKey | undefined;
}

const AGENT = /^\d{15,26}$/;
/** Addresses that every machine has, or that it gave itself. */
const NO_ADDRESS = /^(?:|127\..*|169\.254\..*|0\..*|::1|fe80.*)$/;

/** Makes entries; remembers the forms of what fleets have few of. */
export function assetEntries(context: AssetContext): (record: SourceRecord) => AssetEntry {
  const modelOf = memo(modelForm);
  const makerOf = memo((text) => makerForm(text));
  const makerOfModel = memo(knownMaker);
  const systemOf = memo(systemFamily);
  const sortOf = memo(machineSort);
  return (record) => {
    const model = textOf(record, 'model');
    const system = systemOf(textOf(record, 'operatingSystem'));
    const serial = serialForm(textOf(record, 'serialNumber'));
    const macList = listOf(record, 'macAddresses');
    const name = (textOf(record, 'name') || record.name).trim();
    const full = hostForm(textOf(record, 'hostname') || (name.includes(' ') ? '' : name));
    const host = hostKey(full);
    const other = hostKey(hostForm(caseless(name)));
    return {
      record,
      key: keyOf(record),
      side: SYSTEMS.indexOf(record.system),
      organization: context.organizationOf(record),
      agent: agentOf(record),
      serial: isUsableSerial(serial, context.placeholders) ? serial : '',
      macs: macsOf(macList, 'strong'),
      macText: macList.length === 1 ? (macList[0] ?? '') : macList.join('; '),
      weakMacs: macsOf(macList, 'weak'),
      host,
      hostKind: isDefaultHost(full) ? 'default' : isRandomHost(full) ? 'random' : 'own',
      hosts: other === host || other === '' ? [host] : host === '' ? [other] : [host, other],
      ips: listOf(record, 'ipAddresses')
        .map(ipForm)
        .filter((ip) => !NO_ADDRESS.test(ip)),
      model: modelOf(model),
      maker: makerOf(textOf(record, 'manufacturer') || makerOfModel(model)),
      system,
      sort: sortOf(textOf(record, 'type')) || sortOfSystem(system),
      user: userForm(textOf(record, 'lastUser')),
      tag: caseless(textOf(record, 'assetTag')),
      active: isActive(record),
      seen: secondsOf(textOf(record, 'lastSeen')),
    };
  };
}

/** An exported VSA machine is often named by its agent's id alone; other systems' long ids are their own. */
function agentOf(record: SourceRecord): string {
  const agent = textOf(record, 'agentId').trim();
  return agent === '' && record.system === 'vsa' && AGENT.test(record.id) ? record.id : agent;
}

const NONE: readonly string[] = [];

function macsOf(list: readonly string[], worth: MacWorth): readonly string[] {
  let kept: string[] | undefined;
  for (const raw of list) {
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
  compare(a, b, counts): Finding | undefined {
    if (a.agent === '' || b.agent === '') return undefined;
    const values = [a.agent, b.agent] as const;
    if (a.agent !== b.agent) {
      return {
        values,
        normalized: a.agent,
        weight: -3,
        note: 'another agent, or the same machine installed anew',
      };
    }
    return { values, normalized: a.agent, weight: thinned(18, counts.shared('agent', a.agent) ** 2) };
  },
};

const SERIAL: Rule<AssetEntry> = {
  field: 'serialNumber',
  compare(a, b, counts): Finding | undefined {
    const values = [textOf(a.record, 'serialNumber'), textOf(b.record, 'serialNumber')] as const;
    if (a.serial === '' || b.serial === '') {
      if (values[0] === '' || values[1] === '') return undefined;
      const lie = a.serial === '' ? values[0] : values[1];
      return { values, normalized: a.serial, weight: 0, note: `"${lie}" stands in many machines` };
    }
    if (a.serial !== b.serial) {
      if (sameAgent(a, b))
        return {
          values,
          normalized: a.serial,
          weight: -6,
          note: 'other serial number, same agent',
          cap: 0.9,
        };
      return { values, normalized: a.serial, weight: -14, note: 'two usable serial numbers', cap: 0.3 };
    }
    const shared = Math.max(counts.shared('serial', a.serial), counts.shared('worldSerial', a.serial));
    if (shared > 1)
      return { values, normalized: a.serial, weight: 3, note: `${shared} records of one system have it` };
    return { values, normalized: a.serial, weight: isVirtualSerial(a.serial) ? 12 : 18 };
  },
};

function sameAgent(a: AssetEntry, b: AssetEntry): boolean {
  return a.agent !== '' && a.agent === b.agent;
}

const MACS: Rule<AssetEntry> = {
  field: 'macAddresses',
  compare(a, b, counts): Finding | undefined {
    const values = [a.macText, b.macText] as const;
    const common = a.macs.filter((mac) => b.macs.includes(mac));
    const own = common.filter((mac) => counts.shared('mac', mac) <= 1);
    const [first] = own;
    if (first !== undefined) return { values, normalized: first, weight: Math.min(13, 10.5 + own.length) };
    const [shared] = common;
    if (shared !== undefined)
      return { values, normalized: shared, weight: 2, note: 'several records of one system have it' };
    const weak = a.weakMacs.find((mac) => b.weakMacs.includes(mac));
    if (weak !== undefined) {
      const lonely = counts.shared('weakMac', weak) <= 1;
      return { values, normalized: weak, weight: lonely ? 5 : 1, note: 'a virtual, random or dock address' };
    }
    if (a.macs.length === 0 || b.macs.length === 0) return undefined;
    return { values, normalized: a.macs.join('; '), weight: -3.5, note: 'no address in common' };
  },
};

const HOST: Rule<AssetEntry> = {
  field: 'hostname',
  compare(a, b, counts): Finding | undefined {
    const values = [hostText(a), hostText(b)] as const;
    const common = a.hosts.find((host) => b.hosts.includes(host));
    if (common !== undefined) return sameHost(values, common, a, b, counts.shared('host', common));
    if (a.host === '' || b.host === '') return undefined;
    const made = a.hostKind !== 'own' || b.hostKind !== 'own';
    return {
      values,
      normalized: a.host,
      weight: made ? -1.5 : -4,
      note: made ? 'one name was made up by a setup program' : 'other host name',
    };
  },
};

function hostText(entry: AssetEntry): string {
  return textOf(entry.record, 'hostname') || entry.record.name;
}

function sameHost(
  values: readonly [string, string],
  common: string,
  a: AssetEntry,
  b: AssetEntry,
  shared: number,
): Finding {
  const kind = a.host === common ? a.hostKind : b.hostKind;
  if (kind === 'default' || isDefaultHost(common)) {
    return {
      values,
      normalized: common,
      weight: shared > 1 ? 0.5 : 3,
      note: 'a name that many machines bear',
    };
  }
  return { values, normalized: common, weight: Math.max(0.5, thinned(kind === 'random' ? 8 : 9.5, shared)) };
}

const MODEL: Rule<AssetEntry> = {
  field: 'model',
  compare(a, b, counts): Finding | undefined {
    if (a.model === '' || b.model === '') return undefined;
    const values = [textOf(a.record, 'model'), textOf(b.record, 'model')] as const;
    const alike = a.model === b.model || a.model.includes(b.model) || b.model.includes(a.model);
    if (!alike) return { values, normalized: a.model, weight: -4, note: 'other model' };
    const common = Math.max(counts.shared('model', a.model), counts.shared('model', b.model), 1);
    return { values, normalized: a.model, weight: Math.max(1, 4 - 0.75 * Math.log2(common)) };
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
    compare(a, b): Finding | undefined {
      const [left, right] = [form(a), form(b)];
      if (left === '' || right === '') return undefined;
      const values = [textOf(a.record, field), textOf(b.record, field)] as const;
      return { values, normalized: left, weight: left === right ? same : other };
    },
  };
}

const USER: Rule<AssetEntry> = {
  field: 'lastUser',
  compare(a, b, counts): Finding | undefined {
    if (a.user === '' || b.user === '') return undefined;
    const values = [textOf(a.record, 'lastUser'), textOf(b.record, 'lastUser')] as const;
    if (a.user !== b.user) return { values, normalized: a.user, weight: -0.5, note: 'users change' };
    return { values, normalized: a.user, weight: Math.max(0.5, thinned(4, counts.shared('user', a.user))) };
  },
};

const IP: Rule<AssetEntry> = {
  field: 'ipAddresses',
  compare(a, b, counts): Finding | undefined {
    const common = a.ips.find((ip) => b.ips.includes(ip));
    if (common === undefined) return undefined;
    const values = [
      listOf(a.record, 'ipAddresses').join('; '),
      listOf(b.record, 'ipAddresses').join('; '),
    ] as const;
    return { values, normalized: common, weight: Math.max(0, thinned(2.5, counts.shared('ip', common))) };
  },
};

const TAG: Rule<AssetEntry> = {
  field: 'assetTag',
  compare(a, b, counts): Finding | undefined {
    if (a.tag === '' || b.tag === '') return undefined;
    const values = [textOf(a.record, 'assetTag'), textOf(b.record, 'assetTag')] as const;
    if (a.tag !== b.tag) return { values, normalized: a.tag, weight: -2, note: 'other tag' };
    return { values, normalized: a.tag, weight: Math.max(0, thinned(7, counts.shared('tag', a.tag))) };
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
