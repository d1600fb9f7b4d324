/** The three products as another client sees them: what a person edits in a portal while no sync is running. */
import * as z from 'zod';
import type { SimulatorLine } from '../../../src/simulators/start';

const row = z.record(z.string(), z.unknown());
export type Row = z.output<typeof row>;

export interface Portals {
  readonly bms: BmsPortal;
  readonly vsa: VsaPortal;
  readonly itglue: ItGluePortal;
}

export function portalsOf(line: SimulatorLine): Portals {
  return {
    bms: new BmsPortal(line.bms),
    vsa: new VsaPortal(line.vsa),
    itglue: new ItGluePortal(line.itglue),
  };
}

async function answered(response: Response): Promise<unknown> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${response.url}: ${text}`);
  return text === '' ? { success: true, result: null } : JSON.parse(text);
}

const json = { 'content-type': 'application/json' };

const BMS_PATHS = {
  organization: '/v2/crm/accounts',
  contact: '/v2/crm/contacts',
  asset: '/v2/servicedesk/hardwareasset',
} as const;
const bmsAnswer = z.object({ success: z.literal(true), result: z.unknown() });
const bmsToken = z.object({ accessToken: z.string() });

export class BmsPortal {
  private authorization: string | null = null;
  constructor(private readonly about: SimulatorLine['bms']) {}

  /** Sets these members of an account, contact or asset. */
  async edit(kind: keyof typeof BMS_PATHS, id: string, members: Row): Promise<void> {
    const operations = Object.entries(members).map(([name, value]) => ({ op: 'replace', path: name, value }));
    await this.send('PATCH', `${BMS_PATHS[kind]}/${id}`, operations);
  }

  async remove(kind: 'contact' | 'asset', id: string): Promise<void> {
    await this.send('DELETE', `${BMS_PATHS[kind]}/${id}`);
  }

  async asset(id: string): Promise<Row> {
    return row.parse(await this.send('GET', `${BMS_PATHS.asset}/${id}`));
  }

  async organization(id: string): Promise<Row> {
    return row.parse(await this.send('GET', `${BMS_PATHS.organization}/summary/${id}`));
  }

  async contact(id: string): Promise<Row> {
    return row.parse(await this.send('GET', `${BMS_PATHS.contact}/summary/${id}`));
  }

  async assets(): Promise<Row[]> {
    return z.array(row).parse(await this.send('GET', `${BMS_PATHS.asset}/searchselect?PageSize=100`));
  }

  async create(kind: 'asset' | 'contact', body: Row): Promise<Row> {
    const path = kind === 'contact' ? `${BMS_PATHS.contact}/summary` : BMS_PATHS.asset;
    return row.parse(await this.send('POST', path, body));
  }

  async send(method: string, path: string, body?: unknown): Promise<unknown> {
    this.authorization ??= await this.signIn();
    const response = await fetch(`${this.about.url}${path}`, {
      method,
      headers: { authorization: this.authorization, ...json },
      body: body === undefined ? null : JSON.stringify(body),
    });
    return bmsAnswer.parse(await answered(response)).result;
  }

  private async signIn(): Promise<string> {
    const { url, tenant, username, password } = this.about;
    const form = { GrantType: 'password', Tenant: tenant, UserName: username, Password: password };
    const response = await fetch(`${url}/v2/security/authenticate`, {
      method: 'POST',
      body: new URLSearchParams(form),
    });
    const { result } = bmsAnswer.parse(await answered(response));
    return `Bearer ${bmsToken.parse(result).accessToken}`;
  }
}

const vsaAnswer = z.object({ Result: z.unknown() });

export class VsaPortal {
  private authorization: string | null = null;
  constructor(private readonly about: SimulatorLine['vsa']) {}

  /** `system/orgs/{id}`, `system/staff/{id}`: sends these members. Ids stay texts: none of them is a JavaScript number. */
  async edit(path: string, members: Row): Promise<void> {
    await this.send('PUT', path, members);
  }

  async get(path: string): Promise<Row> {
    return row.parse(await this.send('GET', path));
  }

  private async send(method: string, path: string, body?: unknown): Promise<unknown> {
    this.authorization ??= await this.logOn();
    const response = await fetch(`${this.about.url}/api/v1.0/${path}`, {
      method,
      headers: { authorization: this.authorization, ...json },
      body: body === undefined ? null : JSON.stringify(body),
    });
    return vsaAnswer.parse(await answered(response)).Result;
  }

  /** Takes the agent off the machine, and its data out of VSA. */
  async removeAgent(id: string): Promise<void> {
    await this.send('DELETE', `assetmgmt/agents/${id}/true`);
  }

  private async logOn(): Promise<string> {
    const { url, username, token } = this.about;
    const basic = Buffer.from(`${username}:${token}`).toString('base64');
    const response = await fetch(`${url}/api/v1.0/auth`, { headers: { authorization: `Basic ${basic}` } });
    const bearer = /"(?:Api)?Token":\s*"?(\d+)/.exec(await response.text())?.[1];
    if (bearer === undefined) throw new Error('VSA gave no token.');
    return `Bearer ${bearer}`;
  }
}

const entry = z.object({ id: z.string(), attributes: row });
type Collection = 'organizations' | 'locations' | 'contacts' | 'configurations';

export class ItGluePortal {
  constructor(private readonly about: SimulatorLine['itglue']) {}

  async edit(collection: Collection, id: string, attributes: Row): Promise<void> {
    await this.send('PATCH', `/${collection}/${id}`, { data: { type: collection, attributes } });
  }

  async remove(collection: Collection, id: string): Promise<void> {
    const body = { data: [{ type: collection, attributes: { id: Number(id) } }] };
    await this.send('DELETE', `/${collection}`, body);
  }

  async get(collection: Collection, id: string): Promise<Row> {
    return z.object({ data: entry }).parse(await this.send('GET', `/${collection}/${id}`)).data.attributes;
  }

  async all(collection: Collection): Promise<Row[]> {
    const { data } = z
      .object({ data: z.array(entry) })
      .parse(await this.send('GET', `/${collection}?page[size]=1000`));
    return data.map(({ id, attributes }) => ({ id, ...attributes }));
  }

  private async send(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.about.url}${path}`, {
      method,
      headers: { 'x-api-key': this.about.apiKey, 'content-type': 'application/vnd.api+json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    return answered(response);
  }
}
