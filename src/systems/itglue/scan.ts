/** Complete listings, listings of changes, and the locations that organizations take their hints from. */
import { Failure } from '../../engine/failure';
import type { Coverage, Kind, RecordId, RecordProblem, SourceRecord } from '../../engine/model';
import type { ScanContext } from '../../engine/ports';
import type { ItGlueClient } from './client';
import type { Entry } from './document';
import { organizationRecord, withMain } from './lens/organization';
import type { About } from './lens/shared';
import { createLists, type Listening } from './lists';
import type { Resource } from './resource';

/** A page of a location listing is handed on in the size it came. */
const HANDED_ON = 500;
/** A run scans locations right after organizations; what is older belongs to another run. */
const SAME_RUN_MS = 10 * 60_000;

interface LocationListing {
  readonly since: string | undefined;
  readonly records: readonly SourceRecord[];
  readonly problems: readonly RecordProblem[];
  readonly coverage: Coverage;
  readonly readAt: number;
}

export interface Scanner {
  scan(kind: Kind, context: ScanContext): Promise<Coverage>;
  /** A location was written: what is kept of the listing is no longer true. */
  forgetLocations(): void;
}

export function createScanner(
  client: ItGlueClient,
  resources: Readonly<Record<Kind, Resource>>,
  about: About,
): Scanner {
  let locations: Promise<LocationListing> | null = null;
  const list = createLists(client, resources);

  async function readLocations({ signal, since, recall }: Listening): Promise<LocationListing> {
    const records: SourceRecord[] = [];
    const problems: RecordProblem[] = [];
    const coverage = await list('location', (entry) => resources.location.record(entry, about), {
      signal,
      ...(since === undefined ? {} : { since }),
      ...(recall ? { recall } : {}),
      page: (page) => records.push(...page),
      problem: (problem) => problems.push(problem),
    });
    return { since, records, problems, coverage, readAt: client.clock.now() };
  }

  async function scanOrganizations(context: ScanContext): Promise<Coverage> {
    const reading = readLocations(context);
    locations = reading;
    let hidden: string | null = null;
    const main = new Map<RecordId, SourceRecord>();
    const seen = new Set<RecordId>();
    try {
      const { records, coverage } = await reading;
      const known = coverage.partial ? (context.recall?.('location') ?? []) : [];
      for (const location of [...known, ...records]) noteMain(main, location);
    } catch (error) {
      locations = null;
      if (!Failure.is(error, 'forbidden')) throw error;
      hidden = 'The API key may not read locations: main addresses and phones of organizations are unknown.';
    }
    const convert = (entry: Entry) => organizationRecord(entry, about, main.get(entry.id)?.fields);
    const page: ScanContext['page'] = (rows, progress) => {
      for (const { id } of rows) seen.add(id);
      context.page(rows, progress);
    };
    const coverage = await list('organization', convert, { ...context, page });
    if (coverage.partial) moveWithMain(context, main, seen);
    return { ...coverage, hidden };
  }

  async function scanLocations(context: ScanContext): Promise<Coverage> {
    const kept = await locations?.catch(() => null);
    locations = null;
    const fresh = kept && kept.since === context.since && client.clock.now() - kept.readAt < SAME_RUN_MS;
    const listing = fresh ? kept : await readLocations(context);
    for (const problem of listing.problems) context.problem(problem);
    for (let at = 0; at < listing.records.length; at += HANDED_ON) {
      const page = listing.records.slice(at, at + HANDED_ON);
      context.page(page, { done: at + page.length, total: listing.coverage.announced });
      await client.clock.yield();
    }
    return listing.coverage;
  }

  return {
    async scan(kind, context) {
      if (kind === 'organization') return scanOrganizations(context);
      if (kind === 'location') return scanLocations(context);
      return list(kind, (entry) => resources[kind].record(entry, about), context);
    },
    forgetLocations() {
      locations = null;
    },
  };
}

/** The later word on a location counts: it may have stopped being the main one. */
function noteMain(main: Map<RecordId, SourceRecord>, location: SourceRecord): void {
  const { organization, fields, id } = location;
  if (organization === null) return;
  if (fields.primary === true) main.set(organization, location);
  else if (main.get(organization)?.id === id) main.delete(organization);
}

/** An organization's address is its main location's, and does not count as a change of the organization. */
function moveWithMain(
  context: ScanContext,
  main: ReadonlyMap<RecordId, SourceRecord>,
  seen: ReadonlySet<RecordId>,
): void {
  const moved: SourceRecord[] = [];
  for (const known of context.recall?.('organization') ?? []) {
    if (seen.has(known.id)) continue;
    const held = main.get(known.id);
    const next = withMain(known, held?.fields);
    if (JSON.stringify(next.hints ?? null) !== JSON.stringify(known.hints ?? null)) moved.push(next);
  }
  if (moved.length > 0) context.page(moved, { done: moved.length, total: null });
}
