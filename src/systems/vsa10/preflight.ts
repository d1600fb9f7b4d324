/** Proves not only that the token works but what it lets us see: its authorisation names organizations and endpoints. */
import { Failure } from '../../engine/failure';
import type { Finding } from '../../engine/findings';
import type { Check } from '../checks';
import { clockFinding, examined, headRoom, linked, problemOf, teller, wrongs } from '../preflight';
import { BUDGET, type Vsa10Client } from './client';
import { listedOf } from './envelope';

const TOKENS = 'Administration > Configuration > API Access > Third-Party Tokens';

const finding = teller('vsa');

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
  const room = headRoom(finding, client.remaining(), BUDGET.calls, {
    what: 'calls',
    window: 'this hour',
    why: 'VSA 10 allows 3600 calls an hour for all integrations together.',
  });
  return [...found, room, ...clockFinding('vsa', answer.headers.date, client.clock.now())];
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

/** `url` is where people log on. Rejects only when cancelled. */
export const checkVsa10 = (
  client: Vsa10Client,
  url: string,
  signal: AbortSignal,
): Promise<readonly Finding[]> => examined(url, signal, () => examine(client, signal), refused);

/** Whether the token works and shows any organization. Rejects only when cancelled. */
export async function briefCheckVsa10(
  client: Vsa10Client,
  url: string,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  return linked(url, wrongs([await probe(client, ORGANIZATIONS, signal)]));
}
