/** The demo's second half: an edit on two sides, the conflict, its resolution, and the undo of what that wrote. */

import { Failure } from '../../engine/failure';
import { type Identity, SYSTEM_TITLES } from '../../engine/model';
import type { Overview, Session } from '../../engine/session';
import { settle } from '../../engine/settle';
import type { SimulatorLine } from '../../simulators/start';
import { plural } from '../../text/words';
import { conflictText } from '../conflicts';
import type { Context } from '../context';
import { decisionText } from '../decide';
import { planText, printable } from '../plan-text';
import { callsText, counted } from './calls';
import { retitleInItGlue, retitleInVsa } from './portals';

export interface Told {
  readonly contact: string;
  readonly conflict: string;
  readonly decided: number;
  readonly written: number;
  readonly undone: number;
  readonly writesAtLast: number;
}

/** Tells it; null where the fleet holds no contact that all three systems know and may change. */
export async function tellDispute(
  context: Context,
  session: Session,
  line: SimulatorLine,
): Promise<Told | null> {
  const { style, say, progress, signal } = context;
  const options = { progress, signal };
  const person = someContact(await session.overview());
  if (!person) return null;
  const { vsa, itglue } = person.ids;

  say(style.bold('\n4. Two people change the same field, each in a portal of their own'));
  await retitleInVsa(line.vsa, vsa, 'Finance Director');
  await retitleInItGlue(line.itglue, itglue, 'Head of Finance');
  say(`  ${printable(person.name)} becomes "Finance Director" in ${SYSTEM_TITLES.vsa},`);
  say(`  and "Head of Finance" in ${SYSTEM_TITLES.itglue}.`);

  const synced = await counted(line.control, () => session.sync(options));
  progress.stop();
  const { conflicts } = await session.overview();
  const number = conflicts.findIndex(({ identity, field }) => identity === person.id && field === 'title');
  const item = conflicts[number];
  if (!item) throw wentWrong('The two edits were not seen as a conflict.');
  say(`  A sync writes nothing of it: ${callsText(synced.calls)}\n`);
  say(`${indented(conflictText(item, number + 1, style))}\n`);

  say(style.bold('5. A person decides: IT Glue is right'));
  const act = await session.decide(settle([item], { type: 'side', system: 'itglue' }));
  for (const decision of act.added) say(`  ${style.green('+')} ${decisionText(decision, style)}`);
  const { plan } = await session.overview();
  const steps = plan.steps.filter(({ identity }) => identity === person.id);
  say('  The decision is now a part of the plan:\n');
  say(`${indented(planText({ ...plan, steps, conflicts: [], drift: [] }, style))}\n`);
  const ids = new Set(steps.map(({ id }) => id));
  const select = ({ id }: { readonly id: string }) => ids.has(id);
  const applied = await counted(line.control, () => session.apply(plan, { ...options, select }));
  progress.stop();
  const { run, outcomes } = applied.result;
  say(`  Applied as run ${run}: ${callsText(applied.calls)}\n`);

  say(style.bold('6. Undo'));
  const undo = await session.undoOf(run, undefined, options);
  say(`${indented(planText(undo, style))}\n`);
  const undone = await session.apply(undo, { ...options, purpose: 'undo' });
  progress.stop();
  const last = await counted(line.control, () => session.sync(options));
  progress.stop();
  say(
    `  ${plural(undone.outcomes.length, 'write')} taken back. Another sync leaves it so: ${callsText(last.calls)}`,
  );
  const done = (list: typeof outcomes) => list.filter(({ type }) => type === 'done').length;
  if (synced.calls.writes + last.calls.writes > 0 || done(outcomes) !== 2 || done(undone.outcomes) !== 2) {
    throw wentWrong('The conflict, its resolution or the undo wrote something else than it said.');
  }
  return {
    contact: person.name,
    conflict: item.key,
    decided: act.added.length,
    written: done(outcomes),
    undone: done(undone.outcomes),
    writesAtLast: last.calls.writes,
  };
}

/** A contact that each system holds and lets us change, and nobody has to decide about yet. */
function someContact({ identities, records, conflicts }: Overview) {
  const disputed = new Set(conflicts.map(({ identity }) => identity));
  for (const identity of identities.values()) {
    if (identity.kind !== 'contact' || disputed.has(identity.id)) continue;
    const found = changeable(identity, records);
    if (found) return { id: identity.id, ...found };
  }
  return null;
}

function changeable({ links }: Identity, records: Overview['records']) {
  const [bms, vsa, itglue] = [links.bms?.record, links.vsa?.record, links.itglue?.record];
  if (bms === undefined || vsa === undefined || itglue === undefined) return null;
  const here = records.get(`bms:contact:${bms}`);
  const there = records.get(`itglue:contact:${itglue}`);
  if (!here?.fields.title || !there || there.locked || here.fields.active === false) return null;
  return { name: here.name, ids: { vsa, itglue } };
}

const indented = (text: string): string => text.replace(/^(?=.)/gm, '  ');

const wentWrong = (message: string): Failure =>
  new Failure('internal', message, {
    remedy: 'Please report this with the seed and the options of the command.',
  });
