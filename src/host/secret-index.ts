/**
 * The list of saved secrets, and which of them is the current one. An editor in a browser gives each window a copy of its
 * secret storage that is not renewed; this list it does share. By it a window knows that a secret was replaced or
 * forgotten in another one. Pure.
 */
import { SYSTEMS, type SystemName } from '../engine/model';

export interface SavedSecret {
  readonly system: SystemName;
  readonly origin: string;
}

export interface IndexEntry extends SavedSecret {
  /** Of the secret that was saved last; absent in lists of older versions. */
  readonly revision?: string;
  readonly forgotten?: true;
}

export const isSameSecret = (a: SavedSecret, b: SavedSecret): boolean =>
  a.system === b.system && a.origin === b.origin;

/** What is no entry is left out. */
export function entriesOf(list: unknown): readonly IndexEntry[] {
  return Array.isArray(list) ? list.filter(isEntry) : [];
}

function isEntry(value: unknown): value is IndexEntry {
  if (typeof value !== 'object' || value === null || !('system' in value) || !('origin' in value))
    return false;
  return typeof value.origin === 'string' && SYSTEMS.some((system) => system === value.system);
}

/** The list with this entry in the place of a former one. */
export const withEntry = (entries: readonly IndexEntry[], entry: IndexEntry): readonly IndexEntry[] => [
  ...entries.filter((item) => !isSameSecret(item, entry)),
  entry,
];

const SEALED = /^mspSync:([^\n]+)\n/;

/** A secret as it is stored, with its revision. */
export const sealed = (revision: string, value: string): string => `mspSync:${revision}\n${value}`;

export type Standing =
  | { readonly state: 'saved'; readonly value: string }
  /** `unseen`: the list tells of another secret than this window sees. */
  | { readonly state: 'none' | 'unseen' };

/** What the storage holds, judged by the list. Where the list says nothing, the storage is right. */
export function standingOf(stored: string | undefined, entry: IndexEntry | undefined): Standing {
  if (entry?.forgotten) return { state: stored === undefined ? 'none' : 'unseen' };
  if (stored === undefined) return { state: entry ? 'unseen' : 'none' };
  const revision = SEALED.exec(stored)?.[1];
  if (entry?.revision !== undefined && revision !== entry.revision) return { state: 'unseen' };
  return { state: 'saved', value: stored.replace(SEALED, '') };
}
