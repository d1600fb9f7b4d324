import { afterEach, describe, expect, it } from 'vitest';
import { Failure } from '../../../../src/engine/failure';
import type { FieldName } from '../../../../src/engine/fields';
import type { Coverage, Kind, RecordProblem, SourceRecord } from '../../../../src/engine/model';
import { KINDS } from '../../../../src/engine/model';
import type { Look, ScanContext } from '../../../../src/engine/ports';
import { type BmsSimulator, createBmsSimulator } from '../../../../src/simulators/bms/app';
import type { BmsSwitches } from '../../../../src/simulators/bms/switches';
import { generateFleet } from '../../../../src/simulators/fleet/generate';
import { regionWords } from '../../../../src/systems/bms/host';
import { type BmsOptions, type BmsSystem, createBms } from '../../../../src/systems/bms/system';
import { fakeClock } from '../support/clock';
import { recordingLog } from '../support/log';
import { type ServedSimulator, serveSimulator } from '../support/simulator';

const NOW = Date.UTC(2026, 0, 5, 12);
const fleet = generateFleet({ seed: 11, organizations: 6, assetsPerOrganization: 5, now: new Date(NOW) });
const open: (ServedSimulator | BmsSystem)[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await ('close' in one ? one.close() : one.dispose());
});

const never = new AbortController().signal;

async function tenant(switches: Partial<BmsSwitches> = {}, options: Partial<BmsOptions> = {}) {
  const clock = fakeClock(NOW);
  const log = recordingLog();
  const simulator = createBmsSimulator({ fleet, clock, switches });
  const server = await serveSimulator(simulator);
  const { tenant: company, username, password } = simulator.credentials;
  const system = createBms({
    serverUrl: server.url,
    tenant: company,
    username,
    password: async () => password,
    clock,
    log,
    random: () => 0.5,
    timeoutMs: 5_000,
    ...options,
  });
  open.push(system, server);
  return { clock, log, simulator, server, system };
}

interface Scanned {
  readonly coverage: Coverage;
  readonly records: readonly SourceRecord[];
  readonly problems: readonly RecordProblem[];
}

async function scan(system: BmsSystem, kind: Kind, more: Partial<ScanContext> = {}): Promise<Scanned> {
  const records: SourceRecord[] = [];
  const problems: RecordProblem[] = [];
  const coverage = await system.scan(kind, {
    signal: new AbortController().signal,
    known: () => undefined,
    stirred: new Set(),
    page: (page) => records.push(...page),
    problem: (problem) => problems.push(problem),
    ...more,
  });
  return { coverage, records, problems };
}

async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const error = await promise.then(
    () => new Error('It succeeded.'),
    (reason: unknown) => reason,
  );
  if (!Failure.is(error)) throw error;
  return error;
}

function first<T>(list: readonly T[], wanted: (one: T) => boolean = () => true): T {
  const found = list.find(wanted);
  if (found === undefined) throw new Error('There is none.');
  return found;
}

const countOf = (server: ServedSimulator, call: string) => server.calls.filter((one) => one === call).length;
const idsOf = (records: readonly SourceRecord[]) => records.map((one) => one.id).sort();
const view = fleet.views.bms;

function expected(simulator: BmsSimulator, kind: Kind): (string | null)[] {
  if (kind === 'organization')
    return view.organizations.map((one) => simulator.recordId('organization', one.key));
  if (kind === 'contact') return view.contacts.map((one) => simulator.recordId('contact', one.key));
  return view.machines.map((one) => simulator.recordId('machine', one.key));
}

describe('scanning', () => {
  const dialects: readonly (readonly [string, Partial<BmsSwitches>])[] = [
    ['as it comes', {}],
    ['small pages, cut without saying so', { largestPageSize: 7 }],
    ['pages that overlap', { largestPageSize: 10, pageOverlap: 3 }],
    ['nullable fields left out, empty lists as null', { nulls: 'omitted', emptyListsAreNull: true }],
    ['instants with a zone, summaries without envelope', { zone: 'Z', bareSummary: true }],
    ['inactive ones only on request', { inactiveOnlyOnRequest: true }],
  ];

  it.each(dialects)('shows every record of every kind: %s', async (_, switches) => {
    const { simulator, system } = await tenant(switches);
    const { signal } = new AbortController();
    for (const kind of KINDS) {
      const { records, coverage, problems } = await scan(system, kind, { signal });
      expect(problems).toEqual([]);
      expect(coverage.received).toBe(records.length);
      expect(new Set(records.map((one) => one.id)).size).toBe(records.length);
      expect(records.every((one) => one.name !== '' && one.system === 'bms' && one.kind === kind)).toBe(true);
      if (kind !== 'location') expect(idsOf(records)).toEqual(expected(simulator, kind).sort());
      else expect(records.length).toBeGreaterThanOrEqual(view.locations.length);
    }
  });

  it('says how it knows that the listing is whole', async () => {
    const { system } = await tenant();
    const organizations = await scan(system, 'organization');
    expect(organizations.coverage).toMatchObject({ announced: view.organizations.length, hidden: null });
    expect(organizations.coverage.proof).toContain('active accounts: totalRecords');
    const assets = await scan(system, 'asset');
    expect(assets.coverage.announced).toBeNull();
    expect(assets.coverage.proof).toContain('up to the empty one');
  });

  it('gives what stands in the records', async () => {
    const { simulator, system } = await tenant();
    const { records } = await scan(system, 'asset');
    const machine = first(view.machines, (one) => one.agent !== null && one.contact !== null);
    const record = first(records, (one) => one.id === simulator.recordId('machine', machine.key));
    expect(record).toMatchObject({
      name: machine.name,
      organization: simulator.recordId('organization', machine.organization),
      fields: {
        type: machine.type,
        serialNumber: machine.serialNumber || null,
        contact: simulator.recordId('contact', machine.contact ?? ''),
        active: machine.active,
      },
      links: [{ system: 'vsa', via: 'BMS AgentId' }],
    });
    expect(record.links[0]?.id).toMatch(/^\d{15}$/);
    const organization = first((await scan(system, 'organization')).records);
    expect(organization.hints).toHaveProperty('postalCode');
  });

  it('announces each record once though the server takes no notice of the filter', async () => {
    const { simulator, server, system } = await tenant();
    server.intercept = (request) => {
      if (request.method !== 'GET') return undefined;
      const url = new URL(request.url);
      url.searchParams.delete('Filter.IsActive');
      return simulator.fetch(new Request(url, { headers: request.headers }));
    };
    const { records, coverage } = await scan(system, 'contact');
    expect(records).toHaveLength(view.contacts.length);
    expect(coverage.announced).toBe(view.contacts.length);
  });

  it('reads the accounts once for organizations and locations of one run', async () => {
    const { server, system } = await tenant();
    const { signal } = new AbortController();
    await Promise.all([scan(system, 'organization', { signal }), scan(system, 'location', { signal })]);
    expect(countOf(server, 'GET /v2/crm/accounts/summary')).toBe(2);
  });

  it('says how many accounts the role cannot see', async () => {
    const { simulator, system } = await tenant();
    const hidden = Number(simulator.recordId('organization', first(view.organizations).key));
    simulator.switches.hiddenAccounts = [hidden];
    const { coverage, records } = await scan(system, 'organization');
    expect(records).toHaveLength(view.organizations.length - 1);
    expect(coverage.hidden).toContain(`1 of ${view.organizations.length} accounts`);
  });

  it('fails when fewer came than were announced, and gives nothing as whole', async () => {
    const { system } = await tenant({ largestPageSize: 3, totalDrift: 1 });
    expect(await failureOf(scan(system, 'contact'))).toMatchObject({ reason: 'incomplete', code: 'MSP-304' });
  });

  it('passes over an asset that was deleted between the list and its details', async () => {
    const { server, system } = await tenant();
    const gone = first((await scan(system, 'asset')).records);
    server.intercept = (request) =>
      request.url.endsWith(`/hardwareasset/${gone.id}`) ? new Response(null, { status: 404 }) : undefined;
    const again = await scan(system, 'asset');
    expect(idsOf(again.records)).not.toContain(gone.id);
    expect(again.coverage.proof).toContain('1 deleted while');
  });

  describe('misses no asset that slides to a page read before', () => {
    interface Slide {
      readonly rows?: number;
      readonly more?: (before: readonly SourceRecord[]) => Partial<ScanContext>;
      readonly archived?: boolean;
    }

    /** Somebody deletes or archives the first asset once its page was given; gives what a scan then shows, and what stood there. */
    async function movedWhileListed({ rows = 5, more, archived = false }: Slide) {
      const { server, simulator, system } = await tenant({ largestPageSize: rows });
      const before = (await scan(system, 'asset')).records;
      const shown = first(before.filter(({ fields }) => fields.active !== false));
      let moved = false;
      server.intercept = async (request) => {
        if (moved || !/searchselect.*IsActive=true.*PageNumber=2/.test(request.url)) return undefined;
        moved = true;
        const { headers } = request;
        const url = new URL(`/v2/servicedesk/hardwareasset/${shown.id}`, request.url);
        if (archived) await system.update(shown, { active: false }, never);
        else expect((await simulator.fetch(new Request(url, { method: 'DELETE', headers }))).ok).toBe(true);
        return undefined;
      };
      const { records, coverage } = await scan(system, 'asset', more?.(before));
      const stood = idsOf(before).filter((id) => archived || id !== shown.id);
      return { seen: idsOf(records), stood, shown, coverage, before };
    }

    it('where the details show that another one was deleted', async () => {
      const { seen, stood } = await movedWhileListed({});
      expect(seen).toEqual(stood);
    });

    it('where that leaves a single page', async () => {
      const { before } = await movedWhileListed({});
      const active = before.filter(({ fields }) => fields.active !== false);
      const { seen, stood } = await movedWhileListed({ rows: active.length - 1 });
      expect(seen).toEqual(stood);
    });

    it('where another one was archived, and stands in both lists', async () => {
      const { seen, stood, coverage } = await movedWhileListed({ archived: true });
      expect(seen).toEqual(stood);
      expect(coverage.proof).toContain('read twice because it moved');
    });

    it('where an answer to another question came at first, when nothing is known yet', async () => {
      const { server, simulator, system } = await tenant();
      const stood = idsOf((await scan(system, 'asset')).records);
      let wrong = true;
      server.intercept = async (request) => {
        if (!wrong || !request.url.includes('IsActive=true')) return undefined;
        wrong = false;
        const url = request.url.replace('PageNumber=1', 'PageNumber=9');
        return simulator.fetch(new Request(url, { headers: request.headers }));
      };
      const { records } = await scan(system, 'asset', { recall: () => [] });
      expect(idsOf(records)).toEqual(stood);
    });

    it('where nothing but the absence of what was known shows it', async () => {
      const { seen, stood, shown, coverage } = await movedWhileListed({
        more: (before) => {
          const known = new Map(before.map((one) => [one.id, one]));
          return { known: (id) => known.get(id), recall: () => known.values(), since: 'rows' };
        },
      });
      expect(seen.filter((id) => id !== shown.id)).toEqual(stood);
      expect(coverage.proof).toContain('read twice because it moved');
    });
  });

  it('reads only changed and stirred details where the allowance is short', async () => {
    const spent = Array.from({ length: 1390 }, () => NOW - 1_000);
    const { server, simulator, system } = await tenant();
    const before = (await scan(system, 'asset')).records;
    const tight = createBms({
      serverUrl: server.url,
      ...simulator.credentials,
      password: async () => simulator.credentials.password,
      clock: fakeClock(NOW),
      log: recordingLog(),
      random: () => 0.5,
      spent: { 'GET /v2/servicedesk/hardwareasset/{assetId}': spent },
    });
    open.push(tight);
    const [renamed, stirred] = [first(before), first(before.slice(1))];
    await system.update(renamed, { serialNumber: 'CHANGED-1' }, never);
    server.calls.splice(0);
    const known = new Map(before.map((one) => [one.id, one]));
    const after = await scan(tight, 'asset', {
      known: (id) => known.get(id),
      stirred: new Set([stirred.id]),
    });
    expect(countOf(server, 'GET /v2/servicedesk/hardwareasset/{assetId}')).toBe(3);
    expect(idsOf(after.records)).toEqual(idsOf(before));
    expect(first(after.records, (one) => one.id === renamed.id).fields.serialNumber).toBe('CHANGED-1');
    expect(after.coverage.proof).toContain(`details of 3 of ${before.length} read`);
  });

  it.each(['organization', 'location', 'contact'] as const)(
    'of %ss goes on from the time by the server’s clock, whatever ours says',
    async (kind) => {
      const { system } = await tenant();
      const before = Date.now() - 1000;
      const { mark = '' } = (await scan(system, kind)).coverage;
      expect(Math.abs(NOW - before)).toBeGreaterThan(24 * 3_600_000);
      expect(Date.parse(mark)).toBeGreaterThanOrEqual(before);
      expect(Date.parse(mark)).toBeLessThanOrEqual(Date.now());
    },
  );

  it('stops when cancelled', async () => {
    const { system } = await tenant();
    const stop = new AbortController();
    const scanning = scan(system, 'asset', { signal: stop.signal, page: () => stop.abort() });
    expect(await failureOf(scanning)).toMatchObject({ reason: 'cancelled' });
  });
});

describe('reading', () => {
  it.each(KINDS)('gives %ss by id, and null for none', async (kind) => {
    const { system } = await tenant();
    const { records } = await scan(system, kind);
    const some = records.slice(0, 3);
    const read = await system.read(kind, [...some.map((one) => one.id), '999999999'], never);
    expect(read.get('999999999')).toBeNull();
    for (const one of some)
      expect(read.get(one.id)).toMatchObject({ id: one.id, name: one.name, fields: one.fields });
  });

  /** What a step that depends on some fields says of the records, as they were scanned. */
  const lookAt = (records: readonly SourceRecord[], ...fields: FieldName[]): Look => ({
    known: (id) => records.find((one) => one.id === id),
    fresh: () => new Set(fields),
  });

  async function contactsToRead(switches: Partial<BmsSwitches> = {}) {
    const { server, system } = await tenant(switches);
    const { records } = await scan(system, 'contact');
    const some = records.filter((one) => one.fields.active === true).slice(0, 12);
    return { server, system, some, ids: some.map((one) => one.id) };
  }

  it('looks at contacts by their ids in one call, and writes them without another look', async () => {
    const { server, system, some, ids } = await contactsToRead();
    const moved = first(some);
    await system.update(moved, { title: 'Director' }, never);
    server.calls.length = 0;
    const read = await system.read('contact', [...ids, '999999999'], never, lookAt(some, 'title', 'active'));
    expect(server.calls).toEqual(['GET /v2/crm/contacts/search', 'GET /v2/crm/contacts/summary/{id}']);
    expect([...read.keys()]).toEqual([...ids, '999999999']);
    expect(read.get('999999999')).toBeNull();
    expect(read.get(moved.id)).toEqual({ ...moved, fields: { ...moved.fields, title: 'Director' } });
    for (const one of some.slice(1)) expect(read.get(one.id)).toEqual(one);
    server.calls.length = 0;
    const glimpsed = read.get(ids[1] ?? '');
    if (!glimpsed) throw new Error('It was not read.');
    const after = await system.update(glimpsed, { title: 'Nurse' }, never);
    expect(server.calls).toEqual(['PATCH /v2/crm/contacts/{id}', 'GET /v2/crm/contacts/summary/{id}']);
    expect(after.fields).toEqual({ ...glimpsed.fields, title: 'Nurse' });
  });

  it('reads a contact whole before it writes what the search does not show', async () => {
    const { server, system, some, ids } = await contactsToRead();
    const glimpsed = (await system.read('contact', ids, never, lookAt(some, 'title'))).get(ids[0] ?? '');
    if (!glimpsed) throw new Error('It was not read.');
    server.calls.length = 0;
    const after = await system.update(glimpsed, { phones: ['555-0142'] }, never);
    expect(server.calls[0]).toBe('GET /v2/crm/contacts/summary/{id}');
    expect(after.fields).toEqual({ ...first(some).fields, phones: ['555-0142'] });
  });

  it('reads contacts whole, those of one account in one call, where their telephones matter', async () => {
    const { server, system, some, ids } = await contactsToRead();
    const accounts = some.map((one) => one.organization);
    const together = [...new Set(accounts)].filter(
      (account) => accounts.indexOf(account) !== accounts.lastIndexOf(account),
    );
    const changed = await system.update(first(some), { phones: ['555-0143'] }, never);
    server.calls.length = 0;
    const read = await system.read('contact', ids, never, lookAt(some, 'phones'));
    expect(countOf(server, 'GET /v2/crm/contacts/summary')).toBe(together.length);
    expect(server.calls.length).toBeLessThan(ids.length / 2);
    expect([...read.values()].map((one) => one?.fields)).toEqual(
      [changed, ...some.slice(1)].map((one) => one.fields),
    );
  });

  it('takes nothing for gone that a search leaves out, and nothing for asked that it adds', async () => {
    const { server, system, some, ids } = await contactsToRead();
    server.intercept = async (request) => {
      if (!request.url.includes('/contacts/search')) return undefined;
      server.intercept = undefined;
      const url = new URL(request.url);
      url.search = '?PageSize=100&PageNumber=1';
      return fetch(new Request(url, request));
    };
    const asked = ids.slice(0, 3);
    const read = await system.read('contact', asked, never, lookAt(some, 'title'));
    expect([...read.keys()]).toEqual(asked);
    server.intercept = (request) =>
      request.url.includes('/contacts/search')
        ? Response.json(
            { success: false, error: { code: 1, message: 'The filter is not valid.' } },
            { status: 400 },
          )
        : undefined;
    server.calls.length = 0;
    const again = await system.read('contact', asked, never, lookAt(some, 'title'));
    expect([...again.values()].map((one) => one?.id)).toEqual(asked);
  });

  it('looks at the names of accounts in one call, inactive ones too', async () => {
    const { server, system } = await tenant();
    const { records } = await scan(system, 'organization');
    const [ended, named, ...others] = records;
    if (!ended || !named) throw new Error('There are too few.');
    await system.update(ended, { active: false }, never);
    server.calls.length = 0;
    const read = await system.read(
      'organization',
      records.map((one) => one.id),
      never,
      lookAt(records, 'name', 'active'),
    );
    expect(server.calls).toEqual(['GET /v2/crm/accounts/lookup']);
    expect(read.get(ended.id)?.fields).toEqual({ ...ended.fields, active: false });
    for (const one of [named, ...others]) expect(read.get(one.id)).toEqual(one);
    const glimpsed = read.get(named.id);
    if (!glimpsed) throw new Error('It was not read.');
    server.calls.length = 0;
    expect((await system.update(glimpsed, { name: 'Renamed' }, never)).fields).toEqual({
      ...named.fields,
      name: 'Renamed',
    });
    expect(server.calls).toEqual(['PATCH /v2/crm/accounts/{id}']);
  });

  it('gives locations to a process that has scanned nothing', async () => {
    const { server, simulator, system } = await tenant();
    const one = first((await scan(system, 'location')).records);
    const other = createBms({
      serverUrl: server.url,
      ...simulator.credentials,
      password: async () => simulator.credentials.password,
      clock: fakeClock(NOW),
      log: recordingLog(),
      random: () => 0.5,
    });
    open.push(other);
    expect((await other.read('location', [one.id], never)).get(one.id)?.fields).toEqual(one.fields);
  });
});

describe('writing', () => {
  it('changes an asset and nothing else of it, though PUT replaces the whole', async () => {
    const { system } = await tenant();
    const before = first((await scan(system, 'asset')).records, (one) => one.links.length > 0);
    const changes = {
      serialNumber: 'SN-4711',
      macAddresses: ['00:11:22:33:44:55'],
      type: 'Server',
      warrantyExpiresAt: '2029-02-03',
    };
    const after = await system.update(before, changes, never);
    expect(after.fields).toEqual({ ...before.fields, ...changes });
    expect(after.links).toEqual(before.links);
    const read = (await system.read('asset', [before.id], never)).get(before.id);
    expect(read?.fields).toEqual(after.fields);
    const blanked = await system.update(after, { serialNumber: null, macAddresses: [] }, never);
    expect(blanked.fields).toEqual({ ...after.fields, serialNumber: null, macAddresses: [] });
  });

  it('keeps the fields of an asset that no lens knows', async () => {
    const { server, simulator, system } = await tenant();
    const one = first((await scan(system, 'asset')).records);
    const token = server.calls.length;
    const raw = async () => {
      const response = await simulator.fetch(
        new Request(`http://x/v2/servicedesk/hardwareasset/${one.id}`, {
          headers: { authorization: await bearer(simulator) },
        }),
      );
      const body: unknown = await response.json();
      return body;
    };
    const before = await raw();
    await system.update(one, { notes: 'Moved to the second floor.' }, never);
    const after = await raw();
    expect(token).toBeGreaterThan(0);
    const plain = (value: unknown) =>
      JSON.stringify(value).replace(
        /"(description|modifiedOn|modifiedBy|modifiedById)":("[^"]*"|\d+|null),?/g,
        '',
      );
    expect(plain(after)).toBe(plain(before));
    expect(JSON.stringify(after)).toContain('Moved to the second floor.');
  });

  it('sends nothing when nothing differs', async () => {
    const { server, system } = await tenant();
    for (const kind of ['organization', 'contact', 'asset'] as const) {
      const one = first((await scan(system, kind)).records);
      server.calls.splice(0);
      expect((await system.update(one, one.fields, never)).fields).toEqual(one.fields);
      expect(server.calls.filter((call) => !call.startsWith('GET'))).toEqual([]);
    }
  });

  it('changes, ends and revives an account', async () => {
    const { system } = await tenant();
    const before = first((await scan(system, 'organization')).records);
    const changes = {
      name: 'Renamed Ltd',
      website: 'https://renamed.example',
      shortName: null,
      type: 'Vendor',
    };
    const after = await system.update(before, changes, never);
    expect(after.fields).toEqual({ ...before.fields, ...changes });
    expect(after.hints).toEqual(before.hints);
    const ended = await system.update(after, { active: false }, never);
    expect(ended.fields.active).toBe(false);
    expect((await system.update(ended, { active: true }, never)).fields).toEqual(after.fields);
  });

  it('changes a contact with its e-mails and telephones', async () => {
    const { system } = await tenant();
    const { records } = await scan(system, 'contact');
    const before = first(records, (one) => Array.isArray(one.fields.emails) && one.fields.emails.length > 0);
    const old = Array.isArray(before.fields.emails) ? before.fields.emails : [];
    const changes = {
      title: 'CTO',
      important: true,
      emails: ['new@client.example', ...old],
      phones: ['+1 512 555 0100'],
    };
    const after = await system.update(before, changes, never);
    expect(after.fields).toEqual({ ...before.fields, ...changes });
    const back = await system.update(after, { emails: old, active: false }, never);
    expect(back.fields).toEqual({ ...after.fields, emails: old, active: false });
  });

  it('stops before it deletes an e-mail when an addition was taken for something else', async () => {
    const { server, system } = await tenant();
    const one = first((await scan(system, 'contact')).records, (record) => record.fields.active === true);
    server.intercept = (request) =>
      request.method === 'PATCH' && request.url.endsWith('/emails')
        ? Response.json({ success: true, result: { added: 0, updated: 0, deleted: 1 } })
        : undefined;
    server.calls.splice(0);
    const failure = await failureOf(system.update(one, { emails: ['other@client.example'] }, never));
    expect(failure).toMatchObject({ reason: 'protocol', mayHaveActed: true });
    expect(countOf(server, 'PATCH /v2/crm/contacts/{contactId}/emails')).toBe(1);
  });

  it('makes an account with its main location, and finds it again', async () => {
    const { system } = await tenant();
    const values = {
      name: 'Brand New Client',
      website: 'https://new.example',
      phone: '+1 512 555 0199',
      address1: '1 First St',
      city: 'Austin',
      country: 'United States',
    };
    const made = await system.create('organization', values, never);
    expect(made).toMatchObject({
      name: 'Brand New Client',
      fields: { active: true, type: 'Customer', website: 'https://new.example' },
      hints: { address1: '1 First St', city: 'Austin', country: 'United States', phone: '+1 512 555 0199' },
    });
    expect(idsOf(await system.findCreated('organization', values, never))).toEqual([made.id]);
  });

  it('makes a contact with title and flag, and finds it again', async () => {
    const { system } = await tenant();
    const place = first((await scan(system, 'location')).records);
    const values = {
      organization: place.organization,
      location: place.id,
      firstName: 'Ada',
      lastName: 'Lovelace',
      title: 'Analyst',
      important: true,
      emails: ['ada@client.example', 'a.l@client.example'],
      phones: ['+1 512 555 0123'],
    };
    const made = await system.create('contact', values, never);
    expect(made.fields).toEqual({ ...values, active: true });
    expect(idsOf(await system.findCreated('contact', values, never))).toEqual([made.id]);
  });

  it('makes an asset at the main location where none is given, and finds it again', async () => {
    const { system } = await tenant();
    const { records } = await scan(system, 'location');
    const main = first(records, (one) => one.fields.primary === true);
    const values = {
      organization: main.organization,
      name: 'NEW-LT-01',
      type: 'Laptop',
      manufacturer: 'Dell',
      serialNumber: 'NEW1',
    };
    const made = await system.create('asset', values, never);
    expect(made.fields).toMatchObject({ ...values, location: main.id, active: true });
    expect(idsOf(await system.findCreated('asset', values, never))).toEqual([made.id]);
  });

  it('moves an asset to the main location of its new account and leaves the contact behind', async () => {
    const { system } = await tenant();
    const mains = (await scan(system, 'location')).records.filter((one) => one.fields.primary === true);
    const asset = first((await scan(system, 'asset')).records, (one) => one.fields.contact !== null);
    const target = first(mains, (one) => one.organization !== asset.organization);
    const moved = await system.update(asset, { organization: target.organization }, never);
    expect(moved.fields).toMatchObject({
      organization: target.organization,
      location: target.id,
      contact: null,
    });
  });

  it('refuses a manufacturer that BMS does not have, unless it may add it', async () => {
    const strict = await tenant();
    const one = first((await scan(strict.system, 'asset')).records);
    const failure = await failureOf(strict.system.update(one, { manufacturer: 'Framework' }, never));
    expect(failure).toMatchObject({ reason: 'rejected', mayHaveActed: false });
    expect(failure.message).toContain('no manufacturer "Framework"');
    const free = await tenant({}, { mayGrow: ['category', 'state', 'manufacturer'] });
    const same = first((await scan(free.system, 'asset')).records, (record) => record.id === one.id);
    expect((await free.system.update(same, { manufacturer: 'Framework' }, never)).fields.manufacturer).toBe(
      'Framework',
    );
  });

  it('objects beforehand to what it would refuse, and to nothing else', async () => {
    const { server, system } = await tenant();
    expect(system.objection('asset', 'manufacturer', 'Framework')).toBeNull();
    await scan(system, 'organization');
    await scan(system, 'asset');
    const calls = server.calls.length;
    expect(system.objection('asset', 'manufacturer', 'Framework')).toContain('no manufacturer "Framework"');
    expect(system.objection('asset', 'type', 'server')).toBeNull();
    expect(system.objection('asset', 'type', null)).toContain('needs a value');
    expect(system.objection('asset', 'location', null)).toContain('needs a value');
    expect(system.objection('asset', 'notes', null)).toBeNull();
    expect(system.objection('organization', 'type', 'Toaster')).toContain('no account type');
    expect(system.objection('contact', 'emails', [])).toContain('needs a value');
    expect(server.calls).toHaveLength(calls);
    const free = await tenant({}, { mayGrow: ['category', 'state', 'manufacturer'] });
    await scan(free.system, 'asset');
    expect(free.system.objection('asset', 'manufacturer', 'Framework')).toBeNull();
  });

  it('knows the names of records where the lists are not where they were looked for', async () => {
    const { server, system } = await tenant({}, { tables: { category: 'Nowhere' } });
    const { records } = await scan(system, 'asset');
    const type = first(records).fields.type;
    const other = first(records, (one) => one.fields.type !== type);
    expect((await system.update(other, { type: type ?? null }, never)).fields.type).toBe(type);
    expect(countOf(server, 'GET /v2/system/lookup/{tableName}')).toBe(1);
  });

  it('says that locations cannot be written', async () => {
    const { system } = await tenant();
    expect(await failureOf(system.create('location', { name: 'x' }, never))).toMatchObject({
      reason: 'unsupported',
    });
  });

  it.each(['envelope', 'ok-envelope', 'model-state'] as const)(
    'gives the words of a refusal: %s',
    async (failureStyle) => {
      const { system, simulator } = await tenant();
      const one = first((await scan(system, 'asset')).records);
      simulator.switches.failureStyle = failureStyle;
      const failure = await failureOf(system.update(one, { location: '2147483000' }, never));
      expect(failure).toMatchObject({ reason: 'rejected', mayHaveActed: false });
      expect(failure.detail).toContain('does not belong to the account');
    },
  );
});

describe('signing in', () => {
  it('is done once for all calls, refreshed before it ends, and again when the refresh token is gone', async () => {
    const { clock, server, system } = await tenant();
    await Promise.all([scan(system, 'organization'), scan(system, 'contact')]);
    expect(countOf(server, 'POST /v2/security/authenticate')).toBe(1);
    clock.advance(19.5 * 60_000);
    await scan(system, 'organization');
    expect(countOf(server, 'POST /v2/security/refreshtoken')).toBe(1);
    clock.advance(48 * 3_600_000);
    await scan(system, 'organization');
    expect(countOf(server, 'POST /v2/security/authenticate')).toBe(2);
  });

  it('is renewed when the server says that the token expired', async () => {
    const { simulator, server, system } = await tenant({ accessTokenSeconds: 120 });
    await scan(system, 'organization');
    let refused = 0;
    server.intercept = (request) =>
      request.url.includes('/summary') && refused++ === 0 ? simulator.refuse(401) : undefined;
    await scan(system, 'contact');
    expect(countOf(server, 'POST /v2/security/refreshtoken')).toBe(1);
  });

  it.each([
    ['password', { password: async () => 'wrong' }],
    ['company', { tenant: 'Somebody Else' }],
    ['user', { username: 'nobody' }],
  ])('is tried once only with a wrong %s, and says what to check', async (_, wrong) => {
    const { server, system, log } = await tenant({}, wrong);
    const failures = await Promise.all([
      failureOf(scan(system, 'organization')),
      failureOf(scan(system, 'asset')),
    ]);
    failures.push(await failureOf(scan(system, 'contact')));
    for (const failure of failures) expect(failure).toMatchObject({ reason: 'credentials', code: 'MSP-201' });
    expect(failures[0]?.remedy).toContain('company');
    expect(countOf(server, 'POST /v2/security/authenticate')).toBe(1);
    expect(log.lines.join()).not.toContain('wrong');
  });

  it.each([
    [{ mfaCode: '123456' }, 'second-factor', 'API Employee'],
    [{ apiAccess: false }, 'forbidden', 'Has API Access'],
  ] as const)('tells %j apart', async (switches, reason, words) => {
    const { system } = await tenant(switches);
    const failure = await failureOf(scan(system, 'organization'));
    expect(failure.reason).toBe(reason);
    expect(failure.remedy).toContain(words);
  });

  it.each(['ok-envelope', 'model-state'] as const)('sees a refusal in the form %s', async (failureStyle) => {
    const { system } = await tenant({ failureStyle }, { password: async () => 'wrong' });
    expect(await failureOf(scan(system, 'organization'))).toMatchObject({ reason: 'credentials' });
  });
});

describe('trouble', () => {
  it('waits out a 429', async () => {
    const { clock, simulator, server, system } = await tenant();
    let left = 1;
    server.intercept = (request) =>
      request.url.includes('/contacts/') && left-- > 0
        ? simulator.refuse(429, { 'retry-after': '17' })
        : undefined;
    expect((await scan(system, 'contact')).records).toHaveLength(view.contacts.length);
    expect(clock.waits).toContain(17_000);
  });

  it('says how long, when the server stays busy', async () => {
    const { simulator, server, system } = await tenant();
    server.intercept = (request) =>
      request.url.includes('/contacts/') ? simulator.refuse(429, { 'retry-after': '1800' }) : undefined;
    const failure = await failureOf(scan(system, 'contact'));
    expect(failure).toMatchObject({ reason: 'rate-limited', retryAfterMs: 1_800_000 });
  });

  it('keeps within the hourly limit by waiting, so that the server never has to refuse', async () => {
    const { clock, server, system } = await tenant(
      {},
      {
        spent: {
          'GET /v2/servicedesk/hardwareasset/searchselect': Array.from({ length: 1400 }, () => NOW - 1_000),
        },
      },
    );
    await scan(system, 'asset');
    expect(clock.waits[0]).toBe(3_599_000);
    expect(system.spent()['GET /v2/servicedesk/hardwareasset/searchselect']?.length).toBe(
      countOf(server, 'GET /v2/servicedesk/hardwareasset/searchselect'),
    );
  });

  it('names a web page for what it is', async () => {
    const { server, system } = await tenant();
    server.intercept = (request) =>
      request.method === 'GET'
        ? new Response('<html>Sign in</html>', { headers: { 'content-type': 'text/html' } })
        : undefined;
    expect(await failureOf(scan(system, 'organization'))).toMatchObject({ reason: 'protocol' });
    expect(await failureOf(scan(system, 'asset'))).toMatchObject({ reason: 'protocol' });
  });

  it('does not take a page full of something else for the end of a list', async () => {
    const { server, system } = await tenant();
    server.intercept = (request) =>
      request.url.includes('searchselect')
        ? Response.json({ success: true, result: [{ oddly: 1 }] })
        : undefined;
    expect(await failureOf(scan(system, 'asset'))).toMatchObject({ reason: 'protocol' });
    server.intercept = (request) =>
      request.url.includes('searchselect')
        ? Response.json({ success: true, result: { pages: 1 } })
        : undefined;
    expect(await failureOf(scan(system, 'asset'))).toMatchObject({ reason: 'protocol' });
  });

  it('lets one bad row spoil only itself', async () => {
    const { server, system } = await tenant();
    const total = view.contacts.filter((one) => one.active).length;
    server.intercept = (request) =>
      request.url.includes('/contacts/summary') && request.url.includes('IsActive=true')
        ? Response.json({
            success: true,
            totalRecords: 2,
            result: [
              { id: 1, firstName: 'A' },
              { id: 2, firstName: 5 },
            ],
          })
        : undefined;
    const { records, problems, coverage } = await scan(system, 'contact');
    expect(total).toBeGreaterThan(0);
    expect(records.map((one) => one.id)).toContain('1');
    expect(problems).toMatchObject([{ kind: 'contact', id: '2' }]);
    expect(coverage.announced).toBe(coverage.received + 1);
  });

  it('says that a create whose answer was lost may have acted, and finds what it made', async () => {
    const { server, simulator, system } = await tenant();
    const place = first((await scan(system, 'location')).records, (one) => one.fields.primary === true);
    const values = { organization: place.organization, name: 'LOST-01', type: 'Server' };
    server.intercept = async (request) => {
      if (request.method !== 'POST' || !request.url.endsWith('/hardwareasset')) return undefined;
      await simulator.fetch(request);
      return new Response('<html>Bad gateway</html>', { status: 502 });
    };
    expect(await failureOf(system.create('asset', values, never))).toMatchObject({ mayHaveActed: true });
    expect(await system.findCreated('asset', values, never)).toMatchObject([{ name: 'LOST-01' }]);
  });
});

describe('the preflight check', () => {
  const levels = async (system: BmsSystem) =>
    Object.fromEntries((await system.check(never)).map((finding) => [finding.check, finding.level]));
  const CONNECTED = { dns: 'ok', reachability: 'ok', 'tls-version': 'ok' };

  it('finds all well', async () => {
    const { system } = await tenant({}, { clock: { ...fakeClock(Date.now()) } });
    expect(await levels(system)).toEqual({
      ...CONNECTED,
      credentials: 'ok',
      tenant: 'ok',
      user: 'ok',
      writing: 'ok',
      clock: 'ok',
      organizations: 'ok',
      contacts: 'ok',
      assets: 'ok',
      visibility: 'ok',
      'rate-limit': 'ok',
    });
  });

  it('tells counts, hidden accounts, a wrong clock and missing rights, each with a remedy', async () => {
    const { simulator, system } = await tenant({
      rights: { accounts: 'view', contacts: 'view', assets: 'none' },
    });
    simulator.switches.hiddenAccounts = [
      Number(simulator.recordId('organization', first(view.organizations).key)),
    ];
    const findings = await system.check(never);
    const of = (check: string) => first(findings, (finding) => finding.check === check);
    expect(of('organizations').message).toContain(`${view.organizations.length - 1} visible`);
    expect(of('visibility')).toMatchObject({ level: 'warning' });
    expect(of('assets')).toMatchObject({
      level: 'problem',
      remedy: expect.stringContaining('Service Desk > Assets'),
    });
    expect(of('clock')).toMatchObject({ level: 'warning' });
    for (const finding of findings) if (finding.level !== 'ok') expect(finding.remedy).toBeTruthy();
  });

  it('says in short only what is wrong, in three calls', async () => {
    const { server, simulator, system } = await tenant({}, { clock: { ...fakeClock(Date.now()) } });
    expect(await system.briefCheck(never)).toEqual([]);
    expect(server.calls).toEqual([
      'POST /v2/security/authenticate',
      'GET /v2/security/userinfo',
      'GET /v2/crm/accounts/summary',
    ]);
    simulator.switches.rights.accounts = 'none';
    expect(await system.briefCheck(never)).toMatchObject([{ check: 'organizations', level: 'problem' }]);
  });

  it('tells wrong credentials once, and tries again when asked again', async () => {
    const { server, system } = await tenant({}, { password: async () => 'wrong' });
    expect(await levels(system)).toEqual({ ...CONNECTED, credentials: 'problem' });
    expect(await levels(system)).toEqual({ ...CONNECTED, credentials: 'problem' });
    expect(countOf(server, 'POST /v2/security/authenticate')).toBe(2);
  });

  it('tells a second factor, and a role without API access', async () => {
    const { simulator, system } = await tenant({ mfaCode: '123456' });
    expect(await levels(system)).toEqual({ ...CONNECTED, 'second-factor': 'problem' });
    simulator.switches.mfaCode = null;
    simulator.switches.apiAccess = false;
    expect(await levels(system)).toEqual({ ...CONNECTED, 'api-access': 'problem' });
  });

  it('tells a wrong company like a wrong password, and names the region of the server', async () => {
    const { system } = await tenant({}, { tenant: 'Somebody Else' });
    const finding = first(await system.check(never), ({ level }) => level === 'problem');
    expect(finding).toMatchObject({
      check: 'credentials',
      message: expect.stringContaining('Somebody Else'),
    });
    expect(finding.remedy).toContain('My Settings > My Profile');
    expect(regionWords('api.bmsemea.kaseya.com')).toContain('server of Europe');
    expect(regionWords('bms.example.com')).toBe('');
  });

  it('tells a role that may change nothing, a client’s contact and an administrator', async () => {
    const { simulator, server, system } = await tenant({
      rights: { accounts: 'view', contacts: 'view', assets: 'view' },
    });
    expect(await levels(system)).toMatchObject({ writing: 'warning', user: 'ok' });
    for (const [more, level] of [
      [{ contactId: 7 }, 'problem'],
      [{ isUserSystemAdmin: true }, 'warning'],
    ] as const) {
      server.intercept = async (request) => {
        if (!request.url.endsWith('/userinfo')) return undefined;
        const body: unknown = await (await simulator.fetch(request)).json();
        if (typeof body !== 'object' || body === null || !('result' in body)) throw new Error('no result');
        return Response.json({ ...body, result: { ...Object(body.result), ...more } });
      };
      expect(await levels(system)).toMatchObject({ user: level });
    }
  });

  it('tells a limit that is nearly used up, by us or by others', async () => {
    const spent = {
      'GET /v2/servicedesk/hardwareasset/{id}': Array.from({ length: 1390 }, () => NOW - 1_000),
    };
    const { server, system } = await tenant({}, { spent });
    expect(await levels(system)).toMatchObject({ 'rate-limit': 'warning' });
    server.intercept = () => new Response('{}', { status: 429, headers: { 'retry-after': '3600' } });
    expect(await levels(system)).toEqual({ ...CONNECTED, 'rate-limit': 'problem' });
  });

  it('tells a server that is not there, and one that is no BMS', async () => {
    const gone = await tenant();
    await gone.server.close();
    expect(await levels(gone.system)).toMatchObject({ reachability: 'problem' });
    const other = await tenant();
    other.server.intercept = () => new Response(null, { status: 404 });
    expect(await levels(other.system)).toEqual({ ...CONNECTED, settings: 'problem' });
  });
});

async function bearer(simulator: BmsSimulator): Promise<string> {
  const { tenant: Tenant, username: UserName, password: Password } = simulator.credentials;
  const body = new URLSearchParams({ GrantType: 'password', Tenant, UserName, Password });
  const response = await simulator.fetch(
    new Request('http://x/v2/security/authenticate', { method: 'POST', body }),
  );
  const token = /"accessToken":"([^"]+)"/.exec(await response.text())?.[1];
  return `Bearer ${token}`;
}
