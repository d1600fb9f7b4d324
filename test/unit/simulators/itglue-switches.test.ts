import { describe, expect, it } from 'vitest';
import { Caller, errorsOf } from './itglue-fleet';

describe('IT Glue switches', () => {
  it('may leave out links, filters of nested routes, and the order of rows', async () => {
    const caller = new Caller({ listLinks: false, nestedFilters: false });
    expect((await caller.list('/contacts')).links).toEqual({});
    const base = `/organizations/${caller.id('organization', 'free')}/relationships/configurations`;
    expect(await caller.names(`${base}?filter[archived]=true`)).toHaveLength(2);
    const byId = await caller.names('/regions?page[size]=1000');
    caller.simulator.switches.defaultOrder = 'scrambled';
    const scrambled = await caller.names('/regions?page[size]=1000');
    expect(scrambled).not.toEqual(byId);
    expect(scrambled.toSorted()).toEqual(byId.toSorted());
  });

  it('may ignore a PSA id without its type, which then finds everything', async () => {
    const caller = new Caller({ missingIntegrationType: 'ignore' });
    expect(await caller.names('/organizations?filter[psa_id]=20881')).toHaveLength(4);
  });

  it('spells integrations and their types as told', async () => {
    const caller = new Caller({
      psaAdapterName: 'Kaseya BMS (Vorex)',
      psaIntegrationType: 'vorex',
      rmmIntegrationType: 'vsa-x',
    });
    const { data, included } = await caller.list(
      '/organizations?include=adapters_resources&filter[psa_integration_type]=vorex&filter[psa_id]=20881',
    );
    expect(data).toHaveLength(1);
    expect(included[0]?.attributes['adapter-type-name']).toBe('Kaseya BMS (Vorex)');
    const rmm = 'filter[rmm_id]=184729301847261&filter[rmm_integration_type]';
    expect(await caller.names(`/configurations?${rmm}=vsa-x`)).toEqual(['LAP']);
    expect(await caller.names(`/configurations?${rmm}=kaseya-vsa`)).toEqual([]);
  });

  it('may show the page in the portal on every record', async () => {
    const caller = new Caller({ resourceUrlEverywhere: true });
    const free = caller.id('organization', 'free');
    const organization = await caller.show(`/organizations/${free}`);
    expect(organization.data.attributes['resource-url']).toBe(`https://northwind-msp.itglue.com/${free}`);
    const contact = await caller.show(`/contacts/${caller.id('contact', 'loose')}`);
    expect(contact.data.attributes['resource-url']).toContain(`/${free}/contacts/`);
  });

  it('may move a configuration with any of its interfaces', async () => {
    const caller = new Caller();
    const path = `/configurations/${caller.id('machine', 'LAP')}`;
    const { data } = await caller.list(`${path}/relationships/configuration_interfaces`);
    const second = `/configuration_interfaces/${String(data[1]?.attributes.id)}`;
    const movedAt = async () => (await caller.show(path)).data.attributes['updated-at'];
    const before = await movedAt();
    await caller.patch(second, 'configuration_interfaces', { notes: 'a' });
    expect(await movedAt()).toBe(before);
    caller.simulator.switches.interfaceMovesConfiguration = true;
    await caller.patch(second, 'configuration_interfaces', { notes: 'b' });
    expect(await movedAt()).toBe('2026-06-01T12:00:00.000Z');
  });

  it('may let synced records be destroyed, at once for organizations', async () => {
    const caller = new Caller({ syncedDestroy: 'accept', organizationRemovalMilliseconds: 0 });
    const acme = caller.id('organization', 'acme');
    const body = { data: [{ type: 'organizations', id: acme }] };
    expect((await caller.send('DELETE', '/organizations', body)).status).toBe(200);
    expect((await caller.send('GET', `/organizations/${acme}`)).status).toBe(404);
  });

  it('takes filter names with hyphens, unless it is told to know underscores alone', async () => {
    const caller = new Caller();
    const free = caller.id('organization', 'free');
    const asked = `/configurations?filter[organization-id]=${free}`;
    const filtered = await caller.names(asked);
    expect(filtered).toEqual(await caller.names(`/configurations?filter[organization_id]=${free}`));
    expect(filtered.length).toBeLessThan((await caller.names('/configurations')).length);
    caller.simulator.switches.hyphenatedFilters = 'ignore';
    expect(await caller.names(asked)).toEqual(await caller.names('/configurations'));
  });

  it('hides what lies outside the organizations that a Manager was given', async () => {
    const caller = new Caller();
    const free = caller.id('organization', 'free');
    const others = (await caller.names('/organizations')).length - 1;
    caller.simulator.switches.visibleOrganizations = [free];
    expect((await caller.list('/organizations')).meta['total-count']).toBe(1);
    expect(others).toBeGreaterThan(0);
    const seen = (await caller.list('/configurations')).data;
    expect(new Set(seen.map((one) => one.attributes['organization-id']))).toEqual(new Set([Number(free)]));
    const elsewhere = (await new Caller().list('/configurations')).data.find(
      (one) => String(one.attributes['organization-id']) !== free,
    );
    expect((await caller.send('GET', `/configurations/${elsewhere?.id}`)).status).toBe(404);
    const made = await caller.post('/organizations', 'organizations', { name: 'New' });
    expect(made.status).toBe(401);
    expect(errorsOf(made)[0]).toMatchObject({
      title: 'Unauthorized',
      detail: 'Unauthorized resource access',
      source: { pointer: 'id' },
    });
    const outside = { name: 'x', 'organization-id': elsewhere?.attributes['organization-id'] };
    expect((await caller.post('/locations', 'locations', outside)).status).toBe(401);
    const inside = { name: 'x', 'organization-id': Number(free) };
    expect((await caller.post('/locations', 'locations', inside)).status).toBe(201);
  });

  it('answers 401 for a collection or a right that the key lacks, and 403 for no good key alone', async () => {
    const caller = new Caller({ deniedCollections: ['contacts'], rights: 'read' });
    expect((await caller.send('GET', '/contacts')).status).toBe(401);
    expect((await caller.send('GET', '/organizations')).status).toBe(200);
    const id = caller.id('organization', 'free');
    const change = () => caller.patch(`/organizations/${id}`, 'organizations', { description: 'x' });
    expect((await change()).status).toBe(401);
    caller.simulator.switches.rights = 'write';
    expect((await change()).status).toBe(200);
    const destroy = { data: [{ type: 'organizations', attributes: { id } }] };
    expect((await caller.send('DELETE', '/organizations', destroy)).status).toBe(401);
    expect((await caller.send('GET', '/contacts', undefined, { 'x-api-key': 'no' })).status).toBe(403);
  });
});
