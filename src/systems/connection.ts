/** Joins what a look at the server shows with what its calls tell. */
import { Failure } from '../engine/failure';
import type { Finding } from '../engine/findings';
import type { SystemName } from '../engine/model';
import { sightFindings } from './connection-findings';
import type { HttpOptions } from './http/model';
import { look, type SightOptions } from './http/sight';
import { linkSignals } from './http/signals';

export interface ConnectionOptions {
  readonly system: SystemName;
  readonly url: string;
  /** PEM of the pinned authority. */
  readonly ca?: () => Promise<string>;
  readonly now: () => number;
  /** The network is a rehearsal's: there is no server to look at. */
  readonly rehearsed: boolean;
  /** Milliseconds; see `PATIENCE_MS`. */
  readonly patienceMs?: number;
}

/** What a look explains better than the call that failed of it. */
const SEEN_AS: ReadonlySet<string> = new Set(['dns', 'reachability', 'tls']);
/** What keeps calls from being made at all, so that nothing is proven by them. */
const UNASKED: ReadonlySet<string> = new Set(['secret', 'settings']);
/** How long calls may go on after a look that got no answer: a server that is silent keeps them for minutes. */
const PATIENCE_MS = 10_000;

type Api = (signal: AbortSignal) => Promise<readonly Finding[]>;

/**
 * The findings of `api`, led by what a look at the server shows. Both begin at once; where no call got through, the look
 * says why.
 */
export async function withConnection(
  options: ConnectionOptions,
  api: Api,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const looking = connectionFindings(options, signal);
  const [seen, told] = await Promise.all([looking, patient(api, looking, options, signal)]);
  const known = seen.some(isProblem);
  if (told === null) return seen;
  if (has(told, SEEN_AS))
    return known ? seen : [...seen.filter(({ check }) => check !== 'reachability'), ...told];
  return [...(known && !has(told, UNASKED) ? seen.map(softened) : seen), ...told];
}

/** Null where nothing came soon after the look had shown that there is no connection. */
async function patient(
  api: Api,
  looking: Promise<readonly Finding[]>,
  { patienceMs = PATIENCE_MS }: ConnectionOptions,
  signal: AbortSignal,
): Promise<readonly Finding[] | null> {
  const stop = new AbortController();
  const linked = linkSignals(signal, stop.signal);
  let timer: NodeJS.Timeout | undefined;
  const lost = new Promise<null>((resolve) => {
    const wait = (seen: readonly Finding[]) => {
      if (seen.some(isProblem)) timer = setTimeout(() => resolve(null), patienceMs);
    };
    // Whoever awaits the look sees its failure.
    looking.then(wait, () => resolve(null));
  });
  try {
    const asking = api(linked.signal);
    const told = await Promise.race([asking, lost]);
    // Nobody waits for it any more; that it was stopped is no news.
    if (told === null) asking.catch(() => undefined);
    return told;
  } finally {
    clearTimeout(timer);
    stop.abort();
    linked.release();
  }
}

/** For a check in short: looks at the server only where no call got through, to say why. */
export async function explained(
  options: ConnectionOptions,
  api: Api,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const told = await api(signal);
  if (!has(told, SEEN_AS)) return told;
  const seen = (await connectionFindings(options, signal)).filter(({ level }) => level !== 'ok');
  return seen.length > 0 ? seen : told;
}

export function connectionOf(
  system: SystemName,
  url: string,
  { ca, clock, carrier }: Pick<HttpOptions, 'ca' | 'clock' | 'carrier'>,
): ConnectionOptions {
  const rehearsed = carrier !== undefined;
  return { system, url, now: () => clock.now(), rehearsed, ...(ca === undefined ? {} : { ca }) };
}

const isProblem = ({ level }: Finding): boolean => level === 'problem';

const has = (told: readonly Finding[], checks: ReadonlySet<string>): boolean =>
  told.some((finding) => isProblem(finding) && checks.has(finding.check));

/** Calls do get through, so what bars a direct look is no problem here; it may be one for another program. */
function softened(finding: Finding): Finding {
  if (finding.level !== 'problem') return finding;
  return {
    ...finding,
    level: 'warning',
    why: `Calls do get through from here, by way of a proxy or of certificates that only this program knows; elsewhere they may not. ${finding.why ?? ''}`.trim(),
  };
}

/** Never rejects but when cancelled: a pinned authority that cannot be read shows in the calls themselves. */
async function connectionFindings(
  options: ConnectionOptions,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  if (options.rehearsed) return [];
  const ca = await options.ca?.().catch(() => null);
  if (ca === null) return [];
  const asked: SightOptions = { url: options.url, signal, ...(ca === undefined ? {} : { ca }) };
  const sight = await look(asked).catch((error: unknown) => {
    throw Failure.from(error);
  });
  const circumstances = { now: options.now(), pinned: ca !== undefined };
  return sightFindings(options.system, new URL(options.url).host, sight, circumstances);
}
