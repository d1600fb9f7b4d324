/** The Connections tree: each system, whether it is configured, and what the last check found. Pure. */
import type { Finding } from '../../../engine/findings';
import { SYSTEM_TITLES, SYSTEMS, type SystemName } from '../../../engine/model';
import { plural } from '../../../text/words';
import type { Snapshot } from '../../state/view';
import type { Row, RowIcon, Tip } from '../row';

export type ConnectionsNode =
  | { readonly type: 'connection'; readonly system: SystemName }
  | {
      readonly type: 'finding';
      readonly system: SystemName;
      readonly finding: Finding;
      readonly place: number;
    }
  | { readonly type: 'failure'; readonly message: string; readonly remedy: string; readonly code: string };

export type ConnectionsInput = Pick<Snapshot, 'configured' | 'findings' | 'checkFailure' | 'running'>;

export interface ConnectionsCommands {
  readonly configure: string;
}

export function connectionChildren(input: ConnectionsInput, node?: ConnectionsNode): ConnectionsNode[] {
  if (!node) {
    const { checkFailure: failure } = input;
    const failed: ConnectionsNode[] = failure
      ? [{ type: 'failure', message: failure.message, remedy: failure.remedy ?? '', code: failure.code }]
      : [];
    return [...failed, ...SYSTEMS.map((system): ConnectionsNode => ({ type: 'connection', system }))];
  }
  if (node.type !== 'connection') return [];
  const { system } = node;
  return findingsOf(input, system).map((finding, place) => ({ type: 'finding', system, finding, place }));
}

const findingsOf = ({ findings }: ConnectionsInput, system: SystemName): readonly Finding[] =>
  (findings ?? []).filter((finding) => finding.system === system);

const LOOKS: Readonly<Record<Finding['level'], RowIcon>> = {
  ok: { name: 'pass', color: 'charts.green' },
  warning: { name: 'warning', color: 'list.warningForeground' },
  problem: { name: 'error', color: 'list.errorForeground' },
};

export function connectionRow(
  input: ConnectionsInput,
  node: ConnectionsNode,
  commands: ConnectionsCommands,
): Row {
  if (node.type === 'connection') return systemRow(input, node.system, commands);
  if (node.type === 'failure') {
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
  const { finding, system, place } = node;
  return {
    id: `finding:${system}:${finding.check}:${place}`,
    label: finding.message,
    icon: LOOKS[finding.level],
    children: 'none',
    context: `finding.${finding.level}`,
    spoken: [finding.level, finding.message, finding.remedy].filter(Boolean).join(', '),
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
    children: findingsOf(input, system).length === 0 ? 'none' : 'collapsed',
    context: 'connection.configured',
    spoken: `${title}, ${words}`,
  };
}

function verdictOn(input: ConnectionsInput, system: SystemName): { words: string; icon: RowIcon } {
  if (input.running?.doing === 'check') return { words: 'checking…', icon: { name: 'sync~spin' } };
  const findings = findingsOf(input, system);
  if (findings.length === 0) return { words: 'configured, not checked yet', icon: { name: 'plug' } };
  const count = (level: Finding['level']) => findings.filter((finding) => finding.level === level).length;
  const [problems, warnings] = [count('problem'), count('warning')];
  if (problems > 0) return { words: plural(problems, 'problem'), icon: LOOKS.problem };
  if (warnings > 0) return { words: `works, ${plural(warnings, 'warning')}`, icon: LOOKS.warning };
  return { words: 'works', icon: LOOKS.ok };
}

export function connectionTip(node: ConnectionsNode): Tip | null {
  if (node.type === 'failure') {
    return {
      title: node.message,
      lines: [
        ['What to do', node.remedy],
        ['Code', node.code],
      ],
    };
  }
  if (node.type !== 'finding') return null;
  const { message, why, remedy, link } = node.finding;
  const lines: (readonly [string, string])[] = [];
  if (why) lines.push(['Why it matters', why]);
  if (remedy) lines.push(['What to do', remedy]);
  if (link) lines.push(['More', link]);
  return { title: message, lines };
}
