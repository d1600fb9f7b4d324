/** The adapters over simulated products in process, whose answers somebody changes on their way. */
import type { InternalAxiosRequestConfig } from 'axios';
import type { System } from '../../../src/engine/ports';
import { createBmsSimulator } from '../../../src/simulators/bms/app';
import { generateFleet } from '../../../src/simulators/fleet/generate';
import { createItGlueSimulator } from '../../../src/simulators/itglue/simulator';
import type { Simulator } from '../../../src/simulators/simulator';
import { createVsaSimulator } from '../../../src/simulators/vsa/app';
import { createVsa10Simulator } from '../../../src/simulators/vsa10/app';
import { createBms } from '../../../src/systems/bms/system';
import type { Carrier } from '../../../src/systems/http/model';
import { createItGlue } from '../../../src/systems/itglue/system';
import { createVsa } from '../../../src/systems/vsa/system';
import { createVsa10 } from '../../../src/systems/vsa10/system';
import { fakeClock } from '../systems/support/clock';
import { recordingLog } from '../systems/support/log';

export const PRODUCTS = ['bms', 'vsa', 'vsa10', 'itglue'] as const;
export type Puppet = (typeof PRODUCTS)[number];

/** One call and its answer, as they went over the wire. */
export interface Exchange {
  readonly method: string;
  /** Path and query. */
  readonly address: string;
  readonly status: number;
  readonly text: string;
}

/** What the client hears instead of the answer; the place counts the calls from 0. */
export type Spoil = (exchange: Exchange, place: number) => string;

export interface Strings {
  readonly system: System;
  readonly exchanges: Exchange[];
}

const NOW = Date.UTC(2026, 2, 2, 10);
const FLEET = generateFleet({ seed: 5, now: new Date(NOW), organizations: 3, assetsPerOrganization: 3 });
const URL_OF_ALL = 'http://127.0.0.1:4000';

/** A product with the same small fleet each time, and a client that has just been started. */
export function pull(puppet: Puppet, spoil: Spoil = ({ text }) => text): Strings {
  const exchanges: Exchange[] = [];
  const carrierTo = (simulator: Simulator): Carrier => ({
    after: () => () => undefined,
    adapter: async (config) => {
      const { status, headers, text } = await ask(simulator, config);
      const { pathname, search } = new URL(String(config.url));
      const exchange = { method: methodOf(config), address: `${pathname}${search}`, status, text };
      exchanges.push(exchange);
      const data = spoil(exchange, exchanges.length - 1);
      return { status, statusText: '', headers, data, config, request: {} };
    },
  });
  return { system: MAKERS[puppet](carrierTo), exchanges };
}

type Make = (carrierTo: (simulator: Simulator) => Carrier) => System;

const tools = () => ({ clock: fakeClock(NOW), log: recordingLog(), random: () => 0.5 });
const others = () => null;

const MAKERS: Readonly<Record<Puppet, Make>> = {
  bms(carrierTo) {
    const own = tools();
    const simulator = createBmsSimulator({ fleet: FLEET, clock: own.clock, remoteId: others });
    const { tenant, username, password } = simulator.credentials;
    const carrier = carrierTo(simulator);
    return createBms({
      ...own,
      serverUrl: URL_OF_ALL,
      tenant,
      username,
      password: async () => password,
      carrier,
    });
  },
  vsa(carrierTo) {
    const own = tools();
    const simulator = createVsaSimulator({ fleet: FLEET, clock: own.clock });
    const { username, token } = simulator.credentials;
    const carrier = carrierTo(simulator);
    return createVsa({
      ...own,
      serverUrl: URL_OF_ALL,
      username,
      authentication: 'token',
      secret: async () => token,
      carrier,
    });
  },
  vsa10(carrierTo) {
    const own = tools();
    const simulator = createVsa10Simulator({ fleet: FLEET, clock: own.clock });
    const { tokenId, tokenSecret } = simulator.credentials;
    const carrier = carrierTo(simulator);
    return createVsa10({ ...own, serverUrl: URL_OF_ALL, tokenId, secret: async () => tokenSecret, carrier });
  },
  itglue(carrierTo) {
    const own = tools();
    const simulator = createItGlueSimulator({ fleet: FLEET, clock: own.clock, remoteId: others });
    const { subdomain, apiKey } = simulator.credentials;
    const carrier = carrierTo(simulator);
    return createItGlue({
      ...own,
      subdomain,
      region: 'us',
      apiUrl: URL_OF_ALL,
      apiKey: async () => apiKey,
      carrier,
    });
  },
};

const methodOf = ({ method }: InternalAxiosRequestConfig): string => (method ?? 'GET').toUpperCase();

async function ask(simulator: Simulator, config: InternalAxiosRequestConfig) {
  const headers = new Headers();
  for (const [name, value] of Object.entries(config.headers.toJSON())) {
    if (value !== null && value !== undefined) headers.set(name, String(value));
  }
  const body = typeof config.data === 'string' ? { body: config.data } : {};
  const request = new Request(String(config.url), { method: methodOf(config), headers, ...body });
  const response = await simulator.fetch(request);
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    text: await response.text(),
  };
}
