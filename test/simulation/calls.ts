/** What a request to one of the products is about, told from its address alone. */
import type { Kind, RecordKey, SystemName } from '../../src/engine/model';

/**
 * `read`: one record or a few by id; `fields` where it shows no more than those. `look`: some of a kind, and the answer
 * says which. `write`, `create`: the record's own. `other`: sign-ins, lists, look-ups. */
export type Call =
  | { readonly type: 'read'; readonly keys: readonly RecordKey[]; readonly fields?: readonly string[] }
  | { readonly type: 'look'; readonly kind: Kind; readonly id: RegExp }
  | { readonly type: 'write'; readonly key: RecordKey; readonly part: boolean }
  | { readonly type: 'create'; readonly kind: Kind }
  | { readonly type: 'other' };

const OTHER: Call = { type: 'other' };

const ROUTES: readonly (readonly [SystemName, RegExp, Kind])[] = [
  ['bms', /^\/v2\/crm\/accounts(?:\/summary)?\/(\d+)$/, 'organization'],
  ['bms', /^\/v2\/crm\/contacts(?:\/summary)?\/(\d+)$/, 'contact'],
  ['bms', /^\/v2\/crm\/contacts\/(\d+)\/(?:emails|phones)$/, 'contact'],
  ['bms', /^\/v2\/servicedesk\/hardwareasset\/(\d+)$/, 'asset'],
  ['vsa', /^\/api\/v1\.0\/system\/orgs\/(\d+)$/, 'organization'],
  ['vsa', /^\/api\/v1\.0\/system\/staff\/(\d+)$/, 'contact'],
  ['vsa', /^\/api\/v1\.0\/assetmgmt\/agents\/(\d+)$/, 'asset'],
  ['itglue', /^\/organizations\/(\d+)$/, 'organization'],
  ['itglue', /^\/locations\/(\d+)$/, 'location'],
  ['itglue', /^\/contacts\/(\d+)$/, 'contact'],
  ['itglue', /^\/configurations\/(\d+)$/, 'asset'],
];

const CREATIONS: readonly (readonly [SystemName, RegExp, Kind])[] = [
  ['bms', /^\/v2\/crm\/accounts$/, 'organization'],
  ['bms', /^\/v2\/crm\/contacts\/summary$/, 'contact'],
  ['bms', /^\/v2\/servicedesk\/hardwareasset$/, 'asset'],
  ['vsa', /^\/api\/v1\.0\/system\/orgs$/, 'organization'],
  ['vsa', /^\/api\/v1\.0\/system\/departments\/\d+\/staff$/, 'contact'],
  ['itglue', /^\/organizations$/, 'organization'],
  ['itglue', /^\/(?:organizations\/\d+\/relationships\/)?locations$/, 'location'],
  ['itglue', /^\/contacts$/, 'contact'],
  ['itglue', /^\/configurations$/, 'asset'],
];

/** Lists that take ids, and what they show of each record. */
const GLIMPSES: Readonly<Record<string, readonly [Kind, readonly string[]]>> = {
  '/v2/crm/accounts/lookup': ['organization', ['name', 'active']],
  '/v2/crm/contacts/search': [
    'contact',
    ['organization', 'location', 'firstName', 'lastName', 'title', 'important', 'active'],
  ],
};

/** Lists that are narrowed to some records: system, path, a part of the query, kind, and the ids in the answer. */
const LOOKS: readonly (readonly [SystemName, RegExp, string, Kind, RegExp])[] = [
  ['bms', /^\/v2\/crm\/contacts\/summary$/, 'Filter.AccountId', 'contact', /"id":\s*(\d+)/g],
  ['vsa', /^\/api\/v1\.0\/system\/orgs$/, '$filter', 'organization', /"OrgId":\s*"?(\d+)/g],
  ['vsa', /^\/api\/v1\.0\/system\/orgs\/\d+\/staff$/, '$top', 'contact', /"OrgStaffId":\s*"?(\d+)/g],
];

const COLLECTIONS: Readonly<Record<string, Kind>> = {
  '/organizations': 'organization',
  '/locations': 'location',
  '/contacts': 'contact',
  '/configurations': 'asset',
};

export function callOf(system: SystemName, method: string, url: URL): Call {
  const path = url.pathname;
  if (method === 'GET') {
    const ids = system === 'itglue' ? url.searchParams.get('filter[id]') : null;
    const kind = COLLECTIONS[path];
    if (ids && kind)
      return { type: 'read', keys: ids.split(',').map((id): RecordKey => `${system}:${kind}:${id}`) };
    const several = severalOf(system, url);
    if (several) return several;
  }
  for (const [name, pattern, kind] of ROUTES) {
    const id = name === system ? pattern.exec(path)?.[1] : undefined;
    if (id === undefined) continue;
    const key: RecordKey = `${system}:${kind}:${id}`;
    return method === 'GET'
      ? { type: 'read', keys: [key] }
      : { type: 'write', key, part: /emails|phones/.test(path) };
  }
  if (method !== 'POST') return OTHER;
  const made = CREATIONS.find(([name, pattern]) => name === system && pattern.test(path));
  return made ? { type: 'create', kind: made[2] } : OTHER;
}

function severalOf(system: SystemName, url: URL): Call | null {
  const [kind, fields] = GLIMPSES[url.pathname] ?? [];
  const ids = url.searchParams.getAll('Filter.Ids');
  if (system === 'bms' && kind && fields && ids.length > 0)
    return { type: 'read', keys: ids.map((id): RecordKey => `bms:${kind}:${id}`), fields };
  const look = LOOKS.find(
    ([name, path, query]) => name === system && path.test(url.pathname) && url.searchParams.has(query),
  );
  return look ? { type: 'look', kind: look[3], id: look[4] } : null;
}

/** The id in the answer to a creation. */
export function idMade(system: SystemName, text: string): string | null {
  if (system === 'itglue') return /"data":\{"id":"?(\d+)/.exec(text)?.[1] ?? null;
  if (system === 'bms') return /"(?:id|result)":\s*(\d+)/.exec(text)?.[1] ?? null;
  return /"Result":\s*"?(\d+)/.exec(text)?.[1] ?? /"Org(?:Staff)?Id":\s*"?(\d+)/.exec(text)?.[1] ?? null;
}
