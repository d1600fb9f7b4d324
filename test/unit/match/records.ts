/** Short ways to write records and to match them. */
import type { Decision } from '../../../src/engine/decisions';
import { match } from '../../../src/engine/match/match';
import type { MatchResult } from '../../../src/engine/match/model';
import { DEFAULT_MATCH_SETTINGS } from '../../../src/engine/match/settings';
import type { Fields, Identity, Kind, SourceRecord, SystemName, VendorLink } from '../../../src/engine/model';
import { atOnce } from '../../../src/engine/slices';

export interface More {
  readonly organization?: string | null;
  readonly links?: readonly VendorLink[];
}

export function record(
  system: SystemName,
  kind: Kind,
  id: string,
  fields: Fields,
  more: More = {},
): SourceRecord {
  const name = [
    fields.name,
    `${fields.firstName ?? ''} ${fields.lastName ?? ''}`.trim(),
    fields.hostname,
    id,
  ].find((text) => typeof text === 'string' && text !== '');
  return {
    system,
    kind,
    id,
    name: String(name),
    organization: kind === 'organization' ? null : (more.organization ?? null),
    fields,
    links: more.links ?? [],
    revision: null,
    url: null,
  };
}

export interface Given {
  readonly identities?: readonly Identity[];
  readonly decisions?: readonly Decision[];
  readonly now?: string;
  readonly placeholderSerials?: readonly string[];
}

export function matched(records: readonly SourceRecord[], given: Given = {}): MatchResult {
  return atOnce(
    match({
      records,
      identities: given.identities ?? [],
      decisions: given.decisions ?? [],
      settings: { ...DEFAULT_MATCH_SETTINGS, placeholderSerials: given.placeholderSerials ?? [] },
      now: given.now ?? '2026-06-01T00:00:00Z',
    }),
  );
}

/** Members of the groups of a kind: `bms:1 itglue:7`. */
export function linksOf(result: MatchResult, kind?: Kind): string[] {
  return result.groups
    .filter((group) => kind === undefined || group.kind === kind)
    .map((group) =>
      Object.entries(group.members)
        .map(([system, id]) => `${system}:${id}`)
        .join(' '),
    );
}
