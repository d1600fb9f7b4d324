import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { generateFleet } from '../../../src/simulators/fleet/generate';
import { type SimulatorSetup, SimulatorStartError, startSimulators } from '../../../src/simulators/start';
import { tinyCreators } from './tiny';

const NOW = new Date('2026-06-01T00:00:00Z');
const fleet = generateFleet({ seed: 1, organizations: 1, assetsPerOrganization: 2, now: NOW });

async function occupied(): Promise<{ port: number; free: () => Promise<void> }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
  return { port: address.port, free: () => new Promise((resolve) => server.close(() => resolve())) };
}

describe('startSimulators', () => {
  it('gives the URL and credentials of each product, as printed', async () => {
    const running = await startSimulators(tinyCreators(), { fleet });
    const url = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(running.line).toEqual({
      bms: { url, tenant: 'acme', username: 'sync', password: 'secret' },
      vsa: { url, username: 'sync', password: 'secret', token: 'T0' },
      itglue: { url, subdomain: 'acme', apiKey: 'ITG.0' },
      control: url,
    });
    await running.stop();
  });

  it('generates the fleet it is asked for, at the instant of its clock', async () => {
    const options = { seed: 5, organizations: 2, assetsPerOrganization: 3 };
    const running = await startSimulators(tinyCreators(), {
      ...options,
      clock: { now: () => NOW.getTime() },
    });
    await running.stop();
    expect(running.fleet).toEqual(generateFleet({ ...options, now: NOW }));
  });

  it('lets IT Glue ask the other two products', async () => {
    let seen: unknown;
    const creators = tinyCreators();
    const itglue = (
      setup: SimulatorSetup,
      others: { bms: { product: string }; vsa: { product: string } },
    ) => {
      seen = [others.bms.product, others.vsa.product];
      return creators.itglue(setup);
    };
    const running = await startSimulators({ ...creators, itglue }, { fleet });
    await running.stop();
    expect(seen).toEqual(['bms', 'vsa']);
  });

  it('serves on the ports it is given', async () => {
    const { port, free } = await occupied();
    await free();
    const running = await startSimulators(tinyCreators(), { fleet, ports: [port, 0, 0] });
    expect(running.line.bms.url).toBe(`http://127.0.0.1:${port}`);
    expect((await fetch(`${running.line.bms.url}/things`)).status).toBe(200);
    await running.stop();
  });

  it('says which port is in use and what to do, and leaves nothing running', async () => {
    const busy = await occupied();
    const first = await occupied();
    await first.free();
    const failure = startSimulators(tinyCreators(), { fleet, ports: [first.port, busy.port, 0] });
    await expect(failure).rejects.toThrow(SimulatorStartError);
    await expect(failure).rejects.toThrow(
      `Port ${busy.port} is in use: the VSA server cannot listen on 127.0.0.1:${busy.port}. ` +
        'Stop the program that uses it, or give other ports (0 lets the system choose).',
    );
    await expect(fetch(`http://127.0.0.1:${first.port}/things`)).rejects.toThrow('fetch failed');
    await busy.free();
  });

  it('explains a port that does not exist', async () => {
    const failure = startSimulators(tinyCreators(), { fleet, ports: [70_000, 0, 0] });
    await expect(failure).rejects.toThrow(SimulatorStartError);
    await expect(failure).rejects.toThrow('70000');
  });

  it('stops at once, in the middle of an answer and with connections kept alive, and may be stopped twice', async () => {
    const running = await startSimulators(tinyCreators(), { fleet });
    await (await fetch(`${running.line.itglue.url}/things`)).text();
    running.desk.order({ system: 'bms', status: 'slow', delay: 5000 });
    const waiting = fetch(`${running.line.bms.url}/things`).then(
      () => 'answered',
      () => 'cut',
    );
    while (running.desk.total('bms') === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const started = performance.now();
    await running.stop();
    expect(await waiting).toBe('cut');
    expect(performance.now() - started).toBeLessThan(1000);
    await running.stop();
    await expect(fetch(`${running.line.control}/requests`)).rejects.toThrow('fetch failed');
  });
});
