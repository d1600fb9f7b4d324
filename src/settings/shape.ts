/**
 * The settings door: what people wrote under `mspSync.`, validated, with the defaults filled in. The editor and the
 * command line read through here; `package.json` declares the same keys, and a test holds the two together.
 */
import * as z from 'zod';
import { ALL_INSTEAD, PAIR_MODES } from '../engine/beside';
import { Failure } from '../engine/failure';
import { type FieldName, fieldSpec, isFieldName } from '../engine/fields';
import { type QuietRange, quietRange } from '../engine/follow/quiet';
import { SAFE_UNASKED, WRITE_POLICIES, type WritePolicies } from '../engine/follow/unattended';
import { KINDS, type Kind, type PerSystem, SYSTEMS, type SystemName } from '../engine/model';
import { isLoopbackHost } from '../engine/normalize/loopback';
import type { Direction, Directions } from '../engine/policy';
import {
  type AuthorityTable,
  type CreationPolicy,
  DEFAULT_SETTINGS,
  type SyncSettings,
} from '../engine/settings';
import { DEFAULT_VALUES, faultOf, mappableField, type ValueTables } from '../systems/value-maps';

export const ITGLUE_REGIONS = ['us', 'eu', 'au'] as const;
/** Lists of BMS whose names are the tenant's. */
export const BMS_LISTS = [
  'businessType',
  'category',
  'state',
  'manufacturer',
  'emailType',
  'phoneType',
] as const;
export const VSA_AUTHENTICATIONS = ['token', 'password', 'vsa10'] as const;

const text = z.string().trim().default('');
const percent = z.number().min(0).max(100);
const kindList = z.array(z.enum(KINDS));
const systemList = z.array(z.enum(SYSTEMS));

const creation = z.partialRecord(z.enum(KINDS), z.partialRecord(z.enum(SYSTEMS), systemList)).default({});

const authority = z.record(z.string(), z.enum([...SYSTEMS, 'ask'])).superRefine((table, context) => {
  for (const name of Object.keys(table)) {
    if (!authorityKey(name))
      context.addIssue({ code: 'custom', message: `"${name}" is not KIND.FIELD`, path: [name] });
  }
});

/** For each kind, which way it goes between two systems. */
const ways = <A extends SystemName, B extends SystemName>(first: A, second: B) =>
  z
    .partialRecord(z.enum(KINDS), z.enum(['both', `${first}-to-${second}`, `${second}-to-${first}`, 'off']))
    .default({});

const values = z.array(z.string().trim().min(1)).default([]);

const word = z.string().trim().min(1);
/** For each system and `KIND.FIELD`: its own name of a value, and the common ones that it stands for. */
const valueTables = z
  .partialRecord(z.enum(SYSTEMS), z.record(z.string(), z.record(word, z.array(word).readonly())))
  .default(() => structuredClone(DEFAULT_VALUES))
  .superRefine((systems, context) => {
    const refuse = (path: string[], message: string): void =>
      context.addIssue({ code: 'custom', message, path });
    for (const [system, tables] of Object.entries(systems)) {
      for (const [name, table] of Object.entries(tables ?? {})) {
        const fault = mappableField(name)
          ? faultOf(table)
          : `"${name}" is not KIND.FIELD of a value with names`;
        if (fault) refuse([system, name], fault);
      }
    }
  });

/** Lists of a system that a value which it lacks may be added to. */
export const GROWING_LISTS = [
  'bms.types',
  'bms.statuses',
  'bms.manufacturers',
  'itglue.types',
  'itglue.statuses',
  'itglue.manufacturers',
  'itglue.models',
] as const;

/** Each key as it stands after `mspSync.`. */
export const settingsShape = {
  'bms.serverUrl': text,
  'bms.tenant': text,
  'bms.username': text,
  'bms.certificateAuthority': text,
  'vsa.serverUrl': text,
  'vsa.username': text,
  'vsa.authentication': z.enum(VSA_AUTHENTICATIONS).default('token'),
  'vsa.certificateAuthority': text,
  'itglue.subdomain': text,
  'itglue.region': z.enum(ITGLUE_REGIONS).default('us'),
  'itglue.apiUrl': text,
  'itglue.certificateAuthority': text,
  'secrets.expireOn': z.partialRecord(z.enum(SYSTEMS), z.iso.date()).default({}),
  'sync.kinds': kindList.min(1).default([...KINDS]),
  'sync.bmsVsa': ways('bms', 'vsa'),
  'sync.bmsItGlue': ways('bms', 'itglue'),
  'sync.vsaItGlue': ways('vsa', 'itglue'),
  'sync.vendorIntegrations': z
    .partialRecord(z.enum(['bmsVsa', 'bmsItGlue', 'vsaItGlue']), z.enum(PAIR_MODES))
    .default({}),
  'sync.create': creation,
  'sync.authority': authority.default({}),
  'sync.organizationAuthority': z.record(z.string().trim().min(1), authority).default({}),
  'sync.values': valueTables,
  'sync.addToLists': z.array(z.enum(GROWING_LISTS)).default(['itglue.manufacturers', 'itglue.models']),
  'bms.lists': z.partialRecord(z.enum(BMS_LISTS), word).default({}),
  'itglue.activeStatuses': z.array(word).min(1).default(['Active']),
  'itglue.inactiveStatus': word.default('Inactive'),
  'itglue.twoWaySync': z.boolean().default(false),
  'filter.organizationTypes': values,
  'filter.assetTypes': values,
  'filter.assetStatuses': values,
  'match.linkThreshold': z.number().min(0.5).max(1).default(DEFAULT_SETTINGS.match.linkThreshold),
  'match.suggestThreshold': z.number().min(0).max(1).default(DEFAULT_SETTINGS.match.suggestThreshold),
  'match.placeholderSerials': z.array(z.string()).default([]),
  'guard.maximumWrites': z.number().int().min(0).default(DEFAULT_SETTINGS.guard.maximumWrites),
  'guard.maximumArchives': z.number().int().min(0).default(DEFAULT_SETTINGS.guard.maximumArchives),
  'guard.maximumOverwritePercent': percent.default(DEFAULT_SETTINGS.guard.maximumOverwritePercent),
  'guard.maximumShrinkPercent': percent.default(DEFAULT_SETTINGS.guard.maximumShrinkPercent),
  'guard.maximumClockMinutes': z.number().min(1).default(DEFAULT_SETTINGS.guard.maximumClockMinutes),
  'automatic.enabled': z.boolean().default(false),
  'automatic.intervalMinutes': z.number().int().min(5).max(1440).default(60),
  'automatic.quietHours': z
    .array(z.string().refine((range) => quietRange(range) !== null, 'write a range of times as 22:00-06:00'))
    .default([]),
  'automatic.write': z.partialRecord(z.enum(KINDS), z.enum(WRITE_POLICIES)).default({}),
  'reading.wholeEveryHours': z.number().min(1).max(720).default(DEFAULT_SETTINGS.reading.wholeEveryHours),
} as const;

export type SettingKey = keyof typeof settingsShape;

export const isSettingKey = (key: string): key is SettingKey => key in settingsShape;

interface Pinned {
  /** PEM text, or the path of a PEM file, of the only authority to trust instead of those this computer knows. */
  readonly certificateAuthority?: string;
}

export interface BmsConnection extends Pinned {
  readonly serverUrl: string;
  readonly tenant: string;
  readonly username: string;
}

export interface VsaConnection extends Pinned {
  readonly serverUrl: string;
  readonly username: string;
  readonly authentication: (typeof VSA_AUTHENTICATIONS)[number];
}

export interface ItGlueConnection extends Pinned {
  readonly subdomain: string;
  readonly region: (typeof ITGLUE_REGIONS)[number];
  readonly apiUrl: string;
}

/** Connections that are configured, without their secrets; a system whose settings are all blank is absent. */
export interface Connections {
  readonly bms?: BmsConnection;
  readonly vsa?: VsaConnection;
  readonly itglue?: ItGlueConnection;
}

/** How the systems' own words and lists are to be taken. */
export interface Wording {
  readonly values: Readonly<Partial<Record<SystemName, ValueTables>>>;
  readonly addToLists: readonly (typeof GROWING_LISTS)[number][];
  /** Names of BMS's lists where the tenant's differ from the usual ones. */
  readonly bmsLists: Readonly<Partial<Record<(typeof BMS_LISTS)[number], string>>>;
  readonly activeStatuses: readonly string[];
  readonly inactiveStatus: string;
  /** IT Glue's own sync with BMS is two-way: its records are not taken for locked. */
  readonly twoWaySync: boolean;
}

export interface AutomaticSettings {
  /** In the editor; the command line follows when it is asked to. */
  readonly enabled: boolean;
  readonly intervalMs: number;
  readonly quiet: readonly QuietRange[];
  /** What may be written without asking, by kind. */
  readonly unasked: WritePolicies;
}

export interface Settings {
  readonly connections: Connections;
  readonly sync: SyncSettings;
  readonly wording: Wording;
  readonly automatic: AutomaticSettings;
  /** The day on which a system's secret ends, where a person gave it: no API tells it. */
  readonly secretsEnd: PerSystem<string>;
}

const whole = z.object(settingsShape);
type Values = z.infer<typeof whole>;

/** Reads flat settings (`bms.serverUrl` to value). Fails with `settings`, naming the key and the remedy. */
export function parseSettings(raw: Readonly<Record<string, unknown>>): Settings {
  const result = whole.safeParse(raw);
  if (!result.success) {
    const [issue] = result.error.issues;
    const [key, ...inside] = issue?.path ?? [];
    const place = inside.length > 0 ? ` (at ${inside.map(String).join('.')})` : '';
    throw new Failure(
      'settings',
      `The setting mspSync.${String(key)} is not valid${place}: ${issue?.message ?? 'unexpected'}.`,
      {
        remedy: `Correct mspSync.${String(key)} in the workspace's settings, or remove it to use the default.`,
      },
    );
  }
  return {
    connections: connectionsOf(result.data),
    sync: syncOf(result.data),
    wording: wordingOf(result.data),
    automatic: automaticOf(result.data),
    secretsEnd: result.data['secrets.expireOn'],
  };
}

/** A table of the settings stands in the place of the built-in one of the same field. */
function wordingOf(values: Values): Wording {
  const tables = Object.fromEntries(
    SYSTEMS.map((system) => [system, { ...DEFAULT_VALUES[system], ...values['sync.values'][system] }]),
  );
  return {
    values: tables,
    addToLists: values['sync.addToLists'],
    bmsLists: values['bms.lists'],
    activeStatuses: values['itglue.activeStatuses'],
    inactiveStatus: values['itglue.inactiveStatus'],
    twoWaySync: values['itglue.twoWaySync'],
  };
}

function connectionsOf(values: Values): Connections {
  const bms = {
    serverUrl: urlOf('bms.serverUrl', values['bms.serverUrl']),
    tenant: values['bms.tenant'],
    username: values['bms.username'],
    ...pinned(values['bms.certificateAuthority']),
  };
  const vsa = {
    serverUrl: urlOf('vsa.serverUrl', values['vsa.serverUrl']),
    username: values['vsa.username'],
    authentication: values['vsa.authentication'],
    ...pinned(values['vsa.certificateAuthority']),
  };
  const itglue = {
    subdomain: values['itglue.subdomain'],
    region: values['itglue.region'],
    apiUrl: urlOf('itglue.apiUrl', values['itglue.apiUrl']),
    ...pinned(values['itglue.certificateAuthority']),
  };
  return {
    ...(bms.serverUrl ? { bms: complete('bms', bms) } : {}),
    ...(vsa.serverUrl ? { vsa: complete('vsa', vsa) } : {}),
    ...(itglue.subdomain ? { itglue } : {}),
  };
}

const pinned = (authority: string): Pinned => (authority === '' ? {} : { certificateAuthority: authority });

/** A connection with an address needs the rest too. */
function complete<T extends object>(system: SystemName, connection: T): T {
  for (const [name, value] of Object.entries(connection)) {
    if (value !== '') continue;
    throw new Failure('settings', `The setting mspSync.${system}.${name} is empty.`, {
      remedy: `Fill in mspSync.${system}.${name}, or run "MSP Sync: Configure Connection".`,
    });
  }
  return connection;
}

/** An address with its origin in lower case and without a trailing slash; https only, except on this machine. */
function urlOf(key: SettingKey, address: string): string {
  if (address === '') return '';
  const withScheme = /^[a-z]+:\/\//i.test(address) ? address : `https://${address}`;
  if (!URL.canParse(withScheme)) throw badUrl(key, `"${address}" is not a web address`);
  const url = new URL(withScheme);
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
  if (!safe) throw badUrl(key, 'only https addresses are allowed');
  if (url.username || url.password) throw badUrl(key, 'it must not hold a user name or a password');
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

const badUrl = (key: SettingKey, why: string): Failure =>
  new Failure('settings', `The setting mspSync.${key} is not valid: ${why}.`, {
    remedy: `Write mspSync.${key} as https://host, as it stands in the browser's address bar.`,
  });

function syncOf(values: Values): SyncSettings {
  return {
    kinds: KINDS.filter((kind) => values['sync.kinds'].includes(kind)),
    directions: directionsOf(values),
    vendors: { ...ALL_INSTEAD, ...values['sync.vendorIntegrations'] },
    filters: {
      organizationTypes: values['filter.organizationTypes'],
      assetTypes: values['filter.assetTypes'],
      assetStatuses: values['filter.assetStatuses'],
    },
    match: {
      linkThreshold: values['match.linkThreshold'],
      suggestThreshold: values['match.suggestThreshold'],
      placeholderSerials: values['match.placeholderSerials'],
    },
    create: creationOf(values['sync.create']),
    authority: authorityOf(values['sync.authority']),
    organizationAuthority: Object.fromEntries(
      Object.entries(values['sync.organizationAuthority']).map(([name, table]) => [name, authorityOf(table)]),
    ),
    guard: {
      maximumWrites: values['guard.maximumWrites'],
      maximumArchives: values['guard.maximumArchives'],
      maximumOverwritePercent: values['guard.maximumOverwritePercent'],
      maximumShrinkPercent: values['guard.maximumShrinkPercent'],
      maximumClockMinutes: values['guard.maximumClockMinutes'],
    },
    reading: { wholeEveryHours: values['reading.wholeEveryHours'] },
  };
}

function directionsOf(values: Values): Directions {
  const whole = (ways: Partial<Record<Kind, Direction>>) => ({
    organization: ways.organization ?? 'both',
    location: ways.location ?? 'both',
    contact: ways.contact ?? 'both',
    asset: ways.asset ?? 'both',
  });
  return {
    bmsVsa: whole(values['sync.bmsVsa']),
    bmsItGlue: whole(values['sync.bmsItGlue']),
    vsaItGlue: whole(values['sync.vsaItGlue']),
  };
}

function automaticOf(values: Values): AutomaticSettings {
  return {
    enabled: values['automatic.enabled'],
    intervalMs: values['automatic.intervalMinutes'] * 60_000,
    quiet: values['automatic.quietHours'].map(quietRange).filter((range) => range !== null),
    unasked: { ...SAFE_UNASKED, ...values['automatic.write'] },
  };
}

function creationOf(table: Partial<Record<Kind, Partial<Record<SystemName, SystemName[]>>>>): CreationPolicy {
  const defaults = DEFAULT_SETTINGS.create;
  return {
    organization: table.organization ?? defaults.organization,
    location: table.location ?? defaults.location,
    contact: table.contact ?? defaults.contact,
    asset: table.asset ?? defaults.asset,
  };
}

/** `asset.serialNumber` as its parts, or null when there is no such field. */
function authorityKey(name: string): readonly [Kind, FieldName] | null {
  const [first, field, ...rest] = name.split('.');
  const kind = KINDS.find((known) => known === first);
  if (!kind || !field || rest.length > 0 || !isFieldName(field)) return null;
  return fieldSpec(kind, field) ? [kind, field] : null;
}

function authorityOf(table: Readonly<Record<string, SystemName | 'ask'>>): AuthorityTable {
  const result: Partial<Record<Kind, Partial<Record<FieldName, SystemName | 'ask'>>>> = {};
  for (const [name, system] of Object.entries(table)) {
    const key = authorityKey(name);
    if (key) result[key[0]] = { ...result[key[0]], [key[1]]: system };
  }
  return result;
}
