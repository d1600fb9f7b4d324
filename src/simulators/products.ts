/** The three simulated products, put together: each may show ids of the others' records. */
import { createBmsSimulator } from './bms/app';
import { createItGlueSimulator } from './itglue/simulator';
import { type RunningSimulators, type StartOptions, startSimulators } from './start';
import { createVsaSimulator } from './vsa/app';

/** Serves BMS, VSA 9 and IT Glue with one fleet on loopback. */
export function startProducts(options: StartOptions = {}): Promise<RunningSimulators> {
  // BMS is made first and asks for IT Glue's ids only when a request does.
  let itglueIds: ReturnType<typeof createItGlueSimulator> | undefined;
  let vsaIds: ReturnType<typeof createVsaSimulator> | undefined;
  return startSimulators(
    {
      bms: (setup) =>
        createBmsSimulator({
          ...setup,
          foreignId: (product, kind, key) =>
            (product === 'itglue' ? itglueIds?.recordId(kind, key) : vsaIds?.idOf(kind, key)) ?? undefined,
        }),
      vsa: (setup) => {
        vsaIds = createVsaSimulator(setup);
        return vsaIds;
      },
      itglue: (setup, { bms, vsa }) => {
        const others = { bms, vsa };
        itglueIds = createItGlueSimulator({
          ...setup,
          remoteId: (product, kind, key) => others[product].idOf(kind, key) ?? null,
        });
        return itglueIds;
      },
    },
    options,
  );
}
