/** Preflight as the programs use it: on request in full, and before each run as far as needed. What is found is kept. */
import { Failure, type FailureReason } from './failure';
import type { Checked, Finding } from './findings';
import type { PerSystem, SystemName } from './model';
import { secondsOf } from './normalize/instant';
import type { Clock, Store, System } from './ports';
import { afterBrief } from './readiness';
import { visibilityFindings } from './visibility';

type CheckStore = Pick<Store, 'checks' | 'saveChecks'>;

export interface Checking {
  readonly systems: readonly System[];
  /** For each configured system the fingerprint of its connection's settings. */
  readonly connections: PerSystem<string>;
  readonly clock: Clock;
  /** What people want to be reminded of about a connection, beside what a look at it finds. */
  readonly reminders?: (system: SystemName) => readonly Finding[];
}

/** What was found about the connections as they are configured now. */
export async function knownChecks({ connections }: Checking, store: CheckStore): Promise<readonly Checked[]> {
  const checks = await store.checks();
  return checks.filter(({ system, connection }) => connections[system] === connection);
}

/**
 * Every connection in full, side by side, or one of them alone, and what each sees of what the others are known to hold.
 * Gives what is known of all.
 */
export async function checkAll(
  checking: Checking,
  store: CheckStore & Pick<Store, 'load' | 'decisions'>,
  signal: AbortSignal,
  only?: SystemName,
): Promise<readonly Checked[]> {
  const asked = checking.systems.filter(({ name }) => only === undefined || name === only);
  const found = await all(
    asked.map((system) => inFull(checking, system, signal)),
    signal,
  );
  const proof = visibilityFindings({
    state: await store.load(),
    decisions: await store.decisions(),
    systems: checking.systems.map(({ name }) => name),
  });
  const fresh = found.map((checked) => ({
    ...checked,
    findings: [...checked.findings, ...proof.filter(({ system }) => system === checked.system)],
  }));
  const others = (await knownChecks(checking, store)).filter(
    ({ system }) => !asked.some(({ name }) => name === system),
  );
  const checks = [...others, ...fresh];
  await store.saveChecks(checks);
  return checks;
}

/** All of them; where they were stopped, with the word of who stopped them. */
async function all<T>(works: readonly Promise<T>[], signal: AbortSignal): Promise<readonly T[]> {
  try {
    return await Promise.all(works);
  } catch (error) {
    throw signal.aborted ? Failure.from(signal.reason ?? error) : error;
  }
}

async function inFull(
  { connections, clock, reminders }: Checking,
  system: System,
  signal: AbortSignal,
): Promise<Checked> {
  const seen = await system.check(signal);
  const findings = [...seen, ...(reminders?.(system.name) ?? [])];
  return { system: system.name, connection: connections[system.name] ?? '', at: clock.iso(), findings };
}

/**
 * Before a run: in full what was never checked or did not work when it was, the rest in short, or not at all where a check
 * is younger than `freshMs`. Rejects with the first problem as a failure; what was found is kept either way.
 */
export async function checkBeforeRun(
  checking: Checking,
  store: CheckStore,
  signal: AbortSignal,
  freshMs = 0,
): Promise<void> {
  const known = new Map((await knownChecks(checking, store)).map((checked) => [checked.system, checked]));
  const checks = await all(
    checking.systems.map(async (system) => {
      const before = known.get(system.name);
      if (!before || before.findings.some(isProblem)) return inFull(checking, system, signal);
      if (isFresh(before, checking.clock.now(), freshMs)) return before;
      return afterBrief(before, await system.briefCheck(signal), checking.clock.iso());
    }),
    signal,
  );
  await store.saveChecks(checks);
  const problems = checks.flatMap(({ findings }) => findings.filter(isProblem));
  const [first] = problems;
  if (first) throw blockedBy(first, problems.length - 1);
}

function isFresh({ at }: Checked, now: number, freshMs: number): boolean {
  const age = now - 1000 * (secondsOf(at) ?? Number.NEGATIVE_INFINITY);
  return age >= 0 && age < freshMs;
}

const isProblem = ({ level }: Finding): boolean => level === 'problem';

/** What findings that come from looking, not from a failed call, are as failures; all others are `not-ready`. */
const REASON_OF: Readonly<Record<string, FailureReason>> = {
  dns: 'unreachable',
  reachability: 'unreachable',
  'tls-version': 'tls',
  'certificate-chain': 'tls',
  'certificate-dates': 'tls',
  'certificate-host': 'tls',
};

function blockedBy(finding: Finding, others: number): Failure {
  const more =
    others > 0
      ? ` ${others === 1 ? 'One more problem stands' : `${others} more problems stand`} in the way too.`
      : '';
  return new Failure(finding.reason ?? REASON_OF[finding.check] ?? 'not-ready', `${finding.message}${more}`, {
    system: finding.system,
    remedy: finding.remedy ?? REMEDY,
  });
}

const REMEDY = 'Check the connections to see what is in the way.';
