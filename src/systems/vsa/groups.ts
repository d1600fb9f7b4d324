/** `/system/machinegroups`: which groups the scope of our user shows. What stands in another one is hidden, not gone. */
import type { RecordId, SourceRecord } from '../../engine/model';
import { readWhole, understand } from '../listing';
import type { VsaClient } from './client';
import { idOf, textOf } from './values';
import { groupShape } from './wire';

/** Of agents that can no longer be read, those whose machine group is not shown any more either. */
export async function hiddenAgents(
  client: VsaClient,
  agents: readonly SourceRecord[],
  signal: AbortSignal,
): Promise<ReadonlySet<RecordId>> {
  const shown = new Set<string>();
  await readWhole<string>({
    system: 'vsa',
    what: 'machine groups',
    totalName: 'TotalRecords',
    clock: client.clock,
    pages: () => client.pages('/system/machinegroups', signal, { query: { $orderby: 'MachineGroupName' } }),
    understand: understand(groupShape, (group) => ({
      id: idOf(group.MachineGroupId),
      value: (textOf(group.MachineGroupName) ?? '').toLowerCase(),
    })),
    take: (names) => {
      for (const name of names) shown.add(name);
    },
    problem: () => undefined,
  });
  const isHidden = ({ fields }: SourceRecord): boolean => {
    const group = groupOf(fields.machineGroup);
    return group !== null && !shown.has(group);
  };
  return new Set(agents.filter(isHidden).map(({ id }) => id));
}

/** `acme.root.servers` for an agent in `LT-01.servers.root.acme`: groups are listed from the organization down. */
function groupOf(agentName: unknown): string | null {
  if (typeof agentName !== 'string') return null;
  const [, ...groups] = agentName.toLowerCase().split('.');
  return groups.length > 0 ? groups.reverse().join('.') : null;
}
