/** Processor time of matching three systems from scratch, collection of garbage included, against the number of records. */
import { match } from '../../src/engine/match/match';
import { DEFAULT_MATCH_SETTINGS } from '../../src/engine/match/settings';
import { type SourceRecord, SYSTEMS, type SystemName } from '../../src/engine/model';
import { atOnce } from '../../src/engine/slices';

/** Deterministic pseudo-random numbers (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const MODELS = [
  'OptiPlex 7090',
  'Latitude 5420',
  'ThinkPad T14',
  'EliteBook 840 G8',
  'PowerEdge R640',
  'ProDesk 600',
];

export function fleet(assets: number, organizations: number): SourceRecord[] {
  const next = random(assets);
  const hex = (digits: number) =>
    Math.floor(next() * 16 ** digits)
      .toString(16)
      .padStart(digits, '0');
  const records: SourceRecord[] = [];
  const base = { links: [], revision: null, url: null };
  for (let at = 0; at < organizations; at++) {
    const name = `Client ${hex(6)} ${hex(4)} Ltd`;
    for (const system of SYSTEMS) {
      const fields = { name, phone: `+1214555${String(at).padStart(4, '0')}` };
      records.push({ ...base, system, kind: 'organization', id: `o${at}`, name, organization: null, fields });
    }
  }
  for (let at = 0; at < assets; at++) {
    const owner = at % organizations;
    const serial = `PF${hex(8).toUpperCase()}`;
    const mac = `001b21${hex(6)}`;
    const host = `C${owner}-PC${String(at).padStart(5, '0')}`;
    const model = MODELS[at % MODELS.length] ?? '';
    for (const system of SYSTEMS)
      records.push({ ...base, ...asset(system, at, owner, { serial, mac, host, model }, next) });
  }
  return records;
}

function asset(
  system: SystemName,
  at: number,
  owner: number,
  it: { serial: string; mac: string; host: string; model: string },
  next: () => number,
): Pick<SourceRecord, 'system' | 'kind' | 'id' | 'name' | 'organization' | 'fields'> {
  const fields = {
    name: it.host,
    hostname: it.host,
    serialNumber: next() < 0.1 ? 'To be filled by O.E.M.' : it.serial,
    macAddresses: next() < 0.1 ? [] : [it.mac.replace(/..(?=.)/g, '$&:')],
    model: it.model,
    operatingSystem: 'Microsoft Windows 11 Pro 10.0.22631',
    ipAddresses: [`10.0.${at % 250}.${(at >> 8) % 250}`],
    lastSeen: '2026-01-01T00:00:00Z',
  };
  return { system, kind: 'asset', id: `a${at}`, name: it.host, organization: `o${owner}`, fields };
}

function timed(name: string, records: readonly SourceRecord[], perSide: number): void {
  let groups = 0;
  const settings = DEFAULT_MATCH_SETTINGS;
  const best = leastTime(() => {
    groups = atOnce(match({ records, identities: [], decisions: [], settings, now: '2026-01-01T00:00:00Z' }))
      .groups.length;
  });
  const each = (best / records.length) * 1000;
  const ratio = best / leastTime(() => lookUpOnce(records));
  console.log(
    `${name.padEnd(34)} ${perSide} a side: ${best.toFixed(0)} ms of processor, ${each.toFixed(2)} µs per record, ${ratio.toFixed(1)} times looking each text up, ${groups} identities`,
  );
}

/** Milliseconds of processor that the best of three rounds took. */
function leastTime(work: () => void): number {
  const times: number[] = [];
  for (let round = 0; round < 3; round++) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
  }
  return Math.min(...times);
}

/** What a join by exact text must do at least, on the same machine: the marks of each record, each looked up once. */
function lookUpOnce(records: readonly SourceRecord[]): number {
  const known = new Map<string, number>();
  let seen = 0;
  const look = (text: unknown) => {
    if (typeof text !== 'string') return;
    const count = known.get(text) ?? 0;
    seen += count;
    known.set(text, count + 1);
  };
  for (const { organization, fields } of records) {
    look(organization);
    look(fields.name);
    look(fields.serialNumber);
    look(fields.phone);
    if (Array.isArray(fields.macAddresses)) fields.macAddresses.forEach(look);
  }
  return seen;
}

/** Marks that all records bear, in one organization. */
const ALIKE: readonly (readonly [name: string, kind: SourceRecord['kind'], same: SourceRecord['fields']])[] =
  [
    ['every serial number alike', 'asset', { serialNumber: 'PF3K2M91' }],
    ['every network card alike', 'asset', { macAddresses: ['00:1B:21:AA:BB:CC'] }],
    ['every phone alike', 'organization', { phone: '+12145550100' }],
    ['every address alike', 'organization', { address1: '12 Main St', city: 'Dallas' }],
  ];

export function benchSpeed(): void {
  for (const assets of [10_000, 50_000, 200_000])
    timed('fleet of 500 organizations', fleet(assets, 500), assets);
  for (const assets of [10_000, 50_000]) {
    const alike = fleet(assets, 500).map((record): SourceRecord => {
      const fields = { name: 'PC', hostname: 'reception', model: 'OptiPlex 7090' };
      return record.kind === 'asset'
        ? { ...record, name: 'PC', organization: 'o1', fields }
        : { ...record, name: 'Smith Dental', fields: { name: 'Smith Dental' } };
    });
    timed('every name alike, nothing else', alike, assets);
  }
  for (const [name, kind, same] of ALIKE) {
    for (const size of [10_000, 50_000]) {
      const of = fleet(size, kind === 'asset' ? 1 : size).filter((record) => record.kind === kind);
      const records = of.map((record) => ({ ...record, fields: { ...record.fields, ...same } }));
      timed(name, records, size);
    }
  }
  for (const assets of [10_000, 50_000]) {
    const businesses = fleet(assets, assets).filter((record) => record.kind === 'organization');
    timed('businesses by name and phone', businesses, assets);
  }
}
