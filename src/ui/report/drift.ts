/** The drift report as Markdown source: what differs, and why nothing is being done about it. Pure. */
import { fieldSpec } from '../../engine/fields';
import { SYSTEM_TITLES } from '../../engine/model';
import type { Overview } from '../../engine/overview';
import type { Drift } from '../../engine/plan/model';
import { inMarkdown } from '../../text/shown';
import { plural } from '../../text/words';
import { valueText } from '../plan/view';
import { number } from '../words';

export type DriftInput = Pick<Overview, 'drift' | 'conflicts'>;

/** By reason, the most frequent first, so that one cause that explains many is read once. */
export function driftText({ drift, conflicts }: DriftInput): string {
  const groups = new Map<string, Drift[]>();
  for (const item of drift) {
    const title = titleOf(item);
    const group = groups.get(title);
    if (group) group.push(item);
    else groups.set(title, [item]);
  }
  const sections = [...groups]
    .sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))
    .map(([title, items]) => [`## ${title} (${number(items.length)})`, '', ...items.map(line)].join('\n'));
  const sum =
    drift.length === 0
      ? 'Nothing differs that stays so.'
      : `${plural(drift.length, 'difference')} that nothing will be done about, and why. Nothing was written to find this out.`;
  const open =
    conflicts.length > 0
      ? `${plural(conflicts.length, 'conflict')} wait for a person and stand elsewhere: run "MSP Sync: Resolve Conflicts".`
      : '';
  return `${['# MSP Sync Drift Report', sum, open, ...sections].filter(Boolean).join('\n\n')}\n`;
}

function titleOf({ system, kind, field, reason }: Drift): string {
  const what = field === null ? kind : `${kind}, ${fieldSpec(kind, field)?.label ?? field}`;
  return `${SYSTEM_TITLES[system]}, ${what}: ${inMarkdown(reason)}`;
}

function line({ kind, name, organization, field, value, wanted }: Drift): string {
  const where = kind === 'organization' ? '' : ` of ${inMarkdown(organization)}`;
  if (field === null) return `- ${inMarkdown(name)}${where}`;
  return `- ${inMarkdown(name)}${where}: holds ${quoted(valueText(value))}, the others ${quoted(valueText(wanted))}`;
}

const quoted = (text: string): string => (text === '' ? 'nothing' : `“${inMarkdown(text)}”`);
