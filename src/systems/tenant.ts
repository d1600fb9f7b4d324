/** Who answers at a connection: what its settings name, and what the system says of itself. */
import { Failure } from '../engine/failure';
import type { Tenant } from '../engine/model';

type Ask = (signal: AbortSignal) => Promise<string | null>;

/** The system is asked once: nobody else begins to answer while a connection is open. That it does not tell is no failure. */
export function tenantAt(address: string, named: string, ask: Ask): (signal: AbortSignal) => Promise<Tenant> {
  let told: string | null | undefined;
  return async (signal) => {
    if (told === undefined) told = await asked(ask, signal);
    return { address: new URL(address).origin, named, told };
  };
}

async function asked(ask: Ask, signal: AbortSignal): Promise<string | null> {
  try {
    return await ask(signal);
  } catch (error) {
    if (Failure.is(error, 'forbidden', 'not-found', 'rejected', 'protocol')) return null;
    throw error;
  }
}
