/** Generated fleets, whose truth is known: quality by kind, and what the mistakes look like. */
import { match } from '../../src/engine/match/match';
import { DEFAULT_MATCH_SETTINGS } from '../../src/engine/match/settings';
import { KINDS, type Kind, type PerSystem, SYSTEMS, type SystemName } from '../../src/engine/model';
import { atOnce } from '../../src/engine/slices';
import { generateFleet } from '../../src/simulators/fleet/generate';
import { fuzzy, type Named, sameName } from './baselines';
import { type FleetRecord, fleetRecords } from './fleet-records';
import { calibration, type Found, line, type Score, score } from './score';

const NOW = new Date('2026-06-01T00:00:00Z');

/** Pairs of records of different systems, as `kind|system:id|system:id`. */
function pairsOf(kind: Kind, members: PerSystem<string>): string[] {
  const all = SYSTEMS.flatMap((system) =>
    members[system] === undefined ? [] : [`${system}:${members[system]}`],
  );
  return all.flatMap((left, at) => all.slice(at + 1).map((right) => `${kind}|${left}|${right}`));
}

/**
 * A true pair joins the records of one thing. Where a system lists a thing several times, any of its records is right,
 * and one pair is all that can be asked for: the truth is counted by thing, the finds by record.
 */
function truthOf(records: readonly FleetRecord[]): Map<string, string> {
  const byThing = new Map<string, FleetRecord[]>();
  for (const it of records) {
    const key = `${it.record.kind} ${it.truth}`;
    byThing.set(key, [...(byThing.get(key) ?? []), it]);
  }
  const pairs = new Map<string, string>();
  for (const [thing, group] of byThing) {
    for (const a of group) {
      for (const b of group) {
        const [one, two] = [SYSTEMS.indexOf(a.record.system), SYSTEMS.indexOf(b.record.system)];
        if (one >= two) continue;
        const pair = `${a.record.kind}|${a.record.system}:${a.record.id}|${b.record.system}:${b.record.id}`;
        pairs.set(pair, `${thing} ${one} ${two}`);
      }
    }
  }
  return pairs;
}

function judge(found: readonly string[], truth: ReadonlyMap<string, string>, kind: Kind): Score {
  const things = new Set([...truth].filter(([pair]) => pair.startsWith(kind)).map(([, thing]) => thing));
  const named = new Set(found.map((pair) => truth.get(pair) ?? `wrong ${pair}`));
  return score(named, things);
}

export function benchFleet(
  seed: number,
  organizations: number,
  assets: number,
  withLinks: boolean,
  verbose: boolean,
): void {
  const fleet = generateFleet({ seed, organizations, assetsPerOrganization: assets, now: NOW });
  const all = fleetRecords(fleet, withLinks);
  const truth = truthOf(all);
  const records = all.map((it) => it.record);
  console.log(
    `\nfleet ${seed}: ${records.length} records, ${withLinks ? 'with' : 'without'} the vendors' links`,
  );
  const settings = DEFAULT_MATCH_SETTINGS;
  const started = performance.now();
  const result = atOnce(match({ records, identities: [], decisions: [], settings, now: NOW.toISOString() }));
  const took = performance.now() - started;
  const linked: Found[] = result.groups.flatMap((it) =>
    pairsOf(it.kind, it.members).map((pair) => ({ pair, confidence: it.confidence })),
  );
  const open: Found[] = result.suggestions.flatMap((it) =>
    pairsOf(it.kind, it.members).map((pair) => ({ pair, confidence: it.confidence })),
  );
  for (const kind of KINDS) {
    const own = (items: readonly Found[]) =>
      items.map((it) => it.pair).filter((pair) => pair.startsWith(kind));
    for (const [name, way] of [['same name', sameName] as const, ['fuse.js', fuzzy] as const])
      console.log(line(`${kind}: ${name}`, judge(baseline(all, kind, way), truth, kind)));
    console.log(line(`${kind}: msp-sync`, judge(own(linked), truth, kind)));
    console.log(line(`${kind}: with suggestions`, judge([...own(linked), ...own(open)], truth, kind)));
  }
  console.log(
    `  ${took.toFixed(0)} ms, ${result.ambiguous.length} ambiguous, ${result.alarms.length} alarms`,
  );
  console.log(calibration([...linked, ...open], new Set(truth.keys())).join('\n'));
  if (verbose) explain(all, truth, linked, open);
}

/** Between each two systems, by name within the client, which they are told. */
function baseline(all: readonly FleetRecord[], kind: Kind, way: typeof fuzzy): string[] {
  const clients = new Map(
    all.flatMap(({ record: { kind: sort, system, id }, truth }) =>
      sort === 'organization' ? [[`${system} ${id}`, truth] as const] : [],
    ),
  );
  const of = (system: SystemName): Named[] =>
    all.flatMap(({ record: { kind: sort, system: its, id, name, organization } }) =>
      sort === kind && its === system
        ? [{ id, name, client: clients.get(`${its} ${organization}`) ?? '' }]
        : [],
    );
  return SYSTEMS.flatMap((left, at) =>
    SYSTEMS.slice(at + 1).flatMap((right) =>
      way(of(left), of(right)).map(([a, b]) => `${kind}|${left}:${a}|${right}:${b}`),
    ),
  );
}

function explain(
  all: readonly FleetRecord[],
  truth: ReadonlyMap<string, string>,
  linked: readonly Found[],
  open: readonly Found[],
): void {
  const byId = new Map(all.map(({ record }) => [`${record.kind} ${record.system}:${record.id}`, record]));
  const show = (mark: string, pair: string) => {
    const [kind, left, right] = pair.split('|');
    console.log(mark, kind);
    for (const it of [left, right]) {
      const record = byId.get(`${kind} ${it}`);
      console.log('   ', it, 'of', record?.organization, JSON.stringify(record?.fields));
    }
  };
  for (const { pair } of linked) if (!truth.has(pair)) show('WRONG', pair);
  const reached = new Set([...linked].map(({ pair }) => truth.get(pair)));
  const asked = new Set(open.map(({ pair }) => truth.get(pair)));
  const shown = new Set<string>();
  for (const [pair, thing] of truth) {
    if (reached.has(thing) || shown.has(thing)) continue;
    shown.add(thing);
    show(asked.has(thing) ? 'ASKED' : 'MISSED', pair);
  }
}
