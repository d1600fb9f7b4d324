/** The Connections tree: each system with what its last check found, and each pair with whether it is ready. Pure. */
import type { Checked, Finding } from '../../../engine/findings';
import { SYSTEM_TITLES, SYSTEMS, type SystemName } from '../../../engine/model';
import type { KindWay, PairName } from '../../../engine/policy';
import type { PairReadiness } from '../../../engine/readiness';
import { isRemembered } from '../../../engine/tenants';
import { plural } from '../../../text/words';
import type { SecretTrouble, Snapshot } from '../../state/view';
import { ageText, KIND_TITLES, SHORT_TITLES } from '../../words';
import type { Row, RowIcon, Tip } from '../row';

export type ConnectionsNode =
  | { readonly type: 'connection'; readonly system: SystemName }
  | { readonly type: 'pair'; readonly pair: PairName }
  | { readonly type: 'way'; readonly pair: PairName; readonly way: KindWay }
  | {
      readonly type: 'finding';
      /** Of which row it is a part: one finding may stand under its connection and under two pairs. */
      readonly under: string;
      readonly finding: Finding;
      readonly place: number;
    }
  | { readonly type: 'failure'; readonly message: string; readonly remedy: string; readonly code: string };

export interface ConnectionsInput
  extends Pick<
    Snapshot,
    'configured' | 'connections' | 'checkFailure' | 'loadFailure' | 'running' | 'secretTroubles'
  > {
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export interface ConnectionsCommands {
  readonly configure: string;
  readonly settleConnection: string;
}

export function connectionChildren(input: ConnectionsInput, node?: ConnectionsNode): ConnectionsNode[] {
  if (!node) return roots(input);
  if (node.type === 'connection') {
    return findingNodes(`connection:${node.system}`, checkedOf(input, node.system)?.findings ?? []);
  }
  const pair = node.type === 'pair' ? pairOf(input, node.pair) : undefined;
  if (!pair || pair.state === 'absent') return [];
  const ways = pair.ways.map((way): ConnectionsNode => ({ type: 'way', pair: pair.name, way }));
  return [...findingNodes(`pair:${pair.name}`, pair.because), ...ways];
}

function roots({ checkFailure, loadFailure, configured, connections }: ConnectionsInput): ConnectionsNode[] {
  const failure = checkFailure ?? (loadFailure?.reason === 'settings' ? loadFailure : null);
  const failed: ConnectionsNode[] = failure
    ? [{ type: 'failure', message: failure.message, remedy: failure.remedy ?? '', code: failure.code }]
    : [];
  const systems = SYSTEMS.map((system): ConnectionsNode => ({ type: 'connection', system }));
  const pairs = configured.length === 0 ? [] : (connections?.pairs ?? []);
  return [...failed, ...systems, ...pairs.map(({ name }): ConnectionsNode => ({ type: 'pair', pair: name }))];
}

const findingNodes = (under: string, findings: readonly Finding[]): ConnectionsNode[] =>
  findings.map((finding, place) => ({ type: 'finding', under, finding, place }));

const checkedOf = ({ connections }: ConnectionsInput, system: SystemName): Checked | undefined =>
  connections?.checks.find((checked) => checked.system === system);

const pairOf = ({ connections }: ConnectionsInput, name: PairName): PairReadiness | undefined =>
  connections?.pairs.find((pair) => pair.name === name);

const LOOKS: Readonly<Record<Finding['level'], RowIcon>> = {
  ok: { name: 'pass', color: 'charts.green' },
  warning: { name: 'warning', color: 'list.warningForeground' },
  problem: { name: 'error', color: 'list.errorForeground' },
};

const PAIR_LOOKS: Readonly<Record<PairReadiness['state'], RowIcon>> = {
  ready: LOOKS.ok,
  limited: LOOKS.warning,
  blocked: LOOKS.problem,
  unchecked: { name: 'question' },
  absent: { name: 'debug-disconnect', color: 'disabledForeground' },
  off: { name: 'circle-slash', color: 'disabledForeground' },
};

export function connectionRow(
  input: ConnectionsInput,
  node: ConnectionsNode,
  commands: ConnectionsCommands,
): Row {
  switch (node.type) {
    case 'connection':
      return systemRow(input, node.system, commands);
    case 'pair':
      return pairRow(pairOf(input, node.pair), node.pair);
    case 'way':
      return wayRow(node.pair, node.way);
    case 'finding':
      return findingRow(node, commands);
    case 'failure':
      return {
        id: 'failure',
        label: node.message,
        description: node.code,
        icon: LOOKS.problem,
        children: 'none',
        context: 'failure',
        spoken: `Failure. ${node.message} ${node.remedy}`,
      };
  }
}

function findingRow(
  { finding, under, place }: ConnectionsNode & { readonly type: 'finding' },
  commands: ConnectionsCommands,
): Row {
  const settle = isRemembered(finding) && finding.level === 'problem';
  return {
    id: `finding:${under}:${finding.check}:${place}`,
    label: finding.message,
    icon: LOOKS[finding.level],
    children: 'none',
    context: `finding.${finding.level}`,
    spoken: [finding.level, finding.message, finding.remedy].filter(Boolean).join(', '),
    ...(settle ? { command: { id: commands.settleConnection, title: 'Settle' } } : {}),
  };
}

function pairRow(pair: PairReadiness | undefined, name: PairName): Row {
  const label = pair?.systems.map((system) => SHORT_TITLES[system]).join(' ↔ ') ?? name;
  const words = pair?.words ?? '';
  return {
    id: `pair:${name}`,
    label,
    description: words,
    icon: PAIR_LOOKS[pair?.state ?? 'absent'],
    children: pair && pair.state !== 'absent' ? 'collapsed' : 'none',
    context: 'pair',
    spoken: `${label.replace('↔', 'and')}, ${words}`,
  };
}

function wayRow(pair: PairName, { kind, direction, words }: KindWay): Row {
  const icon = direction === 'both' ? 'arrow-swap' : direction === 'off' ? 'circle-slash' : 'arrow-right';
  return {
    id: `way:${pair}:${kind}`,
    label: KIND_TITLES[kind],
    description: words,
    icon: { name: icon },
    children: 'none',
    context: 'way',
    spoken: `${KIND_TITLES[kind]}, ${words}`,
  };
}

function systemRow(input: ConnectionsInput, system: SystemName, commands: ConnectionsCommands): Row {
  const title = SYSTEM_TITLES[system];
  if (!input.configured.includes(system)) {
    return {
      id: `connection:${system}`,
      label: title,
      description: 'not configured',
      icon: { name: 'debug-disconnect', color: 'disabledForeground' },
      children: 'none',
      context: 'connection.blank',
      spoken: `${title}, not configured`,
      command: { id: commands.configure, title: 'Configure', arguments: [system] },
    };
  }
  const { words, icon } = verdictOn(input, system);
  return {
    id: `connection:${system}`,
    label: title,
    description: words,
    icon,
    children: checkedOf(input, system) ? 'collapsed' : 'none',
    context: 'connection.configured',
    spoken: `${title}, ${words}`,
  };
}

const TROUBLES: Readonly<Record<SecretTrouble, string>> = {
  none: 'signed out: no secret is saved',
  unseen: 'its secret was saved in another window: reload this one',
  broken: 'the editor’s secret storage does not work',
};

function verdictOn(input: ConnectionsInput, system: SystemName): { words: string; icon: RowIcon } {
  if (input.running?.doing === 'check') return { words: 'checking…', icon: { name: 'sync~spin' } };
  const trouble = input.secretTroubles[system];
  if (trouble) return { words: TROUBLES[trouble], icon: { name: 'key', color: 'list.warningForeground' } };
  const checked = checkedOf(input, system);
  if (!checked) return { words: 'configured, not checked yet', icon: { name: 'plug' } };
  const count = (level: Finding['level']) =>
    checked.findings.filter((finding) => finding.level === level).length;
  const [problems, warnings] = [count('problem'), count('warning')];
  const age = ageText(checked.at, input.now);
  if (problems > 0) return { words: `${plural(problems, 'problem')} · ${age}`, icon: LOOKS.problem };
  if (warnings > 0) return { words: `works, ${plural(warnings, 'warning')} · ${age}`, icon: LOOKS.warning };
  return { words: `works · ${age}`, icon: LOOKS.ok };
}

export function connectionTip(input: ConnectionsInput, node: ConnectionsNode): Tip | null {
  switch (node.type) {
    case 'failure':
      return {
        title: node.message,
        lines: [
          ['What to do', node.remedy],
          ['Code', node.code],
        ],
      };
    case 'finding':
      return findingTip(node.finding);
    case 'connection': {
      const checked = checkedOf(input, node.system);
      if (!checked) return null;
      const wrong = checked.findings.filter(({ level }) => level !== 'ok').map(({ message }) => message);
      const lists = wrong.length > 0 ? [{ title: 'To mend', items: wrong }] : [];
      return {
        title: SYSTEM_TITLES[node.system],
        lines: [['Checked', ageText(checked.at, input.now)]],
        lists,
      };
    }
    case 'pair': {
      const pair = pairOf(input, node.pair);
      if (!pair) return null;
      const remedies = pair.because.flatMap(({ remedy }) => (remedy ? [remedy] : []));
      const lists = remedies.length > 0 ? [{ title: 'What to do', items: remedies }] : [];
      return {
        title: pair.systems.map((system) => SYSTEM_TITLES[system]).join(' ↔ '),
        lines: [['State', pair.words], ...besideLines(pair)],
        lists,
      };
    }
    case 'way':
      return { title: KIND_TITLES[node.way.kind], lines: [['Which way', node.way.words]] };
  }
}

const besideLines = ({ mode }: PairReadiness): readonly (readonly [string, string])[] =>
  mode === 'adopt'
    ? [
        [
          'Beside the vendors’ own sync',
          'adopted: what it keeps between the two is left to it, and told as drift while it is apart',
        ],
      ]
    : [];

function findingTip({ message, why, remedy, link }: Finding): Tip {
  const lines: (readonly [string, string])[] = [];
  if (why) lines.push(['Why it matters', why]);
  if (remedy) lines.push(['What to do', remedy]);
  if (link) lines.push(['More', link]);
  return { title: message, lines };
}
