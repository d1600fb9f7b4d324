/**
 * Whose records are remembered. What was read from one company's system must not be taken for another's: links, values
 * and decisions would be carried from the one into the other. Pure.
 */
import type { Finding } from './findings';
import { SYSTEM_TITLES, type SystemName, type Tenant } from './model';
import { isLoopbackHost } from './normalize/loopback';

/** `moved`: all that is told fits, and the address is another one; only a person knows. */
type Verdict = 'same' | 'moved' | 'other';

export function compareTenants(before: Tenant, now: Tenant): Verdict {
  const bothTold = before.told !== null && now.told !== null;
  if (bothTold && before.told !== now.told) return 'other';
  const stayed = placeOf(before.address) === placeOf(now.address);
  // A company that was renamed, or is spelled anew in the settings, is the same one where the system says so.
  if (folded(before.named) !== folded(now.named) && !(bothTold && stayed)) return 'other';
  return stayed ? 'same' : 'moved';
}

/** Ports of this very machine mean nothing: what serves there takes any that is free, anew each time. */
function placeOf(address: string): string {
  const { hostname, origin } = new URL(address);
  return isLoopbackHost(hostname) ? 'this machine' : origin;
}

const folded = (name: string): string => name.trim().toLowerCase();

/** What this comes to in a check: nothing where nothing is remembered yet. */
export function rememberedFinding(
  system: SystemName,
  before: Tenant | undefined,
  now: Tenant,
): readonly Finding[] {
  if (!before) return [];
  const verdict = compareTenants(before, now);
  const base = { system, check: 'remembered' } as const;
  const title = SYSTEM_TITLES[system];
  if (verdict === 'same')
    return [{ ...base, level: 'ok', message: `What is remembered of ${title} was read from this very one.` }];
  const message =
    verdict === 'moved'
      ? `${title} (${nameOf(now)}) was read at ${before.address} before; the settings now lead to ${now.address}.`
      : `What is remembered of ${title} was read from ${words(before)}; the settings now lead to ${words(now)}.`;
  return [
    {
      ...base,
      level: 'problem',
      message,
      why: 'If these are two companies, links, values and decisions of the one would be carried into the other.',
      remedy:
        'Point the connection back; or, if it is the same one, say so; or start afresh, with a copy kept of what is remembered: "MSP Sync: Settle Changed Connection…" in the editor, "msp-sync tenant" on the command line.',
      reason: 'other-tenant',
    },
  ];
}

const nameOf = ({ named, told }: Tenant): string =>
  told === null || folded(told) === folded(named) ? named : `${named}, ${told}`;

const words = (tenant: Tenant): string => `${nameOf(tenant)} at ${tenant.address}`;

export const isRemembered = ({ check }: Finding): boolean => check === 'remembered';
