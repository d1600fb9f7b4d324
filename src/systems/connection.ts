/** Joins what a look at the server shows with what its calls tell. */
import { Failure } from '../engine/failure';
import type { Finding } from '../engine/findings';
import type { SystemName } from '../engine/model';
import { sightFindings } from './connection-findings';
import type { HttpOptions } from './http/model';
import { look, type SightOptions } from './http/sight';

export interface ConnectionOptions {
  readonly system: SystemName;
  readonly url: string;
  /** PEM of the pinned authority. */
  readonly ca?: () => Promise<string>;
  readonly now: () => number;
  /** The network is a rehearsal's: there is no server to look at. */
  readonly rehearsed: boolean;
}

const SEEN_AS: ReadonlySet<string> = new Set(['dns', 'reachability', 'tls']);

/**
 * The findings of `api`, led by what a look at the server shows. Both begin at once; where no call got through, the look
 * says why.
 */
export async function withConnection(
  options: ConnectionOptions,
  api: () => Promise<readonly Finding[]>,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const [seen, told] = await Promise.all([connectionFindings(options, signal), api()]);
  const known = seen.some(({ level }) => level === 'problem');
  if (!isBarred(told)) return [...(known ? seen.map(softened) : seen), ...told];
  return known ? seen : [...seen.filter(({ check }) => check !== 'reachability'), ...told];
}

/** For a check in short: looks at the server only where no call got through, to say why. */
export async function explained(
  options: ConnectionOptions,
  api: () => Promise<readonly Finding[]>,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const told = await api();
  if (!isBarred(told)) return told;
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

const isBarred = (told: readonly Finding[]): boolean =>
  told.some(({ check, level }) => level === 'problem' && SEEN_AS.has(check));

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
