/** What stands in a row's tooltip: ids in each system, the reason of the status, the evidence. Pure. */
import { fieldSpec, isFieldName } from '../../../engine/fields';
import type { Evidence, MatchStatus, RecordKey, SourceRecord } from '../../../engine/model';
import { keyOf, membersOf, refOf, SYSTEM_TITLES } from '../../../engine/model';
import type { Overview } from '../../../engine/session';
import { countOf, plural, RESULT_WORDS, STATUS_MEANINGS } from '../../../text/words';
import { number, SHORT_TITLES } from '../../words';
import type { Tip } from '../row';
import { keyOfNode, type SystemsNode, type SystemsTree } from './model';
import type { Tally } from './outline';
import { organizationsIn } from './view';

/** More evidence than a person reads in passing. */
const MOST_EVIDENCE = 8;

export function tipFor(tree: SystemsTree, node: SystemsNode): Tip | null {
  const { overview } = tree.input.outline;
  if (node.type === 'failure') {
    const { message, remedy, code } = node.trouble;
    return {
      title: message,
      lines: [
        ...(remedy ? ([['What to do', remedy]] as const) : []),
        ...(code ? ([['Code', code]] as const) : []),
      ],
    };
  }
  if (node.type === 'system') return systemTip(tree, node);
  const key = keyOfNode(node);
  const record = key ? tree.record(key) : undefined;
  if (!record) return null;
  const tally = node.type === 'organization' ? tree.part(node.system, node.organization)?.tally : undefined;
  return recordTip(overview, record, tally);
}

function systemTip(tree: SystemsTree, { system }: Extract<SystemsNode, { type: 'system' }>): Tip {
  const { overview, systems } = tree.input.outline;
  const part = systems.get(system);
  const held = [countOf(organizationsIn(part), 'organization'), plural(part?.records ?? 0, 'record')].join(
    ', ',
  );
  const run = overview.lastRun;
  return {
    title: SYSTEM_TITLES[system],
    lines: [
      ['Holds', held],
      ...(run
        ? ([
            [
              run.result === 'done' ? 'Last sync' : `Last sync (${RESULT_WORDS[run.result]})`,
              instant(run.endedAt),
            ],
          ] as const)
        : []),
    ],
    lists: [{ title: 'By match status', items: tallyLines(part?.tally ?? new Map()) }],
  };
}

function recordTip(overview: Overview, record: SourceRecord, tally: Tally | undefined): Tip {
  const key = keyOf(record);
  const status = overview.statuses.get(key);
  const word = status?.status ?? 'unmatched';
  const seen = record.fields.lastSeen;
  const lines: (readonly [string, string])[] = [
    [capital(record.kind), `${SYSTEM_TITLES[record.system]} id ${record.id}`],
    ...memberLines(overview, record),
    [capital(word), status?.reason ?? STATUS_MEANINGS[word]],
  ];
  if (typeof seen === 'string' && seen) lines.push(['Last seen', instant(seen)]);
  const locked = Object.keys(record.locked ?? {}).length;
  if (locked > 0) lines.push(['Locked', `${plural(locked, 'field')} cannot be written there`]);
  const evidence = evidenceLines(overview, record);
  const lists = [
    ...(tally ? [{ title: 'With all that belongs to it', items: tallyLines(tally) }] : []),
    ...(evidence.length > 0 ? [{ title: 'Evidence', items: evidence }] : []),
  ];
  return { title: record.name, lines, lists };
}

function memberLines(overview: Overview, record: SourceRecord): readonly (readonly [string, string])[] {
  const identity = identityOf(overview, record);
  if (!identity) return [];
  return membersOf(identity).flatMap((ref) => {
    if (ref.system === record.system) return [];
    const name = overview.records.get(keyOf(ref))?.name ?? 'not in the last scan';
    return [[`Same in ${SYSTEM_TITLES[ref.system]}`, `${name} (id ${ref.id})`] as const];
  });
}

/** What linked the record; where nothing did, what speaks for its candidates. */
function evidenceLines(overview: Overview, record: SourceRecord): readonly string[] {
  const key = keyOf(record);
  const links = Object.values(identityOf(overview, record)?.links ?? {}).flatMap((link) => link.evidence);
  const open = [
    ...overview.match.suggestions
      .filter((group) => group.kind === record.kind && group.members[record.system] === record.id)
      .flatMap((group) => group.evidence),
    ...overview.match.ambiguous
      .filter((task) => task.record === key)
      .flatMap((task) => task.candidates.flatMap((candidate) => candidate.evidence)),
  ];
  const lines = [...new Set([...links, ...open].map(evidenceLine))];
  const rest = lines.length - MOST_EVIDENCE;
  return rest > 0 ? [...lines.slice(0, MOST_EVIDENCE), `and ${number(rest)} more`] : lines;
}

function evidenceLine({ field, between, values, verdict, note }: Evidence): string {
  const [a, b] = between.map((key) => SHORT_TITLES[refOf(key).system]);
  const compared = values[0] === values[1] ? `“${values[0]}”` : `${a} “${values[0]}”, ${b} “${values[1]}”`;
  return `${labelOf(field, between[0])} ${verdict}: ${compared}${note ? ` (${note})` : ''}`;
}

/** A field by the name people know it by; other things that rules look at go by their own. */
function labelOf(field: string, key: RecordKey): string {
  return (isFieldName(field) ? fieldSpec(refOf(key).kind, field)?.label : undefined) ?? field;
}

function identityOf(overview: Overview, record: SourceRecord) {
  const id = overview.identityOf.get(keyOf(record));
  return id === undefined ? undefined : overview.identities.get(id);
}

const tallyLines = (tally: Tally): readonly string[] =>
  [...tally].sort(([, a], [, b]) => b - a).map(([status, count]) => `${number(count)} ${wordOf(status)}`);

const wordOf = (status: MatchStatus): string => `${status}: ${STATUS_MEANINGS[status]}`;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** In the reader's own time zone. */
function instant(iso: string): string {
  const at = new Date(iso);
  return Number.isNaN(at.getTime())
    ? iso
    : at.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
}
