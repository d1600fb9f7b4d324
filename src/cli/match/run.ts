/** Matching of exported files, without any connection. */
import { readFile } from 'node:fs/promises';
import { Failure } from '../../engine/failure';
import { match } from '../../engine/match/match';
import type { Alarm, MatchGroup, MatchResult } from '../../engine/match/model';
import { DEFAULT_MATCH_SETTINGS } from '../../engine/match/settings';
import {
  type Evidence,
  KINDS,
  type Kind,
  type PerSystem,
  refOf,
  type SourceRecord,
  SYSTEMS,
  type SystemName,
} from '../../engine/model';
import { inSlices, type SliceClock } from '../../engine/slices';
import { isNamedOnly, recordsOf, withNamedOrganizations } from './records';
import { decode, readRows } from './rows';

export interface MatchOptions {
  /** `SYSTEM:KIND=FILE`, one for each file. */
  readonly records: readonly string[];
  readonly linkThreshold?: number;
  readonly suggestThreshold?: number;
  readonly placeholderSerials?: readonly string[];
  readonly clock: SliceClock & { now(): number };
}

export interface FileProblem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

export interface MatchedRecords {
  readonly kind: Kind;
  readonly members: PerSystem<string>;
  readonly confidence: number;
  readonly reason: string;
  readonly evidence: readonly Evidence[];
}

export interface MatchOutput {
  readonly identities: readonly MatchedRecords[];
  readonly suggestions: readonly MatchedRecords[];
  readonly ambiguous: readonly {
    readonly kind: Kind;
    readonly system: SystemName;
    readonly id: string;
    readonly reason: string;
    readonly candidates: readonly {
      readonly system: SystemName;
      readonly id: string;
      readonly confidence: number;
      readonly evidence: readonly Evidence[];
    }[];
  }[];
  readonly alarms: readonly {
    readonly type: Alarm['type'];
    readonly kind: Kind;
    readonly records: readonly { readonly system: SystemName; readonly id: string }[];
    readonly reason: string;
  }[];
}

export interface MatchRun {
  readonly output: MatchOutput;
  readonly problems: readonly FileProblem[];
  readonly read: number;
}

interface Source {
  readonly system: SystemName;
  readonly kind: Kind;
  readonly file: string;
}

/** Rejects with `usage` for what was asked wrongly, `disk` for a file that cannot be read. */
export async function runMatch(options: MatchOptions): Promise<MatchRun> {
  const sources = options.records.map(sourceOf);
  if (new Set(sources.map((source) => source.system)).size < 2) {
    throw new Failure('usage', 'Matching needs records of at least two systems.', {
      remedy: `Give --records SYSTEM:KIND=FILE for each file, SYSTEM being one of ${SYSTEMS.join(', ')}.`,
    });
  }
  const problems: FileProblem[] = [];
  const records: SourceRecord[] = [];
  const seen = new Map<string, Map<string, number>>();
  for (const source of sources) {
    const known = seen.get(`${source.system} ${source.kind}`) ?? new Map<string, number>();
    seen.set(`${source.system} ${source.kind}`, known);
    const { rows, problems: broken } = readRows(await textOf(source.file), source.file);
    const read = recordsOf(source.system, source.kind, rows, known);
    for (const record of read.records) records.push(record);
    const found = [...broken, ...read.problems].sort((a, b) => a.line - b.line);
    for (const it of found) problems.push({ file: source.file, ...it });
  }
  const input = {
    ...withNamedOrganizations(records),
    identities: [],
    decisions: [],
    settings: settingsOf(options),
    now: '1970-01-01T00:00:00Z',
  };
  const result = await inSlices(match(input), options.clock);
  return { output: outputOf(result), problems, read: records.length };
}

function sourceOf(text: string): Source {
  const parts = /^([^:=]+):([^:=]+)=(.+)$/s.exec(text);
  const system = SYSTEMS.find((name) => name === parts?.[1]?.trim().toLowerCase());
  const kind = KINDS.find((name) => name === parts?.[2]?.trim().toLowerCase().replace(/s$/, ''));
  const file = parts?.[3];
  if (system && kind && file) return { system, kind, file };
  throw new Failure('usage', `Cannot understand --records ${text}`, {
    remedy: `Write SYSTEM:KIND=FILE, SYSTEM being one of ${SYSTEMS.join(', ')} and KIND one of ${KINDS.join(', ')}.`,
  });
}

async function textOf(file: string): Promise<string> {
  try {
    return decode(await readFile(file));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Failure('disk', `Cannot read ${file}: ${why}`, {
      cause: error,
      remedy: 'Check the path and its rights.',
    });
  }
}

function settingsOf(options: MatchOptions): typeof DEFAULT_MATCH_SETTINGS {
  const linkThreshold = options.linkThreshold ?? DEFAULT_MATCH_SETTINGS.linkThreshold;
  const suggestThreshold =
    options.suggestThreshold ?? Math.min(DEFAULT_MATCH_SETTINGS.suggestThreshold, linkThreshold);
  const valid = (value: number) => value > 0 && value <= 1;
  if (!valid(linkThreshold) || !valid(suggestThreshold) || suggestThreshold > linkThreshold) {
    throw new Failure('usage', `Thresholds ${suggestThreshold} and ${linkThreshold} make no sense.`, {
      remedy: 'Both lie above 0 and at most at 1; the one for suggestions is not above the one for links.',
    });
  }
  return { linkThreshold, suggestThreshold, placeholderSerials: options.placeholderSerials ?? [] };
}

/** Without the organizations that no file lists. */
function outputOf(result: MatchResult): MatchOutput {
  const listed = (group: MatchGroup) =>
    group.kind !== 'organization' || !Object.values(group.members).some(isNamedOnly);
  return {
    identities: result.groups.filter(listed).map(shown),
    suggestions: result.suggestions.filter(listed).map(shown),
    ambiguous: result.ambiguous.flatMap((it) => {
      const { system, kind, id } = refOf(it.record);
      if (isNamedOnly(id)) return [];
      const candidates = it.candidates.map(({ record, confidence, evidence }) => {
        const ref = refOf(record);
        return { system: ref.system, id: ref.id, confidence: rounded(confidence), evidence };
      });
      return [
        {
          kind,
          system,
          id,
          reason: it.reason,
          candidates: candidates.filter(({ id: other }) => !isNamedOnly(other)),
        },
      ];
    }),
    alarms: result.alarms.flatMap(({ type, records, reason }) => {
      const refs = records.map(refOf);
      const [first] = refs;
      if (first === undefined || refs.some(({ id }) => isNamedOnly(id))) return [];
      return [{ type, kind: first.kind, records: refs.map(({ system, id }) => ({ system, id })), reason }];
    }),
  };
}

function shown({ kind, members, confidence, reason, evidence }: MatchGroup): MatchedRecords {
  return { kind, members, confidence: rounded(confidence), reason, evidence };
}

/** Digits beyond these would claim to know more than anyone does. */
function rounded(confidence: number): number {
  return Math.round(confidence * 1e5) / 1e5;
}
