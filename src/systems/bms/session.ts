/** Signing in to API v2: a form gives two tokens; both together give two new ones. */
import { Failure } from '../../engine/failure';
import type { Clock, Log } from '../../engine/ports';
import type { Authorize, HttpAnswer, HttpCall } from '../http/model';
import { expectShape, unwrap } from './envelope';
import { regionWords } from './host';
import { tokenShape } from './wire';

export interface SessionOptions {
  readonly tenant: string;
  readonly username: string;
  readonly password: () => Promise<string>;
  readonly host: string;
  readonly clock: Clock;
  readonly log: Log;
  request(call: HttpCall): Promise<HttpAnswer>;
}

interface Tokens {
  readonly access: string;
  readonly refresh: string | null;
  /** By our own clock. */
  readonly expiresAt: number;
}

export interface Session extends Authorize {
  /** A person asks again: the last refusal no longer counts. */
  forget(): void;
}

const EARLY_MS = 60_000;
const GUESSED_LIFE_MS = 10 * 60_000;
const LONGEST_LIFE_MS = 24 * 60 * 60_000;

export function createSession(options: SessionOptions): Session {
  const { clock, log } = options;
  /** Sign-ins are shared between calls, so no single call's signal ends them. */
  const alone = new AbortController().signal;
  let tokens: Tokens | null = null;
  let running: Promise<Tokens> | null = null;
  /** BMS may lock accounts after failed sign-ins: the same password is not tried twice. */
  let refused: { readonly password: string; readonly failure: Failure } | null = null;

  async function post(route: string, form: Readonly<Record<string, string>>): Promise<Tokens> {
    const call = { method: 'POST', route, form, signal: alone, retry: 'write', anonymous: true } as const;
    const answer = await options.request(call);
    const got = expectShape(tokenShape, unwrap(answer.body).result, 'its sign-in answer');
    const life = lifeOf(got.accessToken, got.accessTokenExpireOn ?? null, answer.headers.date, clock.now());
    return { access: got.accessToken, refresh: got.refreshToken ?? null, expiresAt: clock.now() + life };
  }

  async function signIn(): Promise<Tokens> {
    const password = await options.password();
    if (refused?.password === password) throw refused.failure;
    const { username, tenant } = options;
    try {
      const form = { GrantType: 'password', UserName: username, Password: password, Tenant: tenant };
      return await post('/v2/security/authenticate', form);
    } catch (error) {
      const failure = explain(error, options);
      if (Failure.is(failure, 'credentials', 'second-factor', 'forbidden')) refused = { password, failure };
      throw failure;
    }
  }

  async function obtain(old: Tokens | null): Promise<Tokens> {
    if (old?.refresh) {
      try {
        return await post('/v2/security/refreshtoken', {
          AccessToken: old.access,
          RefreshToken: old.refresh,
        });
      } catch (error) {
        if (!Failure.is(error, 'credentials', 'rejected', 'forbidden', 'not-found')) throw error;
        log.debug('The refresh token is no longer good; signing in again.');
      }
    }
    return signIn();
  }

  function fresh(): Promise<Tokens> {
    running ??= obtain(tokens)
      .then((got) => {
        tokens = got;
        return got;
      })
      .catch((error: unknown) => {
        tokens = null;
        throw error;
      })
      .finally(() => {
        running = null;
      });
    return running;
  }

  return {
    async headers() {
      const usable = tokens && tokens.expiresAt - clock.now() > EARLY_MS && !running ? tokens : await fresh();
      return { Authorization: `Bearer ${usable.access}` };
    },
    async renew() {
      await fresh();
      return true;
    },
    forget() {
      refused = null;
    },
  };
}

/**
 * Milliseconds that a token is good for. The token's own `exp` is surely UTC; the envelope's instant may lack its zone.
 * Measured against the server's clock where it tells its time, for ours may be wrong.
 */
export function lifeOf(jwt: string, expireOn: string | null, date: string | undefined, now: number): number {
  const server = Date.parse(date ?? '');
  const ends = [
    expiryOf(jwt),
    expireOn === null ? null : Date.parse(/Z|[+-]\d\d:\d\d$/.test(expireOn) ? expireOn : `${expireOn}Z`),
  ];
  for (const end of ends) {
    for (const start of [server, now]) {
      const life = end === null ? Number.NaN : end - start;
      if (life > 0 && life <= LONGEST_LIFE_MS) return life;
    }
  }
  return GUESSED_LIFE_MS;
}

function expiryOf(jwt: string): number | null {
  const payload = Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8');
  const exp = /"exp"\s*:\s*(\d+)/.exec(payload)?.[1];
  return exp === undefined ? null : Number(exp) * 1000;
}

/** BMS tells little about a failed sign-in; what can be told apart, is. */
function explain(error: unknown, { tenant, username, host }: SessionOptions): Failure {
  const failure = Failure.from(error);
  const words = failure.detail ?? '';
  const about = {
    system: 'bms',
    detail: words,
    ...(failure.status ? { status: failure.status } : {}),
  } as const;
  if (failure.reason === 'not-found' || failure.reason === 'redirected') {
    return new Failure('settings', `${host} is not a Kaseya BMS API v2 server.`, {
      ...about,
      remedy: 'Check the server address: the portal of your region, such as https://bmsemea.kaseya.com.',
    });
  }
  if (!Failure.is(failure, 'credentials', 'rejected', 'forbidden')) return failure;
  if (/mfa|two.?factor|one.?time|authenticator|verification code/i.test(words)) {
    return new Failure('second-factor', `Kaseya BMS asks ${username} for a second factor.`, {
      ...about,
      remedy: 'Use a user of type "API Employee" (HR > Employees): it is exempt from multi-factor sign-in.',
    });
  }
  if (/api access|permission/i.test(words) || failure.reason === 'forbidden') {
    return new Failure('forbidden', `${username} may not use the API of Kaseya BMS.`, {
      ...about,
      remedy: 'Give its role Admin > Special Features > Has API Access.',
    });
  }
  return new Failure(
    'credentials',
    `Kaseya BMS at ${host} did not let "${username}" of company "${tenant}" in.`,
    {
      ...about,
      remedy: `BMS answers alike to a wrong password, company or region: check the user name and password, the company exactly as printed under My Settings > My Profile, and that the server is that of your region. It was tried once only, so as not to lock the user out.${regionWords(host)}`,
    },
  );
}
