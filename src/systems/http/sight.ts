/**
 * A look at a server from outside: its name, whether anything answers there, and what its certificate is worth. Nothing
 * but the handshake is sent, so that a certificate which no call would accept can be looked at too.
 */
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import {
  type ConnectionOptions,
  checkServerIdentity,
  connect,
  type DetailedPeerCertificate,
  type TLSSocket,
} from 'node:tls';
import { isLoopbackHost } from '../../engine/normalize/loopback';
import { trustIn } from './authority';
import { codeOf } from './failures';

export interface SeenCertificate {
  /** Common name, else organization. */
  readonly subject: string;
  readonly issuer: string;
  /** Issued by itself: a root, or a self-signed server. */
  readonly selfIssued: boolean;
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly until: number;
}

export interface TlsSight {
  /** `TLSv1.3`. */
  readonly protocol: string;
  /** The server's own certificate first, then its issuers as far as they are known. */
  readonly chain: readonly SeenCertificate[];
  /** OpenSSL's code of what is wrong with the chain; null when it is trusted. */
  readonly distrust: string | null;
  /** The names that the certificate was issued for. */
  readonly names: readonly string[];
  readonly nameFits: boolean;
  /** Tells where to fetch the issuer's certificate, as public authorities do. */
  readonly namesItsIssuer: boolean;
}

/** How far the look came. `tls` is null for an address on this machine that needs none. */
export type Sight =
  | { readonly reached: 'nothing'; readonly code: string }
  | { readonly reached: 'name'; readonly code: string; readonly addresses: readonly string[] }
  | {
      readonly reached: 'server';
      readonly code: string;
      /** The version that the server speaks instead, where an old one was the reason. */
      readonly old: string | null;
    }
  | { readonly reached: 'all'; readonly tls: TlsSight | null };

export interface SightOptions {
  readonly url: string;
  readonly ca?: string;
  readonly timeoutMs?: number;
  readonly signal: AbortSignal;
}

const TIMEOUT_MS = 10_000;
/** Codes of a connection that never came to be; anything else happened in the handshake. */
const NOT_CONNECTED = new Set([
  ...['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'EHOSTDOWN', 'EACCES', 'ETIMEDOUT'],
]);
const MAYBE_OLD = /PROTOCOL|VERSION|EPROTO|HANDSHAKE|NO_SHARED_CIPHER|ECONNRESET/;

export async function look(options: SightOptions): Promise<Sight> {
  const url = new URL(options.url);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = await resolve(host, options.signal);
  if (typeof addresses === 'string') return { reached: 'nothing', code: addresses };
  if (url.protocol === 'http:') return { reached: 'all', tls: null };
  const port = Number(url.port || 443);
  const met = await meet(host, port, trustIn(options.ca), options);
  if ('tls' in met) return { reached: 'all', tls: met.tls };
  const { code, connected } = met;
  if (!connected) return { reached: 'name', code, addresses };
  return {
    reached: 'server',
    code,
    old: MAYBE_OLD.test(code) ? await oldVersion(host, port, options) : null,
  };
}

/** The addresses, or the code of why there are none. */
async function resolve(host: string, signal: AbortSignal): Promise<readonly string[] | string> {
  if (isIP(host) || isLoopbackHost(host)) return [host];
  try {
    return (await orAborted(lookup(host, { all: true }), signal)).map(({ address }) => address);
  } catch (error) {
    signal.throwIfAborted();
    return codeOf(error) || 'ENOTFOUND';
  }
}

/** A look-up cannot be stopped, only no longer waited for. */
async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', stop));
}

type Met = { readonly tls: TlsSight } | { readonly code: string; readonly connected: boolean };

/** One handshake, whatever the certificate is worth; the socket is closed at once. */
function meet(host: string, port: number, more: ConnectionOptions, options: SightOptions): Promise<Met> {
  const { signal, timeoutMs = TIMEOUT_MS } = options;
  return new Promise((done, fail) => {
    let connected = false;
    const socket = connect({
      host,
      port,
      ...(isIP(host) ? {} : { servername: host }),
      ...more,
      rejectUnauthorized: false,
    });
    const timer = setTimeout(() => end({ code: 'ETIMEDOUT', connected }), timeoutMs);
    const abort = (): void => {
      settle();
      fail(signal.reason);
    };
    function settle(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      socket.destroy();
    }
    function end(met: Met): void {
      settle();
      done(met);
    }
    signal.addEventListener('abort', abort, { once: true });
    socket.on('connect', () => {
      connected = true;
    });
    socket.on('secureConnect', () => end({ tls: sightOf(socket, host) }));
    socket.on('error', (error) => {
      const code = codeOf(error) || 'EPROTO';
      end({ code, connected: connected || !NOT_CONNECTED.has(code) });
    });
    socket.on('close', () => end({ code: 'ECONNRESET', connected }));
    if (signal.aborted) abort();
  });
}

/** The newest of the versions that are refused today which the server speaks, or null. */
async function oldVersion(host: string, port: number, options: SightOptions): Promise<string | null> {
  for (const version of ['TLSv1.1', 'TLSv1'] as const) {
    // Without its lowest security level OpenSSL offers nothing that these versions could use.
    const more = { minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    const met = await meet(host, port, more, options).catch((error: unknown) => {
      options.signal.throwIfAborted();
      // A build of TLS without these versions cannot tell.
      return { code: codeOf(error), connected: false };
    });
    if ('tls' in met) return met.tls.protocol;
  }
  return null;
}

function sightOf(socket: TLSSocket, host: string): TlsSight {
  const own = socket.getPeerCertificate(true);
  const fault = socket.authorized ? '' : String(socket.authorizationError ?? '');
  const nameFits = checkServerIdentity(host, own) === undefined;
  return {
    protocol: socket.getProtocol() ?? '',
    chain: chainOf(own),
    distrust: fault === '' || fault === 'ERR_TLS_CERT_ALTNAME_INVALID' ? null : fault,
    names: namesOf(own),
    nameFits,
    namesItsIssuer: Object.keys(own.infoAccess ?? {}).some((key) => /^CA Issuers/i.test(key)),
  };
}

function chainOf(own: DetailedPeerCertificate): readonly SeenCertificate[] {
  const chain: SeenCertificate[] = [];
  const seen = new Set<string>();
  for (let at: DetailedPeerCertificate | undefined = own; at?.subject; at = at.issuerCertificate) {
    if (seen.has(at.fingerprint256)) break;
    seen.add(at.fingerprint256);
    chain.push({
      subject: nameIn(at.subject),
      issuer: nameIn(at.issuer),
      selfIssued: JSON.stringify(at.subject) === JSON.stringify(at.issuer),
      from: Date.parse(at.valid_from),
      until: Date.parse(at.valid_to),
    });
  }
  return chain;
}

/** What a certificate says of itself is a stranger's text: one short line of it. */
const tame = (text: string): string =>
  text
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, 100);

/** A member that stands twice comes as a list. */
function nameIn(name: DetailedPeerCertificate['subject']): string {
  const [first = ''] = [name.CN ?? name.O ?? name.OU ?? ''].flat();
  return tame(first) || 'without a name';
}

function namesOf({ subjectaltname, subject }: DetailedPeerCertificate): readonly string[] {
  const alternatives = (subjectaltname ?? '')
    .split(', ')
    .map((name) => tame(name.replace(/^(?:DNS|IP Address):/, '')))
    .filter((name) => name !== '');
  return alternatives.length > 0 ? alternatives : [nameIn(subject)];
}
