import { describe, expect, it } from 'vitest';
import { Failure } from '../../../src/engine/failure';
import { keyOf } from '../../../src/engine/model';
import { scan } from '../../../src/engine/scan';
import { CLOCK, FakeSystem, NO_PROGRESS, record } from './fakes';

const EMPTY = { identities: new Map(), records: new Map() };

const scanning = (systems: readonly FakeSystem[], signal = new AbortController().signal) =>
  scan({
    systems,
    kinds: ['organization', 'asset'],
    state: EMPTY,
    clock: CLOCK,
    progress: NO_PROGRESS,
    signal,
  });

const abortable = (system: FakeSystem): void => {
  system.scan = (_kind, { signal }) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
};

describe('scanning', () => {
  it('reads every kind of every system, with the proofs', async () => {
    const bms = new FakeSystem('bms', [record('bms', 'organization', '1'), record('bms', 'asset', '2')]);
    const vsa = new FakeSystem('vsa', [record('vsa', 'asset', '3')]);
    const seen = await scanning([bms, vsa]);
    expect([...seen.records.keys()].sort()).toEqual(['bms:asset:2', 'bms:organization:1', 'vsa:asset:3']);
    expect(seen.coverage).toHaveLength(4);
  });

  it('fails as a whole with the failure that came first, not with what it stopped', async () => {
    const [bms, vsa, itglue] = [new FakeSystem('bms'), new FakeSystem('vsa'), new FakeSystem('itglue')];
    abortable(bms);
    abortable(vsa);
    itglue.before = () => {
      throw new Failure('rate-limited', 'enough');
    };
    await expect(scanning([bms, vsa, itglue])).rejects.toMatchObject({ reason: 'rate-limited' });
  });

  it('passes on nothing of a listing that failed', async () => {
    const bms = new FakeSystem('bms', [record('bms', 'organization', '1')]);
    bms.before = (_method, kind) => {
      if (kind === 'asset') throw new Failure('incomplete', 'a page is missing');
    };
    await expect(scanning([bms])).rejects.toMatchObject({ reason: 'incomplete' });
  });

  it.each([undefined, new Failure('cancelled', 'Stopped by the user.'), new DOMException('x', 'AbortError')])(
    'ends as cancelled, whatever the reason is: %s',
    async (reason) => {
      const bms = new FakeSystem('bms');
      abortable(bms);
      const cancel = new AbortController();
      const ending = scanning([bms], cancel.signal);
      cancel.abort(reason);
      await expect(ending).rejects.toMatchObject({ reason: 'cancelled' });
    },
  );

  it('asks for the details of what a killed run wrote to: the list row need not show it', async () => {
    const [written, other] = [record('bms', 'asset', '1'), record('bms', 'asset', '2')];
    const bms = new FakeSystem('bms', [written, other]);
    const stirred: string[] = [];
    const read = bms.scan.bind(bms);
    bms.scan = (kind, context) => {
      stirred.push(...context.stirred);
      return read(kind, context);
    };
    const records = new Map([written, other].map((held) => [keyOf(held), held]));
    await scan({
      systems: [bms],
      kinds: ['asset'],
      state: { ...EMPTY, records },
      clock: CLOCK,
      progress: NO_PROGRESS,
      signal: new AbortController().signal,
      disturbed: new Set([keyOf(written), 'vsa:asset:2']),
    });
    expect(stirred).toEqual(['1']);
  });
});
