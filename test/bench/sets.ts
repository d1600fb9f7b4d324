/** Our matching on generated labelled sets, beside an exact normalized name and a popular fuzzy library. */
import { recordsOf, withNamedOrganizations } from '../../src/cli/match/records';
import { match } from '../../src/engine/match/match';
import { DEFAULT_MATCH_SETTINGS } from '../../src/engine/match/settings';
import type { SourceRecord } from '../../src/engine/model';
import { atOnce } from '../../src/engine/slices';
import { fuzzy, type Named, plainName, sameName, sampled } from './baselines';
import { calibration, type Found, line, score } from './score';
import { businesses } from './sets/businesses';
import { companies } from './sets/companies';
import { machines } from './sets/machines';
import type { LabelledSet, Row } from './sets/noise';
import { residents, staff } from './sets/people';

const ALL: Readonly<Record<string, (seed: number) => LabelledSet>> = {
  companies: (seed) => companies(seed, 1200),
  businesses: (seed) => businesses(seed, 900, { address: true, phone: true, postal: false }),
  'businesses-postal': (seed) => businesses(seed, 900, { address: true, phone: true, postal: true }),
  'businesses-address': (seed) => businesses(seed, 900, { address: true, phone: false, postal: false }),
  'businesses-phone': (seed) => businesses(seed, 900, { address: false, phone: true, postal: false }),
  residents: (seed) => residents(seed, 1500),
  staff: (seed) => staff(seed, 1200, true),
  'staff-alone': (seed) => staff(seed, 1200, false),
  machines: (seed) => machines(seed, 1500, true),
  'machines-alone': (seed) => machines(seed, 1500, false),
};

/** `which`: names of sets; all where none is named. */
export function benchSets(which: readonly string[], seeds: readonly number[], verbose: boolean): void {
  const unknown = which.filter((name) => ALL[name] === undefined);
  if (unknown.length > 0)
    throw new Error(`Unknown: ${unknown.join(', ')}. There are ${Object.keys(ALL).join(', ')}.`);
  for (const [name, make] of Object.entries(ALL)) {
    if (which.length > 0 && !which.includes(name)) continue;
    for (const seed of seeds) benchSet(make(seed), verbose);
  }
}

function benchSet(set: LabelledSet, verbose: boolean): void {
  const truth = new Set(set.matches.map(([left, right]) => `${left} ${right}`));
  console.log(`\n${set.name}: ${set.left.length} x ${set.right.length}, ${truth.size} true pairs`);
  baselines(set, truth);
  const { linked, open, evidence } = ours(set);
  const pairs = (items: readonly Found[]) => items.map(({ pair }) => pair);
  console.log(line('msp-sync', score(pairs(linked), truth)));
  console.log(line('msp-sync, with suggestions', score(pairs([...linked, ...open]), truth)));
  if (verbose) {
    console.log(calibration([...linked, ...open], truth).join('\n'));
    explain(set, linked, open, truth, evidence);
  }
}

function ours(set: LabelledSet): { linked: Found[]; open: Found[]; evidence: Map<string, string> } {
  const side = (system: 'bms' | 'vsa', rows: readonly Row[]): readonly SourceRecord[] =>
    recordsOf(
      system,
      set.kind,
      rows.map((values, line) => ({ line, values })),
      new Map(),
    ).records;
  const owned = withNamedOrganizations([...side('bms', set.left), ...side('vsa', set.right)]);
  const result = atOnce(
    match({
      ...owned,
      identities: [],
      decisions: [],
      settings: DEFAULT_MATCH_SETTINGS,
      now: '2026-01-01T00:00:00Z',
    }),
  );
  const evidence = new Map<string, string>();
  const found = (items: typeof result.suggestions): Found[] =>
    items.flatMap(({ kind, members, confidence, evidence: why }) => {
      if (kind !== set.kind) return [];
      const pair = `${members.bms} ${members.vsa}`;
      evidence.set(
        pair,
        why.map((it) => `${it.field} ${it.weight.toFixed(1)}${it.note ? ` (${it.note})` : ''}`).join('; '),
      );
      return [{ pair, confidence }];
    });
  const asked = result.ambiguous.filter(({ record }) => record.includes(`:${set.kind}:`));
  for (const { record, candidates } of asked)
    for (const candidate of candidates)
      evidence.set(
        [record, candidate.record]
          .map((key) => key.slice(key.lastIndexOf(':') + 1))
          .sort()
          .join(' '),
        `choice of ${candidates.length}: ${candidate.confidence.toFixed(3)}`,
      );
  return { linked: found(result.groups), open: found(result.suggestions), evidence };
}

const named = (row: Row): Named => ({
  id: row.id,
  name: String(row.name ?? `${row.firstName ?? ''} ${row.lastName ?? ''}`),
  client: plainName(String(row.organization ?? '')),
});

function baselines(set: LabelledSet, truth: ReadonlySet<string>): void {
  const [left, right] = [set.left.map(named), set.right.map(named)];
  const texts = (pairs: ReturnType<typeof fuzzy>) => pairs.map((pair) => pair.join(' '));
  console.log(line('same name', score(texts(sameName(left, right)), truth)));
  const some = sampled(left, right);
  const ids = new Set(some.map(({ id }) => id));
  const asked = new Set([...truth].filter((pair) => ids.has(pair.slice(0, pair.indexOf(' ')))));
  const share = some.length === left.length ? '' : `, ${some.length} of them`;
  console.log(line(`fuse.js on names, threshold 0.2${share}`, score(texts(fuzzy(some, right)), asked)));
}

function explain(
  set: LabelledSet,
  linked: readonly Found[],
  open: readonly Found[],
  truth: ReadonlySet<string>,
  evidence: ReadonlyMap<string, string>,
): void {
  const rows = new Map([...set.left, ...set.right].map((row) => [row.id, row]));
  const text = (id = '') =>
    Object.entries(rows.get(id) ?? {})
      .flatMap(([field, value]) => (field === 'id' || value.length === 0 ? [] : [String(value)]))
      .join(' | ');
  const show = (mark: string, pair: string) => {
    const [a, b] = pair.split(' ');
    console.log(`${mark}\n    ${text(a)}\n    ${text(b)}\n    ${evidence.get(pair) ?? ''}`);
  };
  for (const { pair } of linked) if (!truth.has(pair)) show('WRONG', pair);
  const found = new Set(linked.map(({ pair }) => pair));
  const asked = new Set(open.map(({ pair }) => pair));
  for (const pair of truth) if (!found.has(pair)) show(asked.has(pair) ? 'ASKED' : 'MISSED', pair);
}
