import { describe, expect, it } from 'vitest';
import { Caller, errorsOf, FLEET, machine, many, one } from './itglue-fleet';

async function lookupId(caller: Caller, collection: string, name: string): Promise<number> {
  const { data } = await caller.list(`/${collection}?filter[name]=${name}`);
  return Number(data[0]?.id);
}

describe('IT Glue creates', () => {
  it('answers 201 with the whole record, whichever way names and type are spelled', async () => {
    const caller = new Caller();
    const sent = await caller.send('POST', '/configurations', {
      data: {
        type: 'configurations',
        attributes: {
          organization_id: Number(caller.id('organization', 'free')),
          name: 'NEW',
          'configuration-type-id': await lookupId(caller, 'configuration_types', 'Server'),
          'primary-ip': '10.20.0.11',
          'warranty-expires-at': '2027-01-31T00:00:00Z',
          'unknown-thing': 1,
          notes: '',
        },
      },
    });
    expect(sent.status).toBe(201);
    expect(one(sent).attributes).toMatchObject({
      name: 'NEW',
      'organization-name': 'Free Spirits',
      'warranty-expires-at': '2027-01-31',
      'psa-integration': null,
      notes: null,
      archived: false,
      'created-at': '2026-06-01T12:00:00.000Z',
      'updated-at': '2026-06-01T12:00:00.000Z',
    });
    expect((await caller.show(`/configurations/${one(sent).id}`)).data.attributes.name).toBe('NEW');
  });

  it('says what is missing or leads nowhere', async () => {
    const caller = new Caller();
    const sent = await caller.post('/configurations', 'configurations', {
      'organization-id': Number(caller.id('organization', 'free')),
      'location-id': 12,
      'mac-address': '00:14:22:01:23:45:67:89',
    });
    expect(sent.status).toBe(422);
    expect(errorsOf(sent).map(({ detail, source }) => [source?.pointer, detail])).toEqual([
      ['/data/attributes/name', "can't be blank"],
      ['/data/attributes/configuration-type', 'must exist'],
      ['/data/attributes/location', 'must exist'],
      ['/data/attributes/mac-address', 'is too long (maximum is 17 characters)'],
    ]);
    const lost = await caller.post('/contacts', 'contacts', { 'first-name': 'Bo' });
    expect(errorsOf(lost)[0]?.title).toBe('Valid organization_id is required');
  });

  it('refuses a location or contact of another organization and a model of another maker', async () => {
    const caller = new Caller();
    const path = `/configurations/${caller.id('machine', 'SRV')}`;
    const moved = await caller.patch(path, 'configurations', {
      'location-id': Number(caller.id('location', 'hq')),
    });
    expect(errorsOf(moved)[0]?.source?.pointer).toBe('/data/attributes/location');
    const maker = one(await caller.post('/manufacturers', 'manufacturers', { name: 'Lenovo' }));
    const sent = await caller.patch(path, 'configurations', { 'manufacturer-id': maker.id });
    expect(errorsOf(sent)[0]?.source?.pointer).toBe('/data/attributes/model');
  });

  it('takes a list below an organization, whole or not at all', async () => {
    const caller = new Caller();
    const base = `/organizations/${caller.id('organization', 'free')}/relationships/contacts`;
    const item = (name: string | null, email: string) => ({
      type: 'contacts',
      attributes: { first_name: name, 'contact-emails': [{ value: email, label_name: 'Work' }] },
    });
    const bad = await caller.send('POST', base, {
      data: [item('A', 'a@example.com'), item('B', 'nonsense')],
    });
    expect(bad.status).toBe(422);
    expect((await caller.list(base)).data).toHaveLength(1);
    const good = await caller.send('POST', base, {
      data: [item('A', 'a@example.com'), item('B', 'b@example.com')],
    });
    expect(good.status).toBe(201);
    expect(many(good).map(({ attributes }) => attributes.name)).toEqual(['A', 'B']);
    const flat = await caller.send('POST', '/contacts', { data: [item('C', 'c@example.com')] });
    expect(flat.status).toBe(400);
  });

  it('makes look-up entries where the product does', async () => {
    const caller = new Caller();
    const maker = one(await caller.post('/manufacturers', 'manufacturers', { name: 'Lenovo' }));
    const models = `/manufacturers/${maker.id}/relationships/models`;
    expect((await caller.post(models, 'models', { name: 'T14' })).status).toBe(201);
    expect(await caller.names(models)).toEqual(['T14']);
    expect((await caller.post('/countries', 'countries', { name: 'Utopia' })).status).toBe(404);
    const type = one(await caller.post('/configuration_types', 'configuration-types', { name: 'Camera' }));
    expect(type.type).toBe('configuration-types');
    const path = `/configuration_types/${type.id}`;
    expect((await caller.patch(path, 'configuration_types', { name: 'Cam' })).status).toBe(200);
  });
});

describe('IT Glue changes', () => {
  it('changes what was sent and leaves the rest; the time of change moves by whole seconds', async () => {
    const caller = new Caller();
    caller.time += 61_700;
    const path = `/configurations/${caller.id('machine', 'SRV')}`;
    const sent = await caller.patch(path, 'configurations', { 'asset-tag': 'A-1', hostname: null });
    expect(sent.status).toBe(200);
    expect(one(sent).attributes).toMatchObject({
      'asset-tag': 'A-1',
      hostname: null,
      'serial-number': 'SN-SRV',
      'updated-at': '2026-06-01T12:01:02.000Z',
    });
    caller.time += 60_000;
    const again = await caller.patch(path, 'configurations', { 'asset-tag': 'A-1' });
    expect(one(again).attributes['updated-at']).toBe('2026-06-01T12:01:02.000Z');
    const listed = await caller.list('/configurations?sort=-updated_at&page[size]=1');
    expect(listed.data[0]?.attributes.name).toBe('SRV');
  });

  it('takes the nested form, in its own organization only', async () => {
    const caller = new Caller();
    const tail = `relationships/configurations/${caller.id('machine', 'SRV')}`;
    const inside = `/organizations/${caller.id('organization', 'free')}/${tail}`;
    const outside = `/organizations/${caller.id('organization', 'acme')}/${tail}`;
    expect((await caller.patch(inside, 'configurations', { notes: 'x' })).status).toBe(200);
    expect((await caller.patch(outside, 'configurations', { notes: 'y' })).status).toBe(404);
  });

  it('strips phone numbers, and replaces the list unless switched to add', async () => {
    const caller = new Caller();
    const path = `/contacts/${caller.id('contact', 'loose')}`;
    const phone = { value: '+1 (512) 555-0199', 'label-name': 'Work', extension: 'x 12', primary: 1 };
    const sent = await caller.patch(path, 'contacts', { 'contact-phones': [phone] });
    expect(one(sent).attributes['contact-phones']).toMatchObject([
      { value: '15125550199', extension: '12', primary: true, 'label-type': 'phone' },
    ]);
    caller.simulator.switches.contactLists = 'append';
    const added = await caller.patch(path, 'contacts', {
      contact_phones: [{ value: '030 1', label_name: 'Fax', label_type: 'fax' }],
    });
    expect(one(added).attributes['contact-phones']).toHaveLength(2);
    const unlabelled = await caller.patch(path, 'contacts', { contact_emails: [{ value: 'a@example.com' }] });
    expect(unlabelled.status).toBe(422);
  });

  it('keeps phone digits of locations, and a region inside its country', async () => {
    const caller = new Caller();
    const path = `/locations/${caller.id('location', 'berlin')}`;
    const sent = await caller.patch(path, 'locations', { phone: '030 / 9018-21', fax: null });
    expect(one(sent).attributes).toMatchObject({ phone: '030901821', 'formatted-phone': '030 901821' });
    const texas = await lookupId(caller, 'regions', 'Texas');
    const wrong = await caller.patch(path, 'locations', { 'region-id': texas });
    expect(errorsOf(wrong)[0]).toMatchObject({ source: { pointer: '/data/attributes/region' } });
    const states = await lookupId(caller, 'countries', 'United States');
    const moved = await caller.patch(path, 'locations', { 'region-id': texas, 'country-id': states });
    expect(one(moved).attributes['region-name']).toBe('Texas');
  });

  it('has one primary location in an organization', async () => {
    const caller = new Caller();
    await caller.patch(`/locations/${caller.id('location', 'berlin')}`, 'locations', { primary: 'true' });
    const main = await caller.show(`/locations/${caller.id('location', 'free-main')}`);
    expect(main.data.attributes.primary).toBe(false);
    caller.simulator.switches.secondPrimaryLocation = 'refuse';
    const refused = await caller.patch(`/locations/${main.data.id}`, 'locations', { primary: true });
    expect(refused.status).toBe(422);
  });

  it('changes several, with ids in either place, whole or not at all', async () => {
    const caller = new Caller();
    const srv = caller.id('machine', 'SRV');
    const old = caller.id('machine', 'OLD');
    const attributes = { notes: 'n' };
    const missing = await caller.send('PATCH', '/configurations', {
      data: [
        { type: 'configurations', attributes: { id: srv, ...attributes } },
        { type: 'configurations', id: '1', attributes },
      ],
    });
    expect(missing.status).toBe(404);
    expect((await caller.show(`/configurations/${srv}`)).data.attributes.notes).toBeNull();
    const sent = await caller.send('PATCH', '/configurations', {
      data: [
        { type: 'configurations', attributes: { id: Number(srv), ...attributes } },
        { type: 'configurations', id: old, attributes },
      ],
    });
    expect(many(sent).map((item) => [item.id, item.attributes.notes])).toEqual([
      [srv, 'n'],
      [old, 'n'],
    ]);
  });

  it('refuses filters on writes, which a typing error would widen to the whole account', async () => {
    const caller = new Caller();
    const item = { type: 'configurations', attributes: { notes: 'n' } };
    expect((await caller.send('PATCH', '/configurations?filter[name]=SRV', { data: [item] })).status).toBe(
      422,
    );
    expect((await caller.send('DELETE', '/configurations?filter[name]=SRV')).status).toBe(422);
    caller.simulator.switches.writesByFilter = 'accept';
    const sent = await caller.send('PATCH', '/configurations?filter[name]=SRV', { data: item });
    expect(many(sent).map(({ attributes }) => attributes.name)).toEqual(['SRV']);
    expect((await caller.send('PATCH', '/configurations?filter[name]=SRV', { data: [item] })).status).toBe(
      422,
    );
    expect((await caller.send('PATCH', '/configurations', { data: item })).status).toBe(400);
  });
});

describe('IT Glue destroys', () => {
  const asked = (type: string, id: string) => ({ data: [{ type, attributes: { id } }] });

  it('destroys by list, and has no way to destroy one by its path', async () => {
    const caller = new Caller();
    const old = caller.id('machine', 'OLD');
    expect((await caller.send('DELETE', `/configurations/${old}`)).status).toBe(404);
    const sent = await caller.send('DELETE', '/configurations', asked('configurations', old));
    expect(sent.status).toBe(200);
    expect(many(sent).map(({ id }) => id)).toEqual([old]);
    expect((await caller.send('GET', `/configurations/${old}`)).status).toBe(404);
    const base = `/organizations/${caller.id('organization', 'free')}/relationships`;
    const contact = asked('contacts', caller.id('contact', 'loose'));
    expect((await caller.send('DELETE', `${base}/contacts`, contact)).status).toBe(200);
    expect((await caller.send('DELETE', `${base}/locations/${caller.id('location', 'berlin')}`)).status).toBe(
      200,
    );
  });

  it('refuses to destroy a synced record, and removes organizations in the background', async () => {
    const caller = new Caller();
    const synced = asked('configurations', caller.id('machine', 'LAP'));
    expect((await caller.send('DELETE', '/configurations', synced)).status).toBe(422);
    const free = caller.id('organization', 'free');
    expect((await caller.send('DELETE', '/organizations', asked('organizations', free))).status).toBe(200);
    expect((await caller.send('GET', `/organizations/${free}`)).status).toBe(200);
    caller.time += 60_000;
    expect((await caller.send('GET', `/organizations/${free}`)).status).toBe(404);
    expect(await caller.names('/organizations')).toHaveLength(3);
    expect(await caller.names('/configurations')).toEqual(['LAP']);
  });

  it('leaves no reference to a destroyed location', async () => {
    const caller = new Caller();
    const berlin = asked('locations', caller.id('location', 'berlin'));
    expect((await caller.send('DELETE', '/locations', berlin)).status).toBe(200);
    const { data } = await caller.show(`/contacts/${caller.id('contact', 'loose')}`);
    expect(data.attributes).toMatchObject({ 'location-id': null, 'location-name': null });
  });
});

describe('IT Glue rules over several attributes', () => {
  it('are asked only about what is written', async () => {
    const view = FLEET.views.itglue;
    const strays = [machine('STRAY', 'free', { location: 'hq' })];
    const fleet = { ...FLEET, links: [], views: { ...FLEET.views, itglue: { ...view, machines: strays } } };
    const caller = new Caller({}, fleet);
    const path = `/configurations/${caller.id('machine', 'STRAY')}`;
    expect((await caller.patch(path, 'configurations', { notes: 'n' })).status).toBe(200);
    const hq = Number(caller.id('location', 'hq'));
    expect((await caller.patch(path, 'configurations', { location_id: hq })).status).toBe(422);
  });
});

describe('IT Glue locks', () => {
  it('lets synced records take their few attributes, and refuses a mixed request whole', async () => {
    const caller = new Caller();
    const path = `/configurations/${caller.id('machine', 'LAP')}`;
    expect((await caller.patch(path, 'configurations', { serial_number: 'S2', notes: 'n' })).status).toBe(
      200,
    );
    const mixed = await caller.patch(path, 'configurations', {
      'asset-tag': 'A',
      hostname: 'h',
      name: 'LAP',
    });
    expect(mixed.status).toBe(422);
    expect(errorsOf(mixed).map(({ detail, source }) => [source?.pointer, detail])).toEqual([
      ['/data/attributes/name', 'Cannot update a synced resource'],
      ['/data/attributes/hostname', 'Cannot update a synced resource'],
    ]);
    expect((await caller.show(path)).data.attributes['asset-tag']).toBeNull();
    caller.simulator.switches.lockedUnchanged = 'accept';
    expect((await caller.patch(path, 'configurations', { 'asset-tag': 'A', name: 'LAP' })).status).toBe(200);
  });

  it('locks organizations, contacts and locations by their own lists', async () => {
    const caller = new Caller();
    const organization = `/organizations/${caller.id('organization', 'acme')}`;
    expect((await caller.patch(organization, 'organizations', { description: 'd', alert: 'a' })).status).toBe(
      200,
    );
    expect((await caller.patch(organization, 'organizations', { short_name: 's' })).status).toBe(422);
    const contact = `/contacts/${caller.id('contact', 'synced')}`;
    expect((await caller.patch(contact, 'contacts', { notes: 'n' })).status).toBe(422);
    const location = `/locations/${caller.id('location', 'hq')}`;
    expect((await caller.patch(location, 'locations', { notes: 'n' })).status).toBe(422);
    caller.simulator.switches.syncedContactsTakeNotes = true;
    expect((await caller.patch(contact, 'contacts', { notes: 'n', important: true })).status).toBe(200);
    caller.simulator.switches.twoWaySyncLiftsLocks = true;
    expect((await caller.patch(location, 'locations', { notes: 'n' })).status).toBe(200);
  });

  it('does not lock orphans', async () => {
    const caller = new Caller();
    const path = `/organizations/${caller.id('organization', 'gone')}`;
    expect((await caller.patch(path, 'organizations', { name: 'Gone GmbH' })).status).toBe(200);
  });

  it('can lock e-mail addresses of any contact', async () => {
    const caller = new Caller({ contactEmails: 'locked' });
    const sent = await caller.patch(`/contacts/${caller.id('contact', 'loose')}`, 'contacts', {
      'contact-emails': [{ value: 'new@example.com', 'label-name': 'Work' }],
    });
    expect(sent.status).toBe(422);
    expect(errorsOf(sent)[0]?.source?.pointer).toBe('/data/attributes/contact-emails.base');
  });

  it('locks types and statuses that take part in the sync', async () => {
    const caller = new Caller();
    const laptop = await lookupId(caller, 'configuration_types', 'Laptop');
    const server = await lookupId(caller, 'configuration_types', 'Server');
    const rename = (id: number) =>
      caller.patch(`/configuration_types/${id}`, 'configuration_types', { name: 'X' });
    expect((await rename(laptop)).status).toBe(422);
    expect((await rename(server)).status).toBe(200);
  });
});

describe('IT Glue interfaces', () => {
  async function interfaces(caller: Caller, key: string) {
    const id = caller.id('machine', key);
    return (await caller.list(`/configurations/${id}/relationships/configuration_interfaces`)).data;
  }

  it('carry their id among the attributes, and beside the type where switched so', async () => {
    const caller = new Caller();
    const [first] = await interfaces(caller, 'LAP');
    expect(first?.id).toBeUndefined();
    expect(typeof first?.attributes.id).toBe('number');
    expect((await caller.send('GET', '/configuration_interfaces')).status).toBe(404);
    const shown = await caller.show(`/configuration_interfaces/${String(first?.attributes.id)}`);
    expect(shown.data.attributes['mac-address']).toBe('00:14:22:01:23:45');
    caller.simulator.switches.interfaceResourceId = true;
    expect((await interfaces(caller, 'LAP'))[0]?.id).toBe(String(first?.attributes.id));
  });

  it('mirror their configuration both ways', async () => {
    const caller = new Caller();
    const path = `/configurations/${caller.id('machine', 'OLD')}`;
    await caller.patch(path, 'configurations', { 'primary-ip': 'fe80::1', 'mac-address': '001422AABBCC' });
    const [primary] = await interfaces(caller, 'OLD');
    expect(primary?.attributes).toMatchObject({
      primary: true,
      'ip-address': 'fe80::1',
      'mac-address': '001422AABBCC',
    });
    const base = `${path}/relationships/configuration_interfaces`;
    const second = await caller.post(base, 'configuration-interfaces', {
      'ip-address': '10.1.1.1',
      'mac-address': '00:14:22:aa:bb:dd',
      primary: true,
    });
    expect(second.status).toBe(201);
    expect((await caller.show(path)).data.attributes).toMatchObject({
      'primary-ip': '10.1.1.1',
      'mac-address': '00:14:22:aa:bb:dd',
    });
    const all = await interfaces(caller, 'OLD');
    expect(all.map(({ attributes }) => attributes.primary)).toEqual([false, true]);
    const gone = await caller.send('DELETE', `${base}/${String(all[1]?.attributes.id)}`);
    expect(gone.status).toBe(204);
    expect((await caller.show(path)).data.attributes['primary-ip']).toBeNull();
  });

  it('come along with a new configuration, and are refused in a change of one', async () => {
    const caller = new Caller();
    const part = {
      type: 'configuration_interfaces',
      attributes: { 'ip-address': '10.2.2.2', primary: true },
    };
    const relationships = { configuration_interfaces: { data: [part] } };
    const attributes = {
      name: 'NEW',
      'configuration-type-id': await lookupId(caller, 'configuration_types', 'Server'),
    };
    const base = `/organizations/${caller.id('organization', 'free')}/relationships/configurations`;
    const sent = await caller.send('POST', base, {
      data: { type: 'configurations', attributes, relationships },
    });
    expect(sent.status).toBe(201);
    expect(one(sent).attributes['primary-ip']).toBe('10.2.2.2');
    const change = await caller.send('PATCH', `/configurations/${one(sent).id}`, {
      data: { type: 'configurations', attributes: { notes: 'n' }, relationships },
    });
    expect(change.status).toBe(422);
  });

  it('lock the primary address of a synced configuration only', async () => {
    const caller = new Caller();
    const [primary, other] = await interfaces(caller, 'LAP');
    const path = (item: typeof primary) => `/configuration_interfaces/${String(item?.attributes.id)}`;
    const type = 'configuration_interfaces';
    expect((await caller.patch(path(primary), type, { ip_address: '10.9.9.9' })).status).toBe(422);
    expect((await caller.patch(path(primary), type, { notes: 'uplink' })).status).toBe(200);
    expect((await caller.patch(path(other), type, { ip_address: '10.9.9.9' })).status).toBe(200);
    expect((await caller.patch(path(other), type, { primary: true })).status).toBe(422);
    expect((await caller.patch(path(other), type, { mac_address: 'zz' })).status).toBe(422);
  });
});
