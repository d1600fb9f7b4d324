/** A server that answers for one record with another: nothing of it is taken, and nothing is written after it. */
import { describe, expect, it } from 'vitest';
import type { Kind, SourceRecord } from '../../../src/engine/model';
import { KINDS } from '../../../src/engine/model';
import { scanAll } from '../systems/support/tampered';
import { type Exchange, PRODUCTS, type Puppet, pull } from './puppets';

const signal = new AbortController().signal;

/** Two records of the kind, and a change of the first, where the product takes one. */
async function pairOf(puppet: Puppet, kind: Kind) {
  const { system } = pull(puppet);
  const { records } = await scanAll(system, kind);
  const [one, other] = records;
  if (!one || !other) throw new Error(`${puppet} holds too few records of kind ${kind}.`);
  return { one, other };
}

const idPattern = (id: string): RegExp => new RegExp(`(?<![\\w-])${id}(?![\\w-])`, 'g');

/** Answers about `one` are those about `other`, the address apart. */
function mixUp(one: SourceRecord, other: SourceRecord) {
  return (exchange: Exchange): string => {
    const about = idPattern(one.id).test(exchange.address) && !exchange.address.includes('departments');
    return about ? exchange.text.replace(idPattern(one.id), other.id) : exchange.text;
  };
}

const isWrite = ({ method, address }: Exchange): boolean =>
  method !== 'GET' && !/\/(security|auth)/.test(address);

const CASES = PRODUCTS.flatMap((puppet) => {
  const { abilities } = pull(puppet).system;
  return KINDS.filter((kind) => abilities[kind].read).map((kind) => ({ puppet, kind }));
});

describe.each(CASES)('$puppet, $kind', ({ puppet, kind }) => {
  const field = kind === 'contact' ? 'title' : 'name';
  const writable = pull(puppet).system.abilities[kind].fields[field]?.write === 'always';

  it('a direct read that gives another record is refused', async () => {
    const { one, other } = await pairOf(puppet, kind);
    const { system } = pull(puppet, mixUp(one, other));
    const read = system.read(kind, [one.id], signal);
    await expect(read).rejects.toMatchObject({
      reason: 'protocol',
      message: expect.stringMatching(new RegExp(`${one.id}.*${other.id}`)),
      remedy: expect.stringMatching(/\w/),
    });
  });

  it.runIf(writable)('a write whose reading back gives another record is not taken for done', async () => {
    const { one, other } = await pairOf(puppet, kind);
    let mixed = false;
    const { system, exchanges } = pull(puppet, (exchange) => {
      if (isWrite(exchange)) mixed = true;
      return mixed ? mixUp(one, other)(exchange) : exchange.text;
    });
    const before = (await system.read(kind, [one.id], signal)).get(one.id);
    if (!before) throw new Error('The record is gone.');
    await expect(system.update(before, { [field]: 'Changed Here' }, signal)).rejects.toMatchObject({
      reason: 'protocol',
      mayHaveActed: true,
    });
    for (const { address } of exchanges.filter(isWrite)) expect(address).not.toMatch(idPattern(other.id));
  });
});

describe('a listing of IT Glue', () => {
  const asksForAll = ({ address }: Exchange) => /^\/organizations\?.*sort=id/.test(address);

  it('is refused where it says of itself that it answers another question', async () => {
    let cached: string | null = null;
    const { system } = pull('itglue', (exchange) => {
      if (exchange.address.includes('filter')) cached = exchange.text;
      return asksForAll(exchange) ? (cached ?? exchange.text) : exchange.text;
    });
    expect(await system.findCreated('organization', { name: 'Nobody' }, signal)).toEqual([]);
    await expect(scanAll(system, 'organization')).rejects.toMatchObject({
      reason: 'protocol',
      message: expect.stringMatching(/another question than was asked: filter\[name\]=Nobody/),
      remedy: expect.stringMatching(/cache/),
    });
  });

  it('is refused where it says that something was asked for which was not', async () => {
    const wholly: string[] = [];
    const { system } = pull('itglue', (exchange) => {
      if (asksForAll(exchange)) wholly.push(exchange.text);
      return exchange.address.includes('filter') ? (wholly[0] ?? exchange.text) : exchange.text;
    });
    const { records } = await scanAll(system, 'organization');
    const some = system.read(
      'organization',
      records.slice(0, 2).map(({ id }) => id),
      signal,
    );
    await expect(some).rejects.toMatchObject({
      reason: 'protocol',
      message: expect.stringMatching(/another question than was asked: sort=id/),
    });
  });

  it('that counts more than was asked for shows nobody: each is read by itself', async () => {
    const { system: before } = pull('itglue');
    const { records } = await scanAll(before, 'organization');
    const [one, other] = records.map(({ id }) => id);
    if (!one || !other) throw new Error('too few');
    const old = (text: string) =>
      text.replace(/"name":"[^"]*"/, '"name":"As it was"').replace(/"total-count":\d+/, '"total-count":9');
    const { system, exchanges } = pull('itglue', ({ address, text }) =>
      address.includes('filter') ? old(text) : text,
    );
    const read = await system.read('organization', [one, other], signal);
    expect([...read.values()].map((record) => record?.name)).toEqual(
      records.slice(0, 2).map(({ name }) => name),
    );
    expect(exchanges.filter(({ address }) => address.includes(`/${one}`))).toHaveLength(1);
  });

  it('that says nothing of itself counts by its announced total alone', async () => {
    const { system } = pull('itglue', ({ text }) => text.replace(/,?"links":\{"self[^}]*\}/, ''));
    expect((await scanAll(system, 'organization')).records.length).toBeGreaterThan(0);
  });
});
