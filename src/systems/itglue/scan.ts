/** Complete listings, and the locations that organizations take their hints from. */
import { Failure } from '../../engine/failure';
import type { Coverage, Kind, RecordId, RecordProblem, SourceRecord } from '../../engine/model';
import type { ScanContext } from '../../engine/ports';
import { readWhole, type Understood } from '../listing';
import type { ItGlueClient } from './client';
import { type Entry, entryOf } from './document';
import { organizationRecord } from './lens/organization';
import type { About } from './lens/shared';
import type { Resource } from './resource';

/** A page of a location listing is handed on in the size it came. */
const HANDED_ON = 500;
/** A run scans locations right after organizations; what is older belongs to another run. */
const SAME_RUN_MS = 10 * 60_000;

interface LocationListing {
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

function understand(convert: (entry: Entry) => SourceRecord) {
  return (row: unknown): Understood<SourceRecord> => {
    try {
      const value = convert(entryOf(row));
      return { id: value.id, value };
    } catch (error) {
      if (!Failure.is(error, 'protocol')) throw error;
      const { message, detail } = error;
      return { id: null, problem: detail === undefined ? message : `${message} ${detail}` };
    }
  };
}

export function createScanner(
  client: ItGlueClient,
  resources: Readonly<Record<Kind, Resource>>,
  about: About,
): Scanner {
  let locations: Promise<LocationListing> | null = null;

  async function list(
    kind: Kind,
    convert: (entry: Entry) => SourceRecord,
    context: Pick<ScanContext, 'signal' | 'page' | 'problem'>,
  ): Promise<Coverage> {
    const { collection, include, what } = resources[kind];
    const whole = await readWhole<SourceRecord>({
      system: 'itglue',
      what,
      totalName: 'total-count',
      clock: client.clock,
      pages: () => client.pages(collection, context.signal, { query: { include } }),
      understand: understand(convert),
      take: context.page,
      problem: (id, message) => context.problem({ system: 'itglue', kind, id, message }),
    });
    return { system: 'itglue', kind, ...whole, hidden: null };
  }

  async function readLocations(signal: AbortSignal): Promise<LocationListing> {
    const records: SourceRecord[] = [];
    const problems: RecordProblem[] = [];
    const coverage = await list('location', (entry) => resources.location.record(entry, about), {
      signal,
      page: (page) => records.push(...page),
      problem: (problem) => problems.push(problem),
    });
    return { records, problems, coverage, readAt: client.clock.now() };
  }

  async function scanOrganizations(context: ScanContext): Promise<Coverage> {
    const reading = readLocations(context.signal);
    locations = reading;
    let hidden: string | null = null;
    const main = new Map<RecordId, SourceRecord>();
    try {
      for (const location of (await reading).records)
        if (location.organization !== null && location.fields.primary === true)
          main.set(location.organization, location);
    } catch (error) {
      locations = null;
      if (!Failure.is(error, 'forbidden')) throw error;
      hidden = 'The API key may not read locations: main addresses and phones of organizations are unknown.';
    }
    const convert = (entry: Entry) => organizationRecord(entry, about, main.get(entry.id)?.fields);
    return { ...(await list('organization', convert, context)), hidden };
  }

  async function scanLocations(context: ScanContext): Promise<Coverage> {
    const kept = await locations?.catch(() => null);
    locations = null;
    const fresh = kept && client.clock.now() - kept.readAt < SAME_RUN_MS;
    const listing = fresh ? kept : await readLocations(context.signal);
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
