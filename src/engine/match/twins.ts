/**
 * Records of one system that describe one machine: an agent installed anew beside its silent predecessor, a clone that
 * is alive beside its original, a plain duplicate. Only a silent one may be passed over.
 */

import { isActive, type RecordKey } from '../model';
import { hostForm } from '../normalize/host';
import { secondsOf } from '../normalize/instant';
import type { Slices } from '../slices';
import type { AssetEntry } from './assets';
import type { Alarm } from './model';
import { textOf } from './rules';
import type { Shared, World } from './world';

/** A record that has been silent for so much longer than its twin no longer speaks for the machine. */
const SILENT_SECONDS = 7 * 86_400;
/** A serial number on more records than this is a lie about each of them. */
const TWINS = 6;

const TITLES = { serial: 'serial number', uuid: 'hardware UUID', mac: 'network card' } as const;
const ORDER = ['serial', 'uuid', 'mac'] as const;

export interface Twins {
  /** Silent records, each with the one that speaks for the machine now. */
  readonly successors: ReadonlyMap<AssetEntry, AssetEntry>;
  readonly alarms: readonly Alarm[];
}

/** `isSettled`: whether a person said what the record is: it speaks for itself then, however silent. */
export function* findTwins(world: World, isSettled: (key: RecordKey) => boolean): Slices<Twins> {
  const successors = new Map<AssetEntry, AssetEntry>();
  const alarms = new Map<string, Alarm>();
  const shared = (yield* world.twins()).sort(bySignAndOrder);
  for (const { mark, value, group } of shared) {
    const likeness = mark === 'serial' ? 'all' : likenessOf(group);
    if (likeness === 'none') continue;
    const waiting = group.filter((entry) => !successors.has(entry));
    if (waiting.length < 2) continue;
    const [alive, silent] = split(waiting);
    const [heir] = alive;
    if (likeness === 'all' && alive.length === 1 && heir !== undefined && waiting.length <= TWINS) {
      for (const entry of silent) if (!isSettled(entry.key)) successors.set(entry, heir);
    }
    const alarm = alarmOf(waiting, alive, `the ${TITLES[mark]} ${value}`);
    alarms.set(alarm.records.join(), alarm);
  }
  return { successors, alarms: [...alarms.values()] };
}

/** What a portal or a person writes behind the name of a copy: `PC-7 (2)`, `PC-7 copy`. */
const COPY = /\s*(?:\(\d+\)|[-_ ]copy(?: ?\d+)?)$/;

/** `all` of the group have the same serial number, or none has any. */
type Likeness = 'all' | 'copies' | 'none';

/**
 * A UUID or a network card is no sign where the serial numbers say otherwise. Where some have none, a dock may have gone
 * from one machine to another: only a copy of the same name is told, and none is passed over for another.
 */
function likenessOf(group: readonly AssetEntry[]): Likeness {
  const serials = new Set(group.map((entry) => entry.serial));
  if (serials.size < 2) return 'all';
  const names = new Set(group.map(({ record }) => hostForm(record.name).replace(COPY, '')));
  return serials.size === 2 && serials.has('') && names.size === 1 && !names.has('') ? 'copies' : 'none';
}

/** Serial numbers first; then by value and system, so that the order of the records never counts. */
function bySignAndOrder(x: Shared, y: Shared): number {
  const [left, right] = [x, y].map(
    ({ mark, value, group }) => `${ORDER.indexOf(mark)} ${value} ${group[0]?.side}`,
  );
  return (left ?? '') < (right ?? '') ? -1 : 1;
}

/** Seconds since the epoch, or undefined. */
function lastSeen(entry: AssetEntry): number | undefined {
  return secondsOf(textOf(entry.record, 'lastSeen'));
}

function split(group: readonly AssetEntry[]): [alive: AssetEntry[], silent: AssetEntry[]] {
  const newest = Math.max(...group.map((entry) => lastSeen(entry) ?? Number.NEGATIVE_INFINITY));
  const isSilent = (entry: AssetEntry) => {
    const seen = lastSeen(entry);
    return !isActive(entry.record) || (seen !== undefined && newest - seen > SILENT_SECONDS);
  };
  const alive = group.filter((entry) => !isSilent(entry));
  return [alive, group.filter(isSilent)];
}

/** People need no more than these to see what is wrong. */
const SHOWN = 20;

function alarmOf(group: readonly AssetEntry[], alive: readonly AssetEntry[], mark: string): Alarm {
  const records = group
    .map((entry) => entry.key)
    .sort()
    .slice(0, SHOWN);
  const bothSeen = alive.length > 1 && alive.every((entry) => lastSeen(entry) !== undefined);
  const differ =
    new Set(alive.map((entry) => entry.host)).size > 1 || new Set(alive.map((entry) => entry.agent)).size > 1;
  if (bothSeen && differ) {
    const reason = `${alive.length} records that are all alive share ${mark}: a clone, or a serial number that lies.`;
    return { type: 'clone', records, reason, evidence: [] };
  }
  const reason = `${group.length} records of one system share ${mark}: probably one machine listed more than once.`;
  return { type: 'duplicate', records, reason, evidence: [] };
}
