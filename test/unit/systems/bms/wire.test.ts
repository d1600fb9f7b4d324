import { describe, expect, it } from 'vitest';
import { editsOf } from '../../../../src/systems/bms/contact-edits';
import { statusOf, unwrap, wordsOf } from '../../../../src/systems/bms/envelope';
import { bmsHosts } from '../../../../src/systems/bms/host';
import { chooseReads } from '../../../../src/systems/bms/kinds/asset-reads';
import { listAll, type Page } from '../../../../src/systems/bms/listing';
import { lifeOf } from '../../../../src/systems/bms/session';
import { accountShape, assetShape, respell } from '../../../../src/systems/bms/wire';

describe('the server address', () => {
  it.each([
    ['https://bms.kaseya.com', 'https://api.bms.kaseya.com', 'https://bms.kaseya.com'],
    ['bmsemea.kaseya.com/', 'https://api.bmsemea.kaseya.com', 'https://bmsemea.kaseya.com'],
    ['https://api.bmsapac.kaseya.com', 'https://api.bmsapac.kaseya.com', 'https://bmsapac.kaseya.com'],
    [' https://psa.pulseway.com ', 'https://api.psa.pulseway.com', 'https://psa.pulseway.com'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://localhost:1/', 'http://localhost:1', 'http://localhost:1'],
    ['https://10.1.2.3', 'https://10.1.2.3', 'https://10.1.2.3'],
    ['https://psa.example/api2', 'https://psa.example/api2', 'https://psa.example'],
  ])('%s leads to %s', (typed, api, portal) => {
    expect(bmsHosts(typed)).toEqual({ api, portal });
  });

  it.each(['', 'https://', 'no spaces allowed'])('refuses %j', (typed) => {
    expect(() => bmsHosts(typed)).toThrow(expect.objectContaining({ reason: 'settings' }));
  });
});

describe('the wire', () => {
  const camel = {
    id: 1,
    accountName: 'Acme',
    locations: [{ id: 2, locationName: 'HQ', addresses: null }],
    extra: 1,
  };
  const pascal = {
    Id: 1,
    AccountName: 'Acme',
    Locations: [{ Id: 2, LocationName: 'HQ', Addresses: null }],
    extra: 1,
  };

  it('reads names in any letter case and keeps unknown ones', () => {
    expect(respell(pascal)).toEqual(camel);
    expect(accountShape.parse(respell(pascal))).toEqual(camel);
    expect(respell({ DNSServers: '1.1.1.1', DHCPEnabled: true })).toEqual({
      dnsServers: '1.1.1.1',
      dhcpEnabled: true,
    });
  });

  it('takes missing and null alike, and refuses what has no id', () => {
    expect(assetShape.safeParse({ id: 1 }).success).toBe(true);
    expect(assetShape.safeParse({ id: 1, name: null, isActive: null }).success).toBe(true);
    expect(assetShape.safeParse({ name: 'x' }).success).toBe(false);
    expect(assetShape.safeParse({ id: '1' }).success).toBe(false);
  });

  it('unwraps envelopes in either case, and takes bare records as they are', () => {
    expect(unwrap({ success: true, result: [1], totalRecords: 1 })).toEqual({ result: [1], total: 1 });
    expect(unwrap({ Success: true, Result: [1], TotalRecords: 7, Error: null })).toEqual({
      result: [1],
      total: 7,
    });
    expect(unwrap({ Id: 3 })).toEqual({ result: { id: 3 }, total: null });
    expect(unwrap(undefined)).toEqual({ result: undefined, total: null });
  });

  it('sees a failure in a 200', () => {
    const failed = (error: object) => ({ success: false, error });
    expect(statusOf(200, failed({ code: 978001, message: 'Security Error' }))).toBe(401);
    expect(statusOf(200, failed({ message: 'Hardware asset not found' }))).toBe(404);
    expect(statusOf(200, failed({ message: 'You have no permission' }))).toBe(403);
    expect(statusOf(200, failed({ message: 'Bad name' }))).toBe(400);
    expect(statusOf(200, { success: true })).toBe(200);
    expect(statusOf(503, failed({}))).toBe(503);
  });

  it('finds the words of both error families', () => {
    expect(wordsOf({ Success: false, Error: { Message: 'No', Details: 'Because', SubErrors: ['x'] } })).toBe(
      'No - Because - x',
    );
    expect(wordsOf({ title: 'Bad', errors: { Name: ['Too short.', 'Too odd.'] } })).toBe(
      'Name: Too short. Too odd.',
    );
    expect(wordsOf('text')).toBeUndefined();
  });
});

describe('the life of a token', () => {
  const jwt = (exp: number) => `x.${Buffer.from(JSON.stringify({ exp })).toString('base64url')}.y`;
  const now = Date.UTC(2026, 0, 5, 12);
  const minutes = (count: number) => count * 60_000;

  it('is measured by the server clock where ours is wrong', () => {
    const server = now + minutes(600);
    expect(lifeOf(jwt((server + minutes(20)) / 1000), null, new Date(server).toUTCString(), now)).toBe(
      minutes(20),
    );
  });

  it('is read from the envelope where the token does not tell, without zone as UTC', () => {
    expect(lifeOf('opaque', '2026-01-05T12:15:00.000', undefined, now)).toBe(minutes(15));
    expect(lifeOf('opaque', '2026-01-05T12:15:00Z', undefined, now)).toBe(minutes(15));
  });

  it('is short where nothing sensible is told', () => {
    expect(lifeOf('opaque', '1999-01-01T00:00:00', undefined, now)).toBe(minutes(10));
    expect(lifeOf('opaque', null, undefined, now)).toBe(minutes(10));
  });
});

describe('listings', () => {
  const rowsOf = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, at) => ({ id: from + at }));
  const run = (page: (number: number) => Omit<Page<{ id: number }>, 'unreadable'>) => {
    const calls: number[] = [];
    const listing = listAll<{ id: number }>({
      what: 'things',
      id: (row) => row.id,
      between: async () => {},
      page: async (number) => {
        calls.push(number);
        return { ...page(number), unreadable: 0 };
      },
    });
    return { calls, listing };
  };

  it('end with the announced total, though the server cuts pages shorter than asked', async () => {
    const { calls, listing } = run((number) => ({ rows: rowsOf(number * 10 - 9, number * 10), total: 30 }));
    expect(await listing).toMatchObject({
      total: 30,
      proof: 'things: totalRecords 30 on the last of 3 pages',
    });
    expect(calls).toEqual([1, 2, 3]);
  });

  it('are read again when somebody removed a row of a page that was read, which hid another', async () => {
    const rows = rowsOf(1, 9);
    let asked = 0;
    const { listing } = run((number) => {
      asked += 1;
      if (asked === 2) rows.splice(0, 1);
      return { rows: rows.slice((number - 1) * 3, number * 3), total: rows.length };
    });
    expect((await listing).rows.map(({ id }) => id).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(asked).toBeGreaterThan(3);
  });

  it('without a total end at the empty page, not at a short one', async () => {
    const { listing } = run((number) => ({
      rows: number <= 3 ? rowsOf(number * 2 - 1, number * 2) : [],
      total: null,
    }));
    expect((await listing).rows).toHaveLength(6);
  });

  it('do not end at a page that was given out twice by mistake', async () => {
    let mistakes = 1;
    const { listing } = run((number) => {
      const given = number === 2 && mistakes > 0 ? 1 : number;
      if (given !== number) mistakes -= 1;
      return { rows: given <= 3 ? rowsOf(given * 2 - 1, given * 2) : [], total: null };
    });
    expect((await listing).rows).toHaveLength(6);
  });

  it('end when the server takes no notice of paging', async () => {
    const { calls, listing } = run(() => ({ rows: rowsOf(1, 250), total: null }));
    expect((await listing).rows).toHaveLength(250);
    expect(calls).toEqual([1, 2, 2]);
  });

  it('count a row once though pages overlap', async () => {
    const { listing } = run((number) => ({
      rows: rowsOf(number * 8 - 7, Math.min(20, number * 8 + 2)),
      total: 20,
    }));
    expect((await listing).rows.map((row) => row.id)).toEqual(rowsOf(1, 20).map((row) => row.id));
  });

  it('are read again when rows slipped through, and then are whole', async () => {
    let pass = 0;
    const { listing } = run((number) => {
      if (number === 1) pass++;
      const all = rowsOf(1, 20).filter((row) => pass > 1 || row.id !== 11);
      return { rows: all.slice(number * 10 - 10, number * 10), total: 20 };
    });
    expect(await listing).toMatchObject({
      rows: { length: 20 },
      proof: expect.stringContaining('read 2 times'),
    });
  });

  it('fail rather than be partial', async () => {
    const { listing } = run((number) => ({ rows: number === 1 ? rowsOf(1, 5) : [], total: 9 }));
    await expect(listing).rejects.toMatchObject({ reason: 'incomplete' });
  });

  it('may be empty', async () => {
    expect(await run(() => ({ rows: [], total: 0 })).listing).toMatchObject({ rows: [], total: 0 });
  });
});

describe('which details are read', () => {
  const rows = Array.from({ length: 90 }, (_, at) => ({ id: at + 1 }));
  const choose = (allowance: number, changed: number[], stirred: string[], hour = 0) =>
    chooseReads(rows, {
      known: (id) => ({
        system: 'bms',
        kind: 'asset',
        id,
        name: id,
        organization: null,
        fields: {},
        links: [],
        revision: changed.includes(Number(id)) ? 'old' : 'now',
        url: null,
      }),
      stirred: new Set(stirred),
      signature: () => 'now',
      usefulness: () => 0,
      refresh: true,
      allowance,
      now: hour * 3_600_000,
    });

  it('is all where they take a third of the allowance or less', () => {
    expect(choose(270, [], []).now.size).toBe(90);
  });

  it('is else what changed, what stirred, and a part of the others that moves on each hour', () => {
    const first = choose(60, [5], ['7'], 0).now;
    const second = choose(60, [5], ['7'], 1).now;
    expect(first.size).toBe(20);
    expect([...first]).toEqual(expect.arrayContaining([5, 7, 1]));
    expect([...second].filter((id) => first.has(id)).sort()).toEqual([5, 7]);
    const all = new Set(Array.from({ length: 5 }, (_, hour) => [...choose(60, [5], ['7'], hour).now]).flat());
    expect(all.size).toBe(90);
  });

  it('is never more than the allowance pays for: what changed and stirred beyond it waits', () => {
    const { now, later } = choose(3, [1, 2, 3], ['4']);
    expect([...now]).toEqual([4, 1, 2]);
    expect([...later]).toEqual([3]);
  });

  it('keeps a seventh of the allowance, at most 200 calls, for looking again before a write', () => {
    expect(
      choose(
        70,
        Array.from({ length: 90 }, (_, at) => at + 1),
        [],
      ).now.size,
    ).toBe(60);
  });

  it('takes the most useful first among those never read', () => {
    const { now, later } = chooseReads(rows.slice(0, 6), {
      known: () => undefined,
      stirred: new Set(),
      signature: () => 'now',
      usefulness: ({ id }) => (id === 5 ? 2 : id === 3 ? 1 : 0),
      refresh: false,
      allowance: 3,
      now: 0,
    });
    expect([...now]).toEqual([5, 3, 1]);
    expect([...later]).toEqual([2, 4, 6]);
  });
});

describe('edits of e-mails', () => {
  const entry = (value: string, isDefault = false) => ({ value, typeId: 1, isDefault });

  it('add first, then change, then delete', () => {
    const before = [entry('a@x', true), entry('b@x'), entry('Old@x')];
    const after = [entry('c@x', true), entry('b@x'), entry('old@x')];
    expect(editsOf(before, after)).toEqual({
      additions: [{ Operation: 0, value: 'c@x', TypeId: 1, IsDefault: true }],
      rest: [
        { Operation: 1, value: 'Old@x', newValue: 'old@x', IsDefault: false },
        { Operation: 2, value: 'a@x' },
      ],
    });
  });

  it('are none where nothing differs', () => {
    expect(editsOf([entry('a@x', true)], [entry('a@x', true)])).toEqual({ additions: [], rest: [] });
  });
});
