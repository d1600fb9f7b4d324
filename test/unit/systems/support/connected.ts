/** The three adapters, connected to the three simulated products over real HTTP, as `compose.ts` connects them. */
import { systemClock } from '../../../../src/clock';
import type { SystemName } from '../../../../src/engine/model';
import type { System } from '../../../../src/engine/ports';
import { type RunningProducts, startProducts } from '../../../../src/simulators/products';
import type { StartOptions } from '../../../../src/simulators/start';
import { createBms } from '../../../../src/systems/bms/system';
import { createItGlue } from '../../../../src/systems/itglue/system';
import { createVsa } from '../../../../src/systems/vsa/system';
import { recordingLog } from './log';

export interface Connected {
  readonly products: RunningProducts;
  readonly systems: Readonly<Record<SystemName, System>>;
  stop(): Promise<void>;
}

export async function connected(options: StartOptions): Promise<Connected> {
  const products = await startProducts(options);
  const { bms, vsa, itglue } = products.line;
  const common = { clock: systemClock, log: recordingLog(), random: Math.random };
  const systems = {
    bms: createBms({ ...common, serverUrl: bms.url, ...bms, password: async () => bms.password }),
    vsa: createVsa({
      ...common,
      serverUrl: vsa.url,
      username: vsa.username,
      authentication: 'token',
      secret: async () => vsa.token,
    }),
    itglue: createItGlue({
      ...common,
      subdomain: itglue.subdomain,
      region: 'us',
      apiUrl: itglue.url,
      apiKey: async () => itglue.apiKey,
    }),
  };
  return {
    products,
    systems,
    async stop() {
      for (const system of Object.values(systems)) system.dispose();
      await products.stop();
    },
  };
}
