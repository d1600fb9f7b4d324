/** The search for the identities of one kind: what is known beforehand, what the passes find, and what is left open. */
import { eachOf, type Slices } from '../slices';
import { vendorAlarms } from './alarms';
import { Ground, type Whole } from './blocks';
import { type Clusters, isJoint, present } from './clusters';
import { duplicateAlarms, type Sign } from './duplicates';
import { Entries } from './entries';
import { counted } from './keys';
import type { KindRules } from './kinds';
import { type Known, knownClusters } from './known';
import type { Alarm, Ambiguity, MatchInput } from './model';
import { addAll, type Output } from './output';
import { Found, runPass } from './pass';
import { linkedPairs } from './prepare';
import { groupOf, suggestionOf } from './report';
import { type Assessment, assess, type Counts, type Entry } from './rules';
import type { Said } from './said';
import type { Scopes } from './scopes';

/** What a whole run of matching is given. */
export interface Given {
  readonly input: MatchInput;
  readonly said: Said;
}

type Pairs<E> = readonly (readonly [E, E])[];

export class Search<E extends Entry> {
  readonly found = new Found();
  private readonly known: Known;

  /** `whole`: all there are, of which `entries` take part. */
  constructor(
    private readonly given: Given,
    private readonly kind: KindRules<E>,
    readonly entries: Entries<E>,
    private readonly whole: Whole<E> = entries,
  ) {
    this.known = knownClusters(kind.kind, entries, whole.all.length, given.input.identities, given.said);
    this.alarm(this.known.alarms);
  }

  get clusters(): Clusters {
    return this.known.clusters;
  }

  private ground(): Ground<E> {
    return new Ground(this.whole, this.kind.families);
  }

  alarm(alarms: readonly Alarm[]): void {
    addAll(this.found.alarms, alarms);
  }

  /** Whether anything but this run's rules holds records together. */
  get hasPast(): boolean {
    return this.given.input.identities.length > 0 || this.given.said.same.length > 0;
  }

  /** All with all. */
  *everywhere(also: Pairs<E>): Slices<void> {
    yield* this.pass({ ground: this.ground(), entries: this.entries.all, also });
  }

  /** Each with those of the same client, whom `seen` is told of. */
  *within(scopes: Scopes, seen?: (ofClient: readonly E[]) => void): Slices<void> {
    const ground = this.ground();
    const { lists, homeless } = yield* scopes.sorted(this.entries.all);
    for (const entries of lists) {
      seen?.(entries);
      const side = entries[0]?.side;
      if (entries.every((entry) => entry.side === side)) continue;
      const also = this.entries.linked.length > 0 ? linkedPairs(new Entries(entries)) : [];
      yield* this.pass({ ground, entries, also });
      yield;
    }
    if (homeless > 0 && homeless < this.entries.all.length) yield* this.homeless(scopes);
  }

  /** Records that name no organization, compared with those that do. */
  private *homeless(scopes: Scopes): Slices<void> {
    const entries = this.entries.all;
    const accept = (a: E, b: E) => scopes.isHomeless(a) !== scopes.isHomeless(b);
    const prior = this.kind.prior - 1;
    yield* this.pass({ ground: this.ground(), entries, also: [], accept, prior });
  }

  /** These pairs and no others. */
  *only(pairs: Pairs<E>, prior: number): Slices<void> {
    // With those that stand beside them already: whoever joins must agree with these too.
    const fellows = (entry: E) =>
      present(this.clusters.get(entry)).flatMap(({ slot }) => this.whole.all[slot] ?? []);
    const entries = [...new Set(pairs.flat().flatMap(fellows))];
    yield* this.pass({
      ground: new Ground(this.whole, counted(this.kind.families)),
      entries,
      also: pairs,
      prior,
    });
  }

  private *pass(pass: {
    readonly ground: Ground<E>;
    readonly entries: readonly E[];
    readonly also: Pairs<E>;
    readonly accept?: (a: E, b: E) => boolean;
    readonly prior?: number;
  }): Slices<void> {
    const { toCreate } = this.given.said;
    const mayJoin = (a: E, b: E) =>
      toCreate.size === 0 ||
      !(toCreate.get(a.key)?.has(b.record.system) || toCreate.get(b.key)?.has(a.record.system));
    const { accept } = pass;
    yield* runPass({
      ...pass,
      prior: pass.prior ?? this.kind.prior,
      rules: this.kind.rules,
      clusters: this.clusters,
      found: this.found,
      settings: this.given.input.settings,
      accept: accept === undefined ? mayJoin : (a, b) => accept(a, b) && mayJoin(a, b),
    });
  }

  *duplicates(sign: Sign<E>): Slices<void> {
    this.alarm(yield* duplicateAlarms(this.entries.all, sign));
  }

  /** All that came of it. */
  *tell(output: Output): Slices<void> {
    const { clusters, found } = this;
    const { kind, rules, prior } = this.kind;
    const context = { identities: this.known.identities, said: this.given.said };
    yield* eachOf(clusters.all(), 1024, (cluster) => {
      if (isJoint(cluster)) output.groups.push(groupOf(kind, cluster, context));
    });
    for (const edge of found.suggestions)
      if (clusters.fit(clusters.get(edge.a), clusters.get(edge.b)))
        output.suggestions.push(suggestionOf(kind, edge, clusters));
    for (const it of found.ambiguous) if (this.isOpen(it)) output.ambiguous.push(it);
    addAll(output.alarms, found.alarms);
    const judge = (a: E, b: E): Assessment<E> => assess(rules, prior, a, b, UNCOUNTED);
    addAll(output.alarms, vendorAlarms(this.entries, clusters, judge));
  }

  private isOpen(ambiguity: Ambiguity): boolean {
    const { clusters, entries } = this;
    const record = entries.get(ambiguity.record);
    const [first] = ambiguity.candidates;
    const candidate = first && entries.get(first.record);
    return (
      record !== undefined &&
      candidate !== undefined &&
      clusters.get(record).members[candidate.side] === undefined
    );
  }
}

const UNCOUNTED: Counts = { shared: () => 1, spread: () => 1 };
