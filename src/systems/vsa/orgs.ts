/** `/system/orgs`. Source: VSA REST API reference, Organizations. */

import { Failure } from '../../engine/failure';
import type { Fields } from '../../engine/model';
import { afterWrite } from '../after-write';
import type { VsaClient } from './client';
import { understood } from './envelope';
import { newOrganization, orgRefOf } from './lens/organization';
import { idOf, maybeIdOf, textOf } from './values';
import { orgShape, type WireOrg } from './wire';

const VISIBLE_AFTER_MS = [250, 500, 500, 1000, 1000, 2000, 2000, 4000];

export const orgPages = (client: VsaClient, signal: AbortSignal) =>
  client.pages('/system/orgs', signal, { query: { $orderby: 'OrgRef' } });

export const readOrg = (client: VsaClient, id: string, signal: AbortSignal): Promise<WireOrg | null> =>
  client.one({ shape: orgShape, id, idOf: orgIdOf }, '/system/orgs/{orgId}', { orgId: id }, signal);

/** Several at once by their references: a long id is no literal that every server can read. */
export async function readOrgs(
  client: VsaClient,
  refs: readonly string[],
  signal: AbortSignal,
): Promise<readonly WireOrg[]> {
  const filter = refs.map((ref) => `OrgRef eq ${quoted(ref)}`).join(' or ');
  return listed(client, filter, signal);
}

export async function changeOrg(
  client: VsaClient,
  id: string,
  body: object,
  signal: AbortSignal,
): Promise<void> {
  await client.write('PUT', '/system/orgs/{orgId}', { orgId: id }, body, signal);
}

/** A new organization answers 404 for about two seconds: nothing that depends on it may come earlier. */
async function untilVisible(client: VsaClient, id: string, signal: AbortSignal): Promise<WireOrg> {
  for (const wait of VISIBLE_AFTER_MS) {
    const org = await readOrg(client, id, signal);
    if (org !== null) return org;
    await client.clock.sleep(wait, signal);
  }
  throw new Failure('incomplete', `VSA made the organization ${id} but does not show it.`, {
    system: 'vsa',
    mayHaveActed: true,
    remedy:
      'Add it to the scope of the integration user in VSA (System > User Security > Scopes), then run again.',
  });
}

export async function createOrg(client: VsaClient, values: Fields, signal: AbortSignal): Promise<WireOrg> {
  const parentId = typeof values.parent === 'string' ? values.parent : null;
  const parent = parentId === null ? null : await readOrg(client, parentId, signal);
  if (orgRefOf(values) === '')
    throw new Failure('rejected', 'An organization in VSA needs a reference of letters and digits.', {
      system: 'vsa',
      remedy: 'Give the organization a short name.',
    });
  const body = newOrganization(values, textOf(parent?.OrgRef));
  const made = await client.write('POST', '/system/orgs', {}, body, signal);
  const id = idMade(made, 'OrgId');
  if (id !== null) return afterWrite('vsa', () => untilVisible(client, id, signal));
  const [found] = await afterWrite('vsa', () => findOrgs(client, values, signal));
  if (found) return found;
  throw new Failure('incomplete', 'VSA took the new organization but told no id for it.', {
    system: 'vsa',
    mayHaveActed: true,
    remedy: 'Run again: it will be found by its reference.',
  });
}

/** The id a create answers with: bare, or within the record. */
export function idMade(result: unknown, member: string): string | null {
  const value =
    typeof result === 'object' && result !== null
      ? (Object.entries(result).find(([name]) => name === member)?.[1] ?? null)
      : result;
  return typeof value === 'string' || typeof value === 'number' ? maybeIdOf(value) : null;
}

const quoted = (text: string): string => `'${text.replace(/'/g, "''")}'`;

async function listed(client: VsaClient, filter: string, signal: AbortSignal): Promise<readonly WireOrg[]> {
  const found: WireOrg[] = [];
  for await (const { rows } of client.pages('/system/orgs', signal, { query: { $filter: filter } }))
    found.push(...understood(orgShape.array(), rows, 'organizations'));
  return found;
}

/** Organizations under the same parent with the reference or the name that a create with these values gives. */
export async function findOrgs(client: VsaClient, values: Fields, signal: AbortSignal): Promise<WireOrg[]> {
  const ref = orgRefOf(values);
  const name = typeof values.name === 'string' ? values.name : '';
  const filter = `endswith(OrgRef,${quoted(ref)}) or OrgName eq ${quoted(name)}`;
  const rows = await listed(client, filter, signal);
  const parent = typeof values.parent === 'string' ? values.parent : null;
  return rows.filter((org) => {
    if (maybeIdOf(org.ParentOrgId) !== parent) return false;
    const lastPart = textOf(org.OrgRef)?.split('.').at(-1)?.toLowerCase();
    return lastPart === ref.toLowerCase() || textOf(org.OrgName)?.toLowerCase() === name.trim().toLowerCase();
  });
}

export const orgIdOf = (org: WireOrg): string => idOf(org.OrgId);
