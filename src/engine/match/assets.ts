/** Assets: what of a machine can be recognised. The order of trust: agent, serial, UUID, network cards, name, the rest. */
import { type Fields, keyOf, type RecordKey, type SourceRecord, SYSTEMS } from '../model';
import { machineSort, makerHouse, modelForm, systemFamily, userForm } from '../normalize/hardware';
import { hostForm, hostKey, isDefaultHost, isRandomHost } from '../normalize/host';
import { ipForm } from '../normalize/ip';
import { type MacWorth, macForm, macWorth } from '../normalize/mac';
import { memo } from '../normalize/memo';
import { isUsableSerial, serialForm } from '../normalize/serial';
import { caseless } from '../normalize/text';
import { uuidForm } from '../normalize/uuid';
import type { EntryOf } from './entries';
import type { Family } from './keys';
import { type Entry, list, listOf, text, textOf } from './rules';

/** Fleets repeat models, makers, accounts and names: the form of each text is made once. */
class Forms {
  readonly model = memo(modelForm);
  readonly maker = memo(makerHouse);
  readonly makerOfModel = memo(knownMaker);
  readonly system = memo(systemFamily);
  readonly sort = memo(machineSort);
  readonly user = memo(userForm);
  readonly host = memo(hostOf);
  /** The text as a list: what several records bear is kept once. */
  private readonly alone = memo((form: string): readonly string[] => [form]);

  /** `placeholders`: serial numbers that tell nothing, beside the built-in ones. */
  constructor(readonly placeholders: ReadonlySet<string>) {}

  macsOf(all: readonly string[], worth: MacWorth): readonly string[] {
    let kept = NONE;
    for (const raw of all) {
      const mac = macForm(raw);
      if (macWorth(mac) !== worth || kept.includes(mac)) continue;
      kept = kept.length === 0 ? this.alone(mac) : [...kept, mac];
    }
    return kept;
  }

  weakMarksOf(record: SourceRecord): WeakMarks {
    const told = textOf(record, 'manufacturer') || this.makerOfModel(textOf(record, 'model'));
    const system = this.system(textOf(record, 'operatingSystem'));
    const sort = this.sort(textOf(record, 'type'));
    return {
      ips: ipsOf(listOf(record, 'ipAddresses')),
      maker: this.maker(told),
      system,
      sort: sort || sortOfSystem(system),
      isSortTold: sort !== '',
      user: this.user(textOf(record, 'lastUser')),
    };
  }
}

/**
 * A large fleet has as many of these as records: it keeps what records are found by, and makes the rest when it is asked
 * for, which is seldom where machines are known by their own marks.
 */
export class AssetEntry implements Entry {
  readonly side: number;
  readonly agent: string;
  /** '' when it tells nothing. */
  readonly serial: string;
  readonly serialText: string;
  /** The largest number of records of one system, anywhere, that bear its serial number; counted by `World`. */
  bearers = 1;
  /** The firmware's; '' when it tells nothing. */
  readonly uuid: string;
  /** The same count for it. */
  uuidBearers = 1;
  /** Network cards that tell machines apart. */
  readonly macs: readonly string[];
  /** Virtual, dock and random ones. */
  readonly weakMacs: readonly string[];
  readonly named: Host;
  /** Names under which a record may be found: its host name, and its own name where that is another. */
  readonly hosts: readonly string[];
  readonly tag: string;
  /** The one of the weak marks that most pairs need. */
  readonly model: string;
  private made: RecordKey | undefined = undefined;
  private weakMarks: WeakMarks | undefined = undefined;

  constructor(
    readonly record: SourceRecord,
    readonly slot: number,
    readonly owner: RecordKey | undefined,
    private readonly forms: Forms,
  ) {
    const fields = record.fields;
    const hints = record.hints ?? NO_HINTS;
    this.side = SYSTEMS.indexOf(record.system);
    this.agent = agentOf(record, text(fields.agentId, hints.agentId).trim());
    this.serialText = text(fields.serialNumber, hints.serialNumber);
    const serial = serialForm(this.serialText);
    this.serial = isUsableSerial(serial, forms.placeholders) ? serial : '';
    this.uuid = uuidForm(text(fields.uuid, hints.uuid));
    const macs = list(fields.macAddresses, hints.macAddresses);
    this.macs = forms.macsOf(macs, 'strong');
    this.weakMacs = this.macs.length === macs.length ? NONE : forms.macsOf(macs, 'weak');
    const name = text(fields.name, hints.name) || record.name;
    const other = forms.host(name);
    const host = hostNamed(text(fields.hostname, hints.hostname), name, other, forms);
    this.named = host;
    this.hosts = other.key === host.key || other.key === '' ? host.alone : hostsOf(host, other);
    this.model = forms.model(text(fields.model, hints.model));
    this.tag = caseless(text(fields.assetTag, hints.assetTag));
  }

  get key(): RecordKey {
    this.made ??= keyOf(this.record);
    return this.made;
  }

  get host(): string {
    return this.named.key;
  }

  get ips(): readonly string[] {
    return this.weak.ips;
  }

  get maker(): string {
    return this.weak.maker;
  }

  get system(): string {
    return this.weak.system;
  }

  get sort(): string {
    return this.weak.sort;
  }

  /** Whether the record itself names its sort. */
  get isSortTold(): boolean {
    return this.weak.isSortTold;
  }

  get user(): string {
    return this.weak.user;
  }

  private get weak(): WeakMarks {
    this.weakMarks ??= this.forms.weakMarksOf(this.record);
    return this.weakMarks;
  }
}

interface WeakMarks {
  readonly ips: readonly string[];
  readonly maker: string;
  readonly system: string;
  readonly sort: string;
  readonly isSortTold: boolean;
  readonly user: string;
}

/** `placeholders`: serial numbers that tell nothing, beside the built-in ones. */
export function assetEntries(placeholders: ReadonlySet<string>): EntryOf<AssetEntry> {
  const forms = new Forms(placeholders);
  return (record, slot, owner) => new AssetEntry(record, slot, owner, forms);
}

const NO_HINTS: Fields = {};
const AGENT = /^\d{15,26}$/;
/** Addresses that every machine has, or that it gave itself. */
const NO_ADDRESS = /^(?:|127\..*|169\.254\..*|0\..*|::1|fe80.*)$/;

/** An exported VSA machine is often named by its agent's id alone; other systems' long ids are their own. */
function agentOf(record: SourceRecord, agent: string): string {
  return agent === '' && record.system === 'vsa' && AGENT.test(record.id) ? record.id : agent;
}

/** One for each text, whoever bears it. */
export interface Host {
  readonly key: string;
  readonly kind: 'own' | 'random' | 'default';
  /** Whether the key, which may be cut, is a name that many machines bear. */
  readonly isCommon: boolean;
  /** The key as a list. */
  readonly alone: readonly string[];
}

function hostOf(raw: string): Host {
  const full = hostForm(raw);
  const key = hostKey(full);
  const kind = isDefaultHost(full) ? 'default' : isRandomHost(full) ? 'random' : 'own';
  const isCommon = kind === 'default' || (key !== full && isDefaultHost(key));
  return { key, kind, isCommon, alone: [key] };
}

/** The host name, else the record's own name where it could be one. */
function hostNamed(hostname: string, name: string, named: Host, forms: Forms): Host {
  if (hostname !== '') return hostname === name ? named : forms.host(hostname);
  return name.trim().includes(' ') ? forms.host('') : named;
}

function hostsOf(host: Host, other: Host): readonly string[] {
  return host.key === '' ? other.alone : [host.key, other.key];
}

function ipsOf(all: readonly string[]): readonly string[] {
  if (all.every(isOwnAddress)) return all;
  let kept = NONE;
  for (const raw of all) {
    const ip = ipForm(raw);
    if (!NO_ADDRESS.test(ip)) kept = withOne(kept, ip);
  }
  return kept;
}

function isOwnAddress(raw: string): boolean {
  return ipForm(raw) === raw && !NO_ADDRESS.test(raw);
}

/** Most lists have one item; a list that grows by itself reserves room for many. */
function withOne(list: readonly string[], item: string): readonly string[] {
  return list.length === 0 ? [item] : [...list, item];
}

const NONE: readonly string[] = [];

function knownMaker(model: string): string {
  const first = model.trim().split(/\s+/)[0] ?? '';
  return /^(?:dell|hp|hewlett|lenovo|apple|microsoft|cisco)$/i.test(first) ? first : '';
}

function sortOfSystem(family: string): string {
  if (family.startsWith('windows server') || family === 'esxi') return 'server';
  return family.startsWith('windows') || family === 'macos' ? 'computer' : '';
}

export const AGENTS: Family<AssetEntry> = { name: 'agent', bound: 8, keys: (entry) => entry.agent };
export const SERIALS: Family<AssetEntry> = { name: 'serial', bound: 8, keys: (entry) => entry.serial };
export const UUIDS: Family<AssetEntry> = { name: 'uuid', bound: 8, keys: (entry) => entry.uuid };
export const MACS: Family<AssetEntry> = { name: 'mac', bound: 8, keys: (entry) => entry.macs };

export const ASSET_FAMILIES: readonly Family<AssetEntry>[] = [
  AGENTS,
  SERIALS,
  UUIDS,
  MACS,
  { name: 'weakMac', bound: 4, keys: (entry) => entry.weakMacs },
  { name: 'host', bound: 6, keys: (entry) => entry.hosts },
  { name: 'tag', bound: 4, keys: (entry) => entry.tag },
  { name: 'model', bound: 0, keys: (entry) => entry.model },
  { name: 'ip', bound: 0, keys: (entry) => entry.ips },
  { name: 'user', bound: 0, keys: (entry) => entry.user },
];
