import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Keeper } from '../../../src/engine/keeper';
import type { IdentityMerge } from '../../../src/engine/merge/model';
import type { SourceRecord } from '../../../src/engine/model';
import { keyOf } from '../../../src/engine/model';
import type { Step } from '../../../src/engine/plan/model';
import type { StateChange } from '../../../src/engine/ports';
import { FolderStore } from '../../../src/store/store';
import { CLOCK, identity, record } from './fakes';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'msp-sync-keeper-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Notes what it is given to save. */
class WatchedStore extends FolderStore {
  readonly saves: string[][] = [];

  override save(change: StateChange): Promise<void> {
    this.saves.push((change.identities ?? []).map(({ id }) => id));
    return super.save(change);
  }
}

const SIZE = 450;
const about = { kind: 'contact', name: '', organization: '', organizationIdentity: 'o', reason: '' } as const;

/** A person for each number, whose new title goes from BMS to VSA; of every ninth all agree on it already. */
function undertaking() {
  const merges: IdentityMerge[] = [];
  const steps: Step[] = [];
  const records = new Map<ReturnType<typeof keyOf>, SourceRecord>();
  for (let number = 0; number < SIZE; number += 1) {
    const id = `contact/bms/${number}`;
    const agreed = number % 9 === 0;
    const bms = record('bms', 'contact', `${number}`, { title: 'New' });
    const vsa = record('vsa', 'contact', `${number}`, { title: agreed ? 'New' : 'Old' });
    for (const one of [bms, vsa]) records.set(keyOf(one), one);
    const values = { bms: 'New', vsa: agreed ? 'New' : 'Old' };
    merges.push({
      identity: identity(id, 'contact', { bms: bms.id, vsa: vsa.id }),
      members: { bms, vsa },
      fields: [
        {
          field: 'title',
          values,
          merged: agreed
            ? { type: 'agree', row: 'same-change' }
            : {
                ...{ type: 'propagate', row: 'one-changed', value: 'New', source: 'bms' },
                ...{ targets: ['vsa'], reason: '' },
              },
        },
      ],
    });
    const change = { field: 'title', from: 'Old', to: 'New', source: 'bms', reason: '' } as const;
    if (!agreed)
      steps.push({
        ...about,
        id,
        identity: id,
        action: 'update',
        system: 'vsa',
        record: vsa.id,
        changes: [change],
      });
  }
  return { merges, plan: { steps }, scan: { records } };
}

it('keeps each portion at the cost of what it settles, and at the end all that was agreed on', async () => {
  const store = new WatchedStore({ folder, clock: CLOCK, onDamage: () => expect.unreachable() });
  const prepared = undertaking();
  await store.save({
    identities: prepared.merges.map((merged) => merged.identity),
    records: [...prepared.scan.records.values()],
  });
  store.saves.length = 0;
  const { steps } = prepared.plan;
  const keeper = new Keeper({ systems: [], store, clock: CLOCK }, prepared, steps);
  for (const step of steps) {
    const after = record('vsa', 'contact', step.record ?? '', { title: 'New' });
    keeper.settle(step, { step: step.id, type: 'done', record: step.record }, after);
    await keeper.keepSome();
  }
  expect(store.saves).toEqual(
    [0, 100, 200, 300].map((from) => steps.slice(from, from + 100).map(({ id }) => id)),
  );
  await keeper.keepAll();
  const { identities } = await store.load();
  for (const { identity: one } of prepared.merges)
    expect(identities.get(one.id)?.shadows).toEqual({ bms: { title: 'New' }, vsa: { title: 'New' } });
});
