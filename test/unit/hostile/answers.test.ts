/**
 * Answers that are not as they should be, at one place after another: they give records of the right shape or a failure
 * fit for a person, never a crash, never a write, never something that all objects then have.
 */
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { Failure } from '../../../src/engine/failure';
import type { SourceRecord } from '../../../src/engine/model';
import { KINDS } from '../../../src/engine/model';
import type { System } from '../../../src/engine/ports';
import { recordShape } from '../../../src/store/shape';
import { scanAll } from '../systems/support/tampered';
import { type Exchange, PRODUCTS, type Puppet, pull } from './puppets';
import { anyChange, type Change, spoilt } from './spoil';

/** Cases for each product and each deed; more on request. */
const CASES = Number(process.env.MSP_SYNC_FUZZ ?? 15);
const signal = new AbortController().signal;

/** Something that is asked of a product; gives the records that came of it. */
interface Deed {
  readonly what: string;
  readonly writes?: true;
  readonly ids?: readonly string[];
  act(system: System): Promise<readonly SourceRecord[]>;
}

const isWrite = ({ method, address }: Exchange): boolean =>
  method !== 'GET' && !/\/(security|auth)\b/.test(address);

async function deedsOf(puppet: Puppet): Promise<readonly Deed[]> {
  const { system } = pull(puppet);
  const deeds: Deed[] = [{ what: 'check', act: async (one) => (await one.check(signal)).flatMap(() => []) }];
  for (const kind of KINDS.filter((one) => system.abilities[one].read)) {
    const { records } = await scanAll(system, kind);
    const ids = records.slice(0, 2).map(({ id }) => id);
    const values = records[0]?.fields ?? {};
    const read = async (one: System) =>
      [...(await one.read(kind, ids, signal)).values()].filter((record) => record !== null);
    deeds.push(
      { what: `scan of ${kind}s`, act: async (one) => (await scanAll(one, kind)).records },
      { what: `read of ${kind}s`, ids, act: read },
    );
    if (system.abilities[kind].create === true)
      deeds.push({
        what: `search of a ${kind}`,
        act: (one) => one.findCreated(kind, values, signal),
      });
    const field = kind === 'contact' ? 'title' : 'name';
    if (system.abilities[kind].fields[field]?.write !== 'always') continue;
    deeds.push({
      what: `change of a ${kind}`,
      writes: true,
      ids,
      act: async (one) => {
        const [before] = await read(one);
        return before ? [await one.update(before, { [field]: 'Changed Here' }, signal)] : [];
      },
    });
  }
  return deeds;
}

const figures = { inputs: 0, refused: 0, taken: 0 };
afterAll(() => {
  process.stdout.write(
    `hostile answers: ${figures.inputs}; ${figures.refused} refused, ${figures.taken} understood\n`,
  );
});

/** Does the deed against answers of which one is changed. */
async function attempt(puppet: Puppet, deed: Deed, calls: number, change: Change): Promise<void> {
  const spoiltCall = change.call % calls;
  const { system, exchanges } = pull(puppet, ({ text }, place) =>
    place >= spoiltCall && place < spoiltCall + 4 ? spoilt(text, change) : text,
  );
  figures.inputs += 1;
  const outcome = await deed.act(system).catch((error: unknown) => error);
  system.dispose();
  if (Array.isArray(outcome)) {
    figures.taken += 1;
    for (const record of outcome) expect(recordShape.safeParse(record)).toMatchObject({ success: true });
    for (const { id, name } of outcome) {
      expect(id).toMatch(/^[\w-]+$/);
      expect(name.trim()).not.toBe('');
      if (deed.ids) expect(deed.ids).toContain(id);
    }
  } else {
    figures.refused += 1;
    expect(outcome).toBeInstanceOf(Failure);
    expect(outcome, `${outcome}`).not.toMatchObject({ reason: 'internal' });
    expect(`${Failure.from(outcome).message}`.length).toBeLessThan(2_000);
  }
  expect(exchanges.filter(isWrite).length).toBeLessThanOrEqual(deed.writes ? 1 : 0);
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect({}).not.toHaveProperty('polluted');
}

describe.each(PRODUCTS)('%s', (puppet) => {
  it('answers at odds with their shape are refused or understood, and change nothing', async () => {
    const deeds = await deedsOf(puppet);
    for (const deed of deeds) {
      const clean = pull(puppet);
      await deed.act(clean.system);
      const calls = clean.exchanges.length;
      await fc.assert(
        fc.asyncProperty(anyChange, (change) => attempt(puppet, deed, calls, change)),
        { numRuns: CASES },
      );
    }
  });
});
