/** Proves not only that the log-on works but what it lets us see: an empty scope answers without any error. */
import { Failure } from '../../engine/failure';
import type { Finding } from '../../engine/findings';
import type { Check } from '../checks';
import { clockFinding, examined, linked, problemOf, teller, wrongs } from '../preflight';
import type { VsaClient } from './client';
import { oneOf, resultOf, totalOf } from './envelope';
import type { SessionInfo } from './session';
import { textOf } from './values';
import { roleShape, scopeShape } from './wire';

const FULL = /^(?:master|system)$/i;

const finding = teller('vsa');

const EMPTY_SCOPE = finding(
  'visibility',
  'problem',
  'The log-on works, but no organization is visible.',
  'A scope without organizations answers with an empty list instead of an error.',
  'Add the organizations to the scope of the integration user (System > User Security > Scopes), or give it the scope Master or System.',
);

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

/** `visible`: how many organizations the session sees, which is the scope itself: no call lists what one holds. */
async function roleAndScope(
  client: VsaClient,
  session: SessionInfo,
  visible: number | null,
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
    const holds = sort === 'scope' && visible !== null ? ` It shows ${organizations(visible)}.` : '';
    if (FULL.test(name)) return finding(sort, 'ok', `The ${sort} is ${name}.${holds}`);
    const why =
      sort === 'role'
        ? 'A role with fewer rights hides whole functions, such as audits.'
        : 'Organizations outside the scope are invisible, without any error.';
    return finding(
      sort,
      'warning',
      `The ${sort} is ${name}, not Master or System.${holds}`,
      why,
      `Give the integration user the ${sort} Master or System, or make sure that this one holds all that shall be kept in step.`,
    );
  };
  return [of('role', role), of('scope', scope)];
}

const organizations = (count: number): string => `${count} organization${count === 1 ? '' : 's'}`;

interface Probe {
  readonly check: Check;
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
    check: 'assets',
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
  readonly total: number | null;
  readonly forbidden: boolean;
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
      total,
      forbidden: false,
      date: headers.date,
    };
  } catch (error) {
    if (Failure.is(error, 'cancelled')) throw error;
    if (!Failure.is(error, 'forbidden')) {
      const found = problemOf('vsa', Failure.from(error), `Its ${one.what} could not be read.`);
      return { finding: found, total: null, forbidden: false };
    }
    const { level, why, remedy } = one.lacking;
    const found = finding(one.check, level, `The role may not read ${one.what}.`, why, remedy);
    return { finding: found, total: null, forbidden: true };
  }
}

/** A token for the Data Warehouse opens a session and then nothing else: no role lacks every function at once. */
const NO_REST: Finding = finding(
  'token-scope',
  'problem',
  'VSA accepts the access token, and then refuses every single call with it.',
  'A token that carries "Data Warehouse API", alone or beside the other, does not work for this API; the vendor’s own integrations fail with it too.',
  'Create a new token with only "REST API (Read, Write)" ticked (System > User Security > Users > (user) > Access Tokens). If it has just that, the role of the user holds no rights at all.',
);

function secondFactor({ enrolled }: SessionInfo): Finding[] {
  if (!enrolled) return [];
  return [
    finding(
      'second-factor',
      'warning',
      'The user is enrolled for a second factor.',
      'VSA may begin to ask for it at any log-on, and a sync cannot answer.',
      'Switch the second factor off for this user, and let its access token expire instead.',
    ),
  ];
}

/** The log-on as a finding. A token tells its own end to nobody. */
function loggedOn({ endsAt }: SessionInfo): Finding {
  const until = endsAt === null ? '' : `, for a session until ${new Date(endsAt).toISOString()}`;
  return finding('credentials', 'ok', `VSA accepts the log-on${until}.`);
}

async function examine(client: VsaClient, signal: AbortSignal): Promise<readonly Finding[]> {
  const session = await client.session(signal);
  const probed: Probed[] = [];
  for (const one of PROBES) probed.push(await probe(client, one, signal));
  const found = [loggedOn(session), ...secondFactor(session)];
  const date = probed.find((one) => one.date !== undefined)?.date;
  const clock = clockFinding('vsa', date, client.clock.now());
  if (probed.every(({ forbidden }) => forbidden)) return [...found, NO_REST, ...clock];
  const visible = probed[0]?.total ?? null;
  found.push(...(await roleAndScope(client, session, visible, signal)));
  return [...found, ...probed.map((one) => one.finding), ...clock];
}

/** Some other product, or an older one, answers in VSA's place. */
function refused(failure: Failure): Finding {
  const why = 'Nothing can be read from VSA until this is mended.';
  if (!Failure.is(failure, 'not-found')) return problemOf('vsa', failure, why);
  return finding(
    'api',
    'problem',
    'The server answers, but it is no VSA 9 server.',
    'VSA 9 and VSA 10 are two products with two interfaces.',
    'If it is VSA 10 (also called VSA X), choose "vsa10" as the authentication of this connection, with a token id and its secret; else correct the address.',
  );
}

/** `url` is where people log on. Rejects only when cancelled. */
export const checkVsa = (client: VsaClient, url: string, signal: AbortSignal): Promise<readonly Finding[]> =>
  examined(url, signal, () => examine(client, signal), refused);

/** The log-on, and whether any organization is visible. Rejects only when cancelled. */
export async function briefCheckVsa(
  client: VsaClient,
  url: string,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const { finding: found, date } = await probe(client, ORGANIZATIONS, signal);
  return linked(url, wrongs([found, ...clockFinding('vsa', date, client.clock.now())]));
}
