/** Log-on with a personal access token or with covered password hashes, and the sessions that come of it. */
import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../simulator';
import { notAuthenticated, VsaError, type WireRecord } from './envelope';
import type { User } from './records';
import type { VsaSwitches } from './switches';

export interface VsaCredentials {
  readonly username: string;
  readonly password: string;
  /** Personal access token: a GUID. */
  readonly token: string;
}

export interface Account {
  readonly credentials: VsaCredentials;
  readonly user: User;
}

/** The role and scope that a session starts with. */
export interface Reach {
  readonly roleId: number;
  readonly scopeId: bigint;
}

export interface Session extends Reach {
  /** 8 digits. */
  readonly token: string;
  /** 26 digits. */
  readonly apiToken: string;
  readonly user: User;
  /** Milliseconds since the epoch. */
  expiresAt: number;
  /** Records listed in this session so far. */
  records: number;
}

const hex = (algorithm: 'sha1' | 'sha256', text: string): string =>
  createHash(algorithm).update(text, 'utf8').digest('hex');

/** The covered hash of a password: `hash(hash(password + username) + rand)`, lower-case hex. */
export function coveredHash(
  algorithm: 'sha1' | 'sha256',
  username: string,
  password: string,
  rand: string,
): string {
  return hex(algorithm, hex(algorithm, password + username) + rand);
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** The pairs of `user=..,pass2=..,rand2=..`, read by name in any order; null where the text is not of that form. */
function hashedPairs(text: string): ReadonlyMap<string, string> | null {
  if (!/(^|,)user=/.test(text) || !/(^|,)rand2=/.test(text)) return null;
  const pairs = text.split(',').map((pair): [string, string] => {
    const at = pair.indexOf('=');
    return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
  });
  return new Map(pairs);
}

export class Sessions {
  private readonly open = new Map<string, Session>();

  constructor(
    private readonly accounts: readonly Account[],
    private readonly switches: VsaSwitches,
    private readonly clock: Clock,
  ) {}

  /** Opens a session for the `Authorization` header of `GET /auth`; throws a 401 in the product's words. */
  logOn(header: string | undefined, reach: Reach): Session {
    const encoded = /^Basic +([A-Za-z0-9+/]+={0,2})$/i.exec(header ?? '')?.[1];
    if (encoded === undefined)
      throw notAuthenticated('Authorization header missing or not of the Basic scheme.');
    const account = this.accountFor(Buffer.from(encoded, 'base64').toString('utf8'));
    if (account === null) throw notAuthenticated('Username and password combination is incorrect.');
    if (this.switches.refuseAddress) throw notAuthenticated('IP address is not allowed.');
    if (this.switches.twoFactorRequired) {
      const demand = { MFARequired: true, MFAEnroled: true };
      throw new VsaError(401, 'Two-factor authentication is required.', 4010001, demand);
    }
    return this.start(account.user, reach);
  }

  /** The session of a bearer token; throws a 401 when there is none or its life is over. */
  find(token: string): Session {
    const session = this.open.get(token);
    if (session === undefined) throw notAuthenticated();
    const { recordsPerSession } = this.switches;
    const spent = recordsPerSession !== null && session.records >= recordsPerSession;
    if (spent || this.clock.now() >= session.expiresAt) {
      this.end(session);
      throw notAuthenticated();
    }
    if (this.switches.slidingSessions) this.renew(session);
    return session;
  }

  renew(session: Session): void {
    session.expiresAt = this.clock.now() + this.switches.sessionMinutes * 60_000;
  }

  end(session: Session): void {
    this.open.delete(session.token);
    this.open.delete(session.apiToken);
  }

  /** Ends all sessions at once, as a restart of the server does. */
  endAll(): void {
    this.open.clear();
  }

  /** The `Result` of `GET /auth`. */
  describe(session: Session): WireRecord {
    const { tokenMembers } = this.switches;
    return {
      TenantId: 1n,
      ...(tokenMembers === 'ApiToken' ? {} : { Token: session.token }),
      ...(tokenMembers === 'Token' ? {} : { ApiToken: session.apiToken }),
      UserName: session.user.AdminName,
      AdminId: session.user.UserId,
      RoleId: session.roleId,
      ScopeId: session.scopeId,
      SessionExpiration: `${new Date(session.expiresAt).toISOString().slice(0, 19)}Z`,
      OffSetInMinutes: 0,
      MachineId: null,
      MachineGroupName: null,
      Attributes: null,
    };
  }

  private start(user: User, reach: Reach): Session {
    const session: Session = {
      ...reach,
      user,
      token: String(randomInt(10_000_000, 100_000_000)),
      apiToken: `${randomInt(10 ** 12, 10 ** 13)}${randomInt(10 ** 12, 10 ** 13)}`,
      expiresAt: 0,
      records: 0,
    };
    this.renew(session);
    this.open.set(session.token, session);
    this.open.set(session.apiToken, session);
    return session;
  }

  private accountFor(text: string): Account | null {
    const pairs = hashedPairs(text);
    return pairs === null ? this.bySecret(text) : this.byHashes(pairs);
  }

  private bySecret(text: string): Account | null {
    const colon = text.indexOf(':');
    if (colon < 0) return null;
    const account = this.named(text.slice(0, colon));
    const secret = text.slice(colon + 1);
    if (account === null) return null;
    if (same(secret.toLowerCase(), account.credentials.token.toLowerCase())) return account;
    const plain = this.switches.authentication === 'plain' && same(secret, account.credentials.password);
    return plain ? account : null;
  }

  /** Accepted when either covered hash is right; the raw hashes beside them are not looked at. */
  private byHashes(pairs: ReadonlyMap<string, string>): Account | null {
    const account = this.named(pairs.get('user') ?? '');
    const rand = pairs.get('rand2');
    if (account === null || rand === undefined || this.switches.authentication === 'token') return null;
    const { username, password } = account.credentials;
    const right = (algorithm: 'sha1' | 'sha256', given: string | undefined): boolean =>
      given !== undefined && same(given.toLowerCase(), coveredHash(algorithm, username, password, rand));
    return right('sha256', pairs.get('pass2')) || right('sha1', pairs.get('pass1')) ? account : null;
  }

  private named(username: string): Account | null {
    const wanted = username.toLowerCase();
    return this.accounts.find(({ credentials }) => credentials.username.toLowerCase() === wanted) ?? null;
  }
}
