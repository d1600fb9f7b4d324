/** What the preflights of all systems share. */
import type { Failure } from '../engine/failure';
import type { Finding } from '../engine/findings';
import { SYSTEM_TITLES, type SystemName } from '../engine/model';
import type { Check } from './checks';

const CHECK_OF: Readonly<Partial<Record<Failure['reason'], Check>>> = {
  unreachable: 'reachability',
  timeout: 'reachability',
  credentials: 'credentials',
  'secret-missing': 'secret',
  'second-factor': 'second-factor',
  forbidden: 'api-access',
  'rate-limited': 'rate-limit',
  tls: 'tls',
  settings: 'settings',
};

/** A failed check as a finding. */
export function problemOf(system: SystemName, failure: Failure, why: string, check?: Check): Finding {
  return {
    system,
    check: check ?? CHECK_OF[failure.reason] ?? 'api',
    level: 'problem',
    message:
      failure.detail === undefined
        ? failure.message
        : `${failure.message} It said: ${sentence(failure.detail)}`,
    why,
    reason: failure.reason,
    ...(failure.remedy === undefined ? {} : { remedy: failure.remedy }),
  };
}

/** With a full stop, whatever the server ended with. */
const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** What a person has to do something about. */
export const wrongs = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter((finding) => finding.level !== 'ok');

const MINUTE_MS = 60_000;
const TOLERATED_MINUTES = 5;

/** Compares the server's `Date` header with our clock; nothing where there is none. */
export function clockFinding(
  system: SystemName,
  dateHeader: string | undefined,
  now: number,
): readonly Finding[] {
  const theirs = Date.parse(dateHeader ?? '');
  if (Number.isNaN(theirs)) return [];
  const minutes = Math.round(Math.abs(theirs - now) / MINUTE_MS);
  if (minutes <= TOLERATED_MINUTES)
    return [{ system, check: 'clock', level: 'ok', message: 'Its clock agrees with this computer’s.' }];
  return [
    {
      system,
      check: 'clock',
      level: 'warning',
      message: `The clock of ${SYSTEM_TITLES[system]} and this computer’s differ by ${minutes} minutes.`,
      why: 'Sessions end early and "last changed" times mislead when clocks disagree.',
      remedy: 'Let both take their time from the network.',
    },
  ];
}
