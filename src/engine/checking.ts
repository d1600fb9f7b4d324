/** Preflight as the programs use it: on request in full, and before each run as far as needed. What is found is kept. */
import { Failure, type FailureReason } from './failure';
import type { Checked, Finding } from './findings';
import type { PerSystem, SystemName, Tenant, Tenants } from './model';
import { secondsOf } from './normalize/instant';
import type { Clock, Store, System } from './ports';
import { afterBrief } from './readiness';
import { isRemembered, rememberedFinding } from './tenants';
import { visibilityFindings } from './visibility';

type CheckStore = Pick<Store, 'checks' | 'saveChecks' | 'load' | 'tenants' | 'saveTenants'>;

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
  store: CheckStore & Pick<Store, 'decisions'>,
  signal: AbortSignal,
  only?: SystemName,
): Promise<readonly Checked[]> {
  const asked = checking.systems.filter(({ name }) => only === undefined || name === only);
  const before = await rememberedTenants(store);
  const looked = await all(
    asked.map((system) => inFull(checking, system, before, signal)),
    signal,
  );
  const found = looked.map(({ checked }) => checked);
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

/** A look at one connection: what was found, and who answered where that could be told. */
interface Look {
  readonly checked: Checked;
  readonly tenant?: Tenant;
}

async function inFull(
  { connections, clock, reminders }: Checking,
  system: System,
  before: Tenants,
  signal: AbortSignal,
): Promise<Look> {
  const seen = [...(await system.check(signal)), ...(reminders?.(system.name) ?? [])];
  const { findings, tenant } = await withTenant(system, seen, before, signal);
  const connection = connections[system.name] ?? '';
  return { checked: { system: system.name, connection, at: clock.iso(), findings }, ...tenant };
}

/** Adds whether it is the one that was read before. Where nothing can be read anyway, it is not asked. */
async function withTenant(
  system: System,
  findings: readonly Finding[],
  before: Tenants,
  signal: AbortSignal,
): Promise<{ readonly findings: readonly Finding[]; readonly tenant?: { readonly tenant: Tenant } }> {
  if (findings.some(isProblem)) return { findings };
  const tenant = await system.tenant(signal);
  const remembered = rememberedFinding(system.name, before[system.name], tenant);
  return { findings: [...findings, ...remembered], tenant: { tenant } };
}

/** Of systems of which nothing is remembered, nothing can be taken for another's. */
async function rememberedTenants(store: CheckStore): Promise<Tenants> {
  const { records } = await store.load();
  const known = new Set<SystemName>();
  for (const { system } of records.values()) known.add(system);
  return Object.fromEntries(
    Object.entries(await store.tenants()).filter(([name]) => [...known].some((system) => system === name)),
  );
}

/**
 * Before a run: in full what was never checked or did not work when it was, the rest in short, or not at all where a check
 * is younger than `freshMs`. Rejects with the first problem as a failure; what was found is kept either way, and of whom
 * the run reads when it may begin.
 */
export async function checkBeforeRun(
  checking: Checking,
  store: CheckStore,
  signal: AbortSignal,
  freshMs = 0,
): Promise<void> {
  const known = new Map((await knownChecks(checking, store)).map((checked) => [checked.system, checked]));
  const tenants = await rememberedTenants(store);
  const looks = await all(
    checking.systems.map(async (system): Promise<Look> => {
      const before = known.get(system.name);
      if (!before || before.findings.some(isProblem)) return inFull(checking, system, tenants, signal);
      if (isFresh(before, checking.clock.now(), freshMs)) return { checked: before };
      return inShort(checking, system, before, tenants, signal);
    }),
    signal,
  );
  const checks = looks.map(({ checked }) => checked);
  await store.saveChecks(checks);
  const problems = checks.flatMap(({ findings }) => findings.filter(isProblem));
  const [first] = problems;
  if (first) throw blockedBy(first, problems.length - 1);
  await bind(store, looks);
}

async function inShort(
  { clock }: Checking,
  system: System,
  before: Checked,
  tenants: Tenants,
  signal: AbortSignal,
): Promise<Look> {
  const wrong = await system.briefCheck(signal);
  const { findings, tenant } = await withTenant(system, wrong, tenants, signal);
  return { checked: afterBrief(before, findings, clock.iso()), ...tenant };
}

/** What is read from now on is theirs. */
async function bind(store: CheckStore, looks: readonly Look[]): Promise<void> {
  const before = await store.tenants();
  const now: Record<string, Tenant> = { ...before };
  for (const { checked, tenant } of looks) if (tenant) now[checked.system] = tenant;
  if (JSON.stringify(now) !== JSON.stringify(before)) await store.saveTenants(now);
}

/** A person says that they are the same as before: what is remembered is theirs. */
export async function acceptTenants(
  { systems }: Checking,
  store: CheckStore,
  signal: AbortSignal,
): Promise<void> {
  const now: Record<string, Tenant> = { ...(await store.tenants()) };
  for (const system of systems) now[system.name] = await system.tenant(signal);
  await store.saveTenants(now);
  const checks = await store.checks();
  await store.saveChecks(
    checks.map((checked) => ({
      ...checked,
      findings: checked.findings.filter((finding) => !isRemembered(finding)),
    })),
  );
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
