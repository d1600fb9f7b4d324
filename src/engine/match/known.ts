/** What holds before any rule speaks: what people joined, and the identities of earlier runs. */
import { type Identity, type Kind, keyOf, membersOf, SYSTEMS, type SystemName } from '../model';
import { type Cluster, Clusters } from './clusters';
import type { Entries } from './entries';
import type { Alarm } from './model';
import type { Entry } from './rules';
import type { Said } from './said';

export interface Known {
  readonly clusters: Clusters;
  /** The identities that go on, by id. */
  readonly identities: ReadonlyMap<string, Identity>;
  readonly alarms: readonly Alarm[];
}

export function knownClusters(
  kind: Kind,
  entries: Entries<Entry>,
  slots: number,
  identities: readonly Identity[],
  said: Said,
): Known {
  const clusters = new Clusters(said.different, slots);
  const alarms: Alarm[] = [];
  for (const decision of said.same) {
    const [left, right] = decision.records.map((key) => entries.get(key));
    if (!left || !right) continue;
    const [one, two] = [clusters.get(left), clusters.get(right)];
    if (one === two) continue;
    if (clusters.fit(one, two)) decide(clusters.join(one, two, []), left, right);
    else alarms.push(overruled(left, right));
  }
  const going = new Map<string, Identity>();
  const ordered = identities
    .filter((identity) => identity.kind === kind)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const identity of ordered) {
    const members = membersOf(identity).flatMap((ref) => entries.get(keyOf(ref)) ?? []);
    const [founder, ...rest] = members;
    if (founder === undefined) continue;
    const cluster = rest.reduce((grown, member) => joined(clusters, grown, member), clusters.get(founder));
    cluster.identities = [...cluster.identities, identity.id];
    going.set(identity.id, identity);
  }
  // Of whoever it was said: who is out of sight, left alone or made anew is no reason to forget it.
  const disputed = new Set([...said.different].flatMap((pair) => pair.split('\n')));
  for (const identity of ordered) takeBack(identity, entries, clusters, disputed);
  return { clusters, identities: going, alarms };
}

/** Who stood with the others until a person parted them stands there again once nothing is said of it; not who has found others since. */
function takeBack(
  { kind, links, parted }: Identity,
  entries: Entries<Entry>,
  clusters: Clusters,
  disputed: ReadonlySet<string>,
): void {
  if (!parted) return;
  const entryOf = (system: SystemName, id: string | undefined) =>
    id === undefined ? undefined : entries.get(`${system}:${kind}:${id}`);
  const [fellow] = SYSTEMS.flatMap((system) => entryOf(system, links[system]?.record) ?? []);
  for (const system of fellow ? SYSTEMS : []) {
    const entry = entryOf(system, parted[system]);
    if (fellow && entry && !disputed.has(entry.key) && !clusters.isJoined(entry))
      joined(clusters, clusters.get(fellow), entry);
  }
}

function joined(clusters: Clusters, cluster: Cluster, member: Entry): Cluster {
  const other = clusters.get(member);
  return clusters.fit(cluster, other) ? clusters.join(cluster, other, []) : cluster;
}

function decide(cluster: Cluster, left: Entry, right: Entry): void {
  cluster.decided = [...cluster.decided, left.key, right.key];
}

function overruled(left: Entry, right: Entry): Alarm {
  return {
    type: 'contradiction',
    records: [left.key, right.key],
    reason: 'A decision says that these are the same, but later ones leave no room for it.',
    evidence: [],
  };
}
