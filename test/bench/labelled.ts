/** A labelled set of businesses: ours beside an exact normalized name and a popular fuzzy library. */
import { readFileSync } from 'node:fs';
import Fuse from 'fuse.js';
import * as z from 'zod';
import { match } from '../../src/engine/match/match';
import { DEFAULT_MATCH_SETTINGS } from '../../src/engine/match/settings';
import type { SourceRecord, SystemName } from '../../src/engine/model';
import { atOnce } from '../../src/engine/slices';
import { calibration, type Found, line, score } from './score';

const ROW = z.object({
  id: z.string(),
  name: z.string(),
  phone: z.string(),
  address: z.string(),
  city: z.string(),
});
const SET = z.object({
  name: z.string(),
  left: z.array(ROW),
  right: z.array(ROW),
  matches: z.array(z.tuple([z.string(), z.string()])),
});
type Row = z.infer<typeof ROW>;

function recordOf(system: SystemName, row: Row): SourceRecord {
  const { id, name, phone, address: address1, city } = row;
  const fields = { name, phone, address1, city };
  return {
    system,
    kind: 'organization',
    id,
    name,
    organization: null,
    fields,
    links: [],
    revision: null,
    url: null,
  };
}

export function benchLabelled(file: string, verbose: boolean): void {
  const set = SET.parse(JSON.parse(readFileSync(file, 'utf8')));
  const truth = new Set(set.matches.map(([left, right]) => `${left} ${right}`));
  console.log(`\n${set.name}: ${set.left.length} x ${set.right.length}, ${truth.size} true pairs`);
  const names = new Map<string, Row[]>();
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, ' ')
      .trim();
  for (const row of set.right) names.set(plain(row.name), [...(names.get(plain(row.name)) ?? []), row]);
  const exact = set.left.flatMap((row) =>
    (names.get(plain(row.name)) ?? []).map((other) => `${row.id} ${other.id}`),
  );
  console.log(line('exact normalized name', score(exact, truth)));
  const fuse = new Fuse(set.right, { keys: ['name'], includeScore: true, ignoreLocation: true });
  const best = set.left.flatMap((row) => {
    const [hit] = fuse.search(plain(row.name), { limit: 1 });
    return hit ? [{ pair: `${row.id} ${hit.item.id}`, score: hit.score ?? 1 }] : [];
  });
  const limits = [0.0001, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.6];
  const scored = limits.map((limit) =>
    score(
      best.filter((hit) => hit.score <= limit).map((hit) => hit.pair),
      truth,
    ),
  );
  console.log(
    line(
      'fuse.js on names, best threshold afterwards',
      scored.sort((a, b) => b.f1 - a.f1)[0] ?? score([], truth),
    ),
  );
  const records = [
    ...set.left.map((row) => recordOf('bms', row)),
    ...set.right.map((row) => recordOf('itglue', row)),
  ];
  const started = performance.now();
  const settings = DEFAULT_MATCH_SETTINGS;
  const result = atOnce(
    match({ records, identities: [], decisions: [], settings, now: '2026-01-01T00:00:00Z' }),
  );
  const took = performance.now() - started;
  const pairOf = (members: { bms?: string; itglue?: string }) => `${members.bms} ${members.itglue}`;
  const linked: Found[] = result.groups.map((group) => ({
    pair: pairOf(group.members),
    confidence: group.confidence,
  }));
  const suggested: Found[] = result.suggestions.map((it) => ({
    pair: pairOf(it.members),
    confidence: it.confidence,
  }));
  console.log(
    line(
      `msp-sync, default threshold (${took.toFixed(0)} ms)`,
      score(
        linked.map((it) => it.pair),
        truth,
      ),
    ),
  );
  const all = [...linked, ...suggested];
  console.log(
    line(
      'msp-sync, links and suggestions',
      score(
        all.map((it) => it.pair),
        truth,
      ),
    ),
  );
  console.log(`  suggestions ${suggested.length}, ambiguous ${result.ambiguous.length}`);
  console.log(calibration(all, truth).join('\n'));
  if (!verbose) return;
  const left = new Map(set.left.map((row) => [row.id, row]));
  const right = new Map(set.right.map((row) => [row.id, row]));
  const show = (pair: string, mark: string, confidence: number) => {
    const [a = '', b = ''] = pair.split(' ');
    console.log(
      mark,
      confidence.toFixed(3),
      Object.values(left.get(a) ?? {}).join(' | '),
      ' == ',
      Object.values(right.get(b) ?? {}).join(' | '),
    );
  };
  for (const it of linked) if (!truth.has(it.pair)) show(it.pair, 'WRONG', it.confidence);
  for (const it of suggested)
    show(it.pair, truth.has(it.pair) ? 'only suggested' : 'suggested, wrong', it.confidence);
  const known = new Set(all.map((it) => it.pair));
  for (const pair of truth) if (!known.has(pair)) show(pair, 'MISSED', 0);
}
