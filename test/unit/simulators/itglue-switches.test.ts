import { describe, expect, it } from 'vitest';
import { Caller } from './itglue-fleet';

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
});
