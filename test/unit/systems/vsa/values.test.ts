import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meantStatus, oneOf, resultOf, totalOf, wordsOf } from '../../../../src/systems/vsa/envelope';
import { coveredHashes, passwordLogOn, tokenLogOn } from '../../../../src/systems/vsa/hashes';
import { parseKeepingDigits } from '../../../../src/systems/vsa/json';
import { idOf, instantOf, maybeIdOf } from '../../../../src/systems/vsa/values';

describe('log-on header', () => {
  it('joins user and token', () => {
    expect(tokenLogOn('api.sync', '3f2504e0-4f89-41d3-9a0c-0305e82c3301')).toBe(
      'Basic YXBpLnN5bmM6M2YyNTA0ZTAtNGY4OS00MWQzLTlhMGMtMDMwNWU4MmMzMzAx',
    );
  });

  it('covers a password as the vendor’s sample does', () => {
    const hashes = coveredHashes('kadmin', 'kadmin', '994656');
    expect(hashes.pass2).toBe('f19eafc67ef932c20d19fdd5fb2e6560dce9a95aaab10673249a57a93866e41d');
    expect(hashes.pass1).toBe('0dc0ff9c0d4ed04e82bc6fa94e6754321a082375');
    expect(hashes.rpass2).toBe('5ec805c704e52c4809c96d7a862c0e531b6df3692e7ff6f22b2b940adbf63098');
    expect(hashes.rpass1).toBe('9aa2c841f30f87df8432fecddb1780b073ff4799');
  });

  it('orders the covered pairs as clients do', () => {
    expect(passwordLogOn('api.sync', 'Tr0ub4dor&3', '31415926')).toBe(
      'Basic dXNlcj1hcGkuc3luYyxwYXNzMj0yMmI4NTM4MjFlMmI4YjZlZjc1ZTk1MmNjYjI2M2UzOTFhODY4OGJjZWUyNWUyNWVmMjAyNDhjYWM0NWRhNjMxLHBhc3MxPWYwMzMyNjZmMTJkOWJlZTA5OGJjOGQ1N2UzNGUzMzI1ODliYjk5ODQscnBhc3MyPTQ4NDg2ZTE1MTRlODQyMzQ2ZmY0MDViMWU0NWY0NDA1OWFlODI2MTlmMjMwNmY5OWQwOTQwZGNiMzg2ZTkxZjcscnBhc3MxPTg3NDU3MmU3YTVhZTZhNDk0NjZhNmFjNTc4Yjk4YWRiYTc4YzZhYTYscmFuZDI9MzE0MTU5MjY=',
    );
  });
});

describe('ids', () => {
  it('keep every digit of a bare 26-digit number', () => {
    const body = parseKeepingDigits('{"Result":{"OrgId":52361412952525411214415725,"Online":1}}');
    expect(body).toEqual({ Result: { OrgId: '52361412952525411214415725', Online: 1 } });
  });

  it('come out the same whichever parser ran', () => {
    fc.assert(
      fc.property(
        fc.bigInt(0n, 10n ** 26n - 1n),
        fc.string(),
        fc.double({ noNaN: true, min: -1e15, max: 1e15 }),
        (id, note, size) => {
          const rest = { note, size: Object.is(size, -0) ? 0 : size, list: [id % 1000n === 0n, null] };
          const text = `{"id":${id},"rest":${JSON.stringify(rest)}}`;
          const parsed = parseKeepingDigits(text);
          expect(parsed).toHaveProperty('rest', rest);
          const raw: unknown =
            typeof parsed === 'object' && parsed !== null && 'id' in parsed ? parsed.id : null;
          expect(typeof raw === 'string' || typeof raw === 'number' ? idOf(raw) : null).toBe(String(id));
        },
      ),
    );
  });

  it('refuse what has lost digits on its way', () => {
    expect(() => idOf('7.213597641814316e+25')).toThrow(/not a whole number/);
    expect(() => idOf(7.213597641814316e25)).toThrow(/not a whole number/);
    expect(() => idOf(1.5)).toThrow(/not a whole number/);
  });

  it('read no parent from null, blank and zero', () => {
    expect([null, undefined, '', 0, '0'].map(maybeIdOf)).toEqual([null, null, null, null, null]);
    expect(maybeIdOf(42)).toBe('42');
  });
});

describe('times', () => {
  it('take the server’s own zone where none is given', () => {
    expect(instantOf('2026-06-10T03:00:00', 120)).toBe('2026-06-10T01:00:00.000Z');
    expect(instantOf('2026-06-10T03:00:00.500Z', 120)).toBe('2026-06-10T03:00:00.500Z');
    expect(instantOf('2026-06-10T03:00:00+02:00', 0)).toBe('2026-06-10T01:00:00.000Z');
    expect(instantOf('never', 0)).toBeNull();
    expect(instantOf(null, 0)).toBeNull();
  });
});

describe('envelope', () => {
  const ok = { Result: [], TotalRecords: 0, ResponseCode: 0, Status: 'OK', Error: 'None' };

  it.each([
    ['success', ok, 200],
    ['success with code 200 and no error member', { Result: true, ResponseCode: '200', Status: 'Ok' }, 200],
    ['a null error', { ...ok, Error: null }, 200],
    ['the text null', { ...ok, Error: 'null' }, 200],
    ['the early missing-bearer answer', { ...ok, ResponseCode: 401 }, 401],
    ['a seven-digit code', { ...ok, ResponseCode: 4030001, Error: 'Access denied' }, 403],
    ['a five-hundred within', { ...ok, ResponseCode: '500', Error: 'boom' }, 500],
    ['an error text alone', { ...ok, Error: 'Org does not exist' }, 400],
    ['a failure without a result', { ResponseCode: 4040000, Status: 'Error', Error: 'gone' }, 404],
    ['a bare map', { anything: 1 }, 200],
  ])('means by %s', (_, body, status) => {
    expect(meantStatus(200, body)).toBe(status);
  });

  it('lets a real status stand', () => {
    expect(meantStatus(404, ok)).toBe(404);
  });

  it('unwraps lists, single records and nothing', () => {
    expect(totalOf(ok)).toBe(0);
    expect(totalOf({ Result: {} })).toBeNull();
    expect(resultOf(undefined)).toBeUndefined();
    expect(oneOf([{ a: 1 }])).toEqual({ a: 1 });
    expect(oneOf({ a: 1 })).toEqual({ a: 1 });
    expect(wordsOf({ ...ok, ResponseCode: 4030001, Error: 'Access denied' })).toBe('4030001 Access denied');
  });
});
