/** Serves the three simulated products and their control desk on loopback. */
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { movableClock } from './clock';
import { Desk } from './control/desk';
import { createControl } from './control/server';
import { type Handler, tamper } from './control/tamper';
import { generateFleet } from './fleet/generate';
import type { Fleet } from './fleet/model';
import type { Clock, Simulator } from './simulator';

const LOOPBACK = '127.0.0.1';

export interface SimulatorSetup {
  readonly fleet: Fleet;
  readonly clock: Clock;
  /** Which fleet, and so whose: each seed is another company. */
  readonly seed: number;
}

export interface BmsCredentials {
  readonly tenant: string;
  readonly username: string;
  readonly password: string;
}

export interface VsaCredentials {
  readonly username: string;
  readonly password: string;
  readonly token: string;
}

export interface Vsa10Credentials {
  readonly tokenId: string;
  readonly tokenSecret: string;
}

export interface ItGlueCredentials {
  readonly subdomain: string;
  readonly apiKey: string;
}

/** PEM texts. */
export interface Tls {
  readonly key: string;
  readonly cert: string;
}

type With<Credentials> = Simulator & { readonly credentials: Credentials };

/** How to make each simulated product. IT Glue shows ids of the other two's records, so it may ask them. */
export interface SimulatorCreators<Bms extends With<BmsCredentials>, Vsa extends With<VsaCredentials>> {
  readonly bms: (setup: SimulatorSetup) => Bms;
  readonly vsa: (setup: SimulatorSetup) => Vsa;
  /** Served beside VSA 9 where it is given. */
  readonly vsa10?: (setup: SimulatorSetup) => With<Vsa10Credentials>;
  readonly itglue: (
    setup: SimulatorSetup,
    others: { readonly bms: Bms; readonly vsa: Vsa },
  ) => With<ItGlueCredentials>;
}

export interface StartOptions {
  /** Served as it is; without it one is generated from the three below. */
  readonly fleet?: Fleet;
  readonly seed?: number;
  readonly organizations?: number;
  readonly assetsPerOrganization?: number;
  /** Of BMS, VSA, IT Glue and VSA 10; 0, the default, lets the operating system choose. */
  readonly ports?: readonly [bms: number, vsa: number, itglue: number, vsa10?: number];
  /** Without one, real time that the control endpoint can put forward. */
  readonly clock?: Clock;
  /** Products that are served over HTTPS. */
  readonly tls?: Readonly<Partial<Record<'bms' | 'vsa' | 'vsa10' | 'itglue', Tls>>>;
}

/** How to reach the servers: what `msp-sync simulate` prints. */
export interface SimulatorLine {
  readonly bms: { readonly url: string } & BmsCredentials;
  readonly vsa: { readonly url: string } & VsaCredentials;
  readonly itglue: { readonly url: string } & ItGlueCredentials;
  readonly vsa10?: { readonly url: string } & Vsa10Credentials;
  readonly control: string;
}

export interface RunningSimulators {
  readonly line: SimulatorLine;
  readonly fleet: Fleet;
  readonly desk: Desk;
  /** Closes every socket at once, also those in the middle of an answer. */
  stop(): Promise<void>;
}

/** A server could not be started; the message says what to do. */
export class SimulatorStartError extends Error {
  override readonly name = 'SimulatorStartError';
}

/** @throws SimulatorStartError where a port cannot be had; what was started before is stopped. */
export async function startSimulators<Bms extends With<BmsCredentials>, Vsa extends With<VsaCredentials>>(
  creators: SimulatorCreators<Bms, Vsa>,
  options: StartOptions = {},
): Promise<RunningSimulators> {
  const movable = movableClock();
  const clock = options.clock ?? movable;
  const fleet = options.fleet ?? fleetFor(options, clock);
  const desk = new Desk();
  const { seed = 1 } = options;
  const setup = { fleet, clock, seed };
  const bms = creators.bms(setup);
  const vsa = creators.vsa(setup);
  const itglue = creators.itglue(setup, { bms, vsa });
  const vsa10 = creators.vsa10?.(setup);
  const [bmsPort, vsaPort, itgluePort, vsa10Port = 0] = options.ports ?? [0, 0, 0];
  const { tls = {} } = options;
  const control = createControl(
    desk,
    { bms, vsa, itglue, ...(vsa10 ? { vsa10 } : {}) },
    options.clock ? undefined : movable,
  );
  const servers: Served[] = [];
  const add = async (name: string, handler: Handler, port: number, secured?: Tls) => {
    const served = await serve(name, dated(handler, clock), port, secured);
    servers.push(served);
    return { url: served.url };
  };
  try {
    const line: SimulatorLine = {
      bms: { ...(await add('BMS', tamper(bms, desk), bmsPort, tls.bms)), ...bms.credentials },
      vsa: { ...(await add('VSA', tamper(vsa, desk), vsaPort, tls.vsa)), ...vsa.credentials },
      itglue: {
        ...(await add('IT Glue', tamper(itglue, desk), itgluePort, tls.itglue)),
        ...itglue.credentials,
      },
      ...(vsa10
        ? {
            vsa10: {
              ...(await add('VSA 10', tamper(vsa10, desk), vsa10Port, tls.vsa10)),
              ...vsa10.credentials,
            },
          }
        : {}),
      control: (await add('control', async (request) => control.fetch(request), 0)).url,
    };
    return { line, fleet, desk, stop: () => stopAll(servers) };
  } catch (failure) {
    await stopAll(servers);
    throw failure;
  }
}

function fleetFor({ seed = 1, organizations, assetsPerOrganization }: StartOptions, clock: Clock): Fleet {
  return generateFleet({
    seed,
    now: new Date(clock.now()),
    ...(organizations === undefined ? {} : { organizations }),
    ...(assetsPerOrganization === undefined ? {} : { assetsPerOrganization }),
  });
}

/** Servers say what time it is by the clock they live by. */
function dated(handler: Handler, clock: Clock): Handler {
  return async (request, env) => {
    const answer = await handler(request, env);
    answer.headers.set('date', new Date(clock.now()).toUTCString());
    return answer;
  };
}

interface Served {
  readonly url: string;
  stop(): Promise<void>;
}

async function stopAll(servers: readonly Served[]): Promise<void> {
  await Promise.all(servers.map((server) => server.stop()));
}

function serve(name: string, handler: Handler, port: number, tls?: Tls): Promise<Served> {
  const secured = tls && { createServer: createTlsServer, serverOptions: { key: tls.key, cert: tls.cert } };
  const server = createAdaptorServer({ fetch: handler, hostname: LOOPBACK, ...secured });
  const scheme = tls ? 'https' : 'http';
  return new Promise((resolve, reject) => {
    server.once('error', (failure: NodeJS.ErrnoException) => reject(explained(name, port, failure)));
    if (!Number.isInteger(port) || port < 0 || port > 65_535) {
      throw new SimulatorStartError(
        `Port ${port} for the ${name} server is none: give a number from 0 to 65535.`,
      );
    }
    server.listen(port, LOOPBACK, () => {
      resolve({ url: `${scheme}://${LOOPBACK}:${portOf(server.address(), port)}`, stop: () => stop(server) });
    });
  });
}

type Server = ReturnType<typeof createAdaptorServer>;

function portOf(address: string | AddressInfo | null, asked: number): number {
  return typeof address === 'object' && address !== null ? address.port : asked;
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((failure) => {
      // A server stopped twice is stopped.
      if (failure === undefined || ('code' in failure && failure.code === 'ERR_SERVER_NOT_RUNNING'))
        resolve();
      else reject(failure);
    });
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
}

function explained(name: string, port: number, failure: NodeJS.ErrnoException): SimulatorStartError {
  const server = `the ${name} server cannot listen on ${LOOPBACK}:${port}`;
  const advice = 'give other ports (0 lets the system choose)';
  switch (failure.code) {
    case 'EADDRINUSE':
      return new SimulatorStartError(
        `Port ${port} is in use: ${server}. Stop the program that uses it, or ${advice}.`,
        { cause: failure },
      );
    case 'EACCES':
      return new SimulatorStartError(
        `Port ${port} is not open to you: ${server}. Use a port of 1024 or above, or ${advice}.`,
        { cause: failure },
      );
    default:
      return new SimulatorStartError(`${failure.message}: ${server}. Check the port, or ${advice}.`, {
        cause: failure,
      });
  }
}
