/** The three simulated products, put together: each may show ids of the others' records. */
import { createBmsSimulator } from './bms/app';
import { createItGlueSimulator } from './itglue/simulator';
import { type RunningSimulators, type StartOptions, startSimulators } from './start';
import { createVsaSimulator } from './vsa/app';

/** Serves BMS, VSA 9 and IT Glue with one fleet on loopback. */
export function startProducts(options: StartOptions = {}): Promise<RunningSimulators> {
  // BMS is made first and asks for the others' ids only when a request does.
  const others: {
    vsa?: ReturnType<typeof createVsaSimulator>;
    itglue?: ReturnType<typeof createItGlueSimulator>;
  } = {};
  return startSimulators(
    {
      bms: (setup) =>
        createBmsSimulator({
          ...setup,
          remoteId: (product, kind, key) => others[product]?.recordId(kind, key) ?? null,
        }),
      vsa: (setup) => {
        others.vsa = createVsaSimulator(setup);
        return others.vsa;
      },
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
}
