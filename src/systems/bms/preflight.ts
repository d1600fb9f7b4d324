/** Before anything is read or written: does each prerequisite hold, and if not, who has to do what. */
import type * as z from 'zod';
import { Failure } from '../../engine/failure';
import type { Finding } from '../../engine/findings';
import type { Clock } from '../../engine/ports';
import type { Check } from '../checks';
import type { Http } from '../http/model';
import { clockFinding, headRoom, linked, problemOf, teller, wrongs } from '../preflight';
import { expectShape, unwrap } from './envelope';
import { CALLS_PER_HOUR } from './limits';
import { userShape } from './wire';

export interface PreflightOptions {
  readonly http: Http;
  readonly clock: Clock;
  readonly tenant: string;
  readonly username: string;
  /** Base address of the API, and of the portal where things are mended. */
  readonly api: string;
  readonly portal: string;
}

const PROBES = [
  { check: 'organizations', title: 'accounts', module: 'CRM > Accounts', route: '/v2/crm/accounts/summary' },
  { check: 'contacts', title: 'contacts', module: 'CRM > Contacts', route: '/v2/crm/contacts/summary' },
  {
    check: 'assets',
    title: 'hardware assets',
    module: 'Service Desk > Assets',
    route: '/v2/servicedesk/hardwareasset/searchselect',
  },
] as const;

export async function preflight(options: PreflightOptions, signal: AbortSignal): Promise<readonly Finding[]> {
  const entry = await signIn(options, signal);
  if (entry.some((finding) => finding.level === 'problem')) return linked(options.portal, entry);
  const findings = [...entry];
  let visible: number | null = null;
  for (const probe of PROBES) {
    const { finding, total } = await tryRead(probe, options, signal);
    if (probe.check === 'organizations') visible = total;
    findings.push(finding);
  }
  if (visible !== null) findings.push(await visibility(visible, options, signal));
  findings.push(room(options.http));
  return linked(options.portal, findings);
}

/** The sign-in, and whether accounts may be read. */
export async function briefPreflight(
  options: PreflightOptions,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const entry = await signIn(options, signal);
  if (entry.some((finding) => finding.level === 'problem')) return linked(options.portal, wrongs(entry));
  const accounts = await tryRead(PROBES[0], options, signal);
  return linked(options.portal, wrongs([...entry, accounts.finding]));
}

/** The company's number, under which BMS keeps all that is the company's. */
export async function companyNumber(http: Http, signal: AbortSignal): Promise<string | null> {
  const { tenantId } = (await signedIn(http, signal)).user;
  return tenantId?.toString() ?? null;
}

async function signedIn(http: Http, signal: AbortSignal) {
  const call = { method: 'GET', route: '/v2/security/userinfo', signal, retry: 'read' } as const;
  const { body, headers } = await http.request(call);
  return { user: expectShape(userShape, unwrap(body).result, 'the user information'), headers };
}

async function signIn(options: PreflightOptions, signal: AbortSignal): Promise<readonly Finding[]> {
  const { http, clock, tenant, username } = options;
  try {
    const { user, headers } = await signedIn(http, signal);
    const business = user.businessName ?? tenant;
    return [
      {
        system: 'bms',
        check: 'credentials',
        level: 'ok',
        message: `Signed in as ${user.fullName || username} at ${business}.`,
      },
      tenantFinding(business, tenant),
      userFinding(user, username),
      ...writingFinding(user, username),
      ...clockFinding('bms', headers.date, clock.now()),
    ];
  } catch (error) {
    return [failureFinding(error)];
  }
}

function tenantFinding(business: string, tenant: string): Finding {
  const base = { system: 'bms', check: 'tenant' } as const;
  if (business.trim().toLowerCase() === tenant.trim().toLowerCase())
    return { ...base, level: 'ok', message: `The company is ${business}.` };
  return {
    ...base,
    level: 'warning',
    message: `The settings name the company "${tenant}"; BMS calls it "${business}".`,
    why: 'Records would be read from and written to that company.',
    remedy: 'If this is another company than you mean, correct the company in the settings.',
  };
}

type User = z.infer<typeof userShape>;

/** BMS does not tell a user's type; what it does tell gives the unsuitable ones away. */
function userFinding(user: User, username: string): Finding {
  const base = { system: 'bms', check: 'user' } as const;
  const remedy =
    'Create a user of type "API Employee" under HR > Employees, with a role that has Admin > Special Features > Has API Access.';
  if (user.contactId)
    return {
      ...base,
      level: 'problem',
      message: `${username} is a client's contact, not an employee.`,
      why: 'A contact sees the client it belongs to and no other.',
      remedy,
    };
  if (user.isUserSystemAdmin !== true)
    return {
      ...base,
      level: 'ok',
      message: `${username} is an employee and no system administrator: its role decides what it may do.`,
    };
  return {
    ...base,
    level: 'warning',
    message: `${username} is a system administrator.`,
    why: 'An integration should be able to do no more than it needs, and an administrator who must use a second factor cannot sign in here.',
    remedy,
  };
}

/** Silent where BMS tells no rights: an administrator needs none. */
function writingFinding({ userAccessRights }: User, username: string): readonly Finding[] {
  const base = { system: 'bms', check: 'writing' } as const;
  if (!userAccessRights || userAccessRights.length === 0) return [];
  const may = userAccessRights.filter(({ canModify }) => canModify === true).length;
  if (may > 0) return [{ ...base, level: 'ok', message: `The role of ${username} may change records.` }];
  return [
    {
      ...base,
      level: 'warning',
      message: `The role of ${username} may change nothing.`,
      why: 'BMS can be read and compared, but nothing can be written to it.',
      remedy:
        'Give its role Modify on CRM > Accounts, CRM > Contacts and Service Desk > Assets (Admin > Security > Roles).',
    },
  ];
}

const DETAILS = '/v2/servicedesk/hardwareasset/{id}';
/** One call reads one asset in full, and the vendor limits those. */
const room = (http: Http): Finding =>
  headRoom(teller('bms'), http.remaining('GET', DETAILS), CALLS_PER_HOUR, {
    what: 'calls for single assets',
    window: 'this hour',
    why: 'Reading an asset in full costs a call, and BMS allows 1500 of them in an hour.',
  });

async function tryRead(probe: (typeof PROBES)[number], { http }: PreflightOptions, signal: AbortSignal) {
  const { check, title, module, route } = probe;
  try {
    const query = { PageSize: 1, PageNumber: 1 };
    const { total } = unwrap(
      (await http.request({ method: 'GET', route, query, signal, retry: 'read' })).body,
    );
    const seen = total === null ? '' : `: ${total} visible`;
    const finding: Finding = { system: 'bms', check, level: 'ok', message: `May read ${title}${seen}.` };
    return { finding, total };
  } catch (error) {
    if (!Failure.is(error, 'forbidden')) return { finding: failureFinding(error, check), total: null };
    const finding: Finding = {
      system: 'bms',
      check,
      level: 'problem',
      message: `This user may not read ${title}.`,
      why: `Without them ${title} cannot be matched or kept in step.`,
      remedy: `Give its role View and Modify on ${module} (Admin > Security > Roles).`,
    };
    return { finding, total: null };
  }
}

/** The look-up shows accounts outside the role's scope too, so what is missing from the list can be counted. */
async function visibility(
  visible: number,
  { http }: PreflightOptions,
  signal: AbortSignal,
): Promise<Finding> {
  const base = { system: 'bms', check: 'visibility' } as const;
  try {
    const query = { 'Filter.WithInactiveAccounts': true, 'Filter.WithSecurityScope': false };
    const call = { method: 'GET', route: '/v2/crm/accounts/lookup', query, signal, retry: 'read' } as const;
    const { result } = unwrap((await http.request(call)).body);
    const known = Array.isArray(result) ? result.length : 0;
    if (known <= visible) return { ...base, level: 'ok', message: `All ${visible} accounts are visible.` };
    return {
      ...base,
      level: 'warning',
      message: `${visible} of ${known} accounts are visible to this user.`,
      why: 'What it cannot see is not kept in step; it is never taken for deleted.',
      remedy: "Widen the role's scope under Admin > Security > Roles if the others should take part.",
    };
  } catch (error) {
    return { ...failureFinding(error, 'visibility'), level: 'warning' };
  }
}

/** A failure as a finding, unless the check itself was cancelled or is broken. */
function failureFinding(error: unknown, check?: Check): Finding {
  const failure = Failure.from(error);
  if (failure.reason === 'cancelled' || failure.reason === 'internal') throw failure;
  return problemOf('bms', failure, 'Without it nothing can be read or written there.', check);
}
