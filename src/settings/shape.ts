/** What people may write under `mspSync.`, with its defaults; `package.json` declares the same keys, and a test holds the two together. */
import * as z from 'zod';
import { PAIR_MODES } from '../engine/beside';
import { type FieldName, fieldSpec, isFieldName } from '../engine/fields';
import { quietRange } from '../engine/follow/quiet';
import { WRITE_POLICIES } from '../engine/follow/unattended';
import { KINDS, type Kind, SYSTEMS, type SystemName } from '../engine/model';
import { DEFAULT_SETTINGS } from '../engine/settings';
import { DEFAULT_VALUES, faultOf, mappableField } from '../systems/value-maps';

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

/** All settings with their defaults, as the shape gives them. */
export const wholeShape = z.object(settingsShape);
export type Values = z.infer<typeof wholeShape>;

/** `asset.serialNumber` as its parts, or null when there is no such field. */
export function authorityKey(name: string): readonly [Kind, FieldName] | null {
  const [first, field, ...rest] = name.split('.');
  const kind = KINDS.find((known) => known === first);
  if (!kind || !field || rest.length > 0 || !isFieldName(field)) return null;
  return fieldSpec(kind, field) ? [kind, field] : null;
}
