/** Talks to a BMS simulator in process, the way a client of the live service does. */

import * as z from 'zod';
import { type BmsOptions, createBmsSimulator } from '../../src/simulators/bms/app';
import { ask } from './inProcess';
import { smallFleet } from './smallFleet';

export const START = Date.parse('2025-07-01T12:00:00Z');

const envelope = z.object({
  success: z.boolean(),
  error: z
    .object({
      code: z.number(),
      message: z.string(),
      details: z.string().nullable(),
      subErrors: z.array(z.string()),
    })
    .nullable(),
  result: z.unknown(),
  totalRecords: z.number().optional(),
});
const row = z.record(z.string(), z.unknown());
const tokens = z.object({
  accessToken: z.string(),
  refreshToken: z.string(),
  accessTokenExpireOn: z.string(),
  refreshTokenExpireOn: z.string(),
});
export type Row = z.output<typeof row>;

export function bmsTenant(options: Partial<BmsOptions> = {}) {
  const clock = { at: START, now: () => clock.at };
  const simulator = createBmsSimulator({ fleet: smallFleet(), clock, ...options });
  let authorization = '';

  const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    ask(simulator, method, `http://bms.test${path}`, { body, headers: { authorization, ...headers } });
  const form = async (path: string, fields: Record<string, string>) =>
    simulator.fetch(
      new Request(`http://bms.test${path}`, { method: 'POST', body: new URLSearchParams(fields) }),
    );
  const read = async (response: Response) => envelope.parse(await response.json());
  const login = {
    GrantType: 'password',
    Tenant: 'Northwind Managed IT',
    UserName: 'mspsync',
    Password: simulator.credentials.password,
  };

  return {
    clock,
    simulator,
    login,
    send,
    form,
    read,
    useToken: (token: string) => {
      authorization = `Bearer ${token}`;
    },
    signIn: async () => {
      const { result } = await read(await form('/v2/security/authenticate', login));
      const pair = tokens.parse(result);
      authorization = `Bearer ${pair.accessToken}`;
      return pair;
    },
    tokens: async (response: Response) => tokens.parse((await read(response)).result),
    id: (kind: 'organization' | 'location' | 'contact' | 'machine', key: string) => {
      const id = simulator.recordId(kind, key);
      if (id === null) throw new Error(`no ${kind} ${key}`);
      return Number(id);
    },
    one: async (method: string, path: string, body?: unknown): Promise<Row> => {
      const answer = await read(await send(method, path, body));
      if (!answer.success) throw new Error(JSON.stringify(answer.error));
      return row.parse(answer.result);
    },
    rows: async (path: string): Promise<Row[]> => {
      const answer = await read(await send('GET', path));
      if (!answer.success) throw new Error(JSON.stringify(answer.error));
      return z.array(row).parse(answer.result);
    },
  };
}
