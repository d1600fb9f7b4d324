/** What the simulated servers were asked while something was done. */
import { plural } from '../../text/words';

export interface Calls {
  readonly seconds: number;
  readonly reads: number;
  readonly writes: number;
}

/** Does it, and counts. `control` is the address of the simulators' desk. */
export async function counted<T>(
  control: string,
  act: () => Promise<T>,
): Promise<{ readonly result: T; readonly calls: Calls }> {
  await fetch(`${control}/requests`, { method: 'DELETE' });
  const started = performance.now();
  const result = await act();
  const seconds = (performance.now() - started) / 1000;
  const counts: unknown = await (await fetch(`${control}/requests`)).json();
  return { result, calls: { seconds, ...readsAndWrites(counts) } };
}

/** Requests as the servers counted them. Signing in is neither reading nor writing. */
function readsAndWrites(counts: unknown): { reads: number; writes: number } {
  let reads = 0;
  let writes = 0;
  for (const perRoute of Object.values(counts ?? {})) {
    for (const [route, count] of Object.entries(perRoute ?? {})) {
      if (typeof count !== 'number' || route.includes('/security/')) continue;
      if (route.startsWith('GET ')) reads += count;
      else writes += count;
    }
  }
  return { reads, writes };
}

export const callsText = ({ seconds, reads, writes }: Calls): string =>
  `${plural(reads, 'read')} and ${plural(writes, 'write')} in ${seconds.toFixed(1)} s, counted at the servers.`;
