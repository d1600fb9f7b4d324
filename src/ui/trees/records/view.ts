/** How the nodes of the Systems tree look. Pure. */
import type { Kind, SourceRecord, SystemName } from '../../../engine/model';
import { keyOf, membersOf, SYSTEM_TITLES } from '../../../engine/model';
import type { Overview } from '../../../engine/session';
import { countOf, plural } from '../../../text/words';
import { STATUS_LOOKS } from '../../statuses';
import { ageText, isTask, KIND_TITLES, number, SHORT_TITLES, TASKS } from '../../words';
import type { Row } from '../row';
import type { SystemsNode, SystemsTree } from './model';
import { type SystemPart, statusIn, sumOf, type Tally } from './outline';

const SYSTEM_ICONS: Readonly<Record<SystemName, string>> = { bms: 'briefcase', vsa: 'pulse', itglue: 'book' };
const KIND_ICONS: Readonly<Record<Kind, string>> = {
  organization: 'organization',
  location: 'location',
  contact: 'person',
  asset: 'device-desktop',
};
const TASK_SET: ReadonlySet<(typeof TASKS)[number]> = new Set(TASKS);

/** `now` in milliseconds: ages are told. */
export function rowOf(tree: SystemsTree, node: SystemsNode, now: number): Row {
  switch (node.type) {
    case 'failure':
      return failureRow(node);
    case 'system':
      return systemRow(tree, node, now);
    case 'organization':
      return organizationRow(tree, node);
    case 'group':
      return groupRow(tree, node);
    case 'record':
      return recordRow(tree, node);
    case 'empty':
      return {
        id: node.id,
        label: node.text,
        icon: { name: 'dash', color: 'disabledForeground' },
        children: 'none',
        context: 'empty',
        spoken: node.text,
      };
  }
}

function failureRow({ id, system, trouble }: Extract<SystemsNode, { type: 'failure' }>): Row {
  const where = system === null && trouble.system ? `${SHORT_TITLES[trouble.system]}: ` : '';
  return {
    id,
    label: `${where}${trouble.message}`,
    ...(trouble.code ? { description: trouble.code } : {}),
    icon: trouble.guarded
      ? { name: 'shield', color: 'list.warningForeground' }
      : { name: 'error', color: 'list.errorForeground' },
    children: 'none',
    context: 'failure',
    spoken: [trouble.guarded ? 'Stopped by a guard' : 'Failure', trouble.message, trouble.remedy]
      .filter(Boolean)
      .join('. '),
  };
}

function systemRow(tree: SystemsTree, node: Extract<SystemsNode, { type: 'system' }>, now: number): Row {
  const { overview, systems } = tree.input.outline;
  const part = systems.get(node.system);
  const failed = tree.input.troubles.some((trouble) => trouble.system === node.system);
  const { filter } = tree.input;
  const total = plural(part?.records ?? 0, 'record');
  const words = [
    failed ? 'failed' : '',
    filter && part ? `${number(sumOf(part.tally, filter))} of ${total}` : total,
    overview.lastRun?.result === 'done' ? ageText(overview.lastRun.endedAt, now) : '',
  ].filter(Boolean);
  const title = SYSTEM_TITLES[node.system];
  const organizations = countOf(organizationsIn(part), 'organization');
  return {
    id: node.id,
    label: title,
    description: words.join(' · '),
    icon: failed ? { name: 'error', color: 'list.errorForeground' } : { name: SYSTEM_ICONS[node.system] },
    children: 'collapsed',
    context: failed ? 'system.failed' : 'system',
    spoken: [title, 'system', organizations, ...words].join(', '),
  };
}

export const organizationsIn = (part: SystemPart | undefined): number =>
  [...(part?.organizations.keys() ?? [])].filter((id) => id !== null).length;

function organizationRow(tree: SystemsTree, node: Extract<SystemsNode, { type: 'organization' }>): Row {
  const part = tree.part(node.system, node.organization);
  const tasks = part ? tasksOf(part.tally) : 0;
  const record = part?.record;
  if (!record) {
    const label = 'Without an organization';
    return {
      id: node.id,
      label,
      description: plural(part ? sumOf(part.tally, null) : 0, 'record'),
      icon: { name: 'question', color: 'descriptionForeground' },
      children: 'collapsed',
      context: 'without',
      spoken: label,
    };
  }
  const row = recordWords(tree, record);
  const toDecide = tasks > 0 ? `${number(tasks)} to decide · ` : '';
  return {
    ...row,
    id: node.id,
    description: `${toDecide}${row.description}`,
    children: 'collapsed',
    spoken: `${row.spoken}${tasks > 0 ? `, ${number(tasks)} records wait for a decision` : ''}`,
  };
}

export const tasksOf = (tally: Tally): number => sumOf(tally, TASK_SET);

function groupRow(tree: SystemsTree, node: Extract<SystemsNode, { type: 'group' }>): Row {
  const members = tree.members(node);
  const { overview } = tree.input.outline;
  const tasks = members.filter((record) => isTask(statusIn(overview, keyOf(record)))).length;
  const title = KIND_TITLES[node.kind];
  const toDecide = tasks > 0 ? ` · ${number(tasks)} to decide` : '';
  return {
    id: node.id,
    label: title,
    description: `${number(members.length)}${toDecide}`,
    icon: { name: KIND_ICONS[node.kind] },
    children: 'collapsed',
    context: `group.${node.kind}`,
    spoken: `${countOf(members.length, node.kind)}${toDecide}`,
  };
}

function recordRow(tree: SystemsTree, node: Extract<SystemsNode, { type: 'record' }>): Row {
  const record = tree.record(node.key);
  if (record) return { ...recordWords(tree, record), id: node.id };
  return { id: node.id, label: node.key, children: 'none', context: 'empty', spoken: node.key };
}

function recordWords(tree: SystemsTree, record: SourceRecord): Row {
  const { overview } = tree.input.outline;
  const key = keyOf(record);
  const status = statusIn(overview, key);
  const others = counterpartsOf(overview, record);
  const names = others.map((system) => SHORT_TITLES[system]).join(', ');
  const look = STATUS_LOOKS[status];
  const tokens = ['record', record.kind, status, names ? 'linked' : 'single', record.url ? 'portal' : ''];
  return {
    id: key,
    label: record.name,
    description: names ? `${status} · ${names}` : status,
    icon: { name: look.icon, color: look.color },
    children: 'none',
    context: tokens.filter(Boolean).join('.'),
    spoken: `${record.name}, ${record.kind}, ${status}${names ? ` with ${names}` : ''}`,
  };
}

/** The other systems that hold the same thing. */
export function counterpartsOf(overview: Overview, record: SourceRecord): readonly SystemName[] {
  const id = overview.identityOf.get(keyOf(record));
  const identity = id === undefined ? undefined : overview.identities.get(id);
  if (!identity) return [];
  return membersOf(identity).flatMap((ref) => (ref.system === record.system ? [] : [ref.system]));
}
