/** Log-on and its token: renewed before it ends, once for all who wait. */
import type * as z from 'zod';
import { Failure } from '../../engine/failure';
import type { Clock } from '../../engine/ports';
import type { HttpAnswer, HttpCall } from '../http/model';
import { oneOf, resultOf, understood } from './envelope';
import { passwordLogOn, tokenLogOn } from './hashes';
import { instantOf, textOf } from './values';
import { authShape } from './wire';

export interface SessionOptions {
  readonly username: string;
  /** `token`: a personal access token. `password`: the covered hashes, which newer servers may refuse. */
  readonly authentication: 'token' | 'password';
  readonly secret: () => Promise<string>;
  readonly clock: Clock;
  readonly random: () => number;
}

export interface SessionInfo {
  readonly bearer: string;
  /** Milliseconds since the epoch; null where the server does not tell. */
  readonly endsAt: number | null;
  readonly roleId: string | null;
  readonly scopeId: string | null;
  /** The user is enrolled for a second factor, which this log-on was not asked for. */
  readonly enrolled: boolean;
}

export interface Session {
  current(signal: AbortSignal): Promise<SessionInfo>;
  /** Logs on anew whatever the clock says. */
  renew(signal: AbortSignal): Promise<SessionInfo>;
}

/** A session is left this long before its stated end. Source: the vendor's own PowerShell clients. */
const MARGIN_MS = 60_000;
/** Where the server tells no end (before VSA 9.4): half of the default log-on policy's 30 minutes. */
const UNTOLD_LIFE_MS = 15 * 60_000;

const PORTAL_PATH = 'System > User Security > Users > (user) > Access Tokens';

function secondFactor(details: { readonly detail?: string } = {}): Failure {
  return new Failure('second-factor', 'VSA asks this user for a second factor.', {
    system: 'vsa',
    remedy: 'Use an integration user without a second factor, and its access token.',
    ...details,
  });
}

function refusedLogOn(failure: Failure, options: SessionOptions): Failure {
  if (/two-?factor|second factor|2fa|mfa/i.test(failure.detail ?? ''))
    return secondFactor(failure.detail === undefined ? {} : { detail: failure.detail });
  const token = options.authentication === 'token';
  const message = token
    ? `VSA did not accept the access token of ${options.username}.`
    : `VSA did not accept the password of ${options.username}.`;
  const remedy = token
    ? `Create a new token at ${PORTAL_PATH}, with only "REST API (Read, Write)" ticked, and enter it here. A token ends on its expiry date and works from its allowed addresses only.`
    : `Most servers refuse passwords at the API since 2021: create an access token at ${PORTAL_PATH}, and choose it as this connection's authentication.`;
  return new Failure('credentials', message, {
    system: 'vsa',
    remedy,
    ...(failure.detail === undefined ? {} : { detail: failure.detail }),
    ...(failure.status === undefined ? {} : { status: failure.status }),
  });
}

function infoOf(auth: z.infer<typeof authShape>, now: number): SessionInfo {
  const bearer = textOf(auth.ApiToken) ?? textOf(auth.Token);
  if (bearer === null) {
    if (auth.MFARequired === true || auth.MFAEnroled === true) throw secondFactor();
    throw new Failure('protocol', 'VSA accepted the log-on but sent no token.', {
      system: 'vsa',
      remedy: 'Check that the address is a VSA 9 server.',
    });
  }
  const told = Date.parse(instantOf(auth.SessionExpiration, 0) ?? '');
  const endsAt = Number.isNaN(told) || told <= now ? null : told;
  return {
    bearer,
    endsAt,
    roleId: textOf(auth.RoleId),
    scopeId: textOf(auth.ScopeId),
    enrolled: auth.MFAEnroled === true,
  };
}

const cancelled = (): Failure =>
  new Failure('cancelled', 'The log-on to VSA was cancelled.', { system: 'vsa' });

/** Rejects when the signal fires, without stopping what others may be waiting for too. */
async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(cancelled());
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Long enough for the calls of one listing, short enough for somebody who has just mended the account. */
const REFUSED_MS = 30_000;

export function createSession(
  options: SessionOptions,
  request: (call: HttpCall) => Promise<HttpAnswer>,
): Session {
  let held: { readonly info: SessionInfo; readonly until: number } | null = null;
  let running: Promise<SessionInfo> | null = null;
  /** VSA may lock accounts after failed log-ons: one that was refused is not tried again by each waiting call. */
  let refused: { readonly secret: string; readonly failure: Failure; readonly until: number } | null = null;

  async function logOn(): Promise<SessionInfo> {
    const secret = await options.secret();
    if (refused?.secret === secret && refused.until > options.clock.now()) throw refused.failure;
    const authorization =
      options.authentication === 'token'
        ? tokenLogOn(options.username, secret)
        : passwordLogOn(
            options.username,
            secret,
            String(10_000_000 + Math.floor(options.random() * 90_000_000)),
          );
    try {
      const answer = await request({
        method: 'GET',
        route: '/auth',
        headers: { Authorization: authorization },
        signal: new AbortController().signal,
        retry: 'read',
        anonymous: true,
      });
      const auth = understood(authShape, oneOf(resultOf(answer.body)), 'its log-on answer');
      const now = options.clock.now();
      const info = infoOf(auth, now);
      held = { info, until: (info.endsAt ?? now + UNTOLD_LIFE_MS) - MARGIN_MS };
      return info;
    } catch (error) {
      if (!Failure.is(error, 'credentials', 'forbidden')) throw error;
      const failure = refusedLogOn(error, options);
      refused = { secret, failure, until: options.clock.now() + REFUSED_MS };
      throw failure;
    }
  }

  async function renew(signal: AbortSignal): Promise<SessionInfo> {
    if (signal.aborted) throw cancelled();
    held = null;
    running ??= logOn().finally(() => {
      running = null;
    });
    return orAborted(running, signal);
  }

  return {
    renew,
    async current(signal) {
      return held !== null && held.until > options.clock.now() ? held.info : renew(signal);
    },
  };
}
