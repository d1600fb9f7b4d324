/** Active and inactive records in one listing: whether a plain list shows inactive ones is not documented, so both are asked for. */
import type * as z from 'zod';
import type { ScanContext } from '../../engine/ports';
import type { Client } from './client';

export interface BothRequest<T> {
  /** In words, plural: `accounts`. */
  readonly what: string;
  readonly route: string;
  readonly shape: z.ZodType<T>;
  onBadRow(id: string | null, message: string): void;
  /** Only what was modified since this mark, an ISO instant. */
  readonly since?: string | undefined;
}

/** BMS does not say in which zone it means its instants: a day and the widest zone cover every reading of them. */
const OVERLAP_MS = 26 * 3_600_000;

const modifiedFrom = (since: string): string => new Date(Date.parse(since) - OVERLAP_MS).toISOString();

export interface BothListing<T> {
  readonly rows: readonly T[];
  /** What the system announced for both together; null where the endpoint announces nothing. */
  readonly announced: number | null;
  readonly proof: string;
  /** A row changed from one list to the other meanwhile: where no total is told, another may have been missed for it. */
  readonly moved: boolean;
}

export async function listBoth<T extends { id: number }>(
  client: Client,
  request: BothRequest<T>,
  context: ScanContext,
): Promise<BothListing<T>> {
  const all = new Map<number, T>();
  const proofs: string[] = [];
  let announced: number | null = 0;
  let moved = false;
  for (const active of [true, false]) {
    const before = all.size;
    const listing = await client.list(
      {
        ...request,
        what: `${active ? 'active' : 'inactive'} ${request.what}`,
        query: {
          'Filter.IsActive': active,
          ...(request.since === undefined ? {} : { 'Filter.ModifiedOnFrom': modifiedFrom(request.since) }),
        },
        between: (done, total) =>
          context.page([], { done: before + done, total: total === null ? null : before + total }),
      },
      context.signal,
    );
    // A server that takes no notice of the filter gives everything twice: what came before is not announced anew.
    const repeated = listing.rows.filter((row) => all.has(row.id)).length;
    announced = announced === null || listing.total === null ? null : announced + listing.total - repeated;
    for (const row of listing.rows) all.set(row.id, row);
    proofs.push(listing.proof);
    moved ||= repeated > 0 && repeated < before;
  }
  return { rows: [...all.values()], announced, moved, proof: proofs.join('; ') };
}
