/** Proves not only that the log-on works but what it lets us see: an empty scope answers without any error. */
import { Failure } from '../../engine/failure';
import type { Finding } from '../../engine/findings';
import { clockFinding, problemOf, wrongs } from '../preflight';
import type { VsaClient } from './client';
import { oneOf, resultOf, totalOf } from './envelope';
import type { SessionInfo } from './session';
import { textOf } from './values';
import { roleShape, scopeShape } from './wire';

const FULL = /^(?:master|system)$/i;

const EMPTY_SCOPE: Finding = {
  system: 'vsa',
  check: 'visibility',
  level: 'problem',
  message: 'The log-on works, but no organization is visible.',
  why: 'A scope without organizations answers with an empty list instead of an error.',
  remedy:
    'Add the organizations to the scope of the integration user (System > User Security > Scopes), or give it the scope Master or System.',
};

function finding(check: string, level: Finding['level'], message: string, why?: string, remedy?: string) {
  return {
    system: 'vsa',
    check,
    level,
    message,
    ...(why === undefined ? {} : { why }),
    ...(remedy === undefined ? {} : { remedy }),
  } satisfies Finding;
}

/** A name that the session's own rights may hide: null then. */
async function nameOf(
  client: VsaClient,
  sort: 'role' | 'scope',
  id: string | null,
  signal: AbortSignal,
): Promise<string | null> {
  if (id === null) return null;
  try {
    const answer = await client.get(`/system/${sort}s/{id}`, signal, { path: { id } });
    const record = oneOf(resultOf(answer.body));
    if (sort === 'role') return textOf(roleShape.safeParse(record).data?.RoleName);
    return textOf(scopeShape.safeParse(record).data?.ScopeName);
  } catch (error) {
    if (Failure.is(error, 'forbidden', 'not-found', 'rejected')) return null;
    throw error;
  }
}

async function roleAndScope(
  client: VsaClient,
  session: SessionInfo,
  signal: AbortSignal,
): Promise<Finding[]> {
  const role = await nameOf(client, 'role', session.roleId, signal);
  const scope = await nameOf(client, 'scope', session.scopeId, signal);
  const of = (sort: 'role' | 'scope', name: string | null): Finding => {
    if (name === null)
      return finding(
        sort,
        'ok',
        `The ${sort} of the session is not told to this user; what it can see is checked below.`,
      );
    if (FULL.test(name)) return finding(sort, 'ok', `The ${sort} is ${name}.`);
    const why =
      sort === 'role'
        ? 'A role with fewer rights hides whole functions, such as audits.'
        : 'Organizations outside the scope are invisible, without any error.';
    return finding(
      sort,
      'warning',
      `The ${sort} is ${name}, not Master or System.`,
      why,
      `Give the integration user the ${sort} Master or System, or make sure that this one holds all that shall be kept in step.`,
    );
  };
  return [of('role', role), of('scope', scope)];
}

interface Probe {
  readonly check: string;
  readonly route: string;
  readonly what: string;
  readonly lacking: { readonly level: Finding['level']; readonly why: string; readonly remedy: string };
}

const ORGANIZATIONS: Probe = {
  check: 'organizations',
  route: '/system/orgs',
  what: 'organizations',
  lacking: {
    level: 'problem',
    why: 'Without its organizations nothing in VSA can be matched.',
    remedy: 'Give the role the right to System > Orgs/Groups/Depts/Staff.',
  },
};

const PROBES: readonly Probe[] = [
  ORGANIZATIONS,
  {
    check: 'contacts',
    route: '/system/staff',
    what: 'staff members',
    lacking: {
      level: 'warning',
      why: 'Contacts of VSA take no part in the sync.',
      remedy: 'Give the role the right to System > Orgs/Groups/Depts/Staff.',
    },
  },
  {
    check: 'agents',
    route: '/assetmgmt/agents',
    what: 'agents',
    lacking: {
      level: 'problem',
      why: 'Agents are VSA’s machines: without them no asset can be matched.',
      remedy: 'Give the role the right to the Agent module.',
    },
  },
  {
    check: 'audit',
    route: '/assetmgmt/audit',
    what: 'audits',
    lacking: {
      level: 'warning',
      why: 'Serial numbers and MAC addresses come from audits alone; machines can then be matched by name only.',
      remedy: 'Give the role the right to the Audit module.',
    },
  },
];

interface Probed {
  readonly finding: Finding;
  /** The server's `Date` header, where it answered. */
  readonly date?: string | undefined;
}

async function probe(client: VsaClient, one: Probe, signal: AbortSignal): Promise<Probed> {
  try {
    const { body, headers } = await client.get(one.route, signal, { query: { $top: 1 } });
    const total = totalOf(body);
    const found = finding(one.check, 'ok', `${total ?? 'Some'} ${one.what} are visible.`);
    return {
      finding: one.check === 'organizations' && total === 0 ? EMPTY_SCOPE : found,
      date: headers.date,
    };
  } catch (error) {
    if (Failure.is(error, 'cancelled')) throw error;
    if (!Failure.is(error, 'forbidden'))
      return { finding: problemOf('vsa', Failure.from(error), `Its ${one.what} could not be read.`) };
    const { level, why, remedy } = one.lacking;
    return { finding: finding(one.check, level, `The role may not read ${one.what}.`, why, remedy) };
  }
}

/** Rejects only when cancelled. */
export async function checkVsa(client: VsaClient, signal: AbortSignal): Promise<readonly Finding[]> {
  try {
    const session = await client.session(signal);
    const until = session.endsAt === null ? '' : ` until ${new Date(session.endsAt).toISOString()}`;
    const found: Finding[] = [finding('credentials', 'ok', `VSA accepts the log-on${until}.`)];
    found.push(...(await roleAndScope(client, session, signal)));
    let date: string | undefined;
    for (const one of PROBES) {
      const probed = await probe(client, one, signal);
      found.push(probed.finding);
      date ??= probed.date;
    }
    return [...found, ...clockFinding('vsa', date, client.clock.now())];
  } catch (error) {
    if (signal.aborted) throw error;
    return [problemOf('vsa', Failure.from(error), 'Nothing can be read from VSA until this is mended.')];
  }
}

/** The log-on, and whether any organization is visible. Rejects only when cancelled. */
export async function briefCheckVsa(client: VsaClient, signal: AbortSignal): Promise<readonly Finding[]> {
  const { finding: found, date } = await probe(client, ORGANIZATIONS, signal);
  return wrongs([found, ...clockFinding('vsa', date, client.clock.now())]);
}
