/** `msp-sync decide`: what a person says about records, kept in `.msp-sync/decisions.json`. */
import { type Command, Option } from 'commander';
import { type Change, lastAct, newestFirst, type Pair, pairsToUnlink } from '../engine/decide';
import type { Decision } from '../engine/decisions';
import { Failure } from '../engine/failure';
import { SYSTEMS } from '../engine/model';
import type { Session } from '../engine/session';
import { plural } from '../text/words';
import { type Context, withSession } from './context';
import { fieldFrom, keyFrom, pairsFrom, systemFrom } from './keys';
import { quoted, sentence, valueText } from './plan-text';
import type { Style } from './style';

export function registerDecide(program: Command): void {
  const decide = program
    .command('decide')
    .description('say what is the same, what is not, and what to leave alone')
    .addHelpText(
      'after',
      '\nRecords are named by key, such as bms:asset:1042, as "msp-sync review" lists them. A decision takes\neffect with the next plan or sync. Decisions stand in .msp-sync/decisions.json, made to be committed.',
    );
  registerPairs(decide);
  registerRecords(decide);
  registerAuthority(decide);
  registerList(decide);
  for (const command of decide.commands) command.exitOverride();
}

function registerPairs(decide: Command): void {
  const kinds = [
    ['same', 'these records are one and the same; replaces another choice'],
    ['different', 'these records are never the same'],
  ] as const;
  for (const [type, description] of kinds) {
    decide
      .command(type)
      .description(description)
      .argument('<records...>', 'two or three keys, or any number of pairs written as A=B')
      .option('--note <text>', 'a word for who reviews it')
      .action((records: string[], { note }: { note?: string }, command: Command) =>
        withSession(command, (context, session) =>
          say(context, session, { type, pairs: pairsFrom(records), ...(note ? { note } : {}) }),
        ),
      );
  }
  decide
    .command('unlink')
    .description('take records out of the identities they are in: never the same as what is linked to them')
    .argument('<records...>', 'record keys')
    .action((records: string[], _options, command: Command) =>
      withSession(command, async (context, session) => {
        const { identities, identityOf } = await session.overview();
        const pairs = records.flatMap((text): readonly Pair[] => {
          const found = pairsToUnlink(keyFrom(text), identities, identityOf);
          if (found.length > 0) return found;
          throw new Failure('usage', `${text} is linked to nothing.`, {
            remedy: 'See what is linked with "msp-sync status".',
          });
        });
        await say(context, session, { type: 'different', pairs });
      }),
    );
}

function registerRecords(decide: Command): void {
  decide
    .command('ignore')
    .description('leave records alone: they are neither matched nor written')
    .argument('<records...>', 'record keys')
    .requiredOption('--reason <text>', 'why, for who reads it')
    .option('--until <date>', 'a date such as 2027-01-31, from which on it is asked again')
    .action((records: string[], options: { reason: string; until?: string }, command: Command) =>
      withSession(command, (context, session) =>
        say(context, session, { type: 'ignore', records: records.map(keyFrom), ...options }),
      ),
    );
  decide
    .command('create')
    .description('create the counterparts of records with the next sync')
    .argument('<records...>', 'record keys')
    .addOption(new Option('--in <system...>', 'where').choices([...SYSTEMS]).makeOptionMandatory())
    .action((records: string[], options: { in: string[] }, command: Command) =>
      withSession(command, (context, session) =>
        say(context, session, {
          type: 'create',
          records: records.map(keyFrom),
          in: options.in.map(systemFrom),
        }),
      ),
    );
}

function registerAuthority(decide: Command): void {
  decide
    .command('authority')
    .description('say which system is right about a field in one organization, where they differ')
    .argument('<organization>', 'the key of any of its records, such as bms:organization:12')
    .argument('<field>', 'as KIND.FIELD, such as contact.title')
    .argument('<system>', SYSTEMS.join(', '))
    .option('--note <text>', 'a word for who reviews it')
    .action((record: string, field: string, system: string, { note }: { note?: string }, command: Command) =>
      withSession(command, (context, session) => {
        const choice = { organization: keyFrom(record), ...fieldFrom(field), system: systemFrom(system) };
        return say(context, session, { type: 'authority', choices: [choice], ...(note ? { note } : {}) });
      }),
    );
}

function registerList(decide: Command): void {
  decide
    .command('list')
    .description('list the decisions, newest first')
    .action((_options, command: Command) =>
      withSession(command, async (context, session) => {
        const decisions = newestFirst(await session.decisions());
        context.answer({ decisions });
        if (context.json) return;
        const lines = decisions.map((decision, at) => `${at + 1}  ${decisionText(decision, context.style)}`);
        context.say(lines.length === 0 ? 'Nothing was decided yet.' : lines.join('\n'));
      }),
    );
  decide
    .command('undo')
    .description('take decisions back: the last act, or those with these numbers in "decide list"')
    .argument('[numbers...]', 'numbers as "decide list" shows them')
    .action((numbers: string[], _options, command: Command) =>
      withSession(command, (context, session) => takeBack(context, session, numbers)),
    );
}

async function say(context: Context, session: Session, change: Change): Promise<void> {
  const act = await session.decide(change);
  context.answer(act);
  if (context.json) return;
  const lines = [
    ...act.added.map((decision) => `${context.style.green('+')} ${decisionText(decision, context.style)}`),
    ...act.removed.map((decision) => `${context.style.red('-')} ${decisionText(decision, context.style)}`),
  ];
  context.say(lines.length === 0 ? 'That was decided already.' : lines.join('\n'));
}

async function takeBack(context: Context, session: Session, numbers: readonly string[]): Promise<void> {
  const decisions = await session.decisions();
  const listed = newestFirst(decisions);
  const chosen = numbers.map((text) => {
    const decision = /^[1-9]\d*$/.test(text) ? listed[Number(text) - 1] : undefined;
    if (decision) return decision;
    throw new Failure('usage', `There is no decision number ${text}.`, {
      remedy: 'See the numbers with "msp-sync decide list".',
    });
  });
  const act = numbers.length > 0 ? { added: chosen, removed: [] } : lastAct(decisions);
  if (act.added.length === 0) {
    throw new Failure('usage', 'Nothing was decided yet, so there is nothing to take back.');
  }
  await session.undecide(act);
  context.answer({ takenBack: act.added });
  if (context.json) return;
  for (const decision of act.added) {
    context.say(`${context.style.red('-')} ${decisionText(decision, context.style)}`);
  }
  context.say(`${plural(act.added.length, 'decision')} taken back.`);
}

/** One decision in one line. */
export function decisionText(decision: Decision, style: Style): string {
  const note = decision.note ? `: ${decision.note}` : '';
  const said = style.dim(sentence(`${decision.by}, ${decision.at}${note}`));
  return `${sentence(whatText(decision))}  ${said}`;
}

function whatText(decision: Decision): string {
  switch (decision.type) {
    case 'same':
      return decision.records.join(' is the same as ');
    case 'different':
      return decision.records.join(' is never the same as ');
    case 'ignore': {
      const until = decision.until ? ` until ${decision.until}` : '';
      return `${decision.record} is left alone${until}: ${decision.reason}`;
    }
    case 'create':
      return `${decision.record} is to be created in ${decision.in.join(', ')}`;
    case 'value':
      return `${decision.record}: ${decision.field} is ${quoted(valueText(decision.value))}`;
    case 'authority':
      return `${decision.organization}: ${decision.system} decides ${decision.kind}.${decision.field}`;
  }
}
