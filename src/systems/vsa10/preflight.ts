/** Proves not only that the token works but what it lets us see: its authorisation names organizations and endpoints. */
import { Failure } from '../../engine/failure';
import type { Finding } from '../../engine/findings';
import type { Check } from '../checks';
import { clockFinding, problemOf, wrongs } from '../preflight';
import { BUDGET, type Vsa10Client } from './client';
import { listedOf } from './envelope';

const TOKENS = 'Administration > Configuration > API Access > Third-Party Tokens';

function finding(
  check: Check,
  level: Finding['level'],
  message: string,
  why?: string,
  remedy?: string,
): Finding {
  return {
    system: 'vsa',
    check,
    level,
    message,
    ...(why === undefined ? {} : { why }),
    ...(remedy === undefined ? {} : { remedy }),
  };
}

interface Probe {
  readonly check: Check;
  readonly route: string;
  readonly what: string;
  readonly lacking: { readonly level: Finding['level']; readonly why: string };
}

const ORGANIZATIONS: Probe = {
  check: 'organizations',
  route: '/organizations',
  what: 'organizations',
  lacking: { level: 'problem', why: 'Without its organizations nothing in VSA can be matched.' },
};
const PROBES: readonly Probe[] = [
  ORGANIZATIONS,
  {
    check: 'locations',
    route: '/sites',
    what: 'sites',
    lacking: { level: 'problem', why: 'Sites are VSA 10’s locations: a sync that reads them would fail.' },
  },
  {
    check: 'assets',
    route: '/devices',
    what: 'devices',
    lacking: { level: 'problem', why: 'Devices are VSA’s machines: without them no asset can be matched.' },
  },
  {
    check: 'audit',
    route: '/assets',
    what: 'assets',
    lacking: {
      level: 'warning',
      why: 'Serial numbers and MAC addresses come from assets alone; machines can then be matched by name only.',
    },
  },
];

const NOTHING_VISIBLE = finding(
  'visibility',
  'problem',
  'The token works, but no organization is visible.',
  'A token that is authorised for no organization gets empty lists instead of an error.',
  `Add the organizations to the authorisation of the token (${TOKENS}).`,
);

async function probe(client: Vsa10Client, one: Probe, signal: AbortSignal): Promise<Finding> {
  const { check, route, what, lacking } = one;
  try {
    const { total } = listedOf((await client.get(route, signal, { query: { $top: 1 } })).body);
    if (check === 'organizations' && total === 0) return NOTHING_VISIBLE;
    return finding(check, 'ok', `${total ?? 'Some'} ${what} are visible.`);
  } catch (error) {
    if (Failure.is(error, 'cancelled')) throw error;
    if (!Failure.is(error, 'forbidden'))
      return problemOf('vsa', Failure.from(error), `Its ${what} could not be read.`);
    return finding(
      check,
      lacking.level,
      `The token may not read ${what}.`,
      lacking.why,
      `Give the token the permission to ${what} (${TOKENS}).`,
    );
  }
}

const LOW = 0.1;

function headRoom(client: Vsa10Client): Finding {
  const left = client.remaining();
  if (left > BUDGET.calls * LOW)
    return finding('rate-limit', 'ok', `${left} of ${BUDGET.calls} calls are left in this hour.`);
  return finding(
    'rate-limit',
    'warning',
    `Only ${left} of ${BUDGET.calls} calls are left in this hour.`,
    'VSA 10 allows 3600 calls an hour for all integrations together; a sync that needs more waits.',
    'Start the next sync in an hour, or let it wait.',
  );
}

async function examine(client: Vsa10Client, signal: AbortSignal): Promise<Finding[]> {
  const answer = await client.get('/environment', signal);
  const found = [
    finding(
      'credentials',
      'ok',
      'VSA 10 accepts the API token. When it expires is not told through the API.',
    ),
  ];
  for (const one of PROBES) found.push(await probe(client, one, signal));
  return [...found, headRoom(client), ...clockFinding('vsa', answer.headers.date, client.clock.now())];
}

function refused(failure: Failure): Finding {
  const why = 'Nothing can be read from VSA until this is mended.';
  if (!Failure.is(failure, 'not-found')) return problemOf('vsa', failure, why);
  return finding(
    'api',
    'problem',
    'The server answers, but it is no VSA 10 server.',
    'VSA 9 and VSA 10 are two products with two interfaces.',
    'If it is VSA 9, choose "token" as the authentication of this connection, with a user and an access token; else correct the address.',
  );
}

const withLink =
  (url: string) =>
  (found: Finding): Finding =>
    found.level === 'ok' ? found : { ...found, link: url };

/** `url` is where people log on. Rejects only when cancelled. */
export async function checkVsa10(
  client: Vsa10Client,
  url: string,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  try {
    return (await examine(client, signal)).map(withLink(url));
  } catch (error) {
    const failure = Failure.from(error);
    if (signal.aborted || failure.reason === 'cancelled') throw failure;
    return [withLink(url)(refused(failure))];
  }
}

/** Whether the token works and shows any organization. Rejects only when cancelled. */
export async function briefCheckVsa10(
  client: Vsa10Client,
  url: string,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  return wrongs([await probe(client, ORGANIZATIONS, signal)]).map(withLink(url));
}
