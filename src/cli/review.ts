/** `msp-sync review`: what waits for a person, with the keys that `decide` takes. */
import type { Command } from 'commander';
import type { Evidence, RecordKey } from '../engine/model';
import { KINDS, refOf, SYSTEM_TITLES, SYSTEMS } from '../engine/model';
import { type CandidateItem, type Review, reviewOf, waitingIn } from '../engine/review';
import type { Overview } from '../engine/session';
import { percent, plural } from '../text/words';
import { EXIT, withSession } from './context';
import { oneFormat } from './csv';
import { printable, sentence } from './plan-text';
import { reviewTable } from './review-table';
import { type Style, table } from './style';

export function registerReview(program: Command): void {
  program
    .command('review')
    .description('list what waits for a person: suggestions, ambiguous records, alarms, unmatched records')
    .option('--evidence', 'show what speaks for and against each', false)
    .option('--unmatched', 'list the unmatched records too', false)
    .option('--csv', 'a table for a spreadsheet on standard output, unmatched records included', false)
    .action((options: Shown, command: Command) =>
      withSession(command, async (context, session) => {
        oneFormat({ json: context.json, csv: options.csv });
        const overview = await session.overview();
        const review = reviewOf(overview);
        context.answer(reviewDocument(review, overview));
        if (options.csv) context.sheet(reviewTable(review, overview));
        else if (!context.json) context.say(reviewText(review, overview, context.style, options));
        if (waitingIn(review) > 0) process.exitCode = EXIT.decisions;
      }),
    );
}

interface Shown {
  readonly evidence: boolean;
  readonly unmatched: boolean;
  readonly csv: boolean;
}

interface Named {
  readonly key: RecordKey;
  readonly name: string;
}

const named = (key: RecordKey, { records }: Overview): Named => ({
  key,
  name: records.get(key)?.name ?? key,
});

function reviewDocument(review: Review, overview: Overview): object {
  const all = (keys: readonly RecordKey[]) => keys.map((key) => named(key, overview));
  return {
    suggestions: review.suggestions.map(({ type: _, pairs: __, ...item }) => ({
      ...item,
      records: all(item.records),
    })),
    ambiguous: review.ambiguous.map(({ type: _, ...item }) => ({
      ...item,
      record: named(item.record, overview),
      candidates: item.candidates.map((candidate) => ({
        ...candidate,
        record: named(candidate.record, overview),
      })),
    })),
    alarms: review.alarms.map(({ type: _, ...item }) => ({ ...item, records: all(item.records) })),
    unmatched: Object.fromEntries(
      [...review.unmatched].map(([system, kinds]) => [
        system,
        Object.fromEntries([...kinds].map(([kind, keys]) => [kind, all(keys)])),
      ]),
    ),
  };
}

function reviewText(review: Review, overview: Overview, style: Style, shown: Shown): string {
  const name = (key: RecordKey): string => {
    const { system } = refOf(key);
    return `${printable(named(key, overview).name)} (${system})`;
  };
  const proof = (evidence: readonly Evidence[]) => (shown.evidence ? evidence.map(evidenceLine) : []);
  const suggestions = review.suggestions.flatMap((item) => [
    `  ${style.bold(item.key)}`,
    `    ${item.records.map(name).join(' = ')}?  ${item.reason}  ${percent(item.confidence)}`,
    ...proof(item.evidence),
  ]);
  const candidate = ({ record, confidence, evidence }: CandidateItem) => [
    `    ${style.bold(record)}  ${name(record)}  ${percent(confidence)}`,
    ...proof(evidence),
  ];
  const ambiguous = review.ambiguous.flatMap((item) => [
    `  ${style.bold(item.record)}  ${name(item.record)}: ${sentence(item.reason)}`,
    ...item.candidates.flatMap(candidate),
  ]);
  const alarms = review.alarms.flatMap((item) => [
    `  ${style.yellow(item.alarm)}  ${item.records.join(' ')}`,
    `    ${sentence(item.reason)}`,
    ...proof(item.evidence),
  ]);
  return [
    section(`${plural(review.suggestions.length, 'suggestion')}`, suggestions, style),
    section(`${plural(review.ambiguous.length, 'ambiguous record')}`, ambiguous, style),
    section(`${plural(review.alarms.length, 'alarm')}`, alarms, style),
    unmatchedText(review, style),
    ...(shown.unmatched ? unmatchedLines(review, name, style) : []),
  ].join('\n');
}

const section = (title: string, lines: readonly string[], style: Style): string =>
  [style.bold(title), ...lines, ''].join('\n');

function evidenceLine({ field, values, verdict, weight, note }: Evidence): string {
  const compared = values.map((value) => `"${value}"`).join(', ');
  return `      ${sentence(`${verdict} ${field} (${weight.toFixed(1)}): ${compared}${note ? ` ${note}` : ''}`)}`;
}

function unmatchedText(review: Review, style: Style): string {
  const rows = SYSTEMS.flatMap((system) => {
    const kinds = review.unmatched.get(system);
    if (!kinds) return [];
    const counts = KINDS.map((kind) => kinds.get(kind)?.length.toLocaleString('en-US') ?? style.dim('-'));
    return [[SYSTEM_TITLES[system], ...counts]];
  });
  const head = ['', ...KINDS.map((kind) => `${kind}s`)];
  return [style.bold('Without a counterpart'), table(head, rows, style)].join('\n');
}

function unmatchedLines(review: Review, name: (key: RecordKey) => string, style: Style): readonly string[] {
  return [...review.unmatched.values()].flatMap((kinds) =>
    [...kinds.values()].flat().map((key) => `  ${style.bold(key)}  ${name(key)}`),
  );
}
