/** Clusters and assessed pairs as the result that others read. */
import {
  type Evidence,
  type Identity,
  type Kind,
  keyOf,
  type Link,
  membersOf,
  type PerSystem,
  type RecordKey,
  type SYSTEMS,
} from '../model';
import { type Cluster, type Clusters, present } from './clusters';
import type { MatchedGroup, MatchGroup } from './model';
import type { Assessment, Entry } from './rules';
import type { Said } from './said';

export interface Known {
  readonly identities: ReadonlyMap<string, Identity>;
  readonly said: Said;
}

export function groupOf(kind: Kind, cluster: Cluster, known: Known): MatchedGroup {
  const entries = present(cluster);
  const identity = cluster.identities.map((id) => known.identities.get(id)).find((it) => it !== undefined);
  const links: Partial<Record<(typeof SYSTEMS)[number], Link>> = {};
  for (const entry of entries) links[entry.record.system] = linkOf(entry, cluster, identity, known.said);
  const edges = cluster.edges.filter((edge) => edge.evidence.length > 0);
  const confidence = Math.min(...Object.values(links).map((link) => link.confidence));
  return {
    kind,
    members: membersOfEntries(entries),
    links,
    confidence,
    evidence: edges.flatMap((edge) => edge.evidence),
    reason: reasonOf(cluster, identity),
    identity: identity?.id ?? null,
    aliases: identity === undefined ? [] : formerMembers(identity, entries),
    ...(cluster.identities.length > 1 ? { absorbed: cluster.identities.slice(1) } : {}),
  };
}

function membersOfEntries(entries: readonly Entry[]): PerSystem<string> {
  return Object.fromEntries(entries.map((entry) => [entry.record.system, entry.record.id]));
}

function formerMembers(identity: Identity, entries: readonly Entry[]): RecordKey[] {
  const now = new Map(entries.map((entry) => [entry.record.system, entry.record.id]));
  return membersOf(identity)
    .filter((ref) => now.has(ref.system) && now.get(ref.system) !== ref.id)
    .map(keyOf);
}

function linkOf(entry: Entry, cluster: Cluster, identity: Identity | undefined, said: Said): Link {
  const record = entry.record.id;
  const held = identity?.links[entry.record.system];
  const decision = cluster.decided.has(entry.key)
    ? said.same.find(({ records }) => records.includes(entry.key))
    : undefined;
  if (decision) {
    const evidence = cluster.edges.filter((edge) => touches(edge, entry)).flatMap((edge) => edge.evidence);
    return { record, provenance: 'person', rule: `decided by ${decision.by}`, confidence: 1, evidence };
  }
  if (held?.record === record) return held;
  const [best] = cluster.edges.filter((edge) => touches(edge, entry)).sort((x, y) => y.bits - x.bits);
  const evidence: Evidence[] = cluster.edges
    .filter((edge) => touches(edge, entry))
    .flatMap((edge) => edge.evidence);
  const labels = best?.labels ?? [];
  const provenance = labels[0] === 'vendor link' ? 'vendor' : 'rule';
  return {
    record,
    provenance,
    rule: labels.slice(0, 3).join(' + ') || 'known',
    confidence: best?.confidence ?? 1,
    evidence,
  };
}

function touches(edge: Assessment, entry: Entry): boolean {
  return edge.a === entry || edge.b === entry;
}

function reasonOf(cluster: Cluster, identity: Identity | undefined): string {
  if (cluster.decided.size > 0) return 'a person decided so';
  const [best] = [...cluster.edges].sort((x, y) => y.bits - x.bits);
  if (best) return sameWhat(best.labels);
  return identity ? 'linked before' : 'linked';
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
  const rule = edge.labels.slice(0, 3).join(' + ') || 'weak marks';
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
    reason: sameWhat(edge.labels),
  };
}
