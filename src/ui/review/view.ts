/** The rows of the Review tree and what their tooltips tell. Pure. */

import type { Alarm } from '../../engine/match/model';
import type { Evidence, Kind, RecordKey } from '../../engine/model';
import { refOf, SYSTEM_TITLES } from '../../engine/model';
import type { ReviewItem } from '../../engine/review';
import { countOf, percent } from '../../text/words';
import { STATUS_LOOKS } from '../statuses';
import type { Row, Tip } from '../trees/row';
import { KIND_TITLES, number, SHORT_TITLES } from '../words';
import type { ReviewNode, ReviewTree, Section } from './model';

const SECTION_TITLES: Readonly<Record<Section, string>> = {
  suggestions: 'Suggestions',
  ambiguous: 'Ambiguous',
  alarms: 'Contradictions and Clones',
};

const SECTION_MEANINGS: Readonly<Record<Section, string>> = {
  suggestions: 'probably the same; accept or refuse each',
  ambiguous: 'more than one candidate; choose one',
  alarms: 'something looks wrong; nothing is linked or created here until it is settled',
};

const KIND_ICONS: Readonly<Record<Kind, string>> = {
  organization: 'organization',
  location: 'location',
  contact: 'person',
  asset: 'device-desktop',
};

export const ALARM_TITLES: Readonly<Record<Alarm['type'], string>> = {
  clone: 'clone',
  contradiction: 'contradiction',
  'wrong-vendor-link': 'wrong vendor link',
  duplicate: 'duplicate',
  moved: 'moved',
  replaced: 'replaced',
};

/** Never rounded up to certainty. */

export function rowOf(tree: ReviewTree, node: ReviewNode): Row {
  switch (node.type) {
    case 'section':
      return sectionRow(tree, node.section);
    case 'unmatched': {
      const groups = tree.children(node);
      const counts = groups.map((group) => countIn(tree, group));
      const total = counts.reduce((sum, count) => sum + count, 0);
      const label = `Unmatched in ${SHORT_TITLES[node.system]}`;
      return {
        id: node.id,
        label,
        description: number(total),
        icon: { name: STATUS_LOOKS.unmatched.icon, color: STATUS_LOOKS.unmatched.color },
        children: 'collapsed',
        context: 'unmatched',
        spoken: `${label}, ${number(total)}`,
      };
    }
    case 'kind':
      return {
        id: node.id,
        label: KIND_TITLES[node.kind],
        description: number(countIn(tree, node)),
        icon: { name: KIND_ICONS[node.kind] },
        children: 'collapsed',
        context: `kind.${node.kind}`,
        spoken: countOf(countIn(tree, node), node.kind),
      };
    case 'record':
      return recordRow(tree, node.id, node.key);
    case 'candidate': {
      const { record, confidence } = node.candidate;
      const where = SHORT_TITLES[refOf(record).system];
      const row = recordRow(tree, node.id, record);
      return {
        ...row,
        description: `${where} · ${percent(confidence)}`,
        context: 'candidate',
        spoken: `Candidate ${row.label}, ${where}, confidence ${percent(confidence)}`,
      };
    }
    case 'item':
      return itemRow(tree, node.item);
  }
}

function countIn(tree: ReviewTree, node: ReviewNode): number {
  return node.type === 'kind' ? tree.unmatched(node.system, node.kind).length : 0;
}

function sectionRow(tree: ReviewTree, section: Section): Row {
  const count = tree.items(section).length;
  const look =
    section === 'alarms'
      ? { name: 'warning', color: 'list.warningForeground' }
      : {
          name: STATUS_LOOKS[section === 'ambiguous' ? 'ambiguous' : 'suggested'].icon,
          color: STATUS_LOOKS[section === 'ambiguous' ? 'ambiguous' : 'suggested'].color,
        };
  return {
    id: section,
    label: SECTION_TITLES[section],
    description: number(count),
    icon: look,
    children: section === 'suggestions' ? 'expanded' : 'collapsed',
    context: `section.${section}`,
    spoken: `${SECTION_TITLES[section]}, ${number(count)}: ${SECTION_MEANINGS[section]}`,
  };
}

function recordRow(tree: ReviewTree, id: string, key: RecordKey): Row {
  const { kind, system } = refOf(key);
  const label = tree.name(key);
  const owner = tree.owner(key);
  const url = tree.input.overview.records.get(key)?.url;
  return {
    id,
    label,
    ...(owner ? { description: owner } : {}),
    icon: { name: KIND_ICONS[kind] },
    children: 'none',
    context: ['record', kind, url ? 'portal' : ''].filter(Boolean).join('.'),
    spoken: [label, kind, `unmatched in ${SYSTEM_TITLES[system]}`, owner].filter(Boolean).join(', '),
  };
}

function itemRow(tree: ReviewTree, item: ReviewItem): Row {
  const icon = { name: KIND_ICONS[item.kind] };
  if (item.type === 'ambiguous') {
    const label = tree.name(item.record);
    const where = SHORT_TITLES[refOf(item.record).system];
    const text = `${where} · ${number(item.candidates.length)} candidates`;
    const spoken = `${label}, ${item.kind}, ${text}, ${item.reason}`;
    return {
      id: item.key,
      label,
      description: text,
      icon,
      children: 'collapsed',
      context: 'ambiguous',
      spoken,
    };
  }
  const label = namesOf(tree, item.records);
  const words =
    item.type === 'suggestion' ? `${percent(item.confidence)} · ${item.reason}` : ALARM_TITLES[item.alarm];
  const systems = item.records.map((key) => SHORT_TITLES[refOf(key).system]).join(' – ');
  return {
    id: item.key,
    label,
    description: `${systems} · ${words}`,
    icon: item.type === 'alarm' ? { name: 'warning', color: 'list.warningForeground' } : icon,
    children: 'none',
    context: item.type,
    spoken: `${label}, ${item.kind} in ${systems}, ${words}`,
  };
}

/** One name where all agree, else each. */
export function namesOf(tree: ReviewTree, keys: readonly RecordKey[]): string {
  return [...new Set(keys.map((key) => tree.name(key)))].join(' = ');
}

/** Where a record stands, for a person who is about to link it: `Kaseya BMS: MUES-RDS01 of Müller & Schmidt, id 1905125`. */
export function placeText(tree: ReviewTree, key: RecordKey): string {
  const { system, id } = refOf(key);
  const owner = tree.owner(key);
  return `${SYSTEM_TITLES[system]}: ${tree.name(key)}${owner ? ` of ${owner}` : ''}, id ${id}`;
}

export function tipFor(tree: ReviewTree, node: ReviewNode): Tip | null {
  if (node.type === 'section') {
    return { title: SECTION_TITLES[node.section], lines: [['Meaning', SECTION_MEANINGS[node.section]]] };
  }
  if (node.type === 'record') return { title: tree.name(node.key), lines: recordLines(tree, [node.key]) };
  if (node.type === 'candidate') {
    const keys = [node.item.record, node.candidate.record];
    return tip(tree, namesOf(tree, keys), keys, node.item.reason, node.candidate.evidence);
  }
  if (node.type !== 'item') return null;
  const { item } = node;
  if (item.type === 'ambiguous') {
    const keys = [item.record, ...item.candidates.map(({ record }) => record)];
    return tip(tree, tree.name(item.record), keys, item.reason, []);
  }
  return tip(tree, namesOf(tree, item.records), item.records, item.reason, item.evidence);
}

/** More evidence than a person reads in passing; the match panel has it all. */
const MOST_EVIDENCE = 8;

function tip(
  tree: ReviewTree,
  title: string,
  keys: readonly RecordKey[],
  reason: string,
  evidence: readonly Evidence[],
): Tip {
  const items = evidence.slice(0, MOST_EVIDENCE).map(evidenceText);
  return {
    title,
    lines: [...recordLines(tree, keys), ['Why', reason]],
    ...(items.length > 0 ? { lists: [{ title: 'Evidence', items }] } : {}),
  };
}

const recordLines = (tree: ReviewTree, keys: readonly RecordKey[]) =>
  keys.map((key): readonly [string, string] => {
    const { system, id } = refOf(key);
    const owner = tree.owner(key);
    return [SYSTEM_TITLES[system], `${tree.name(key)}${owner ? ` of ${owner}` : ''} (id ${id})`];
  });

function evidenceText({ field, values, verdict, note }: Evidence): string {
  const [left, right] = values;
  const compared = left === right ? `“${left}”` : `“${left}”, “${right}”`;
  return `${field} ${verdict}: ${compared}${note ? ` (${note})` : ''}`;
}
