import { describe, expect, it } from 'vitest';
import { Caller, errorsOf, FLEET, machine } from './itglue-fleet';

describe('IT Glue documents', () => {
  it('shows an organization with a string id, numeric foreign keys and hyphenated names', async () => {
    const caller = new Caller();
    const { data } = await caller.show(`/organizations/${caller.id('organization', 'acme')}`);
    expect(data.id).toMatch(/^\d{15,16}$/);
    expect(data.type).toBe('organizations');
    expect(data.attributes).toMatchObject({
      name: 'Acme, Inc.',
      'short-name': 'acme',
      'organization-type-name': 'Customer',
      'organization-status-name': 'Active',
      'psa-integration': 'enabled',
      'quick-notes': null,
      logo: '',
      'parent-id': null,
      'ancestor-ids': '[]',
      'created-at': '2025-01-10T08:00:00.000Z',
      'updated-at': '2026-05-20T10:00:00.000Z',
    });
    expect(typeof data.attributes['organization-type-id']).toBe('number');
    expect(data.attributes).not.toHaveProperty('resource-url');
  });

  it('answers with the JSON:API media type and tells nothing of the fleet behind it', async () => {
    const caller = new Caller();
    const sent = await caller.send('GET', '/configurations/');
    expect(sent.headers.get('content-type')).toBe('application/vnd.api+json');
    expect(JSON.stringify(sent.body)).not.toContain('truth');
  });

  it('gives parents as strings, as the vendor does', async () => {
    const caller = new Caller();
    const acme = caller.id('organization', 'acme');
    const { data } = await caller.show(`/organizations/${caller.id('organization', 'child')}`);
    expect(data.attributes).toMatchObject({ 'parent-id': acme, 'ancestor-ids': `[${acme}]` });
  });

  it('shows the state of the PSA link: enabled, orphaned, none', async () => {
    const caller = new Caller();
    const { data } = await caller.list('/organizations?sort=name');
    expect(data.map(({ attributes }) => attributes['psa-integration'])).toEqual([
      null,
      'enabled',
      null,
      'orphaned',
    ]);
  });

  it('shows a location with digits, formatted numbers, region and country', async () => {
    const caller = new Caller();
    const { data } = await caller.show(`/locations/${caller.id('location', 'berlin')}`);
    expect(data.attributes).toMatchObject({
      'address-1': '1 Main St',
      'address-2': null,
      'region-name': 'Berlin',
      'country-name': 'Germany',
      phone: '030901820',
      'formatted-phone': '030 901820',
      fax: null,
      'formatted-fax': null,
    });
  });

  it('shows a configuration with its look-ups, page in the portal and plain dates', async () => {
    const caller = new Caller();
    const { data } = await caller.show(`/configurations/${caller.id('machine', 'LAP')}`);
    const url = `https://northwind-msp.itglue.com/${caller.id('organization', 'acme')}/configurations/${data.id}`;
    expect(data.attributes).toMatchObject({
      'resource-url': url,
      'organization-short-name': 'acme',
      'configuration-type-name': 'Laptop',
      'configuration-type-kind': 'laptop',
      'configuration-status-name': 'Active',
      'manufacturer-name': 'Dell Inc.',
      'model-name': 'Latitude 5440',
      'operating-system-name': 'Windows 11',
      'location-name': 'hq',
      'contact-name': 'Ann synced',
      'primary-ip': '10.0.0.5',
      'mac-address': '00:14:22:01:23:45',
      'purchased-at': '2024-03-05',
      archived: false,
    });
  });

  it('shows contacts with items of e-mail and phone', async () => {
    const caller = new Caller();
    const { data } = await caller.show(`/contacts/${caller.id('contact', 'synced')}`);
    expect(data.attributes).toMatchObject({
      name: 'Ann synced',
      'contact-emails': [{ value: 'synced@example.com', primary: true, 'label-name': 'Work' }],
      'contact-phones': [
        { value: '5125550143', 'formatted-value': '(512) 555-0143', 'label-type': 'phone', extension: null },
      ],
    });
  });

  it('writes phone numbers as the country of the location does, with the extension apart', async () => {
    const caller = new Caller();
    const { data } = await caller.show(`/contacts/${caller.id('contact', 'loose')}`);
    expect(data.attributes['contact-phones']).toMatchObject([
      { value: '030901820', 'formatted-value': '030 901820', primary: true },
      { value: '5125550143', extension: '287', primary: false },
    ]);
  });

  it('cuts quick notes down to 250 characters in a listing only', async () => {
    const caller = new Caller();
    const path = `/organizations/${caller.id('organization', 'acme')}`;
    await caller.patch(path, 'organizations', { quick_notes: 'n'.repeat(400) });
    const { data } = await caller.list('/organizations?filter[name]=Acme\\, Inc.');
    expect(data[0]?.attributes['quick-notes']).toHaveLength(250);
    expect((await caller.show(path)).data.attributes['quick-notes']).toHaveLength(400);
  });

  it('keeps empty relationships on records and none on look-ups', async () => {
    const caller = new Caller();
    expect((await caller.list('/contacts')).data[0]).toHaveProperty('relationships', {});
    expect((await caller.list('/platforms')).data[0]).not.toHaveProperty('relationships');
  });
});

describe('IT Glue paging', () => {
  const machines = Array.from({ length: 121 }, (_, index) => machine(`PC-${index}`, 'free'));
  const large = {
    ...FLEET,
    links: [],
    views: { ...FLEET.views, itglue: { ...FLEET.views.itglue, machines } },
  };

  it('serves 50 rows by default, with meta and absolute links that carry every parameter', async () => {
    const caller = new Caller({}, large);
    const free = caller.id('organization', 'free');
    const { data, meta, links } = await caller.list(
      `/configurations?sort=id&filter[organization_id]=${free}`,
    );
    expect(data).toHaveLength(50);
    expect(meta).toEqual({
      'current-page': 1,
      'next-page': 2,
      'prev-page': null,
      'total-pages': 3,
      'total-count': 121,
      filters: {},
    });
    const query = `sort=id&filter%5Borganization_id%5D=${free}&page%5Bnumber%5D=2&page%5Bsize%5D=50`;
    expect(links.next).toBe(`https://api.itglue.test/configurations?${query}`);
    expect(links.prev).toBeNull();
    expect(links.last).toContain('page%5Bnumber%5D=3');
  });

  it('gives every row once over all pages, and an empty page beyond the end', async () => {
    const caller = new Caller({}, large);
    const ids = new Set<string | undefined>();
    for (const number of [1, 2, 3]) {
      const { data } = await caller.list(
        `/configurations?page%5Bsize%5D=50&page%5Bnumber%5D=${number}&sort=-name`,
      );
      for (const { id } of data) ids.add(id);
    }
    expect(ids.size).toBe(121);
    const beyond = await caller.list('/configurations?page[number]=9&page[size]=50');
    expect(beyond.data).toEqual([]);
    expect(beyond.meta).toMatchObject({ 'total-count': 121, 'next-page': null });
  });

  it('cuts the page size down to the maximum, and can time out or shift rows', async () => {
    const caller = new Caller({ maximumPageSize: 100 }, large);
    const { data, links } = await caller.list('/configurations?page[size]=5000');
    expect(data).toHaveLength(100);
    expect(links.self).toContain('page%5Bsize%5D=100');
    caller.simulator.switches.timeoutAbovePageSize = 80;
    const slow = await caller.send('GET', '/configurations?page[size]=90');
    expect(slow.status).toBe(504);
    expect(errorsOf(slow)[0]?.detail).toContain('timed out');
    caller.simulator.switches.rowsShiftedPerPage = 1;
    const first = await caller.list('/configurations?page[size]=50&sort=id');
    const second = await caller.list('/configurations?page[size]=50&page[number]=2&sort=id');
    expect(second.data[0]?.id).toBe(first.data[49]?.id);
  });

  it('describes an empty listing', async () => {
    const { data, meta } = await new Caller().list('/configurations?filter[serial_number]=none');
    expect(data).toEqual([]);
    expect(meta).toMatchObject({ 'current-page': 1, 'total-pages': 0, 'total-count': 0, 'next-page': null });
  });

  it('refuses a page that is no number', async () => {
    expect((await new Caller().send('GET', '/contacts?page[size]=many')).status).toBe(400);
  });
});

describe('IT Glue sorting and filters', () => {
  it('sorts by the documented fields only, descending and by several', async () => {
    const caller = new Caller();
    expect(await caller.names('/organizations?sort=-name')).toEqual([
      'Gone Ltd',
      'Free Spirits',
      'Acme, Inc.',
      'Acme Labs',
    ]);
    expect(await caller.names('/organizations?sort=organization_type_name,-name')).toEqual([
      'Gone Ltd',
      'Free Spirits',
      'Acme, Inc.',
      'Acme Labs',
    ]);
    expect((await caller.send('GET', '/configurations?sort=hostname')).status).toBe(400);
  });

  it('takes several values as alternatives, and an escaped comma as part of one', async () => {
    const caller = new Caller();
    const both = 'Acme\\, Inc.,Free Spirits';
    expect(await caller.names(`/organizations?sort=name&filter[name]=${encodeURIComponent(both)}`)).toEqual([
      'Acme, Inc.',
      'Free Spirits',
    ]);
    const ids = `${caller.id('machine', 'LAP')},${caller.id('machine', 'OLD')}`;
    expect(await caller.names(`/configurations?filter[id]=${ids}&sort=name`)).toEqual(['LAP', 'OLD']);
    expect((await caller.send('GET', '/configurations?filter[id]=abc')).status).toBe(400);
  });

  it('combines filters, excludes, and keeps archived rows unless asked', async () => {
    const caller = new Caller();
    const free = caller.id('organization', 'free');
    expect(await caller.names(`/configurations?filter[organization_id]=${free}&sort=name`)).toEqual([
      'OLD',
      'SRV',
    ]);
    expect(
      await caller.names(`/configurations?filter[organization_id]=${free}&filter[archived]=true`),
    ).toEqual(['OLD']);
    expect(await caller.names(`/organizations?sort=name&filter[exclude][id]=${free}`)).toHaveLength(3);
    expect(await caller.names('/configurations?filter[mac_address]=00-14-22-AA-BB-CC')).toEqual(['SRV']);
    expect(await caller.names('/contacts?filter[primary_email]=loose@example.com')).toEqual(['Ann loose']);
  });

  it('finds organizations by a range of instants, inclusive and open', async () => {
    const caller = new Caller();
    const at = '2026-05-20T10:00:00Z';
    expect(await caller.names(`/organizations?filter[updated_at]=${at},${at}`)).toHaveLength(3);
    expect(await caller.names('/organizations?filter[updated_at]=*,2026-02-01')).toEqual(['Gone Ltd']);
    expect(await caller.names('/organizations?filter[updated_at]=2026-05-21,*')).toEqual([]);
    expect((await caller.send('GET', '/organizations?filter[updated_at]=2026-05-21')).status).toBe(400);
    caller.simulator.switches.dateRangeDays = 7;
    expect((await caller.send('GET', '/organizations?filter[updated_at]=2026-05-01,2026-05-20')).status).toBe(
      400,
    );
  });

  it('has no time filter on configurations and ignores what it does not know', async () => {
    const caller = new Caller();
    expect(await caller.names('/configurations?filter[updated_at]=2030-01-01,*&foo=bar')).toHaveLength(3);
    expect(await caller.names('/configurations?filter[hostname]=x&page[bogus]=1')).toHaveLength(3);
  });

  it('filters a range of numbers', async () => {
    const caller = new Caller();
    await caller.patch(`/organizations/${caller.id('organization', 'free')}`, 'organizations', {
      'my-glue-account-id': 40,
    });
    expect(await caller.names('/organizations?filter[range][my_glue_account_id]=40,*')).toEqual([
      'Free Spirits',
    ]);
    expect(await caller.names('/organizations?filter[range][my_glue_account_id]=2,10')).toEqual([]);
  });

  it('finds records by the ids of PSA and RMM, with their type only', async () => {
    const caller = new Caller();
    const psa = 'filter[psa_integration_type]=kaseya-bms';
    expect(await caller.names(`/organizations?filter[psa_id]=20881&${psa}`)).toEqual(['Acme, Inc.']);
    expect(await caller.names(`/organizations?${psa}&sort=name`)).toEqual(['Acme, Inc.', 'Gone Ltd']);
    expect(
      await caller.names('/organizations?filter[psa_id]=20881&filter[psa_integration_type]=manage'),
    ).toEqual([]);
    expect((await caller.send('GET', '/organizations?filter[psa_id]=20881')).status).toBe(400);
    expect((await caller.send('GET', '/organizations?filter[psa_integration_type]=bms')).status).toBe(400);
    const rmm = 'filter[rmm_id]=184729301847261';
    expect(await caller.names(`/configurations?${rmm}&filter[rmm_integration_type]=kaseya-vsa`)).toEqual([
      'LAP',
    ]);
    expect((await caller.send('GET', `/configurations?${rmm}`)).status).toBe(400);
  });

  it('refuses a parameter given twice', async () => {
    const sent = await new Caller({ errorStatus: 'symbol' }).send('GET', '/contacts?sort=id&sort=id');
    expect(sent.status).toBe(422);
    expect(errorsOf(sent)).toEqual([
      {
        status: 'unprocessable_entity',
        title: 'Duplicate Parameters Specified',
        source: { pointer: 'data' },
      },
    ]);
  });

  it('lists below an organization, and answers 404 for a record of another one', async () => {
    const caller = new Caller();
    const base = `/organizations/${caller.id('organization', 'free')}/relationships/configurations`;
    expect(await caller.names(`${base}?sort=name`)).toEqual(['OLD', 'SRV']);
    expect((await caller.send('GET', `${base}/${caller.id('machine', 'SRV')}`)).status).toBe(200);
    expect((await caller.send('GET', `${base}/${caller.id('machine', 'LAP')}`)).status).toBe(404);
    expect((await caller.send('GET', '/organizations/1/relationships/configurations')).status).toBe(404);
  });
});

describe('IT Glue includes', () => {
  it('gives adapters resources beside the data, with linkage', async () => {
    const caller = new Caller();
    const { data, included } = await caller.list(
      '/organizations?include=adapters_resources&sort=name&page[size]=1000',
    );
    const acme = data.find(({ attributes }) => attributes.name === 'Acme, Inc.');
    const [link] = acme?.relationships?.['adapters-resources']?.data ?? [];
    expect(link?.type).toBe('adapters-resources');
    expect(included.find(({ id }) => id === link?.id)?.attributes).toEqual({
      'adapter-type-name': 'Kaseya BMS',
      'remote-id': '20881',
      sync: true,
      orphaned: false,
    });
    const free = data.find(({ attributes }) => attributes.name === 'Free Spirits');
    expect(free?.relationships).toEqual({ 'adapters-resources': { data: [] } });
    const gone = data.find(({ attributes }) => attributes.name === 'Gone Ltd');
    const goneLink = gone?.relationships?.['adapters-resources']?.data[0];
    expect(included.find(({ id }) => id === goneLink?.id)?.attributes.orphaned).toBe(true);
  });

  it('accepts hyphens, several includes, and gives interfaces and RMM records', async () => {
    const caller = new Caller();
    const names = 'configuration-interfaces,rmm_records,passwords';
    const { data, included } = await caller.show(
      `/configurations/${caller.id('machine', 'LAP')}?include=${names}`,
    );
    expect(data.relationships?.['configuration-interfaces']?.data).toHaveLength(2);
    expect(data.relationships?.passwords).toEqual({ data: [] });
    const interfaces = included?.filter(({ type }) => type === 'configuration-interfaces') ?? [];
    expect(interfaces.map(({ attributes }) => [attributes.primary, attributes['mac-address']])).toEqual([
      [true, '00:14:22:01:23:45'],
      [false, '00:14:22:01:23:46'],
    ]);
    const record = included?.find(({ type }) => type === 'rmm-records');
    expect(record?.attributes).toMatchObject({
      name: 'lap.root.acme',
      'memory-total': 17_179_869_184,
      'serial-number': 'SN-agent-lap',
    });
  });

  it('gives a contact its location, and includes inside the data where switched so', async () => {
    const caller = new Caller({ showIncluded: 'inside-data' });
    const { data, included } = await caller.show(
      `/contacts/${caller.id('contact', 'synced')}?include=location`,
    );
    expect(included).toBeUndefined();
    expect(data.included).toMatchObject([{ type: 'locations', attributes: { name: 'hq' } }]);
  });

  it('gives RMM links on a show only', async () => {
    const caller = new Caller();
    const shown = await caller.show(
      `/configurations/${caller.id('machine', 'LAP')}?include=rmm_adapters_resources`,
    );
    expect(shown.included?.[0]?.attributes).toMatchObject({ 'remote-id': '184729301847261' });
    const listed = await caller.list('/configurations?include=rmm_adapters_resources');
    expect(listed.included).toEqual([]);
  });
});

describe('IT Glue look-up tables', () => {
  it('finds countries by ISO code and their regions below them', async () => {
    const caller = new Caller();
    const { data } = await caller.list('/countries?filter[iso]=US,DE&sort=name');
    expect(data.map(({ attributes }) => attributes)).toEqual([
      { name: 'Germany', iso: 'DE' },
      { name: 'United States', iso: 'US' },
    ]);
    const regions = await caller.list(`/countries/${data[1]?.id}/relationships/regions?filter[iso]=TX`);
    expect(regions.data[0]?.attributes).toEqual({
      name: 'Texas',
      iso: 'TX',
      'country-id': Number(data[1]?.id),
    });
    const german = await caller.list(`/regions?filter[country_id]=${data[0]?.id}`);
    expect(german.meta['total-count']).toBe(16);
  });

  it('counts configurations by type, and lists models below their manufacturer', async () => {
    const caller = new Caller();
    const types = await caller.list('/configuration_types?filter[name]=Laptop');
    expect(types.data[0]?.attributes).toMatchObject({ 'configurations-count': 2, synced: true });
    const makers = await caller.list('/manufacturers?filter[name]=Dell Inc.');
    expect(await caller.names(`/manufacturers/${makers.data[0]?.id}/relationships/models`)).toEqual([
      'Latitude 5440',
    ]);
  });
});
