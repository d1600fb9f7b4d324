/** A new beginning: all that is remembered and decided moves to a folder of its own, where a person finds it again. */
import { dirname, join } from 'node:path';
import type { Disk } from './disk';
import { codeOf, diskFailure } from './safe-file';

/**
 * Decisions first, records and whose they are last: after a kill in between, the rest is still refused and moves with the
 * next try. The lock and the counts of calls stay: they are about programs and servers, not about records.
 */
const REMEMBERED = [
  ...['decisions.json', 'plan.json', 'state/reading.json', 'state/approval.json', 'state/settled.json'],
  ...['state/overwrites.json', 'state/trend.json', 'state/clients.json', 'state/last-run.json'],
  ...['state/checks.json', 'state/runs', 'state/organizations', 'state/tenants.json'],
] as const;

/** `stamp` tells one beginning from another. Gives the folder that all went to. */
export async function moveAside(folder: string, stamp: string, disk: Disk): Promise<string> {
  const former = join(folder, 'state', 'former', stamp.replaceAll(/[:.]/g, '-'));
  try {
    await disk.makeFolder(former);
    for (const name of REMEMBERED) await moveInto(former, join(folder, name), disk);
    for (const place of [former, join(folder, 'state'), folder]) await disk.syncFolder(place);
  } catch (error) {
    throw diskFailure(error, former);
  }
  return former;
}

async function moveInto(former: string, path: string, disk: Disk): Promise<void> {
  const name = path.slice(dirname(path).length + 1);
  await disk.rename(path, join(former, name)).catch((error: unknown) => {
    if (codeOf(error) !== 'ENOENT') throw error;
  });
}
