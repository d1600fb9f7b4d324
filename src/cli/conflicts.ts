/** `msp-sync conflicts` and `resolve`: fields on which people said different things, and what a person decides. */
import { type Command, Option } from 'commander';
import type { ConflictItem } from '../engine/conflicts';
import { Failure } from '../engine/failure';
import { SYSTEM_TITLES, SYSTEMS } from '../engine/model';
import type { Session } from '../engine/session';
import { type Answer, conflictsLike, settle, valueFrom } from '../engine/settle';
import { plural } from '../text/words';
import { type Context, EXIT, withSession } from './context';
import { decisionText } from './decide';
import { systemFrom } from './keys';
import { printable, quoted, sentence } from './plan-text';
import type { Style } from './style';

export function registerConflicts(program: Command): void {
  program
    .command('conflicts')
    .description('list the fields in conflict, each with all sides, the agreed value and a suggestion')
    .action((_options, command: Command) =>
      withSession(command, async (context, session) => {
        const { conflicts } = await session.overview();
        context.answer({ conflicts });
        if (!context.json) context.say(conflictsText(conflicts, context.style));
        if (conflicts.length > 0) process.exitCode = EXIT.decisions;
      }),
    );
  program
    .command('resolve')
    .description(
      'decide conflicts: the choice becomes a decision and steps of the plan, and is written with it',
    )
    .argument('<conflicts...>', 'keys or numbers as "conflicts" shows them, or "all"')
    .addOption(new Option('--take <system>', 'this system is right').choices([...SYSTEMS]))
    .option('--value <text>', 'neither: this is right; several items of a list are given with ;')
    .option('--suggested', 'take what is suggested for each', false)
    .option('--alike', 'the same for all conflicts that pose the same question', false)
    .action((texts: string[], options: ResolveOptions, command: Command) =>
      withSession(command, (context, session) => resolve(context, session, texts, options)),
    );
}

interface ResolveOptions {
  readonly take?: string;
  readonly value?: string;
  readonly suggested: boolean;
  readonly alike: boolean;
}

function conflictsText(conflicts: readonly ConflictItem[], style: Style): string {
  if (conflicts.length === 0) return 'No conflicts.';
  const parts = conflicts.map((item, at) => conflictText(item, at + 1, style));
  const next = 'Decide with "msp-sync resolve NUMBER --take SYSTEM", then "msp-sync apply".';
  return [...parts, '', `${plural(conflicts.length, 'conflict')}. ${next}`].join('\n');
}

const WIDTH = Math.max(...Object.values(SYSTEM_TITLES).map((title) => title.length));

export function conflictText(item: ConflictItem, number: number, style: Style): string {
  const head = `${number}  ${style.bold(`${printable(item.name)}, ${item.label}`)}  (${printable(item.organization)})`;
  const sides = SYSTEMS.flatMap((system) => {
    const side = item.sides[system];
    if (!side) return [];
    const value = quoted(printable(side.text));
    const who = side.lastChange?.by ? ` by ${printable(side.lastChange.by)}` : '';
    const notes = [
      side.changed ? 'changed' : '',
      side.lastChange ? `record last changed ${side.lastChange.at}${who}` : '',
      side.refusal ? `cannot be written: ${sentence(side.refusal)}` : '',
    ].filter(Boolean);
    const shown = side.changed ? style.yellow(value) : value;
    return [
      `     ${SYSTEM_TITLES[system].padEnd(WIDTH)}  ${shown}  ${style.dim(notes.join('; '))}`.trimEnd(),
    ];
  });
  const agreed = item.agreed
    ? [`     ${'agreed before'.padEnd(WIDTH)}  ${quoted(printable(item.agreed.text))}`]
    : [];
  const { suggestion } = item;
  const hint = suggestion
    ? [
        `     ${'suggestion'.padEnd(WIDTH)}  ${style.green(`--take ${suggestion.system}`)}: ${suggestion.reason}`,
      ]
    : [];
  return [
    head,
    `     ${sentence(item.reason)}`,
    ...agreed,
    ...sides,
    ...hint,
    `     ${style.dim(item.key)}`,
  ].join('\n');
}

async function resolve(
  context: Context,
  session: Session,
  texts: readonly string[],
  options: ResolveOptions,
): Promise<void> {
  const { conflicts } = await session.overview();
  const named = texts.flatMap((text) => (text === 'all' ? conflicts : [conflictFrom(text, conflicts)]));
  const items = options.alike ? named.flatMap((item) => conflictsLike(conflicts, item)) : named;
  const choices = [...new Set(items)].flatMap((item) => settle([item], answerFor(item, options)).choices);
  const act = await session.decide({ type: 'value', choices });
  context.answer(act);
  if (context.json) return;
  for (const decision of act.added)
    context.say(`${context.style.green('+')} ${decisionText(decision, context.style)}`);
  context.say(
    act.added.length === 0
      ? 'That was decided already.'
      : 'Write it with "msp-sync apply" or the next "msp-sync sync"; "msp-sync decide undo" takes it back.',
  );
}

function conflictFrom(text: string, conflicts: readonly ConflictItem[]): ConflictItem {
  const item = /^[1-9]\d*$/.test(text)
    ? conflicts[Number(text) - 1]
    : conflicts.find(({ key }) => key === text);
  if (item) return item;
  throw new Failure('usage', `There is no conflict ${text}.`, {
    remedy: 'See the numbers and keys with "msp-sync conflicts".',
  });
}

function answerFor(item: ConflictItem, { take, value, suggested }: ResolveOptions): Answer {
  const given = [take !== undefined, value !== undefined, suggested].filter(Boolean).length;
  if (given !== 1) {
    throw new Failure('usage', 'It is not clear what is right.', {
      remedy: 'Give one of --take SYSTEM, --value TEXT or --suggested.',
    });
  }
  if (value !== undefined)
    return { type: 'value', value: valueFrom(item, item.isList ? value.split(';') : value) };
  const system = take === undefined ? item.suggestion?.system : systemFrom(take);
  if (system && item.sides[system]) return { type: 'side', system };
  throw new Failure('usage', `${printable(item.name)}, ${item.label}: ${missing(item, take)}`, {
    remedy: `Its sides are ${SYSTEMS.filter((name) => item.sides[name]).join(', ')}.`,
  });
}

const missing = (item: ConflictItem, take: string | undefined): string =>
  take === undefined ? 'nothing is suggested.' : `${take} says nothing about ${item.kind} ${item.label}.`;
