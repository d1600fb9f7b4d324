/** To which origin each connection's secret is sent. Pure; the editor keeps secrets by it, so a changed address gets none. */
import { fingerprintOf } from '../engine/hash';
import type { PerSystem, SystemName } from '../engine/model';
import { isLoopbackHost } from '../engine/normalize/loopback';
import { apiHost } from '../systems/itglue/hosts';
import type { Connections } from './connections';

/** The connection's origin, or null when the system is not configured. */
export function originOf(system: SystemName, { bms, vsa, itglue }: Connections): string | null {
  if (system === 'bms') return bms ? new URL(bms.serverUrl).origin : null;
  if (system === 'vsa') return vsa ? new URL(vsa.serverUrl).origin : null;
  if (!itglue) return null;
  return itglue.apiUrl ? new URL(itglue.apiUrl).origin : apiHost(itglue.region);
}

/** Whether the address is this very machine. */
export function isLoopback(url: string): boolean {
  return URL.canParse(url) && isLoopbackHost(new URL(url).hostname);
}

/** For each connection a fingerprint of all its settings. */
export function fingerprintsOf({ bms, vsa, itglue }: Connections): PerSystem<string> {
  const of = (connection: object) => fingerprintOf(JSON.stringify(connection));
  return {
    ...(bms && { bms: of(bms) }),
    ...(vsa && { vsa: of(vsa) }),
    ...(itglue && { itglue: of(itglue) }),
  };
}
