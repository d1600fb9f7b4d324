/** What has ended in every system that keeps such a mark, and stays as it was where none is kept: told, not written. Pure. */
import type { IdentityMerge } from '../merge/model';
import { SYSTEMS } from '../model';
import type { Drift } from './model';
import { refusalOf } from './refusal';
import type { PlanWorld } from './world';

export function livingOn({ identity, members }: IdentityMerge, world: PlanWorld): readonly Drift[] {
  const present = SYSTEMS.flatMap((system) => members[system] ?? []);
  const marked = present.filter(({ fields }) => typeof fields.active === 'boolean');
  const [ended] = marked;
  if (!ended || marked.some(({ fields }) => fields.active === true)) return [];
  const { kind } = identity;
  const about = {
    ...{ kind, identity: identity.id, name: world.nameOf(identity) },
    organization: world.organizationOf(identity),
  };
  return present.flatMap((record): Drift[] => {
    const { system, id } = record;
    if (marked.includes(record)) return [];
    const { barrier, abilities } = world.input;
    const reason = barrier(kind, ended.system, system) ?? refusalOf(record, 'active', abilities);
    if (reason === null) return [];
    return [{ ...about, system, record: id, field: 'active', value: null, wanted: false, reason }];
  });
}
