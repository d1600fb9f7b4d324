/** A server that sends its client on to another address: nothing goes there, whoever the client is and whatever it does. */
import { createAdaptorServer } from '@hono/node-server';
import { afterEach, expect, it } from 'vitest';
import type { System } from '../../../src/engine/ports';
import { createBmsSimulator } from '../../../src/simulators/bms/app';
import { generateFleet } from '../../../src/simulators/fleet/generate';
import { createItGlueSimulator } from '../../../src/simulators/itglue/simulator';
import type { Simulator } from '../../../src/simulators/simulator';
import { createVsaSimulator } from '../../../src/simulators/vsa/app';
import { createVsa10Simulator } from '../../../src/simulators/vsa10/app';
import { createBms } from '../../../src/systems/bms/system';
import { createItGlue } from '../../../src/systems/itglue/system';
import { createVsa } from '../../../src/systems/vsa/system';
import { createVsa10 } from '../../../src/systems/vsa10/system';
import { fakeClock } from '../systems/support/clock';
import { recordingLog } from '../systems/support/log';
import { json, serve } from '../systems/support/server';
import { scanAll } from '../systems/support/tampered';
import type { Puppet } from './puppets';

const NOW = Date.UTC(2026, 2, 2, 10);
const FLEET = generateFleet({ seed: 5, now: new Date(NOW), organizations: 2, assetsPerOrganization: 2 });
const signal = new AbortController().signal;
const clock = fakeClock(NOW);
const tools = () => ({ clock, log: recordingLog(), random: () => 0.5 });
const product = { fleet: FLEET, clock, remoteId: () => null };

interface Pair {
  readonly simulator: Simulator;
  connect(url: string): System;
}

const PAIRS: Readonly<Record<Puppet, () => Pair>> = {
  bms() {
    const simulator = createBmsSimulator(product);
    const { tenant, username, password } = simulator.credentials;
    const secret = { tenant, username, password: async () => password };
    return { simulator, connect: (serverUrl) => createBms({ ...tools(), serverUrl, ...secret }) };
  },
  vsa() {
    const simulator = createVsaSimulator(product);
    const { username, token } = simulator.credentials;
    const secret = { username, authentication: 'token', secret: async () => token } as const;
    return { simulator, connect: (serverUrl) => createVsa({ ...tools(), serverUrl, ...secret }) };
  },
  vsa10() {
    const simulator = createVsa10Simulator(product);
    const { tokenId, tokenSecret } = simulator.credentials;
    const secret = { tokenId, secret: async () => tokenSecret };
    return { simulator, connect: (serverUrl) => createVsa10({ ...tools(), serverUrl, ...secret }) };
  },
  itglue() {
    const simulator = createItGlueSimulator(product);
    const { subdomain, apiKey } = simulator.credentials;
    const secret = { subdomain, region: 'us', apiKey: async () => apiKey } as const;
    return { simulator, connect: (apiUrl) => createItGlue({ ...tools(), apiUrl, ...secret }) };
  },
};

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** The product over HTTP, which sends everybody on while `to` is set. */
async function serveRedirecting({ simulator, connect }: Pair) {
  const way: { to: string | null } = { to: null };
  const server = createAdaptorServer({
    fetch: (request: Request) => {
      if (way.to === null) return simulator.fetch(request);
      const { pathname, search } = new URL(request.url);
      return new Response(null, { status: 307, headers: { location: `${way.to}${pathname}${search}` } });
    },
    hostname: '127.0.0.1',
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const system = connect(`http://127.0.0.1:${address.port}`);
  closing.push(
    () => system.dispose(),
    () => server.close(),
  );
  return { way, system };
}

it.each(['bms', 'vsa', 'vsa10', 'itglue'] as const)('%s', async (puppet) => {
  const elsewhere = await serve([json({})]);
  closing.push(() => elsewhere.close());
  const { way, system } = await serveRedirecting(PAIRS[puppet]());
  // At a sign-in BMS's client says more: that this is not the address of its API.
  const redirected = { status: 307, remedy: expect.stringMatching(/\w/) };

  way.to = elsewhere.url;
  await expect(scanAll(system, 'organization')).rejects.toMatchObject(redirected);
  way.to = null;
  const [record] = (await scanAll(system, 'organization')).records;
  if (!record) throw new Error('There is no organization.');
  way.to = elsewhere.url;
  await expect(scanAll(system, 'organization')).rejects.toMatchObject(redirected);
  await expect(system.read('organization', [record.id], signal)).rejects.toMatchObject(redirected);
  await expect(system.update(record, { name: 'Moved' }, signal)).rejects.toMatchObject(redirected);
  expect(elsewhere.seen).toEqual([]);
});
