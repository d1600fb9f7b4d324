/** A client of IT Glue written from the vendor's developer page and from what public clients do; it shares nothing with ours. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { RunningProducts } from '../../../src/simulators/products';
import { atTheDesk, type Got, got, serveProducts } from './served';

let products: RunningProducts;
beforeAll(async () => {
  products = await serveProducts();
});
afterAll(() => products.stop());
afterEach(async () => {
  await atTheDesk(products, 'DELETE', '/faults');
  await atTheDesk(products, 'DELETE', '/switches');
});

const MEDIA = 'application/vnd.api+json';
const attributes = z.record(z.string(), z.unknown());
const resource = z.object({ id: z.string(), type: z.string(), attributes });
const listed = z.object({
  data: z.array(resource),
  meta: z.object({
    'current-page': z.number(),
    'next-page': z.number().nullable(),
    'prev-page': z.number().nullable(),
    'total-pages': z.number(),
    'total-count': z.number(),
  }),
  links: z.object({ next: z.string().nullable(), prev: z.string().nullable() }),
});
const shown = z.object({ data: resource });
const errors = z.object({
  errors: z.array(
    z.object({
      status: z.union([z.number(), z.string()]),
      title: z.string(),
      detail: z.string().optional(),
      source: z.object({ pointer: z.string() }).optional(),
    }),
  ),
});

async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const { url, apiKey } = products.line.itglue;
  return got(
    await fetch(path.startsWith('http') ? path : url + path, {
      method,
      headers: {
        'x-api-key': apiKey,
        ...(body === undefined ? {} : { 'Content-Type': MEDIA }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
}
const list = async (path: string) => listed.parse((await send('GET', path)).body);
const one = (answer: Got) => shown.parse(answer.body).data;
const post = (path: string, type: string, given: object) =>
  send('POST', path, { data: { type, attributes: given } });
const patch = (path: string, type: string, given: object) =>
  send('PATCH', path, { data: { type, attributes: given } });

/** An organization of one's own, that no PSA sync holds. */
async function ownOrganization(name: string): Promise<string> {
  return one(await post('/organizations', 'organizations', { name })).id;
}
const anyType = async (): Promise<number> => Number((await list('/configuration_types')).data[0]?.id);

describe('reading IT Glue', () => {
  it('takes the key alone, and answers 403 in the gateway’s words without a good one', async () => {
    expect((await send('GET', '/regions?page[size]=1')).status).toBe(200);
    for (const headers of [{ 'x-api-key': 'ITG.wrong' }, { 'x-api-key': '' }]) {
      const answer = await send('GET', '/organizations', undefined, headers);
      expect([answer.status, answer.body]).toEqual([403, { message: 'Forbidden' }]);
    }
  });

  it.each([
    ['literal', '/configurations?page[size]=7'],
    ['encoded', '/configurations/?page%5Bsize%5D=7'],
  ])('is read whole by following links.next, with %s brackets', async (_, start) => {
    const ids: string[] = [];
    let total = 0;
    for (let next: string | null = start; next !== null; ) {
      const page: z.infer<typeof listed> = await list(next);
      ids.push(...page.data.map(({ id }) => id));
      total = page.meta['total-count'];
      next = page.links.next;
    }
    expect([new Set(ids).size, ids.length]).toEqual([total, total]);
  });

  it('is read whole by meta.next-page, ids as strings and foreign keys as numbers', async () => {
    let page: number | null = 1;
    let count = 0;
    while (page !== null) {
      const { data, meta } = await list(`/contacts?page[number]=${page}&page[size]=9&sort=-updated_at`);
      count += data.length;
      expect(data.every(({ attributes: a }) => typeof a['organization-id'] === 'number')).toBe(true);
      expect(data.every(({ type, id }) => type === 'contacts' && /^\d{16}$/.test(id))).toBe(true);
      page = meta['next-page'];
      if (page === null) expect(count).toBe(meta['total-count']);
    }
    expect((await list('/contacts?page[number]=999')).data).toEqual([]);
  });

  it('filters with either spelling, several values, exclusions, and by the PSA’s id', async () => {
    const { data } = await list('/organizations?page[size]=1000&include=adapters_resources');
    const [first, second] = data;
    expect((await list(`/organizations?filter[id]=${first?.id},${second?.id}`)).data).toHaveLength(2);
    const rest = await list(`/organizations?filter[exclude][id]=${first?.id}&page[size]=1000`);
    expect(rest.data).toHaveLength(data.length - 1);
    for (const name of ['organization_id', 'organization-id']) {
      const found = await list(`/configurations?filter[${name}]=${first?.id}&page[size]=1000`);
      expect(found.data.every((row) => String(row.attributes['organization-id']) === first?.id)).toBe(true);
      expect(found.data.length).toBeGreaterThan(0);
    }
    const nested = await list(`/organizations/${first?.id}/relationships/configurations?page[size]=1000`);
    expect(nested.data.every((row) => String(row.attributes['organization-id']) === first?.id)).toBe(true);
    const accounts = await list('/organizations?filter[psa_integration_type]=kaseya-bms&page[size]=1000');
    expect(accounts.data.length).toBeGreaterThan(0);
  });

  it('ignores what it does not know, and refuses what is given twice or cannot be read', async () => {
    const total = (await list('/organizations')).meta['total-count'];
    expect((await list('/organizations?filter[bogus]=1&nonsense=2')).meta['total-count']).toBe(total);
    const twice = await send('GET', '/organizations?page[size]=1&page[size]=1');
    expect([twice.status, errors.parse(twice.body).errors[0]?.title]).toEqual([
      422,
      'Duplicate Parameters Specified',
    ]);
    expect((await send('GET', '/organizations?filter[id]=abc')).status).toBe(400);
    expect((await send('GET', '/organizations?sort=bogus')).status).toBe(400);
    const missing = await send('GET', '/organizations/1');
    expect([missing.status, errors.parse(missing.body).errors[0]?.status]).toEqual([404, 404]);
    expect((await send('GET', '/bogus')).status).toBe(404);
  });

  it('shows the remote ids of an integration as an include', async () => {
    const answer = await send('GET', '/organizations?include=adapters-resources&page[size]=1000');
    const included = z.array(resource).parse(answer.body.included);
    const remote = included.map(({ attributes: a }) => a['remote-id']);
    expect(included[0]?.attributes).toMatchObject({ 'adapter-type-name': 'Kaseya BMS', sync: true });
    expect(remote.every((id) => typeof id === 'string')).toBe(true);
  });
});

describe('writing to IT Glue', () => {
  it('takes either key casing in bodies and answers hyphens', async () => {
    const organization = Number(await ownOrganization('Casing Ltd'));
    const type = await anyType();
    for (const given of [
      { 'organization-id': organization, name: 'A-1', 'configuration-type-id': type, 'serial-number': 'S1' },
      { organization_id: organization, name: 'A-2', configuration_type_id: type, serial_number: 'S2' },
    ]) {
      const made = await post('/configurations', 'configurations', given);
      expect(made.status).toBe(201);
      expect(one(made).attributes).toMatchObject({ 'organization-id': organization, name: given.name });
    }
    const found = await list('/configurations?filter[serial_number]=S1,S2');
    expect(found.data.map((row) => row.attributes['serial-number'])).toEqual(['S1', 'S2']);
  });

  it('changes only what is sent, mirrors the primary interface, and archives', async () => {
    const organization = Number(await ownOrganization('Patch Ltd'));
    const given = { 'organization-id': organization, name: 'P-1', 'configuration-type-id': await anyType() };
    const { id } = one(await post('/configurations', 'configurations', { ...given, notes: 'keep' }));
    const changed = await patch(`/configurations/${id}`, 'configurations', {
      'primary-ip': '10.0.0.7',
      mac_address: '00:14:22:01:23:45',
      archived: true,
    });
    expect([changed.status, one(changed).attributes]).toMatchObject([
      200,
      { notes: 'keep', 'primary-ip': '10.0.0.7', archived: true },
    ]);
    // Interfaces carry their ids inside their attributes.
    const raw = await send('GET', `/configurations/${id}/relationships/configuration_interfaces`);
    expect(z.array(z.object({ attributes })).parse(raw.body.data)[0]?.attributes).toMatchObject({
      id: expect.any(Number),
      'ip-address': '10.0.0.7',
      primary: true,
    });
    const related = { data: { type: 'configurations', attributes: {}, relationships: { x: { data: [] } } } };
    expect((await send('PATCH', `/configurations/${id}`, related)).status).toBe(422);
  });

  it('creates several below a parent at once, changes and destroys in bulk', async () => {
    const organization = await ownOrganization('Bulk Ltd');
    const made = await send('POST', `/organizations/${organization}/relationships/contacts`, {
      data: [
        { type: 'contacts', attributes: { 'first-name': 'Ada' } },
        {
          type: 'contacts',
          attributes: {
            first_name: 'Bo',
            'contact-emails': [{ value: 'bo@bulk.example', 'label-name': 'Work', primary: true }],
            contact_phones: [{ value: '+49 (731) 555-0', label_name: 'Work', extension: 'x12' }],
          },
        },
      ],
    });
    const people = z.array(resource).parse(made.body.data);
    expect([made.status, people.length]).toEqual([201, 2]);
    expect(people[1]?.attributes['contact-phones']).toMatchObject([{ value: '497315550', extension: '12' }]);
    const changes = people.map(({ id }) => ({ type: 'contacts', attributes: { id, title: 'Chief' } }));
    const changed = await send('PATCH', '/contacts', { data: changes });
    expect(
      z
        .array(resource)
        .parse(changed.body.data)
        .map((row) => row.attributes.title),
    ).toEqual(['Chief', 'Chief']);
    const doomed = { data: people.map(({ id }) => ({ type: 'contacts', attributes: { id } })) };
    expect((await send('DELETE', '/contacts', doomed)).status).toBe(200);
    expect((await list(`/contacts?filter[organization_id]=${organization}`)).data).toEqual([]);
  });

  it('refuses what is not valid, of the wrong media type, or held by the PSA', async () => {
    const organization = Number(await ownOrganization('Refused Ltd'));
    const untyped = await post('/configurations', 'configurations', {
      'organization-id': organization,
      name: 'x',
    });
    expect([untyped.status, errors.parse(untyped.body).errors[0]]).toMatchObject([
      422,
      { detail: 'must exist', source: { pointer: '/data/attributes/configuration-type' } },
    ]);
    const orphan = await post('/locations', 'locations', { name: 'x' });
    expect(errors.parse(orphan.body).errors[0]?.title).toBe('Valid organization_id is required');
    const plain = await send('POST', '/organizations', { data: {} }, { 'Content-Type': 'application/json' });
    expect([plain.status, plain.body]).toEqual([415, { message: 'Unsupported Media Type' }]);
    const charset = { 'Content-Type': `${MEDIA}; charset=utf-8` };
    const body = { data: { type: 'organizations', attributes: { name: 'Charset' } } };
    expect((await send('POST', '/organizations', body, charset)).status).toBe(201);
    const synced = (await list('/organizations?filter[psa_integration_type]=kaseya-bms')).data.find(
      (row) => row.attributes['psa-integration'] === 'enabled',
    );
    const path = `/organizations/${synced?.id}`;
    const locked = await patch(path, 'organizations', { name: 'Mine now', description: 'x' });
    expect([locked.status, errors.parse(locked.body).errors[0]]).toMatchObject([
      422,
      { detail: 'Cannot update a synced resource', source: { pointer: '/data/attributes/name' } },
    ]);
    expect((await patch(path, 'organizations', { quick_notes: 'x' })).status).toBe(200);
  });

  it('answers 429 in the gateway’s words, with Retry-After where it is told', async () => {
    await atTheDesk(products, 'PATCH', '/switches', { itglue: { requestsPerWindow: 0 } });
    const refused = await send('GET', '/organizations');
    expect([refused.status, refused.body, refused.headers.has('retry-after')]).toEqual([
      429,
      { message: 'Too Many Requests' },
      false,
    ]);
    await atTheDesk(products, 'PATCH', '/switches', { itglue: { retryAfterSeconds: 10 } });
    expect((await send('GET', '/organizations')).headers.get('retry-after')).toBe('10');
  });
});
