/** To which origin each connection's secret is sent. Pure; the editor keeps secrets by it, so a changed address gets none. */
import type { SystemName } from '../engine/model';
import type { Connections } from './shape';

/** Source: IT Glue API reference, "Regions". */
const ITGLUE_ORIGINS = {
  us: 'https://api.itglue.com',
  eu: 'https://api.eu.itglue.com',
  au: 'https://api.au.itglue.com',
} as const;

/** The connection's origin, or null when the system is not configured. */
export function originOf(system: SystemName, { bms, vsa, itglue }: Connections): string | null {
  if (system === 'bms') return bms ? new URL(bms.serverUrl).origin : null;
  if (system === 'vsa') return vsa ? new URL(vsa.serverUrl).origin : null;
  if (!itglue) return null;
  return itglue.apiUrl ? new URL(itglue.apiUrl).origin : ITGLUE_ORIGINS[itglue.region];
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Whether the address is this very machine. */
export function isLoopback(url: string): boolean {
  return URL.canParse(url) && LOOPBACK.has(new URL(url).hostname);
}
