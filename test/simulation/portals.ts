/** What people do in the portals that no adapter does. */
import type { Kind, SystemName } from '../../src/engine/model';
import type { Tenants } from './tenants';

/** A call that the adapters do not make: in the portal it is a button. Whether it was done. */
export async function press(
  tenants: Tenants,
  system: SystemName,
  method: string,
  path: string,
): Promise<boolean> {
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

/** Where a record is deleted, of the kinds that can be. */
export const DELETIONS: Readonly<
  Record<SystemName, Readonly<Partial<Record<Kind, (id: string) => string>>>>
> = {
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
