/**
 * The settings door: what people wrote under `mspSync.`, validated, with the defaults filled in, as the engine takes it.
 * The editor and the command line read through here.
 */
import { ALL_INSTEAD } from '../engine/beside';
import { Failure } from '../engine/failure';
import type { FieldName } from '../engine/fields';
import { type QuietRange, quietRange } from '../engine/follow/quiet';
import { SAFE_UNASKED, type WritePolicies } from '../engine/follow/unattended';
import { KINDS, type Kind, type PerSystem, SYSTEMS, type SystemName } from '../engine/model';
import type { Direction, Directions } from '../engine/policy';
import {
  type AuthorityTable,
  type CreationPolicy,
  DEFAULT_SETTINGS,
  type SyncSettings,
} from '../engine/settings';
import { DEFAULT_VALUES, type ValueTables } from '../systems/value-maps';
import { type Connections, connectionsOf } from './connections';
import { authorityKey, type BMS_LISTS, type GROWING_LISTS, type Values, wholeShape } from './shape';

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

/** Reads flat settings (`bms.serverUrl` to value). Fails with `settings`, naming the key and the remedy. */
export function parseSettings(raw: Readonly<Record<string, unknown>>): Settings {
  const result = wholeShape.safeParse(raw);
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

function authorityOf(table: Readonly<Record<string, SystemName | 'ask'>>): AuthorityTable {
  const result: Partial<Record<Kind, Partial<Record<FieldName, SystemName | 'ask'>>>> = {};
  for (const [name, system] of Object.entries(table)) {
    const key = authorityKey(name);
    if (key) result[key[0]] = { ...result[key[0]], [key[1]]: system };
  }
  return result;
}
