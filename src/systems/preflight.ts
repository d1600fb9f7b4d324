/** What the preflights of all systems share. */
import { Failure } from '../engine/failure';
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

/** Makes a finding; why it matters and what to do are for those that are not ok. */
export type Tell = (
  check: Check,
  level: Finding['level'],
  message: string,
  why?: string,
  remedy?: string,
) => Finding;

export const teller =
  (system: SystemName): Tell =>
  (check, level, message, why, remedy) => ({
    system,
    check,
    level,
    message,
    ...(why === undefined ? {} : { why }),
    ...(remedy === undefined ? {} : { remedy }),
  });

/**
 * The findings of a whole preflight; one that could not be carried out is a finding itself. What is wrong gets the
 * address where people mend it. Rejects only when cancelled.
 */
export async function examined(
  url: string,
  signal: AbortSignal,
  examine: () => Promise<readonly Finding[]>,
  refused: (failure: Failure) => Finding,
): Promise<readonly Finding[]> {
  try {
    return linked(url, await examine());
  } catch (error) {
    const failure = Failure.from(error);
    if (signal.aborted || failure.reason === 'cancelled') throw failure;
    return linked(url, [refused(failure)]);
  }
}

export const linked = (url: string, findings: readonly Finding[]): readonly Finding[] =>
  findings.map((found) => (found.level === 'ok' ? found : { ...found, link: url }));

const LOW = 0.1;

/** How much of our own allowance is left. `window` in words: `this hour`; `why` says what the vendor allows. */
export function headRoom(
  tell: Tell,
  left: number,
  all: number,
  words: { readonly what: string; readonly window: string; readonly why: string },
): Finding {
  const { what, window, why } = words;
  if (left > all * LOW) return tell('rate-limit', 'ok', `${left} of ${all} ${what} are left in ${window}.`);
  return tell(
    'rate-limit',
    'warning',
    `Only ${left} of ${all} ${what} are left in ${window}.`,
    `${why} A sync that needs more waits.`,
    `Start the next sync after ${window}, or let it wait.`,
  );
}

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
