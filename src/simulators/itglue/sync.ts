/** Records that are synced with the PSA: what they show of it, and which of their attributes are locked by it. */
import type { IncludedItem } from './resource';
import type { AdapterLink, Row, State } from './state';
import type { Json, Values } from './values';

/** `enabled`, `disabled`, `orphaned` or null: the state of the record's link to the PSA. */
export function psaIntegration(row: Row, state: State): Json {
  const links = state.linksOf(row, 'bms');
  if (links.length === 0) return null;
  if (links.some((link) => link.sync && !link.orphaned)) return 'enabled';
  return links.some((link) => link.orphaned) ? 'orphaned' : 'disabled';
}

/** Whether the record has a live link to the PSA. */
export function isSynced(row: Row, state: State): boolean {
  return psaIntegration(row, state) === 'enabled';
}

export function isLocked(row: Row, state: State): boolean {
  return isSynced(row, state) && !state.switches.twoWaySyncLiftsLocks;
}

/** The changes that a synced record refuses. None where the record is not locked. */
export function lockedChanges(
  row: Row,
  changes: Values,
  allowed: ReadonlySet<string>,
  state: State,
): readonly string[] {
  if (!isLocked(row, state)) return [];
  return Object.keys(changes).filter((name) => !allowed.has(name) && counts(row, changes, name, state));
}

/** Whether a locked attribute in a request counts: always, or only where its value would change. */
export function counts(row: Row, changes: Values, name: string, state: State): boolean {
  if (state.switches.lockedUnchanged === 'refuse') return true;
  return JSON.stringify(row.values[name] ?? null) !== JSON.stringify(changes[name] ?? null);
}

function adapterItem(link: AdapterLink, name: string): IncludedItem {
  return {
    id: String(link.id),
    type: 'adapters-resources',
    attributes: {
      adapter_type_name: name,
      remote_id: link.remoteId,
      sync: link.sync,
      orphaned: link.orphaned,
    },
  };
}

export function adaptersResources(row: Row, state: State): IncludedItem[] {
  return state.linksOf(row, 'bms').map((link) => adapterItem(link, state.switches.psaAdapterName));
}

export function rmmAdaptersResources(row: Row, state: State): IncludedItem[] {
  return state.linksOf(row, 'vsa').map((link) => adapterItem(link, state.switches.rmmAdapterName));
}

/** What the RMM says of linked records; a link that leads nowhere has nothing to say. */
export function remoteItems(
  type: 'rmm-records' | 'rmm-companies',
): (row: Row, state: State) => IncludedItem[] {
  return (row, state) =>
    state
      .linksOf(row, 'vsa')
      .filter((link) => !link.orphaned)
      .map((link) => ({
        id: String(link.id),
        type,
        attributes: link.remote,
        ...(type === 'rmm-records'
          ? { relationships: { configuration: { data: { id: String(row.id), type: 'configurations' } } } }
          : {}),
      }));
}

/** Relationships that the product has and this account holds nothing of. */
export function nothing(): IncludedItem[] {
  return [];
}
