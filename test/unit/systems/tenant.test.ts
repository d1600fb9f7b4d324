import { expect, it } from 'vitest';
import { Failure } from '../../../src/engine/failure';
import { tenantAt } from '../../../src/systems/tenant';

const { signal } = new AbortController();

it('asks once, and gives the origin alone', async () => {
  const answers = ['PRV001', 'PRV002'];
  const tenant = tenantAt('https://vsa.example/some/path?x=1', 'VSA 9', async () => answers.shift() ?? null);
  for (const _ of [1, 2])
    expect(await tenant(signal)).toEqual({ address: 'https://vsa.example', named: 'VSA 9', told: 'PRV001' });
});

it('that a user may not be told is no failure, that nothing answers is one', async () => {
  const failing = (reason: 'forbidden' | 'unreachable') =>
    tenantAt('https://vsa.example', 'VSA 9', async () => {
      throw new Failure(reason, 'No.');
    });
  expect(await failing('forbidden')(signal)).toMatchObject({ told: null });
  await expect(failing('unreachable')(signal)).rejects.toMatchObject({ reason: 'unreachable' });
});
