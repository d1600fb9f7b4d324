/** Serves the three simulated products and their control desk on loopback. */
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
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

export interface ItGlueCredentials {
  readonly subdomain: string;
  readonly apiKey: string;
}

type With<Credentials> = Simulator & { readonly credentials: Credentials };

/** How to make each simulated product. IT Glue shows ids of the other two's records, so it may ask them. */
export interface SimulatorCreators<Bms extends With<BmsCredentials>, Vsa extends With<VsaCredentials>> {
  readonly bms: (setup: SimulatorSetup) => Bms;
  readonly vsa: (setup: SimulatorSetup) => Vsa;
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
  /** Of BMS, VSA and IT Glue; 0, the default, lets the operating system choose. */
  readonly ports?: readonly [bms: number, vsa: number, itglue: number];
  readonly clock?: Clock;
}

/** How to reach the servers: what `msp-sync simulate` prints. */
export interface SimulatorLine {
  readonly bms: { readonly url: string } & BmsCredentials;
  readonly vsa: { readonly url: string } & VsaCredentials;
  readonly itglue: { readonly url: string } & ItGlueCredentials;
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
  const clock = options.clock ?? { now: () => Date.now() };
  const fleet = options.fleet ?? fleetFor(options, clock);
  const desk = new Desk();
  const setup = { fleet, clock };
  const bms = creators.bms(setup);
  const vsa = creators.vsa(setup);
  const itglue = creators.itglue(setup, { bms, vsa });
  const [bmsPort, vsaPort, itgluePort] = options.ports ?? [0, 0, 0];
  const control = createControl(desk);
  const servers: Served[] = [];
  const add = async (name: string, handler: Handler, port: number) => {
    const served = await serve(name, handler, port);
    servers.push(served);
    return served.url;
  };
  try {
    const line: SimulatorLine = {
      bms: { url: await add('BMS', tamper(bms, desk), bmsPort), ...bms.credentials },
      vsa: { url: await add('VSA', tamper(vsa, desk), vsaPort), ...vsa.credentials },
      itglue: { url: await add('IT Glue', tamper(itglue, desk), itgluePort), ...itglue.credentials },
      control: await add('control', async (request) => control.fetch(request), 0),
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

interface Served {
  readonly url: string;
  stop(): Promise<void>;
}

async function stopAll(servers: readonly Served[]): Promise<void> {
  await Promise.all(servers.map((server) => server.stop()));
}

function serve(name: string, handler: Handler, port: number): Promise<Served> {
  const server = createAdaptorServer({ fetch: handler, hostname: LOOPBACK });
  return new Promise((resolve, reject) => {
    server.once('error', (failure: NodeJS.ErrnoException) => reject(explained(name, port, failure)));
    if (!Number.isInteger(port) || port < 0 || port > 65_535) {
      throw new SimulatorStartError(
        `Port ${port} for the ${name} server is none: give a number from 0 to 65535.`,
      );
    }
    server.listen(port, LOOPBACK, () => {
      resolve({ url: `http://${LOOPBACK}:${portOf(server.address(), port)}`, stop: () => stop(server) });
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
