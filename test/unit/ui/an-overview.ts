import type { Ambiguity, MatchGroup } from '../../../src/engine/match/model';
import {
  type Evidence,
  type Identity,
  type Kind,
  keyOf,
  type MatchStatus,
  type RecordKey,
  type SourceRecord,
  type SystemName,
} from '../../../src/engine/model';
import type { Conflict, Step } from '../../../src/engine/plan/model';
import type { RunSummary } from '../../../src/engine/ports';
import type { Overview } from '../../../src/engine/session';

/** A record of few words: `record('bms', 'asset', '7', { organization: '1' })`. */
export function record(
  system: SystemName,
  kind: Kind,
  id: string,
  more: Partial<SourceRecord> = {},
): SourceRecord {
  const organization = kind === 'organization' ? null : '1';
  const bare = { system, kind, id, name: `${kind} ${id}`, organization, fields: {}, links: [] };
  return { ...bare, revision: null, url: null, ...more };
}

export interface Given {
  readonly records?: readonly SourceRecord[];
  readonly statuses?: Readonly<Partial<Record<RecordKey, MatchStatus>>>;
  /** Records that are the same, per identity. */
  readonly same?: readonly (readonly SourceRecord[])[];
  readonly evidence?: readonly Evidence[];
  readonly suggestions?: readonly MatchGroup[];
  readonly ambiguous?: readonly Ambiguity[];
  readonly conflicts?: readonly Conflict[];
  readonly steps?: readonly Step[];
  readonly lastRun?: RunSummary | null;
  readonly trend?: Overview['trend'];
  readonly clientTrends?: Overview['clientTrends'];
  readonly systems?: readonly SystemName[];
}

export function overview(given: Given = {}): Overview {
  const records = given.records ?? [];
  const identities = (given.same ?? []).map((members) => identityOf(members, given.evidence ?? []));
  return {
    systems: given.systems ?? ['bms', 'vsa', 'itglue'],
    records: new Map(records.map((item) => [keyOf(item), item])),
    identities: new Map(identities.map((identity) => [identity.id, identity])),
    identityOf: new Map(
      (given.same ?? []).flatMap((members, place) =>
        members.map((member) => [keyOf(member), identities[place]?.id ?? ''] as const),
      ),
    ),
    statuses: new Map(
      records.map((item) => [
        keyOf(item),
        { status: given.statuses?.[keyOf(item)] ?? 'unmatched', reason: `because of ${item.name}` },
      ]),
    ),
    match: {
      groups: [],
      suggestions: given.suggestions ?? [],
      ambiguous: given.ambiguous ?? [],
      alarms: [],
      ignored: new Map(),
    },
    plan: {
      version: 1,
      madeAt: '2026-01-01T00:00:00Z',
      steps: given.steps ?? [],
      conflicts: given.conflicts ?? [],
      drift: [],
      fingerprint: '',
    },
    conflicts: [],
    drift: [],
    lastRun: given.lastRun ?? null,
    trend: given.trend ?? [],
    clientTrends: given.clientTrends ?? {},
    placeholderSerials: [],
    saved: null,
  };
}

function identityOf(members: readonly SourceRecord[], evidence: readonly Evidence[]): Identity {
  const links = Object.fromEntries(
    members.map(({ system, id }) => [
      system,
      { record: id, provenance: 'rule' as const, rule: 'serial number', confidence: 1, evidence },
    ]),
  );
  const [first] = members;
  const kind = first?.kind ?? 'asset';
  const id = `identity of ${first ? keyOf(first) : ''}`;
  return { id, kind, organization: null, links, aliases: [], shadows: {} };
}

export const run = (more: Partial<RunSummary> = {}): RunSummary => ({
  run: 'r1',
  startedAt: '2026-01-01T11:00:00Z',
  endedAt: '2026-01-01T12:00:00Z',
  result: 'done',
  message: null,
  outcomes: {},
  conflicts: 0,
  problems: {},
  ...more,
});
