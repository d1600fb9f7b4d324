/** The report of a run, as text for a terminal: what was held, what matched and why, what was written, what waits. Pure. */
import { fieldSpec } from '../engine/fields';
import type { Alarm, Ambiguity, MatchGroup } from '../engine/match/model';
import type { Coverage, Kind, RecordKey, SourceRecord, SystemName } from '../engine/model';
import { KINDS, SYSTEM_TITLES, SYSTEMS } from '../engine/model';
import { shortfalls, shortfallWord } from '../engine/outcomes';
import type { Conflict, Outcome, Plan, Step } from '../engine/plan/model';
import type { RunReport } from '../engine/run';
import { countOf, plural, pluralOf } from '../text/words';
import { driftSummary, printable, sentence, valueText } from './plan-text';
import { type Style, table } from './style';

/** How many examples each part of the report shows. */
const EXAMPLES = 5;

export function reportText(report: RunReport, style: Style): string {
  return [
    held(report, style),
    matched(report, style),
    written(report, style),
    waiting(report, style),
    leftAlone(report, style),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

const heading = (text: string, style: Style): string => style.bold(text);

function held({ prepared }: RunReport, style: Style): string {
  const rows = SYSTEMS.flatMap((system) => {
    const coverage = prepared.scan.coverage.filter((item) => item.system === system);
    if (coverage.length === 0) return [];
    const counts = KINDS.map((kind) => {
      const proof = coverage.find((item) => item.kind === kind);
      return proof ? proof.received.toLocaleString('en-US') : style.dim('-');
    });
    return [[SYSTEM_TITLES[system], ...counts]];
  });
  const hidden = [...hiddenLines(prepared.scan.coverage, style), ...leftLines(prepared.scan.coverage, style)];
  const title = heading('What each system held', style);
  return [title, table(['', ...KINDS.map((kind) => `${kind}s`)], rows, style), ...hidden].join('\n');
}

/** What an allowance did not reach, with the time that it will take. */
function leftLines(coverage: readonly Coverage[], style: Style): readonly string[] {
  return coverage.flatMap(({ system, kind, left }) =>
    left
      ? [
          `  ${style.yellow('!')} ${SYSTEM_TITLES[system]}: ${countOf(left.count, kind)} still to be read in full, until about ${left.until}; run again from ${left.resumeAt}, or let "msp-sync watch" go on by itself`,
        ]
      : [],
  );
}

/** What the accounts cannot see, each sentence once. */
function hiddenLines(coverage: readonly Coverage[], style: Style): readonly string[] {
  const kinds = new Map<string, string[]>();
  for (const { system, kind, hidden } of coverage) {
    if (hidden)
      kinds.set(`${SYSTEM_TITLES[system]}|${hidden}`, [
        ...(kinds.get(`${SYSTEM_TITLES[system]}|${hidden}`) ?? []),
        pluralOf(kind),
      ]);
  }
  return [...kinds].map(([key, names]) => {
    const [system, hidden] = key.split('|');
    return `  ${style.yellow('!')} ${system}, ${names.join(', ')}: ${hidden}`;
  });
}

function matched({ prepared }: RunReport, style: Style): string {
  const groups = prepared.match.groups;
  const lines = KINDS.map((kind) => {
    const ofKind = groups.filter((group) => group.kind === kind);
    const three = ofKind.filter((group) => Object.keys(group.members).length === 3).length;
    const total = countOf(ofKind.length, kind);
    return ofKind.length === 0
      ? ''
      : `  ${total} in two systems or more, ${three.toLocaleString('en-US')} in all three`;
  }).filter(Boolean);
  const reasons = new Map<string, { count: number; example: MatchGroup }>();
  for (const group of groups) {
    const entry = reasons.get(group.reason);
    if (entry) entry.count += 1;
    else reasons.set(group.reason, { count: 1, example: group });
  }
  const why = [...reasons]
    .sort(([a, x], [b, y]) => y.count - x.count || (a < b ? -1 : 1))
    .slice(0, 2 * EXAMPLES)
    .map(([reason, { count, example }]) => {
      const names = style.dim(`e.g. ${namesOf(example, prepared.scan.records)}`);
      return `  ${String(count).padStart(5)}  ${reason}  ${names}`;
    });
  return [heading('What matched', style), ...lines, heading('Why', style), ...why].join('\n');
}

function namesOf(group: MatchGroup, records: ReadonlyMap<RecordKey, SourceRecord>): string {
  return SYSTEMS.flatMap((system) => {
    const id = group.members[system];
    const record = id === undefined ? undefined : records.get(`${system}:${group.kind}:${id}`);
    return record ? [`${printable(record.name)} (${system})`] : [];
  }).join(' = ');
}

function written({ prepared, outcomes }: RunReport, style: Style): string {
  const steps = new Map(prepared.plan.steps.map((step) => [step.id, step]));
  const done = outcomes.filter((outcome) => outcome.type === 'done');
  const title = heading('What was written', style);
  const failures = shortfalls(outcomes);
  const failed = failureLines(failures, steps, style);
  if (done.length === 0) return [title, `  ${noWrites(outcomes, prepared.plan)}`, ...failed].join('\n');
  const rows = SYSTEMS.flatMap((system) =>
    KINDS.flatMap((kind) => {
      const counts = (['create', 'update', 'reactivate', 'archive'] as const).map(
        (action) => done.filter((outcome) => isStep(steps.get(outcome.step), system, kind, action)).length,
      );
      if (counts.every((count) => count === 0)) return [];
      const cells = counts.map((count) => (count === 0 ? style.dim('-') : count.toLocaleString('en-US')));
      return [[`${SYSTEM_TITLES[system]}, ${kind}s`, ...cells]];
    }),
  );
  const head = ['', 'created', 'updated', 'reactivated', 'archived'];
  return [title, table(head, rows, style), ...failed].join('\n');
}

const noWrites = (outcomes: readonly Outcome[], { unticked }: Plan): string =>
  outcomes.length === 0 && !unticked ? 'Nothing: the systems are in step.' : 'Nothing.';

const isStep = (step: Step | undefined, system: SystemName, kind: Kind, action: Step['action']): boolean =>
  step !== undefined && step.system === system && step.kind === kind && step.action === action;

function failureLines(
  failures: readonly Outcome[],
  steps: ReadonlyMap<string, Step>,
  style: Style,
): readonly string[] {
  if (failures.length === 0) return [];
  const lines = failures.slice(0, EXAMPLES).map((outcome) => {
    const step = steps.get(outcome.step);
    const where = step
      ? `${printable(step.name)}, ${step.kind} in ${SYSTEM_TITLES[step.system]}`
      : outcome.step;
    return `  ${style.red(shortfallWord(outcome))} ${where}: ${sentence(outcome.message ?? 'no reason given')}`;
  });
  return [`  ${plural(failures.length, 'step')} did not succeed:`, ...lines, ...more(failures.length, style)];
}

const more = (count: number, style: Style): readonly string[] =>
  count > EXAMPLES ? [`  ${style.dim(`and ${(count - EXAMPLES).toLocaleString('en-US')} more`)}`] : [];

function waiting({ prepared }: RunReport, style: Style): string {
  const { match, plan, scan } = prepared;
  const name = (key: RecordKey) => printable(scan.records.get(key)?.name ?? key);
  const parts = [
    part('suggested match', 'es', match.suggestions, (item) => suggestionLine(item, scan.records), style),
    part('ambiguous record', 's', match.ambiguous, (item) => ambiguityLine(item, name), style),
    part('conflict', 's', plan.conflicts, conflictLine, style),
    alarmLines(match.alarms, name, style),
    untickedLines(plan),
  ].flat();
  const title = heading('What waits for a person', style);
  return parts.length === 0 ? `${title}\n  Nothing.` : [title, ...parts].join('\n');
}

function part<T>(
  one: string,
  ending: string,
  items: readonly T[],
  line: (item: T) => string,
  style: Style,
): readonly string[] {
  if (items.length === 0) return [];
  const lines = items.slice(0, EXAMPLES).map((item) => `    ${line(item)}`);
  const rest = more(items.length, style).map((text) => `  ${text}`);
  return [`  ${plural(items.length, one, one + ending)}`, ...lines, ...rest];
}

function untickedLines({ unticked = [] }: Plan): readonly string[] {
  if (unticked.length === 0) return [];
  return [
    `  ${plural(unticked.length, 'step')} that you unticked; "msp-sync plan" shows all steps, ticked, and "msp-sync apply" writes them`,
  ];
}

const ALARM_WORDS: Readonly<Record<Alarm['type'], string>> = {
  clone: 'possible clones',
  contradiction: 'contradictions',
  'wrong-vendor-link': 'doubtful links of a vendor’s integration',
  duplicate: 'duplicates in one system',
  moved: 'machines under different clients',
  replaced: 'probably replaced machines',
};

/** One example of each sort: what they have in common is what a person needs first. */
function alarmLines(
  alarms: readonly Alarm[],
  name: (key: RecordKey) => string,
  style: Style,
): readonly string[] {
  const sorts = new Map<Alarm['type'], Alarm[]>();
  for (const alarm of alarms) sorts.set(alarm.type, [...(sorts.get(alarm.type) ?? []), alarm]);
  return [...sorts].flatMap(([type, [first, ...others]]) => {
    if (!first) return [];
    const names = [...new Set(first.records.map(name))].join(', ');
    return [
      `  ${others.length + 1} ${ALARM_WORDS[type]}`,
      `    ${names}: ${style.dim(sentence(first.reason))}`,
    ];
  });
}

const suggestionLine = (group: MatchGroup, records: ReadonlyMap<RecordKey, SourceRecord>): string =>
  `${namesOf(group, records)}? ${group.reason} (${Math.round(group.confidence * 100)} %)`;

const ambiguityLine = (task: Ambiguity, name: (key: RecordKey) => string): string =>
  `${name(task.record)}: ${sentence(task.reason)}`;

function conflictLine(conflict: Conflict): string {
  const label = fieldSpec(conflict.kind, conflict.field)?.label ?? conflict.field;
  const sides = SYSTEMS.flatMap((system) => {
    const value = conflict.values[system];
    return value === undefined ? [] : [`${system} "${valueText(value)}"`];
  });
  const where = `${printable(conflict.name)} (${printable(conflict.organization)})`;
  return `${where}, ${label}: ${sides.join(', ')}; ${sentence(conflict.reason)}`;
}

const leftAlone = ({ prepared }: RunReport, style: Style): string =>
  driftSummary(prepared.plan.drift, 'What differs and stays so', style);
