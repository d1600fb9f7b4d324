/**
 * Checks the simulated Kaseya BMS against the vendor's OpenAPI document, over HTTP: every route it serves is in the
 * document and is called; query names are declared; request and response bodies fit their schemas.
 */
import { readFile } from 'node:fs/promises';
import { serve } from '@hono/node-server';
import * as z from 'zod';
import { type BmsSimulator, createBmsSimulator } from '../../src/simulators/bms/app';
import { smallFleet } from '../support/smallFleet';
import { type BmsCall, bmsCalls } from './bms-calls';
import { documentSchema, type OpenApi, type Operation, Validator } from './openapi';

const wrapped = z.looseObject({ success: z.literal(true), error: z.null(), result: z.unknown() });
const token = z.object({ result: z.object({ accessToken: z.string(), refreshToken: z.string() }) });
const entries = z.object({ result: z.array(z.object({ id: z.number() })) });

/** What the exchanges with the simulator showed. */
export class Contract {
  private readonly violations = new Map<string, string[]>();
  readonly called = new Set<string>();
  calls = 0;
  bodies = 0;
  private readonly responses: Validator;
  private readonly requests: Validator;

  constructor(private readonly document: OpenApi) {
    this.responses = new Validator(document, true);
    this.requests = new Validator(document, false);
  }

  violationsOf(endpoint: string): readonly string[] {
    return this.violations.get(endpoint) ?? [];
  }

  violation(endpoint: string, text: string): void {
    this.violations.set(endpoint, [...this.violationsOf(endpoint), text]);
  }

  operation(method: string, template: string): Operation | undefined {
    return this.document.paths[template]?.[method.toLowerCase()];
  }

  /** Checks one exchange; answers nothing, but notes what is wrong. */
  check(call: BmsCall, status: number, text: string): void {
    const endpoint = `${call.method} ${call.template}`;
    this.called.add(endpoint);
    this.calls += 1;
    const operation = this.operation(call.method, call.template);
    if (operation === undefined) {
      this.violation(endpoint, 'is not in the document');
      return;
    }
    this.checkQuery(endpoint, call, operation);
    this.checkRequest(endpoint, call, operation);
    if (status !== 200) {
      this.violation(endpoint, `answered ${status}: ${text.slice(0, 200)}`);
      return;
    }
    this.checkResponse(endpoint, call, operation, text);
  }

  private checkQuery(endpoint: string, call: BmsCall, operation: Operation): void {
    const declared = new Set(
      (operation.parameters ?? []).filter(({ in: where }) => where === 'query').map(({ name }) => name),
    );
    for (const name of Object.keys(call.query ?? {})) {
      if (!declared.has(name)) this.violation(endpoint, `query name ${name} is not declared`);
    }
  }

  private checkRequest(endpoint: string, call: BmsCall, operation: Operation): void {
    const media = operation.requestBody?.content;
    if (call.form !== undefined) {
      const declared = Object.keys(media?.['multipart/form-data']?.schema?.properties ?? {});
      for (const name of Object.keys(call.form)) {
        if (!declared.includes(name)) this.violation(endpoint, `form field ${name} is not declared`);
      }
      return;
    }
    if (call.body === undefined) {
      if (media !== undefined)
        this.violation(endpoint, 'is called without the body that the document declares');
      return;
    }
    const schema = media?.['application/json']?.schema;
    if (schema === undefined) {
      this.violation(endpoint, 'the document declares no JSON body');
      return;
    }
    this.bodies += 1;
    for (const fault of this.requests.faults(schema, call.body)) this.violation(endpoint, `request ${fault}`);
  }

  private checkResponse(endpoint: string, call: BmsCall, operation: Operation, text: string): void {
    const declared = operation.responses['200']?.content?.['application/json']?.schema;
    const schema = declared ?? (call.undeclared === undefined ? undefined : { $ref: call.undeclared });
    if (schema === undefined) {
      if (text !== '')
        this.violation(endpoint, `answers a body, where the document declares none: ${text.slice(0, 100)}`);
      return;
    }
    const body: unknown = JSON.parse(text);
    let value = body;
    if (call.declaredBare === true && !call.bare) {
      // Declared without envelope, but clients of the live service read `result`.
      const opened = wrapped.safeParse(body);
      if (!opened.success) {
        this.violation(endpoint, `is not wrapped: ${text.slice(0, 100)}`);
        return;
      }
      value = opened.data.result;
    }
    this.bodies += 1;
    for (const fault of this.responses.faults(schema, value)) this.violation(endpoint, `response ${fault}`);
  }
}

interface Exchange {
  readonly status: number;
  readonly text: string;
}

async function exchange(base: string, call: BmsCall, accessToken: string): Promise<Exchange> {
  const url = new URL(call.path, base);
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.append(name, value);
  const headers = new Headers({ accept: 'application/json' });
  if (accessToken !== '') headers.set('authorization', `Bearer ${accessToken}`);
  let body: FormData | string | null = null;
  if (call.form !== undefined) {
    body = new FormData();
    for (const [name, value] of Object.entries(call.form)) body.append(name, value);
  } else if (call.body !== undefined) {
    headers.set('content-type', 'application/json');
    body = JSON.stringify(call.body);
  }
  const response = await fetch(url, { method: call.method, headers, body });
  return { status: response.status, text: await response.text() };
}

async function run(contract: Contract, simulator: BmsSimulator, base: string): Promise<void> {
  for (const { method, template } of simulator.routes) {
    if (contract.operation(method, template) === undefined) {
      contract.violation(`${method} ${template}`, 'is served, but not in the document');
    }
  }
  const { tenant, username, password } = simulator.credentials;
  const signIn: BmsCall = {
    method: 'POST',
    template: '/v2/security/authenticate',
    path: '/v2/security/authenticate',
    form: { GrantType: 'password', Tenant: tenant, UserName: username, Password: password },
  };
  const first = await exchange(base, signIn, '');
  contract.check(signIn, first.status, first.text);
  const { accessToken, refreshToken } = token.parse(JSON.parse(first.text)).result;
  const refresh: BmsCall = {
    method: 'POST',
    template: '/v2/security/refreshtoken',
    path: '/v2/security/refreshtoken',
    form: { AccessToken: accessToken, RefreshToken: refreshToken },
  };
  const second = await exchange(base, refresh, '');
  contract.check(refresh, second.status, second.text);
  const renewed = token.parse(JSON.parse(second.text)).result.accessToken;

  const list = async (tableName: string): Promise<number> => {
    const template = '/v2/system/tenantlookup/{tableName}';
    const call: BmsCall = { method: 'GET', template, path: template.replace('{tableName}', tableName) };
    const { status, text } = await exchange(base, call, renewed);
    contract.check(call, status, text);
    const [entry] = entries.parse(JSON.parse(text)).result;
    if (entry === undefined) throw new Error(`the list ${tableName} is empty`);
    return entry.id;
  };
  const lists = {
    businessType: await list('Business Type'),
    category: await list('Asset Hardware Category'),
    manufacturer: await list('Manufacturer'),
  };
  for (const call of bmsCalls(simulator, lists)) {
    simulator.switches.bareSummary = call.bare === true;
    const { status, text } = await exchange(base, call, renewed);
    contract.check(call, status, text);
  }
  for (const { method, template } of simulator.routes) {
    const endpoint = `${method} ${template}`;
    if (!contract.called.has(endpoint)) contract.violation(endpoint, 'is served, but was not called');
  }
}

/** Starts the simulator on a port of its own, calls every route, and answers what that showed. */
export async function checkContract(
  file: string,
): Promise<{ routes: BmsSimulator['routes']; contract: Contract }> {
  const contract = new Contract(documentSchema.parse(JSON.parse(await readFile(file, 'utf8'))));
  const simulator = createBmsSimulator({
    fleet: smallFleet(),
    clock: Date,
    remoteId: (product) => (product === 'itglue' ? '1284390117000011' : '21'),
  });
  const server = serve({ fetch: simulator.fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  try {
    await run(contract, simulator, `http://127.0.0.1:${address.port}`);
  } finally {
    server.close();
  }
  return { routes: simulator.routes, contract };
}
