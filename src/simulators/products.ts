/** The three simulated products, put together: each may show ids of the others' records. */
import { createBmsSimulator } from './bms/app';
import type { Product, VendorLink, ViewMachine } from './fleet/model';
import { createItGlueSimulator } from './itglue/simulator';
import { type RunningSimulators, type StartOptions, startSimulators } from './start';
import { createVsaSimulator } from './vsa/app';
import { createVsa10Simulator } from './vsa10/app';

export interface RunningProducts extends RunningSimulators {
  /** The id that a product gave to a record of its view of the fleet, or null where it holds none. */
  recordId(product: Product, kind: VendorLink['kind'], key: string): string | null;
  /** An agent of VSA 9 checks in: installed anew, or known already and now on other hardware or in another organization. */
  installAgent(machine: ViewMachine): void;
  /** Somebody closes a location in BMS's portal. */
  closeLocation(id: string): void;
}

/** Serves BMS, VSA 9, VSA 10 and IT Glue with one fleet on loopback; both VSAs have the same machines. */
export async function startProducts(options: StartOptions = {}): Promise<RunningProducts> {
  // BMS is made first and asks for the others' ids only when a request does.
  const others: {
    bms?: ReturnType<typeof createBmsSimulator>;
    vsa?: ReturnType<typeof createVsaSimulator>;
    itglue?: ReturnType<typeof createItGlueSimulator>;
  } = {};
  const recordId: RunningProducts['recordId'] = (product, kind, key) =>
    others[product]?.recordId(kind, key) ?? null;
  const running = await startSimulators(
    {
      bms: (setup) => {
        others.bms = createBmsSimulator({ ...setup, remoteId: recordId });
        return others.bms;
      },
      vsa: (setup) => {
        others.vsa = createVsaSimulator(setup);
        return others.vsa;
      },
      vsa10: (setup) => createVsa10Simulator(setup),
      itglue: (setup, made) => {
        others.itglue = createItGlueSimulator({
          ...setup,
          remoteId: (product, kind, key) => made[product].recordId(kind, key),
        });
        return others.itglue;
      },
    },
    options,
  );
  return {
    ...running,
    recordId,
    installAgent: (machine) => others.vsa?.install(machine),
    closeLocation: (id) => others.bms?.closeLocation(id),
  };
}
