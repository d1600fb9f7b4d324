/** Clusters and assessed pairs as the result that others read. */
import {
  type Evidence,
  type Identity,
  type Kind,
  keyOf,
  type Link,
  membersOf,
  type PerSystem,
  type Provenance,
  type RecordKey,
  type SystemName,
} from '../model';
import { type Cluster, type Clusters, present } from './clusters';
import type { MatchedGroup, MatchGroup } from './model';
import type { Assessment, Entry } from './rules';
import type { Said } from './said';

export interface Known {
  readonly identities: ReadonlyMap<string, Identity>;
  readonly said: Said;
}

/** A group with what its place among the others goes by. */
export interface PlacedGroup extends MatchedGroup {
  /** As kind and members' ids in a row would sort: the first tells, since no other group has it. */
  readonly place: string;
}

export function groupOf(kind: Kind, cluster: Cluster, known: Known): PlacedGroup {
  return new Group(kind, cluster, known);
}

const NOBODY: readonly RecordKey[] = [];

/** Members, links and evidence are written down when they are read: a fleet has more of them than anybody looks at. */
class Group implements PlacedGroup {
  readonly #cluster: Cluster;
  readonly #known: Known;
  #links: PerSystem<Link> | undefined = undefined;

  constructor(
    readonly kind: Kind,
    cluster: Cluster,
    known: Known,
  ) {
    this.#cluster = cluster;
    this.#known = known;
  }

  get members(): PerSystem<string> {
    return membersOfEntries(present(this.#cluster));
  }

  get place(): string {
    const { members } = this.#cluster;
    const side = members.findIndex((entry) => entry !== undefined);
    return `${this.kind}${' '.repeat(side + 1)}${members[side]?.record.id}`;
  }

  /** Of the cluster's identities the one that most of its members come from: what these agreed on goes on with it. */
  get #going(): Identity | undefined {
    const { identities } = this.#cluster;
    let going: Identity | undefined;
    let most = 0;
    for (const id of identities) {
      const identity = this.#known.identities.get(id);
      if (identity === undefined) continue;
      if (identities.length === 1) return identity;
      const held = heldBy(identity, present(this.#cluster));
      if (held < most || (held === most && going !== undefined && going.id < id)) continue;
      [going, most] = [identity, held];
    }
    return going;
  }

  get identity(): string | null {
    return this.#going?.id ?? null;
  }

  get aliases(): readonly RecordKey[] {
    const going = this.#going;
    return going === undefined ? NOBODY : formerMembers(going, present(this.#cluster));
  }

  get absorbed(): readonly string[] {
    const { identity } = this;
    return this.#cluster.identities.filter((id) => id !== identity);
  }

  get links(): PerSystem<Link> {
    if (this.#links !== undefined) return this.#links;
    const going = this.#going;
    const links: Partial<Record<SystemName, Link>> = {};
    for (const entry of present(this.#cluster))
      links[entry.record.system] = linkOf(entry, this.#cluster, going, this.#known.said);
    this.#links = links;
    return links;
  }

  get confidence(): number {
    let least = 1;
    for (const link of Object.values(this.links)) least = Math.min(least, link.confidence);
    return least;
  }

  get evidence(): readonly Evidence[] {
    return this.#cluster.edges.flatMap((edge) => edge.evidence);
  }

  get reason(): string {
    return reasonOf(this.#cluster, this.identity !== null);
  }

  toJSON(): MatchedGroup {
    const { kind, members, links, confidence, evidence, reason, identity, aliases, absorbed } = this;
    return { kind, members, links, confidence, evidence, reason, identity, aliases, absorbed };
  }
}

class Joined implements Link {
  readonly #entry: Entry;
  readonly #cluster: Cluster;

  constructor(
    readonly record: string,
    readonly provenance: Provenance,
    readonly confidence: number,
    private readonly decider: string | undefined,
    entry: Entry,
    cluster: Cluster,
  ) {
    this.#entry = entry;
    this.#cluster = cluster;
  }

  get rule(): string {
    if (this.decider !== undefined) return `decided by ${this.decider}`;
    const best = strongest(this.#cluster.edges, this.#entry);
    return (best ? labelsOf(best) : []).slice(0, 3).join(' + ') || 'known';
  }

  get evidence(): readonly Evidence[] {
    return this.#cluster.edges.filter((edge) => touches(edge, this.#entry)).flatMap((edge) => edge.evidence);
  }

  toJSON(): Link {
    const { record, provenance, rule, confidence, evidence } = this;
    return { record, provenance, rule, confidence, evidence };
  }
}

function membersOfEntries(entries: readonly Entry[]): PerSystem<string> {
  const members: Partial<Record<SystemName, string>> = {};
  for (const { record } of entries) {
    // Named one by one: objects made with computed names are slow where there are hundreds of thousands.
    if (record.system === 'bms') members.bms = record.id;
    else if (record.system === 'vsa') members.vsa = record.id;
    else members.itglue = record.id;
  }
  return members;
}

/** How many of them are its members, or were until they were parted from it. */
function heldBy({ links, parted }: Identity, entries: readonly Entry[]): number {
  let held = 0;
  for (const { record } of entries)
    if ((links[record.system]?.record ?? parted?.[record.system]) === record.id) held++;
  return held;
}

function formerMembers(identity: Identity, entries: readonly Entry[]): RecordKey[] {
  const now = new Map(entries.map((entry) => [entry.record.system, entry.record.id]));
  return membersOf(identity)
    .filter((ref) => now.has(ref.system) && now.get(ref.system) !== ref.id)
    .map(keyOf);
}

function linkOf(entry: Entry, cluster: Cluster, identity: Identity | undefined, said: Said): Link {
  const held = identity?.links[entry.record.system];
  const isDecided = cluster.decided.includes(entry.key);
  if (!isDecided && held?.record === entry.record.id) return held;
  const best = strongest(cluster.edges, entry);
  const decision = isDecided ? said.same.find(({ records }) => records.includes(entry.key)) : undefined;
  const provenance = decision ? 'person' : isFromVendor(best) ? 'vendor' : 'rule';
  const confidence = decision ? 1 : (best?.confidence ?? 1);
  return new Joined(entry.record.id, provenance, confidence, decision?.by, entry, cluster);
}

/** A vendor's link is the loudest of all agreements but a unique agent. */
function isFromVendor(edge: Assessment | undefined): boolean {
  if (!edge || (edge.a.record.links.length === 0 && edge.b.record.links.length === 0)) return false;
  return labelsOf(edge)[0] === 'vendor link';
}

function touches(edge: Assessment, entry: Entry): boolean {
  return edge.a === entry || edge.b === entry;
}

function strongest(edges: readonly Assessment[], entry?: Entry): Assessment | undefined {
  let best: Assessment | undefined;
  for (const edge of edges) {
    if (entry !== undefined && !touches(edge, entry)) continue;
    if (best === undefined || edge.bits > best.bits) best = edge;
  }
  return best;
}

function reasonOf(cluster: Cluster, isKnown: boolean): string {
  if (cluster.decided.length > 0) return 'a person decided so';
  const best = strongest(cluster.edges);
  if (best) return sameWhat(labelsOf(best));
  return isKnown ? 'linked before' : 'linked';
}

/** What fields are called in a sentence that begins with `same`; others by their own names. */
const LABELS: Readonly<Record<string, string>> = {
  agentId: 'agent',
  serialNumber: 'serial number',
  uuid: 'hardware UUID',
  macAddresses: 'MAC address',
  hostname: 'host name',
  assetTag: 'asset tag',
  lastUser: 'last user',
  ipAddresses: 'IP address',
  operatingSystem: 'operating system',
  shortName: 'short name',
  website: 'domain',
  address1: 'address',
  emails: 'e-mail',
  phones: 'phone',
  title: 'job title',
  primary: 'main location',
  'asset overlap': 'machines',
};

/** What agrees, strongest first. */
function labelsOf(edge: Assessment): string[] {
  return edge.evidence
    .filter((it) => it.weight >= 1)
    .sort((x, y) => y.weight - x.weight)
    .map((it) => LABELS[it.field] ?? it.field);
}

/** `same serial number and MAC address`. */
function sameWhat(labels: readonly string[]): string {
  const told = labels.slice(0, 3);
  const last = told.pop();
  if (last === undefined) return 'alike in several weak marks';
  return told.length === 0 ? `same ${last}` : `same ${told.join(', ')} and ${last}`;
}

export function suggestionOf(kind: Kind, edge: Assessment, clusters: Clusters): MatchGroup {
  const [left, right] = [clusters.get(edge.a), clusters.get(edge.b)];
  const entries = [...present(left), ...present(right)];
  const rule = labelsOf(edge).slice(0, 3).join(' + ') || 'weak marks';
  const linkTo = (entry: Entry): Link => ({
    record: entry.record.id,
    provenance: 'rule',
    rule,
    confidence: edge.confidence,
    evidence: edge.evidence,
  });
  return {
    kind,
    members: membersOfEntries(entries),
    links: Object.fromEntries(entries.map((entry) => [entry.record.system, linkTo(entry)])),
    confidence: edge.confidence,
    evidence: edge.evidence,
    reason: sameWhat(labelsOf(edge)),
  };
}
