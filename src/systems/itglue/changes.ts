/**
 * What changed since a mark: organizations by their time filter, the others from the most lately changed on until the
 * mark is passed. Source: IT Glue API reference, Sorting and Filtering.
 */
import { Failure } from '../../engine/failure';
import type { Coverage, Kind, RecordId, SourceRecord } from '../../engine/model';
import { isoOf, msOf } from '../../engine/normalize/instant';
import type { ScanContext } from '../../engine/ports';
import { readWhole, type Understood } from '../listing';
import type { ItGlueClient } from './client';
import { entryOf } from './document';
import type { Resource } from './resource';
import { textOf } from './values';

/** Clocks differ, stamps have whole seconds, and what was written while a listing was read may carry an earlier one. */
const OVERLAP_MS = 3_600_000;
/** The vendor says that longer ranges of the time filter may not be allowed. */
const LONGEST_RANGE_MS = 7 * 24 * 3_600_000;

export interface ChangesPlan {
  readonly client: ItGlueClient;
  readonly kind: Kind;
  readonly resource: Resource;
  readonly context: Pick<ScanContext, 'signal' | 'page' | 'problem' | 'since' | 'recall'>;
  readonly understand: (row: unknown) => Understood<SourceRecord>;
}

/** Null where no changes were asked for, or where they cannot be told from here: then all is to be read. */
export async function listChanges(plan: ChangesPlan): Promise<Coverage | null> {
  const { since } = plan.context;
  if (since === undefined) return null;
  const from = msOf(since) - OVERLAP_MS;
  if (Number.isNaN(from)) return null;
  return plan.kind === 'organization' ? byFilter(plan, from) : newestFirst(plan, from);
}

async function byFilter(plan: ChangesPlan, from: number): Promise<Coverage | null> {
  const { client, context, kind, resource } = plan;
  const startedAt = client.clock.now();
  const to = client.theirTime(startedAt) + OVERLAP_MS;
  if (to - from > LONGEST_RANGE_MS) return null;
  const query = { include: resource.include, 'filter[updated_at]': `${isoOf(from)},${isoOf(to)}` };
  const whole = await readWhole<SourceRecord>({
    system: 'itglue',
    what: `${resource.what} updated since ${isoOf(from)}`,
    totalName: 'total-count',
    clock: client.clock,
    pages: () => client.pages(resource.collection, context.signal, { query }),
    understand: plan.understand,
    take: context.page,
    problem: (id, message) => context.problem({ system: 'itglue', kind, id, message }),
  });
  const proof = `only what was updated since ${isoOf(from)}: ${whole.proof}`;
  return {
    system: 'itglue',
    kind,
    ...whole,
    proof,
    hidden: null,
    partial: true,
    mark: markAt(client, startedAt),
  };
}

/** The count that comes with the first page shows whether anything was deleted: then all is read. */
async function newestFirst(plan: ChangesPlan, from: number): Promise<Coverage | null> {
  const { client, context, kind, resource } = plan;
  const startedAt = client.clock.now();
  const all = new Set<RecordId>();
  for (const { id } of context.recall?.(kind) ?? []) all.add(id);
  const fresh: SourceRecord[] = [];
  let total: number | null = null;
  for await (const page of client.newest(resource.collection, context.signal, {
    query: { include: resource.include },
  })) {
    total ??= page.total;
    for (const row of page.rows) {
      const one = plan.understand(row);
      // A row that cannot be understood is told of by the reading of all, which the count then asks for.
      if ('problem' in one) return null;
      fresh.push(one.value);
      all.add(one.id);
    }
    const last = page.rows.at(-1);
    const passed = last !== undefined && updatedAt(last) < from;
    await client.clock.yield();
    if (passed) break;
  }
  if (total === null || total !== all.size) return null;
  context.page(fresh, { done: fresh.length, total: fresh.length });
  const proof = `newest first down to ${isoOf(from)}: total-count ${total}, as many as are known with these`;
  return {
    system: 'itglue',
    kind,
    announced: total,
    received: all.size,
    proof,
    hidden: null,
    partial: true,
    mark: markAt(client, startedAt),
  };
}

/** From where the next reading of changes goes on: when this one began, by the server's clock, which stamps the changes. */
export const markAt = (client: ItGlueClient, startedAt: number): string => isoOf(client.theirTime(startedAt));

function updatedAt(row: unknown): number {
  const text = textOf(entryOf(row).attributes['updated-at']);
  const instant = text === null ? Number.NaN : msOf(text);
  if (!Number.isNaN(instant)) return instant;
  throw new Failure('protocol', 'IT Glue sent a record without the time of its last change.', {
    system: 'itglue',
    remedy: 'Check that the address is IT Glue’s API.',
  });
}
