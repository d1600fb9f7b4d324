/** Assets: what of a machine can be recognised. The order of trust: agent, serial, network cards, name, the rest. */
import { type Fields, isActive, keyOf, type SourceRecord, SYSTEMS } from '../model';
import { machineSort, makerForm, modelForm, systemFamily, userForm } from '../normalize/hardware';
import { hostForm, hostKey, isDefaultHost, isRandomHost } from '../normalize/host';
import { ipForm } from '../normalize/ip';
import { type MacWorth, macForm, macWorth } from '../normalize/mac';
import { memo } from '../normalize/memo';
import { isUsableSerial, serialForm } from '../normalize/serial';
import { caseless } from '../normalize/text';
import type { Family } from './blocks';
import { type Entry, list, type OwnerOf, text } from './rules';

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
    const allMacs = list(fields.macAddresses, hints.macAddresses);
    const macs = macsOf(allMacs, 'strong');
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
      macs,
      weakMacs: macs.length === allMacs.length ? NONE : macsOf(allMacs, 'weak'),
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
