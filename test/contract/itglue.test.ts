/** Every route and method of the simulated IT Glue against the shapes of the vendor's page. */
import { afterAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { generateFleet } from '../../src/simulators/fleet/generate';
import { createItGlueSimulator } from '../../src/simulators/itglue/simulator';
import {
  type Collection,
  gateway,
  INCLUDED,
  isCollection,
  listing,
  problems,
  several,
  single,
} from './itglue-shapes';

const fleet = generateFleet({
  seed: 11,
  organizations: 4,
  assetsPerOrganization: 8,
  now: new Date('2026-06-01T00:00:00Z'),
});
const simulator = createItGlueSimulator({
  fleet,
  clock: { now: () => Date.parse('2026-06-01T12:00:00Z') },
  remoteId: (product, kind, key) => {
    const { machines, organizations } = fleet.views[product];
    const known = kind === 'machine' ? machines : kind === 'organization' ? organizations : null;
    return known === null || known.some((one) => one.key === key) ? `${product}-${kind}-${key}` : null;
  },
});
const called = new Set<string>();

async function call(method: string, path: string, body?: unknown) {
  called.add(`${method} ${simulator.template(method, path.split('?')[0] ?? '')}`);
  const response = await simulator.fetch(
    new Request(`https://api.itglue.test${path}`, {
      method,
      headers: {
        'x-api-key': simulator.credentials.apiKey,
        ...(body === undefined ? {} : { 'content-type': 'application/vnd.api+json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  const text = await response.text();
  return { status: response.status, type: response.headers.get('content-type'), text };
}

const json = (answer: { text: string }): unknown => JSON.parse(answer.text);
const idOf = (body: unknown): string => {
  const read = z
    .object({
      data: z.object({ id: z.string().optional(), attributes: z.looseObject({ id: z.number().optional() }) }),
    })
    .parse(body).data;
  return read.id ?? String(read.attributes.id);
};

const collections = [...new Set(simulator.routes.map(({ template }) => template.split('/')[1] ?? ''))].filter(
  isCollection,
);
const has = (method: string, template: string): boolean =>
  simulator.routes.some((route) => route.method === method && route.template === template);
const body = (collection: Collection, attributes: object) => ({
  data: { type: collection.replaceAll('_', '-'), attributes },
});

async function firstId(collection: string): Promise<string> {
  const answer = await call('GET', `/${collection}?page[size]=1`);
  return (
    z.object({ data: z.array(z.object({ id: z.string() })).min(1) }).parse(json(answer)).data[0]?.id ?? ''
  );
}

/** What a new record needs, below an organization of its own. */
async function needed(collection: Collection): Promise<Record<string, unknown>> {
  const name = `Contract ${collection}`;
  if (collection === 'models') return { name, 'manufacturer-id': Number(await firstId('manufacturers')) };
  if (collection === 'configuration_interfaces')
    return { name, 'configuration-id': Number(await firstId('configurations')), 'ip-address': '10.0.0.3' };
  const organization = { 'organization-id': Number(await firstId('organizations')) };
  if (collection === 'configurations')
    return { ...organization, name, 'configuration-type-id': Number(await firstId('configuration_types')) };
  if (collection === 'contacts') return { ...organization, 'first-name': 'Ada' };
  return collection === 'locations' ? { ...organization, name } : { name };
}

describe.each(collections)('/%s', (collection) => {
  const base = `/${collection}`;

  it.runIf(has('GET', base))('lists in the documented shape, page by page', async () => {
    for (const path of [`${base}?page[size]=3`, `${base}?page[size]=3&page[number]=2&sort=-id`]) {
      const answer = await call('GET', path);
      expect([answer.status, answer.type]).toEqual([200, 'application/vnd.api+json']);
      listing(collection).parse(json(answer));
    }
  });

  it.runIf(has('GET', `${base}/{id}`) && has('GET', base))('shows one', async () => {
    single(collection).parse(json(await call('GET', `${base}/${await firstId(collection)}`)));
    const missing = await call('GET', `${base}/999999999`);
    expect(missing.status).toBe(404);
    problems.parse(json(missing));
  });

  it.runIf(has('POST', base))(
    'creates with 201 and the record, and answers 422 for an empty one',
    async () => {
      const made = await call('POST', base, body(collection, await needed(collection)));
      expect(made.status, made.text).toBe(201);
      single(collection).parse(json(made));
      const refused = await call('POST', base, body(collection, {}));
      if (collection === 'contacts') return;
      expect(refused.status).toBe(422);
      problems.parse(json(refused));
    },
  );

  it.runIf(has('PATCH', `${base}/{id}`))('changes with 200 and the whole record', async () => {
    const id = idOf(json(await call('POST', base, body(collection, await needed(collection)))));
    if (collection === 'configuration_interfaces')
      single(collection).parse(json(await call('GET', `${base}/${id}`)));
    const attribute = collection === 'contacts' ? { title: 'Chief' } : { name: 'Changed' };
    const changed = await call('PATCH', `${base}/${id}`, body(collection, attribute));
    expect(changed.status).toBe(200);
    single(collection).parse(json(changed));
  });

  it.runIf(has('PATCH', base))('changes and destroys several at once', async () => {
    const ids = [];
    for (let n = 0; n < 2; n++)
      ids.push(idOf(json(await call('POST', base, body(collection, await needed(collection))))));
    const type = collection.replaceAll('_', '-');
    const attribute = collection === 'contacts' ? { title: 'Chief' } : { name: 'Changed' };
    const changes = { data: ids.map((id) => ({ type, attributes: { id, ...attribute } })) };
    const changed = await call('PATCH', base, changes);
    expect(changed.status, changed.text).toBe(200);
    several(collection).parse(json(changed));
    if (!has('DELETE', base)) return;
    const destroyed = await call('DELETE', base, {
      data: ids.map((id) => ({ type, id, attributes: { id } })),
    });
    expect(destroyed.status).toBe(200);
    several(collection).parse(json(destroyed));
  });
});

const nested = simulator.routes.filter(({ template }) => template.includes('/relationships/'));
const below = [...new Set(nested.map(({ template }) => template.replace(/\/\{id\}$/, '')))];

describe.each(below)('%s', (template) => {
  const [, parent = '', , , child = ''] = template.split('/');
  if (!isCollection(child)) throw new Error(`no collection ${child}`);
  const column = {
    organizations: 'organization-id',
    configurations: 'configuration-id',
    manufacturers: 'manufacturer-id',
  };

  it('serves what lies below, with every method that it has', async () => {
    let owner = await firstId(parent);
    if (child === 'regions') {
      const us = await call('GET', '/countries?filter[iso]=US');
      owner = z.object({ data: z.array(z.object({ id: z.string() })) }).parse(json(us)).data[0]?.id ?? '';
    }
    const base = template.replace(/\{\w+\}/, owner);
    listing(child).parse(json(await call('GET', `${base}?page[size]=2`)));
    if (!has('POST', template)) {
      const rows = z
        .object({ data: z.array(z.object({ id: z.string() })) })
        .parse(json(await call('GET', base))).data;
      single(child).parse(json(await call('GET', `${base}/${rows[0]?.id}`)));
      return;
    }
    const attributes = await needed(child);
    const fixed = Object.entries(column).find(([name]) => name === parent)?.[1] ?? '';
    delete attributes[fixed];
    const made = await call('POST', base, body(child, attributes));
    expect(made.status, made.text).toBe(201);
    const id = idOf(json(made));
    single(child).parse(json(await call('GET', `${base}/${id}`)));
    const change = child === 'contacts' ? { title: 'Chief' } : { name: 'Changed' };
    single(child).parse(json(await call('PATCH', `${base}/${id}`, body(child, change))));
    if (has('DELETE', template)) {
      const doomed = { data: [{ type: child, attributes: { id } }] };
      several(child).parse(json(await call('DELETE', base, doomed)));
    }
    if (has('DELETE', `${template}/{id}`)) {
      const gone = await call('DELETE', `${base}/${id}`);
      expect([200, 204]).toContain(gone.status);
      expect(gone.text === '').toBe(gone.status === 204);
    }
  });
});

describe('includes and errors', () => {
  it.each([
    ['organizations', 'adapters_resources', 'adapters-resources'],
    ['configurations', 'adapters_resources', 'adapters-resources'],
    ['configurations', 'rmm_records', 'rmm-records'],
  ] as const)('%s include %s', async (collection, name, type) => {
    const answer = await call('GET', `/${collection}?include=${name}&page[size]=1000`);
    const { included = [] } = listing(collection).parse(json(answer));
    const own = included.filter((one) => one.type === type);
    expect(own.length).toBeGreaterThan(0);
    for (const one of own) INCLUDED[type].parse(one.attributes);
  });

  it('answers the gateway’s and the application’s errors in their own shapes', async () => {
    const wrong = await simulator.fetch(new Request('https://api.itglue.test/organizations'));
    expect(wrong.status).toBe(403);
    gateway.parse(await wrong.json());
    for (const path of ['/organizations?filter[id]=x', '/organizations?sort=x', '/organizations?a=1&a=2'])
      problems.parse(json(await call('GET', path)));
  });
});

afterAll(() => {
  const missed = simulator.routes
    .map(({ method, template }) => `${method} ${template}`)
    .filter((route) => !called.has(route));
  expect(missed).toEqual([]);
});
