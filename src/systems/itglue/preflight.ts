/** One trivial read tells whether the key works in its region; one per kind, what it may see. */
import { Failure } from '../../engine/failure';
import type { Finding } from '../../engine/findings';
import { KINDS, type Kind } from '../../engine/model';
import type { Check } from '../checks';
import { clockFinding, examined, headRoom, linked, problemOf, teller, wrongs } from '../preflight';
import { BUDGET, type ItGlueClient } from './client';
import { entryOf, listingOf } from './document';
import { apiHost, REGION_TITLES, REGIONS, type Region } from './hosts';
import type { Resource } from './resource';
import { textOf } from './values';

export interface ItGlueAsked {
  readonly region: Region;
  /** Instead of the region's own host. */
  readonly apiUrl?: string;
  readonly portal: string;
  readonly resources: Readonly<Record<Kind, Resource>>;
}

const ONE = { 'page[size]': 1 } as const;

const CHECK_OF: Readonly<Record<Kind, Check>> = {
  organization: 'organizations',
  location: 'locations',
  contact: 'contacts',
  asset: 'assets',
};

const finding = teller('itglue');

const NOTHING_VISIBLE = finding(
  'visibility',
  'problem',
  'The key works, but no organization is visible.',
  'An account without organizations has nothing to match.',
  'Check that the key belongs to the account you mean.',
);

interface Seen {
  readonly finding: Finding;
  readonly total: number | null;
}

async function checkKind(
  client: ItGlueClient,
  kind: Kind,
  { resources }: ItGlueAsked,
  signal: AbortSignal,
): Promise<Seen> {
  const { collection, what } = resources[kind];
  const check = CHECK_OF[kind];
  try {
    const { total } = await client.list(collection, signal, { query: ONE });
    if (kind === 'organization' && total === 0) return { finding: NOTHING_VISIBLE, total };
    return { finding: finding(check, 'ok', `${total ?? 'Some'} ${what} are visible.`), total };
  } catch (error) {
    if (Failure.is(error, 'cancelled')) throw error;
    if (!Failure.is(error, 'forbidden')) {
      const found = problemOf('itglue', Failure.from(error), `Its ${what} could not be read.`);
      return { finding: found, total: null };
    }
    const found = finding(
      check,
      kind === 'organization' ? 'problem' : 'warning',
      `The key may not read ${what}.`,
      'They take no part in the sync.',
      `Use a key that an administrator created in Account > Settings > API Keys; a Manager sees only the organizations that were given to them.`,
    );
    return { finding: found, total: null };
  }
}

/** The key alone tells the tenant, so a host of another region than the settings say makes every link wrong. */
export function regionFinding({ region, apiUrl }: Pick<ItGlueAsked, 'region' | 'apiUrl'>): Finding {
  const real = apiUrl === undefined ? region : regionOf(apiUrl);
  if (real === null)
    return finding(
      'region',
      'ok',
      `The key is accepted at ${new URL(apiUrl ?? '').host}; the region ${REGION_TITLES[region]} of the settings only serves for links.`,
    );
  if (real !== region)
    return finding(
      'region',
      'warning',
      `The key is accepted in the region ${REGION_TITLES[real]}; the settings say ${REGION_TITLES[region]}.`,
      'Links to records would open the portal of the wrong region.',
      `Set mspSync.itglue.region to "${real}".`,
    );
  return finding(
    'region',
    'ok',
    `The key belongs to the region ${REGION_TITLES[real]}, where it is accepted.`,
  );
}

/** The region that an API address belongs to; null for a proxy or a simulator. */
const regionOf = (apiUrl: string): Region | null =>
  REGIONS.find((one) => apiHost(one) === new URL(apiUrl).origin) ?? null;

/** Keys know no read-only: what they may not change is what a PSA sync holds. */
async function writingFinding(
  client: ItGlueClient,
  total: number | null,
  signal: AbortSignal,
): Promise<Finding> {
  const query = { ...ONE, 'filter[psa_integration_type]': 'kaseya-bms' };
  try {
    const { total: held } = await client.list('/organizations', signal, { query });
    // Where the filter is not known it is passed over, and all organizations come.
    if (held === null || held === 0 || (total !== null && held > total))
      return finding(
        'writing',
        'ok',
        'The key may write all that it may read; no organization is held by a BMS sync.',
      );
    return finding(
      'writing',
      'ok',
      `The key may write all that it may read, but for the synced fields of the ${held} ${held === 1 ? 'organization' : 'organizations'} that IT Glue syncs with BMS: those change in BMS alone.`,
    );
  } catch (error) {
    if (Failure.is(error, 'cancelled')) throw error;
    return {
      ...problemOf('itglue', Failure.from(error), 'What a PSA sync holds could not be counted.', 'writing'),
      level: 'warning',
    };
  }
}

/** Whose the key is: IT Glue tells it in the addresses of its records alone. */
export async function portalHost(client: ItGlueClient, signal: AbortSignal): Promise<string | null> {
  const { rows } = await client.list('/configurations', signal, { query: ONE });
  const url = rows.length === 0 ? null : textOf(entryOf(rows[0]).attributes['resource-url']);
  return url !== null && URL.canParse(url) ? new URL(url).host : null;
}

async function examine(client: ItGlueClient, asked: ItGlueAsked, signal: AbortSignal): Promise<Finding[]> {
  const answer = await client.get('/regions', signal, { query: ONE });
  listingOf(answer.body);
  const found = [finding('credentials', 'ok', 'IT Glue accepts the API key.'), regionFinding(asked)];
  let organizations: number | null = null;
  for (const kind of KINDS) {
    const seen = await checkKind(client, kind, asked, signal);
    if (kind === 'organization') organizations = seen.total;
    found.push(seen.finding);
  }
  if (organizations !== null && organizations > 0)
    found.push(
      finding(
        'role',
        'ok',
        'The key sees as an administrator does; a Manager who looks at the portal sees only the organizations given to them.',
      ),
    );
  found.push(await writingFinding(client, organizations, signal));
  const room = headRoom(finding, client.remaining(), BUDGET.calls, {
    what: 'calls',
    window: 'these five minutes',
    why: 'IT Glue allows 3000 calls in five minutes for all integrations together.',
  });
  return [...found, room, ...clockFinding('itglue', answer.headers.date, client.clock.now())];
}

/** Rejects only when cancelled. */
export const checkItGlue = (
  client: ItGlueClient,
  asked: ItGlueAsked,
  signal: AbortSignal,
): Promise<readonly Finding[]> =>
  examined(
    asked.portal,
    signal,
    () => examine(client, asked, signal),
    (failure) => problemOf('itglue', failure, 'Nothing can be read from IT Glue until this is mended.'),
  );

/** Whether the key works and shows any organization. Rejects only when cancelled. */
export async function briefCheckItGlue(
  client: ItGlueClient,
  asked: ItGlueAsked,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const { finding: found } = await checkKind(client, 'organization', asked, signal);
  return linked(asked.portal, wrongs([found]));
}
