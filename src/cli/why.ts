/** `msp-sync drift` and `why`: what differs and stays so, and why each value is what it is. Neither writes anything. */
import type { Command } from 'commander';
import type { FieldStory } from '../engine/explain';
import { Failure } from '../engine/failure';
import { SYSTEM_TITLES, SYSTEMS } from '../engine/model';
import { plural } from '../text/words';
import { withSession } from './context';
import { keyFrom } from './keys';
import { driftText, printable, quoted, sentence } from './plan-text';
import type { Style } from './style';

export function registerWhy(program: Command): void {
  program
    .command('drift')
    .description('report what differs between the systems and why nothing is done about it; writes nothing')
    .option('--scan', 'read the systems first; without it, what the last run saw', false)
    .action(({ scan }: { scan: boolean }, command: Command) =>
      withSession(command, async (context, session) => {
        const { progress, signal, style } = context;
        if (scan) await session.look({ progress, signal });
        progress.stop();
        const { drift, conflicts, lastRun } = await session.overview();
        context.answer({ drift, conflicts, asOf: lastRun?.endedAt ?? null });
        if (context.json) return;
        for (const item of drift) context.say(driftText(item, style));
        for (const { name, organization, label, reason } of conflicts) {
          context.say(`  ${printable(name)} (${printable(organization)}), ${label}`);
          context.say(`      ${style.dim(`in conflict, a person decides: ${sentence(reason)}`)}`);
        }
        const count = drift.length + conflicts.length;
        context.say(
          count === 0
            ? 'Nothing differs.'
            : `${plural(count, 'difference')}, and nothing is done about them.`,
        );
      }),
    );
  program
    .command('why')
    .description(
      'say for every field of a thing what each system holds, who decides, and why the value is what it is',
    )
    .argument('<record>', 'the key of any of its records, such as bms:asset:1042')
    .argument('[field]', 'only this field, by name or label')
    .action((record: string, field: string | undefined, _options, command: Command) =>
      withSession(command, async (context, session) => {
        const all = await session.explain(keyFrom(record));
        const fields = field === undefined ? all : all.filter((story) => isNamed(story, field));
        if (fields.length === 0) {
          throw new Failure('usage', `There is no field "${field ?? ''}" in ${record}.`, {
            remedy: `There are ${all.map((story) => story.field).join(', ')}.`,
          });
        }
        context.answer({ record, fields });
        if (!context.json) context.say(fields.map((story) => storyText(story, context.style)).join('\n'));
      }),
    );
}

const isNamed = ({ field, label }: FieldStory, text: string): boolean =>
  [field, label].some((name) => name.toLowerCase() === text.toLowerCase());

const RULED_BY = {
  decision: 'by a decision for this organization',
  'organization setting': 'by mspSync.sync.organizationAuthority',
  setting: 'by mspSync.sync.authority',
  default: 'by default',
} as const;

const WIDTH = Math.max(...Object.values(SYSTEM_TITLES).map((title) => title.length));

function storyText({ label, sides, authority, winner, reason }: FieldStory, style: Style): string {
  const values = SYSTEMS.flatMap((system) => {
    const side = sides[system];
    if (!side) return [];
    const { written, refusal } = side;
    const notes = [
      written ? `written ${written.at} by run ${written.run}${written.by ? ` (${written.by})` : ''}` : '',
      refusal ? `cannot be written: ${sentence(refusal)}` : '',
    ].filter(Boolean);
    const text = quoted(printable(side.text));
    return [`    ${SYSTEM_TITLES[system].padEnd(WIDTH)}  ${text}  ${style.dim(notes.join('; '))}`.trimEnd()];
  });
  const wins = winner ? `${winner === 'person' ? 'a person' : SYSTEM_TITLES[winner]} wins: ` : '';
  const ruler = authority.system ? SYSTEM_TITLES[authority.system] : 'a person';
  return [
    `${style.bold(label)}  ${wins}${sentence(reason)}`,
    ...values,
    `    ${style.dim(`where they differ, ${ruler} decides ${RULED_BY[authority.by]}`)}`,
  ].join('\n');
}
