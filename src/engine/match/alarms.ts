/** What looks wrong in itself once everything has found its place. */
import { keyOf } from '../model';
import type { AssetEntry } from './assets';
import { type Clusters, pairKey, present } from './clusters';
import type { Entries } from './entries';
import type { Alarm } from './model';
import type { Assessment, Entry } from './rules';

/** A vendor's link whose ends did not come together although both exist. */
export function vendorAlarms<E extends Entry>(
  entries: Entries<E>,
  clusters: Clusters,
  assessPair: (a: E, b: E) => Assessment,
): Alarm[] {
  const alarms = new Map<string, Alarm>();
  for (const entry of entries.linked) {
    for (const link of entry.record.links) {
      const target = entries.get(keyOf({ system: link.system, kind: entry.record.kind, id: link.id }));
      if (!target || target.side === entry.side || clusters.get(entry) === clusters.get(target)) continue;
      const key = pairKey(entry.key, target.key);
      // A person has looked at it already.
      if (clusters.isForbidden(clusters.get(entry), clusters.get(target))) continue;
      const edge = assessPair(entry, target);
      const taken = clusters.isJoined(entry) || clusters.isJoined(target);
      if (alarms.has(key) || (!edge.contradicted && edge.confidence >= 0.5 && !taken)) continue;
      const records = [entry.key, target.key].sort();
      const reason = `${link.via} links "${entry.record.name}" and "${target.record.name}", but the records speak against it.`;
      alarms.set(key, { type: 'wrong-vendor-link', records, reason, evidence: edge.evidence });
    }
  }
  return [...alarms.values()];
}

/** Old name, new machine: the name agrees, the serial numbers do not. */
export function replacedAlarms(contradicted: readonly Assessment[], clusters: Clusters): Alarm[] {
  return contradicted.flatMap((edge): Alarm[] => {
    // Where either has found its true counterpart, the other is simply another machine.
    if (!clusters.fit(clusters.get(edge.a), clusters.get(edge.b))) return [];
    const agrees = (field: string) => edge.evidence.some((it) => it.field === field && it.weight >= 3);
    const serials = edge.evidence.find((it) => it.field === 'serialNumber' && it.verdict === 'contradicts');
    if (serials === undefined || !agrees('hostname')) return [];
    const reason = `"${edge.a.record.name}" has another serial number in each system: probably a new machine under the old name.`;
    return [{ type: 'replaced', records: [edge.a.key, edge.b.key].sort(), reason, evidence: edge.evidence }];
  });
}

/** One machine, but its systems name different clients. */
export function movedAlarms(
  entries: Entries<AssetEntry>,
  clusters: Clusters,
  scopeOf: (entry: AssetEntry) => unknown,
): Alarm[] {
  const alarms: Alarm[] = [];
  for (const cluster of clusters.all()) {
    const owned: AssetEntry[] = [];
    for (const member of cluster.members) {
      const entry = member && entries.get(member.key);
      if (entry?.owner !== undefined) owned.push(entry);
    }
    const [first, ...rest] = owned;
    if (first === undefined || rest.every((other) => scopeOf(other) === scopeOf(first))) continue;
    const records = owned.map((member) => member.key).sort();
    const reason = `"${first.record.name}" stands under different organizations: probably moved in one system only.`;
    alarms.push({ type: 'moved', records, reason, evidence: cluster.edges.flatMap((edge) => edge.evidence) });
  }
  return alarms;
}

/** Linked before, and now the serial numbers differ: kept, but somebody should look. */
export function changedAlarms(entries: Entries<AssetEntry>, clusters: Clusters): Alarm[] {
  const alarms: Alarm[] = [];
  for (const cluster of clusters.all()) {
    if (cluster.identities.length === 0 || cluster.decided.length > 0) continue;
    const members = present(cluster).flatMap((member) => entries.get(member.key) ?? []);
    const serials = new Set(members.map((member) => member.serial).filter((serial) => serial !== ''));
    if (serials.size < 2) continue;
    const records = members.map((member) => member.key).sort();
    const reason = `Linked records have different serial numbers (${[...serials].sort().join(', ')}): replaced hardware, or a wrong link.`;
    alarms.push({ type: 'replaced', records, reason, evidence: [] });
  }
  return alarms;
}
