/** What a run that was cut short had made before it could say so: its journal knows. Pure. */
import type { Identity } from './model';
import { SYSTEM_TITLES } from './model';
import type { JournalEntry, State } from './ports';
import { writesOf } from './undo';

/** Identities with the links to records that the run created and nobody wrote down; none for a run that ended. */
export function recoveredLinks(journal: readonly JournalEntry[], state: State): readonly Identity[] {
  if (journal.some((entry) => entry.type === 'ended')) return [];
  const recovered = new Map<string, Identity>();
  for (const write of writesOf(journal)) {
    const identity = recovered.get(write.identity) ?? state.identities.get(write.identity);
    if (write.action !== 'create' || !identity || identity.links[write.system]) continue;
    const rule = `created in ${SYSTEM_TITLES[write.system]} by a run that was cut short`;
    const link = { record: write.record, provenance: 'created', rule, confidence: 1, evidence: [] } as const;
    recovered.set(identity.id, { ...identity, links: { ...identity.links, [write.system]: link } });
  }
  return [...recovered.values()];
}
