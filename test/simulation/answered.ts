/** What a cache on the way has seen, and may give out again in a wrong place. */
import type { SystemName } from '../../src/engine/model';
import type { Reply } from './tenants';

/** Which part of a listing is asked for. */
const PAGES = ['PageNumber', 'page[number]', '$skip'] as const;

interface Kept {
  readonly asked: string;
  readonly reply: Reply;
}

/** An older answer to the very same question is never given: who asks cannot tell it from a new one. */
export class Answered {
  private readonly last = new Map<string, Kept>();

  keep(system: SystemName, url: URL, reply: Reply): void {
    const kept = { asked: url.href, reply };
    this.last.set(`${system} ${url.pathname}`, kept);
    this.last.set(listingOf(system, url), kept);
  }

  /** The page of the very same listing that was given out last. */
  pageOf(system: SystemName, url: URL): Reply | undefined {
    return this.other(listingOf(system, url), url);
  }

  /** What was last answered at this path, whatever it was asked. */
  at(system: SystemName, url: URL): Reply | undefined {
    return this.other(`${system} ${url.pathname}`, url);
  }

  private other(key: string, url: URL): Reply | undefined {
    const kept = this.last.get(key);
    return kept?.asked === url.href ? undefined : kept?.reply;
  }
}

function listingOf(system: SystemName, url: URL): string {
  const asked = new URL(url);
  for (const name of PAGES) asked.searchParams.delete(name);
  return `${system} ${asked.pathname}?${asked.searchParams}`;
}
