/** What a cache on the way has seen, and may give out again in a wrong place. */
import type { SystemName } from '../../src/engine/model';
import type { Reply } from './tenants';

/** Which part of a listing is asked for. */
const PAGES = ['PageNumber', 'page[number]', '$skip'] as const;

export class Answered {
  private readonly last = new Map<string, Reply>();

  keep(system: SystemName, url: URL, reply: Reply): void {
    this.last.set(`${system} ${url.pathname}`, reply);
    this.last.set(listingOf(system, url), reply);
  }

  /** The page of the very same listing that was given out last. */
  pageOf(system: SystemName, url: URL): Reply | undefined {
    return this.last.get(listingOf(system, url));
  }

  /** What was last answered at this path, whatever it was asked. */
  at(system: SystemName, url: URL): Reply | undefined {
    return this.last.get(`${system} ${url.pathname}`);
  }
}

function listingOf(system: SystemName, url: URL): string {
  const asked = new URL(url);
  for (const name of PAGES) asked.searchParams.delete(name);
  return `${system} ${asked.pathname}?${asked.searchParams}`;
}
