/** What of an identity's records is gone, or ended with its client, and what it means that one is seen again. Pure. */
import type { Memory } from './memory';
import type { Identity, Link, PerSystem, RecordKey, SourceRecord } from './model';
import { isActive } from './model';
import type { Step } from './plan/model';

/** What is seen again is not gone. */
export function goneStill(
  gone: Identity['gone'] = [],
  missing: PerSystem<number> | null,
): Pick<Identity, 'gone'> {
  const still = gone.filter((system) => missing?.[system] !== undefined);
  return still.length > 0 ? { gone: still } : {};
}

/** What is in use again, or not there any more, does not wait for its client. */
export function stillEnded(
  { kind, links, parted, endedWith = [] }: Pick<Identity, 'kind' | 'links' | 'parted' | 'endedWith'>,
  records: ReadonlyMap<RecordKey, SourceRecord>,
): Pick<Identity, 'endedWith'> {
  const still = endedWith.filter((system) => {
    // Who is set apart for now may stand there again.
    const id = links[system]?.record ?? parted?.[system];
    const record = records.get(`${system}:${kind}:${id ?? ''}`);
    return id !== undefined && (record === undefined || !isActive(record));
  });
  return still.length > 0 ? { endedWith: still } : {};
}

/**
 * What a system said is gone, and shows again, was in no use meanwhile: that it is, is news to what was archived for it.
 * Not where people have archived it since: that is owed to it.
 */
export function withReturned(memory: Memory, gone: Identity['gone'] = [], links: PerSystem<Link>): Memory {
  const back = gone.filter(
    (system) =>
      links[system] && memory.shadows[system]?.active === true && !memory.owed?.[system]?.includes('active'),
  );
  const idle = back.map((system) => [system, { ...memory.shadows[system], active: false }]);
  return { ...memory, shadows: { ...memory.shadows, ...Object.fromEntries(idle) } };
}

/** The identity, knowing whether it ended with its client in the system of the step, and comes back with it. */
export function ending(
  identity: Identity,
  { system, action, withClient }: Pick<Step, 'system' | 'withClient'> & { readonly action: string },
): Identity {
  const { endedWith = [], ...rest } = identity;
  const others = endedWith.filter((name) => name !== system);
  if (withClient && action === 'archive') return { ...rest, endedWith: [...others, system] };
  if (action !== 'reactivate' || others.length === endedWith.length) return identity;
  return others.length > 0 ? { ...rest, endedWith: others } : rest;
}
