/** One trivial read tells whether the key works in its region; one per kind, what it may see. */
import { Failure } from '../../engine/failure';
import type { Finding } from '../../engine/findings';
import type { Kind } from '../../engine/model';
import { clockFinding, problemOf, wrongs } from '../preflight';
import type { ItGlueClient } from './client';
import { listingOf } from './document';
import { REGION_TITLES, type Region } from './hosts';
import type { Resource } from './resource';

const ONE = { 'page[size]': 1 } as const;

async function checkKind(client: ItGlueClient, resource: Resource, signal: AbortSignal): Promise<Finding> {
  const { collection, what } = resource;
  try {
    const { total } = await client.list(collection, signal, { query: ONE });
    if (what === 'organizations' && total === 0)
      return {
        system: 'itglue',
        check: 'visibility',
        level: 'problem',
        message: 'The key works, but no organization is visible.',
        why: 'An account without organizations has nothing to match.',
        remedy: 'Check that the key belongs to the account you mean.',
      };
    return { system: 'itglue', check: what, level: 'ok', message: `${total ?? 'Some'} ${what} are visible.` };
  } catch (error) {
    if (Failure.is(error, 'cancelled')) throw error;
    if (!Failure.is(error, 'forbidden'))
      return problemOf('itglue', Failure.from(error), `Its ${what} could not be read.`);
    return {
      system: 'itglue',
      check: what,
      level: what === 'organizations' ? 'problem' : 'warning',
      message: `The key may not read ${what}.`,
      why: 'They take no part in the sync.',
      remedy: 'Use a key of an administrator whose access covers them.',
    };
  }
}

/** Rejects only when cancelled. */
export async function checkItGlue(
  client: ItGlueClient,
  region: Region,
  resources: Readonly<Record<Kind, Resource>>,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  try {
    const answer = await client.get('/regions', signal, { query: ONE });
    listingOf(answer.body);
    const found: Finding[] = [
      {
        system: 'itglue',
        check: 'credentials',
        level: 'ok',
        message: `IT Glue (${REGION_TITLES[region]}) accepts the API key.`,
      },
    ];
    for (const resource of Object.values(resources)) found.push(await checkKind(client, resource, signal));
    found.push(...clockFinding('itglue', answer.headers.date, client.clock.now()));
    return found;
  } catch (error) {
    if (signal.aborted) throw error;
    return [
      problemOf('itglue', Failure.from(error), 'Nothing can be read from IT Glue until this is mended.'),
    ];
  }
}

/** Whether the key works and shows any organization. Rejects only when cancelled. */
export async function briefCheckItGlue(
  client: ItGlueClient,
  resources: Readonly<Record<Kind, Resource>>,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  return wrongs([await checkKind(client, resources.organization, signal)]);
}
