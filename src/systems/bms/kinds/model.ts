/** What each kind's part of the adapter does; the meaning is that of the engine's `System` port. */

import { Failure } from '../../../engine/failure';
import type {
  Coverage,
  Fields,
  Kind,
  LastChange,
  RecordId,
  SourceRecord,
  VendorLink,
} from '../../../engine/model';
import { SYSTEM_TITLES } from '../../../engine/model';
import { isoOf } from '../../../engine/normalize/instant';
import type { Clock, Look, ScanContext } from '../../../engine/ports';
import { instantOf, textOf } from '../lens/values';

export interface KindHandler {
  scan(context: ScanContext): Promise<Coverage>;
  read(
    ids: readonly RecordId[],
    signal: AbortSignal,
    look?: Look,
  ): Promise<ReadonlyMap<RecordId, SourceRecord | null>>;
  create(values: Fields, signal: AbortSignal): Promise<SourceRecord>;
  update(before: SourceRecord, changes: Fields, signal: AbortSignal): Promise<SourceRecord>;
  findCreated(values: Fields, signal: AbortSignal): Promise<readonly SourceRecord[]>;
}

/** A row that cannot be read is told, and the rest of the list goes on. `thing` is the portal's word for it. */
export const tellBadRow =
  ({ problem }: ScanContext, kind: Kind, thing: string) =>
  (id: RecordId | null, message: string): void =>
    problem({ system: 'bms', kind, id, message: `The ${thing} cannot be read: ${message}` });

/** Makes the address of a record in the portal, where a template is configured. */
export type UrlOf = (kind: Kind, id: RecordId) => string | null;

export interface RecordParts {
  readonly kind: Kind;
  readonly id: number;
  readonly name: string | null;
  readonly organization: RecordId | null;
  readonly fields: Fields;
  readonly hints?: Fields;
  readonly links?: readonly VendorLink[];
  readonly revision: string | null;
  readonly changed: { readonly at: string | null | undefined; readonly by?: string | null | undefined };
}

export function recordOf(parts: RecordParts, urlOf: UrlOf): SourceRecord {
  const id = String(parts.id);
  return {
    system: 'bms',
    kind: parts.kind,
    id,
    name: parts.name?.trim() || `(${parts.kind} ${id} without a name)`,
    organization: parts.organization,
    fields: parts.fields,
    ...(parts.hints ? { hints: parts.hints } : {}),
    links: parts.links ?? [],
    revision: parts.revision,
    ...changeOf(parts.changed),
    url: urlOf(parts.kind, id),
  };
}

/** How a listing by BMS's modified-since is proven, and from where the next one goes on: when it began, by BMS's clock. */
export function changesOf(
  { since }: ScanContext,
  startedAt: number,
  proof: string,
): Pick<Coverage, 'proof' | 'mark' | 'partial'> {
  const mark = isoOf(startedAt);
  if (since === undefined) return { proof, mark };
  return {
    proof: `only what was modified since ${since}, and a day before: ${proof}`,
    mark,
    partial: true,
  };
}

function changeOf({ at, by }: RecordParts['changed']): { readonly changed?: LastChange } {
  const instant = instantOf(at);
  const person = textOf(by);
  return instant === null ? {} : { changed: { at: instant, ...(person === null ? {} : { by: person }) } };
}

export function stopIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new Failure('cancelled', 'Reading Kaseya BMS was cancelled.', { system: 'bms' });
}

const CHUNK = 100;

/** Hands on records in pages, letting other work run between them. */
export async function pageOut<T>(
  rows: readonly T[],
  total: number | null,
  toRecords: (row: T) => readonly SourceRecord[],
  context: ScanContext,
  clock: Clock,
): Promise<number> {
  let done = 0;
  for (let at = 0; at < rows.length; at += CHUNK) {
    stopIfAborted(context.signal);
    const records = rows.slice(at, at + CHUNK).flatMap(toRecords);
    done += records.length;
    context.page(records, { done, total });
    await clock.yield();
  }
  return done;
}

/** A write was acknowledged, and then the record is not there. */
export function vanished(kind: Kind, id: RecordId): Failure {
  return new Failure('not-found', `The ${kind} ${id} is not in ${SYSTEM_TITLES.bms} any more.`, {
    system: 'bms',
    remedy: 'It was probably deleted there; the next run will tell.',
  });
}
