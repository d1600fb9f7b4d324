/** `msp-sync match`: what is the same in exported files. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { KINDS, SYSTEMS } from '../../engine/model';
import { oneFormat } from '../csv';
import { asJson, forTerminal } from '../terminal';
import { type MatchOptions, type MatchOutput, type MatchRun, runMatch } from './run';
import { matchTable } from './table';

interface Flags {
  readonly records: readonly string[];
  readonly linkThreshold?: number;
  readonly suggestThreshold?: number;
  readonly placeholderSerial?: readonly string[];
  readonly json?: boolean;
  readonly csv?: boolean;
}

/** More problems than these are only counted. */
const SHOWN = 50;

const collect = (value: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  value,
];

function probability(value: string): number {
  const number = Number(value);
  if (!(number > 0 && number <= 1)) throw new InvalidArgumentError('It lies above 0 and at most at 1.');
  return number;
}

export function registerMatch(program: Command): void {
  program
    .command('match')
    .description('match exported records of two or three systems, with no connection')
    .requiredOption(
      '--records <SYSTEM:KIND=FILE>',
      `JSON array or CSV; SYSTEM: ${SYSTEMS.join(', ')}; KIND: ${KINDS.join(', ')}; may be repeated`,
      collect,
    )
    .option('--link-threshold <number>', 'link at or above this confidence (default 0.95)', probability)
    .option('--suggest-threshold <number>', 'suggest at or above this confidence (default 0.5)', probability)
    .option(
      '--placeholder-serial <text>',
      'a serial number that identifies nothing; may be repeated',
      collect,
    )
    .option('--json', 'one JSON document on standard output')
    .option('--csv', 'a table for a spreadsheet on standard output')
    .action(async (_flags: Flags, command: Command) => {
      const flags = command.optsWithGlobals<Flags>();
      oneFormat(flags);
      const run = await runMatch(optionsOf(flags));
      report(run);
      if (flags.json) await pipeline(Readable.from(pieces(run.output)), process.stdout, { end: false });
      else if (flags.csv) process.stdout.write(matchTable(run.output));
      else process.stdout.write(forTerminal(summary(run)));
    });
}

/** The document in pieces: as one text a large fleet's evidence is longer than a string may be. */
export function* pieces(output: MatchOutput): Generator<string> {
  let before = '{';
  for (const [name, items] of Object.entries(output)) {
    yield `${before}${JSON.stringify(name)}:[`;
    for (let at = 0; at < items.length; at += PIECE) {
      const text = asJson(items.slice(at, at + PIECE));
      yield `${at === 0 ? '' : ','}${text.slice(1, -1)}`;
    }
    yield ']';
    before = ',';
  }
  yield '}\n';
}

/** Items to a piece. */
const PIECE = 200;

function optionsOf(flags: Flags): MatchOptions {
  return {
    records: flags.records,
    clock: { now: () => performance.now(), yield: () => new Promise((resolve) => setImmediate(resolve)) },
    ...(flags.linkThreshold === undefined ? {} : { linkThreshold: flags.linkThreshold }),
    ...(flags.suggestThreshold === undefined ? {} : { suggestThreshold: flags.suggestThreshold }),
    ...(flags.placeholderSerial === undefined ? {} : { placeholderSerials: flags.placeholderSerial }),
  };
}

function report({ problems, read }: MatchRun): void {
  for (const { file, line, message } of problems.slice(0, SHOWN))
    console.error(forTerminal(`${file}:${line}: ${message}`));
  if (problems.length > SHOWN) console.error(`… and ${problems.length - SHOWN} more bad rows`);
  console.error(`${read} records read, ${problems.length} bad rows left out`);
}

/** Lines of each sort that the summary shows. */
const LINES = 20;

export function summary({ output }: MatchRun): string {
  const lines: string[] = [];
  for (const kind of KINDS) {
    const count = (items: readonly { kind: string }[]) => items.filter((item) => item.kind === kind).length;
    const counts = [count(output.identities), count(output.suggestions), count(output.ambiguous)];
    if (counts.every((it) => it === 0)) continue;
    lines.push(`${kind}: ${counts[0]} matched, ${counts[1]} suggested, ${counts[2]} ambiguous`);
  }
  const members = (it: { members: object }) =>
    Object.entries(it.members)
      .map(([system, id]) => `${system} ${id}`)
      .join(' = ');
  const suggestions = output.suggestions.map(
    (it) => `  ${it.kind} ${members(it)}: ${percent(it.confidence)}, ${it.reason}`,
  );
  const choices = output.ambiguous.map(
    (it) =>
      `  ${it.kind} ${it.system} ${it.id}: ${it.candidates.map((to) => `${to.system} ${to.id}`).join(' or ')}`,
  );
  const alarms = output.alarms.map(
    (it) => `  ${it.type}: ${it.records.map((to) => `${to.system} ${to.id}`).join(', ')}: ${it.reason}`,
  );
  return `${[...lines, ...part('Suggestions', suggestions), ...part('To choose', choices), ...part('Alarms', alarms)].join('\n')}\n`;
}

function part(title: string, items: readonly string[]): string[] {
  if (items.length === 0) return [];
  const rest = items.length > LINES ? [`  … and ${items.length - LINES} more (see --json)`] : [];
  return ['', title, ...items.slice(0, LINES), ...rest];
}

function percent(confidence: number): string {
  return `${Math.floor(confidence * 1000) / 10}%`;
}
