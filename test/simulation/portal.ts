/** What the portals let people do beyond what the adapters ask for: in the portal it is a button, here a call. */
import type { Kind, SystemName } from '../../src/engine/model';
import { refOf } from '../../src/engine/model';
import type { Held } from './ledger';
import type { Tenants } from './tenants';

export class Portal {
  constructor(private readonly tenants: Tenants) {}

  /** Deletes the record, where its portal can; whether it is gone. */
  async remove(held: Held): Promise<boolean> {
    const path = DELETIONS[held.system][held.kind]?.(refOf(held.key).id);
    const done = path !== undefined && (await this.call(held.system, 'DELETE', path));
    return done && (await this.tenants.look(held.system, held.kind, refOf(held.key).id)) === null;
  }

  /** Gives the machine another name. */
  renameAgent(held: Held, name: string): Promise<boolean> {
    return this.call('vsa', 'PUT', `/api/v1.0/assetmgmt/agents/${refOf(held.key).id}/rename/${name}`);
  }

  private call(system: SystemName, method: string, path: string): Promise<boolean> {
    return this.tenants.clearly(() => this.raw(system, method, path));
  }

  /** Whether it was done. */
  private async raw(system: SystemName, method: string, path: string): Promise<boolean> {
    const { tenants } = this;
    const { bms, vsa, itglue } = tenants;
    const send = (to: string, init: RequestInit) =>
      tenants[system].fetch(new Request(`http://127.0.0.1${to}`, init));
    if (system === 'itglue') {
      const answer = await send(path, { method, headers: { 'x-api-key': itglue.credentials.apiKey } });
      return answer.ok;
    }
    if (system === 'vsa') {
      const { username, token } = vsa.credentials;
      const basic = Buffer.from(`${username}:${token}`).toString('base64');
      const text = await (
        await send('/api/v1.0/auth', { headers: { authorization: `Basic ${basic}` } })
      ).text();
      const bearer = /"(?:Api)?Token":\s*"?(\d+)/.exec(text)?.[1] ?? '';
      return (await send(path, { method, headers: { authorization: `Bearer ${bearer}` } })).ok;
    }
    const { tenant, username, password } = bms.credentials;
    const form = new URLSearchParams({
      GrantType: 'password',
      Tenant: tenant,
      UserName: username,
      Password: password,
    });
    const text = await (await send('/v2/security/authenticate', { method: 'POST', body: form })).text();
    const bearer = /"accessToken":\s*"([^"]+)"/.exec(text)?.[1] ?? '';
    return (await send(path, { method, headers: { authorization: `Bearer ${bearer}` } })).ok;
  }
}

/** Whether the portal of the record's system lets people delete it. */
export const isDeletable = ({ system, kind }: Held): boolean => DELETIONS[system][kind] !== undefined;

const DELETIONS: Readonly<Record<SystemName, Readonly<Partial<Record<Kind, (id: string) => string>>>>> = {
  bms: {
    contact: (id) => `/v2/crm/contacts/${id}`,
    asset: (id) => `/v2/servicedesk/hardwareasset/${id}`,
  },
  vsa: {
    contact: (id) => `/api/v1.0/system/staff/${id}`,
    asset: (id) => `/api/v1.0/assetmgmt/agents/${id}/true`,
  },
  itglue: {
    contact: (id) => `/contacts/${id}`,
    asset: (id) => `/configurations/${id}`,
    location: (id) => `/locations/${id}`,
  },
};
