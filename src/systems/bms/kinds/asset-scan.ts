/** All assets from their list, and the details of as many as the hour's allowance pays for. */
import { Failure } from '../../../engine/failure';
import type { Coverage, Left, SourceRecord } from '../../../engine/model';
import type { Clock, ScanContext } from '../../../engine/ports';
import type { Client } from '../client';
import { HOUR_MS } from '../limits';
import type { WireAssetRow } from '../wire';
import { asRow, signatureOf } from './asset-glimpse';
import { lateRows, listAssets } from './asset-listing';
import { chooseReads, READS_PER_HOUR } from './asset-reads';
import { stopIfAborted } from './model';

export const ASSET = '/v2/servicedesk/hardwareasset/{assetId}';

/** Details are read a few at a time, so that they are handed on while the rest is still being read. */
const BATCH = 40;
/** Details that are made safe together: what a kill costs at the most. */
const KEPT_TOGETHER = 200;
/** Calls that make going on worth a run of its own. */
const WORTH_A_RUN = READS_PER_HOUR / 2;

export interface AssetScanParts {
  readonly client: Client;
  readonly clock: Clock;
  detailed(row: WireAssetRow): Promise<SourceRecord | null>;
  glimpsed(row: WireAssetRow, known: SourceRecord | undefined): SourceRecord;
}

export async function scanAssets(context: ScanContext, parts: AssetScanParts): Promise<Coverage> {
  const { client, clock } = parts;
  const listing = await listAssets(client, context);
  const reads = chooseReads(listing.rows, {
    known: context.known,
    stirred: context.stirred,
    signature: (row) => signatureOf(asRow(row)),
    usefulness: (row) => usefulness(row, context),
    allowance: client.remaining(ASSET),
    refresh: context.since === undefined,
    now: clock.now(),
  });
  const reading = new Reading(context, parts, listing.rows.length);
  const ordered = mostUsefulFirst(listing.rows, reads.now);
  for (let at = 0; at < ordered.length; at += BATCH) {
    stopIfAborted(context.signal);
    await reading.take(ordered.slice(at, at + BATCH), reads.now, reads.later);
    await clock.yield();
  }
  const late = reading.gone > 0 ? await lateRows(listing, client, context) : [];
  await reading.take(late, new Set(late.map(({ id }) => id)), NONE);
  await reading.keep();
  const { read, gone, later, received } = reading;
  const left = later === 0 ? null : leftOf(later, parts);
  const rows = listing.rows.length + late.length;
  const details = `details of ${read} of ${rows} read, ${rows - read - later - gone === 0 ? 'no other needed' : "the others' list rows unchanged"}`;
  const lost = gone > 0 ? `; ${gone} deleted while the listing was read` : '';
  const waiting = left ? `; ${later} wait for the allowance, until about ${left.until}` : '';
  return {
    system: 'bms',
    kind: 'asset',
    announced: listing.announced,
    received,
    proof: `${listing.proof}; ${details}${lost}${waiting}`,
    hidden: null,
    // The list itself is read whole each time: what it costs to tell changes from it is the details of those alone.
    mark: 'rows',
    ...(left ? { left } : {}),
  };
}

const NONE: ReadonlySet<number> = new Set();

/** What is read in the order of `chosen`, then the rest: whatever ends the reading, the best of it is done. */
function mostUsefulFirst(
  rows: readonly WireAssetRow[],
  chosen: ReadonlySet<number>,
): readonly WireAssetRow[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const first = [...chosen].flatMap((id) => byId.get(id) ?? []);
  return [...first, ...rows.filter(({ id }) => !chosen.has(id))];
}

/** What another system knows too can be matched at once; what is in use matters more than what is not. */
function usefulness(row: WireAssetRow, context: ScanContext): number {
  const known = context.elsewhere?.(row.assetName ?? null, row.serialNumber ?? null) === true;
  return (known ? 4 : 0) + (row.isActive === false ? 0 : 2) + (row.serialNumber?.trim() ? 1 : 0);
}

function leftOf(count: number, { client, clock }: AssetScanParts): Left {
  const now = clock.now();
  const resumeAt = Math.max(now, client.freeAt(ASSET, WORTH_A_RUN));
  const until = Math.max(now, client.freeAt(ASSET, 1)) + Math.ceil(count / READS_PER_HOUR) * HOUR_MS;
  return { count, resumeAt: new Date(resumeAt).toISOString(), until: new Date(until).toISOString() };
}

class Reading {
  read = 0;
  gone = 0;
  later = 0;
  received = 0;
  private done = 0;
  private spent = false;
  private fresh: SourceRecord[] = [];

  constructor(
    private readonly context: ScanContext,
    private readonly parts: AssetScanParts,
    private readonly total: number,
  ) {}

  async take(
    rows: readonly WireAssetRow[],
    now: ReadonlySet<number>,
    later: ReadonlySet<number>,
  ): Promise<void> {
    const batch = await Promise.all(rows.map((row) => this.one(row, now, later)));
    const records = batch.filter((record) => record !== null);
    this.gone += batch.length - records.length;
    this.received += records.length;
    this.done += batch.length;
    this.context.page(records, { done: this.done, total: this.total });
    if (this.fresh.length >= KEPT_TOGETHER) await this.keep();
  }

  async keep(): Promise<void> {
    const fresh = this.fresh;
    this.fresh = [];
    if (fresh.length > 0) await this.context.keep?.(fresh);
  }

  private async one(
    row: WireAssetRow,
    now: ReadonlySet<number>,
    later: ReadonlySet<number>,
  ): Promise<SourceRecord | null> {
    const known = this.context.known(String(row.id));
    const wanted = now.has(row.id);
    if (known && !wanted && !later.has(row.id)) return known;
    if (wanted && !this.spent) {
      try {
        const record = await this.parts.detailed(row);
        if (!record) return null;
        this.read++;
        this.fresh.push(record);
        return record;
      } catch (error) {
        // Others use the same allowance: what the server refuses now is read in a later hour.
        if (!Failure.is(error, 'rate-limited')) throw error;
        this.spent = true;
      }
    }
    this.later++;
    return this.parts.glimpsed(row, known);
  }
}
