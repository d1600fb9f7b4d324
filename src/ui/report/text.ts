/** The report of a folder as Markdown source: what is held, matched, written, and what waits. Pure. */

import { fieldSpec } from '../../engine/fields';
import type { MatchGroup } from '../../engine/match/model';
import {
  type FieldValue,
  type Identity,
  KINDS,
  keyOf,
  membersOf,
  type RecordKey,
  type SourceRecord,
  SYSTEM_TITLES,
  SYSTEMS,
} from '../../engine/model';
import { shortfalls, shortfallWord } from '../../engine/outcomes';
import { ACTIONS, type Conflict, type Drift, type Step } from '../../engine/plan/model';
import type { RunReport } from '../../engine/run';
import type { Overview } from '../../engine/session';
import { inMarkdown } from '../../text/shown';
import { plural, pluralOf } from '../../text/words';
import { number, SHORT_TITLES } from '../words';

/** How many lines each list shows before it says how many more there are. */
const MOST = 50;
/** The rules that linked most tell enough; what was written comes next. */
const MOST_REASONS = 12;

export interface ReportInput {
  readonly overview: Overview;
  /** The last run of this window, which alone knows each outcome. */
  readonly report: RunReport | null;
}

export function reportText(input: ReportInput): string {
  const { overview, report } = input;
  const parts = [
    '# MSP Sync Report',
    runLines(overview),
    section('What each system holds', held(overview)),
    section('What matched, and why', matched(overview)),
    section('What was written', written(overview, report)),
    section('What a sync would write now', planned(overview.plan.steps)),
    section('What waits for a person', waiting(overview)),
    section('What differs and stays so', drifting(overview.plan.drift)),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

const section = (title: string, body: string): string => `## ${title}\n\n${body}`;

function runLines({ lastRun }: Overview): string {
  if (!lastRun) return 'No sync has been run in this folder yet.';
  const words = {
    done: 'finished',
    failed: 'failed',
    cancelled: 'was cancelled',
    refused: 'was stopped by a guard',
  } as const;
  const message = lastRun.message ? `\n\n${inMarkdown(lastRun.message)}` : '';
  return `The last sync ${words[lastRun.result]} at ${lastRun.endedAt}.${message}`;
}

/** Padded, so that the source reads as well as the preview. The first column holds words, the others numbers. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, place) =>
    Math.max(cell.length, ...rows.map((row) => row[place]?.length ?? 0)),
  );
  const pad = (cell: string, place: number) =>
    place === 0 ? cell.padEnd(widths[place] ?? 0) : cell.padStart(widths[place] ?? 0);
  const line = (cells: readonly string[]) => `| ${cells.map(pad).join(' | ')} |`;
  const rule = widths.map((width, place) => (place === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

function held(overview: Overview): string {
  const counts = new Map<string, number>();
  for (const { system, kind } of overview.records.values()) {
    counts.set(`${system}:${kind}`, (counts.get(`${system}:${kind}`) ?? 0) + 1);
  }
  const rows = overview.systems.map((system) => [
    SYSTEM_TITLES[system],
    ...KINDS.map((kind) => number(counts.get(`${system}:${kind}`) ?? 0)),
  ]);
  return table(['System', ...KINDS.map(pluralOf)], rows);
}

function matched({ identities }: Overview): string {
  const linked = [...identities.values()].filter((identity) => membersOf(identity).length > 1);
  if (linked.length === 0) return 'Nothing yet.';
  const rows = KINDS.map((kind) => {
    const own = linked.filter((identity) => identity.kind === kind);
    const inAll = own.filter((identity) => membersOf(identity).length === SYSTEMS.length);
    return [pluralOf(kind), number(own.length), number(inAll.length)];
  });
  const reasons = new Map<string, number>();
  for (const identity of linked) {
    const reason = reasonOf(identity);
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  const why = [...reasons]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([reason, count]) => `- ${number(count)} × ${inMarkdown(reason)}`);
  return [
    table(['Kind', 'in two systems or more', 'in all three'], rows),
    '',
    ...shortened(why, MOST_REASONS),
  ].join('\n');
}

/** The rules that brought its records together; the first record stands alone until another joins it. */
function reasonOf(identity: Identity): string {
  const rules = new Set(Object.values(identity.links).map(({ rule }) => rule));
  if (rules.size > 1) rules.delete('stands alone');
  return [...rules].sort().join('; ');
}

function written({ lastRun }: Overview, report: RunReport | null): string {
  if (!report) {
    const counts = Object.entries(lastRun?.outcomes ?? {}).map(
      ([type, count]) => `- ${type}: ${number(count)}`,
    );
    return counts.length > 0 ? counts.join('\n') : 'Nothing by the last sync.';
  }
  const steps = new Map(report.prepared.plan.steps.map((step) => [step.id, step]));
  const done = report.outcomes.flatMap((outcome) => {
    const step = steps.get(outcome.step);
    return step && outcome.type === 'done' ? [step] : [];
  });
  const failures = shortfalls(report.outcomes).map((outcome) => {
    const step = steps.get(outcome.step);
    const what = step ? stepLine(step) : `- ${inMarkdown(outcome.step)}`;
    return `${what}: **${shortfallWord(outcome)}**${outcome.message ? `, ${inMarkdown(outcome.message)}` : ''}`;
  });
  const sum = done.length === 0 ? 'Nothing: the systems are in step.' : countTable(done);
  const bad = failures.length === 0 ? [] : ['', `${plural(failures.length, 'step')} did not succeed:`, ''];
  return [sum, ...bad, ...shortened(failures)].join('\n');
}

function countTable(steps: readonly Step[]): string {
  const rows = SYSTEMS.flatMap((system) =>
    KINDS.flatMap((kind) => {
      const own = steps.filter((step) => step.system === system && step.kind === kind);
      if (own.length === 0) return [];
      const cells = ACTIONS.map((action) => number(own.filter((step) => step.action === action).length));
      return [[`${SYSTEM_TITLES[system]}, ${pluralOf(kind)}`, ...cells]];
    }),
  );
  return table(['System and kind', ...ACTIONS], rows);
}

function planned(steps: readonly Step[]): string {
  if (steps.length === 0) return 'Nothing: the systems are in step.';
  return [countTable(steps), '', ...shortened(steps.map(stepLine))].join('\n');
}

const stepLine = (step: Step): string =>
  `- ${step.action} ${step.kind} ${inMarkdown(step.name)} in ${SYSTEM_TITLES[step.system]} (${inMarkdown(step.reason)})`;

function waiting({ match, plan, records }: Overview): string {
  const name = (key: RecordKey) => inMarkdown(records.get(key)?.name ?? key);
  const parts = [
    list('Suggested matches', match.suggestions, (group) => suggestionLine(group, records)),
    list('Ambiguous records', match.ambiguous, (task) => `${name(task.record)}: ${inMarkdown(task.reason)}`),
    list('Conflicts', plan.conflicts, conflictLine),
    list(
      'Alarms',
      match.alarms,
      (alarm) => `${alarm.records.map(name).join(', ')}: ${inMarkdown(alarm.reason)}`,
    ),
  ].filter(Boolean);
  return parts.length === 0 ? 'Nothing.' : parts.join('\n\n');
}

function list<T>(title: string, items: readonly T[], line: (item: T) => string): string {
  if (items.length === 0) return '';
  return [
    `### ${title} (${number(items.length)})`,
    '',
    ...shortened(items.map((item) => `- ${line(item)}`)),
  ].join('\n');
}

function shortened(lines: readonly string[], most = MOST): readonly string[] {
  const rest = lines.length - most;
  return rest > 0 ? [...lines.slice(0, most), `- and ${number(rest)} more`] : lines;
}

function suggestionLine(group: MatchGroup, records: ReadonlyMap<RecordKey, SourceRecord>): string {
  const names = SYSTEMS.flatMap((system) => {
    const id = group.members[system];
    if (id === undefined) return [];
    const record = records.get(keyOf({ system, kind: group.kind, id }));
    return [`${inMarkdown(record?.name ?? id)} (${SHORT_TITLES[system]})`];
  });
  return `${group.kind} ${names.join(' = ')}? ${inMarkdown(group.reason)}, ${Math.round(100 * group.confidence)} %`;
}

function conflictLine(conflict: Conflict): string {
  const label = fieldSpec(conflict.kind, conflict.field)?.label ?? conflict.field;
  const sides = SYSTEMS.flatMap((system) => {
    const value = conflict.values[system];
    return value === undefined ? [] : [`${SHORT_TITLES[system]} “${inMarkdown(valueText(value))}”`];
  });
  const where = conflict.kind === 'organization' ? '' : ` of ${inMarkdown(conflict.organization)}`;
  return `${conflict.kind} ${inMarkdown(conflict.name)}${where}, ${label}: ${sides.join(', ')} (${inMarkdown(conflict.reason)})`;
}

function valueText(value: FieldValue): string {
  if (value === null) return '';
  return typeof value === 'object' ? value.join(', ') : String(value);
}

function drifting(drift: readonly Drift[]): string {
  if (drift.length === 0) return 'Nothing.';
  const reasons = new Map<string, number>();
  for (const { kind, field, system, reason } of drift) {
    const label = field ? (fieldSpec(kind, field)?.label ?? field) : 'record';
    const line = `${SYSTEM_TITLES[system]}, ${kind}, ${label}: ${inMarkdown(reason)}`;
    reasons.set(line, (reasons.get(line) ?? 0) + 1);
  }
  const lines = [...reasons].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return shortened(lines.map(([line, count]) => `- ${number(count)} × ${line}`)).join('\n');
}
