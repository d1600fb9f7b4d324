/**
 * Signing in (BMS API v2: Security). A form with `GrantType=password` gives an access token of minutes and a refresh
 * token; refreshing replaces both. Expiry is by the simulator's clock.
 */
import { createHmac } from 'node:crypto';
import { invalid, one, Refusal, type Reply } from './envelope';
import type { State } from './state';
import type { BmsSwitches } from './switches';

export interface Credentials {
  readonly tenant: string;
  readonly username: string;
  readonly password: string;
}

export type Standing = { readonly user: number } | 'expired' | 'unknown';

interface Session {
  readonly user: number;
  readonly expires: number;
}

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Form fields by lower-case name. Throws 415 for anything but a form. */
async function form(request: Request): Promise<Map<string, string>> {
  const type = request.headers.get('content-type')?.toLowerCase() ?? '';
  if (!type.startsWith('multipart/form-data') && !type.startsWith('application/x-www-form-urlencoded')) {
    throw new Refusal(415, 'The request is not a form');
  }
  const fields = new Map<string, string>();
  for (const [name, value] of await readForm(request)) {
    if (typeof value === 'string') fields.set(name.toLowerCase(), value);
  }
  return fields;
}

async function readForm(request: Request): Promise<FormData> {
  try {
    return await request.formData();
  } catch {
    throw new Refusal(400, 'The form cannot be read');
  }
}

export class Authentication {
  private readonly access = new Map<string, Session>();
  private readonly refresh = new Map<string, Session>();
  private issued = 0;

  constructor(
    private readonly credentials: Credentials,
    private readonly user: number,
    private readonly state: State,
    private readonly switches: BmsSwitches,
  ) {}

  /** `POST /v2/security/authenticate` */
  async authenticate(request: Request): Promise<Reply> {
    const fields = await form(request);
    const grant = fields.get('granttype');
    if (grant === undefined || grant === '') throw invalid('GrantType', 'The GrantType field is required.');
    if (grant.toLowerCase() !== 'password') throw new Refusal(401, 'The grant type is not supported');
    const { tenant, username, password } = this.credentials;
    const same = (name: string, wanted: string): boolean =>
      fields.get(name)?.trim().toLowerCase() === wanted.toLowerCase();
    // A wrong tenant cannot be told from a wrong user or password.
    if (!same('tenant', tenant) || !same('username', username) || fields.get('password') !== password) {
      throw new Refusal(401, 'The user name or password is incorrect');
    }
    const { mfaCode, apiAccess } = this.switches;
    if (mfaCode !== null && fields.get('mfacode') !== mfaCode)
      throw new Refusal(401, 'The MFA code is missing or wrong');
    if (!apiAccess) throw new Refusal(401, 'The user has no API access');
    return this.issue();
  }

  /** `POST /v2/security/refreshtoken`: the access token may have expired, the refresh token may not. */
  async renew(request: Request): Promise<Reply> {
    const fields = await form(request);
    const accessToken = fields.get('accesstoken');
    if (accessToken === undefined || accessToken === '') {
      throw invalid('AccessToken', 'The AccessToken field is required.');
    }
    const refreshToken = fields.get('refreshtoken') ?? '';
    const session = this.refresh.get(refreshToken);
    if (session === undefined || session.expires <= this.now() || !this.access.has(accessToken)) {
      throw new Refusal(401, 'The refresh token is invalid or has expired');
    }
    if (this.switches.refreshTokenRotates) this.refresh.delete(refreshToken);
    return this.issue();
  }

  /** What the `Authorization` header is worth. */
  standing(header: string | undefined): Standing {
    const token = /^Bearer\s+(\S+)$/i.exec(header ?? '')?.[1];
    const session = token === undefined ? undefined : this.access.get(token);
    if (session === undefined) return 'unknown';
    return session.expires <= this.now() ? 'expired' : { user: session.user };
  }

  /** Forgets all tokens, as a restart of the service does. */
  endAll(): void {
    this.access.clear();
    this.refresh.clear();
  }

  private now(): number {
    return this.state.now().getTime();
  }

  private issue(): Reply {
    const now = this.now();
    this.issued += 1;
    // Whole seconds, as the token's own `exp` has no finer ones.
    const accessExpires = Math.floor(now / 1000 + this.switches.accessTokenSeconds) * 1000;
    const refreshExpires = now + this.switches.refreshTokenSeconds * 1000;
    const accessToken = this.jwt(accessExpires / 1000);
    const refreshToken = this.sign(`refresh ${this.issued}`);
    this.access.set(accessToken, { user: this.user, expires: accessExpires });
    this.refresh.set(refreshToken, { user: this.user, expires: refreshExpires });
    return one({
      accessToken,
      refreshToken,
      accessTokenExpireOn: new Date(accessExpires),
      refreshTokenExpireOn: new Date(refreshExpires),
    });
  }

  private jwt(exp: number): string {
    const header = base64url({ alg: 'HS256', typ: 'JWT' });
    const payload = base64url({
      sub: String(this.user),
      unique_name: this.credentials.username,
      tenantId: this.state.tenantId,
      jti: String(this.issued),
      nbf: Math.floor(this.now() / 1000),
      exp,
      iss: 'bms',
    });
    return `${header}.${payload}.${this.sign(`${header}.${payload}`)}`;
  }

  private sign(text: string): string {
    return createHmac('sha256', `${this.credentials.tenant} ${this.credentials.password}`)
      .update(text)
      .digest('base64url');
  }
}
