/** A rig with two clients, whose records go where their field says, and of which what is made belongs to the client that it is made for. */
import type { SystemName } from '../../../src/engine/model';
import { SYSTEMS } from '../../../src/engine/model';
import { record } from './fakes';
import { ANY_SHRINK, ada, Rig } from './rig';

/** Moves and creations take the organization of the record with them, as the products do. */
export function following(rig: Rig): void {
  for (const name of SYSTEMS) {
    const system = rig.systems[name];
    const [update, create] = [system.update.bind(system), system.create.bind(system)];
    system.update = (before, changes) => {
      const { organization } = changes;
      const owner = organization === undefined ? before.organization : String(organization);
      return update({ ...before, organization: owner }, changes);
    };
    system.create = async (kind, values) => {
      const made = await create(kind, values);
      const organization = kind === 'organization' ? null : String(values.organization ?? made.organization);
      const moved = { ...made, organization, fields: { ...made.fields, active: true } };
      system.records.set(made.id, moved);
      return moved;
    };
  }
}

/** Acme Widgets, with Ada, and Globex, in step in these systems. */
export async function twoClients(systems: readonly SystemName[] = ['bms', 'itglue']): Promise<Rig> {
  const rig = await Rig.begin(systems);
  following(rig);
  rig.settings = ANY_SHRINK;
  for (const system of systems) {
    rig.put(record(system, 'organization', '2', { name: 'Globex', active: true }));
    const held = ada(system);
    rig.put({ ...held, fields: { ...held.fields, organization: '1' } });
  }
  await rig.sync();
  return rig;
}
