import { expect, it } from 'vitest';
import { Failure } from '../../../src/engine/failure';
import { afterWrite } from '../../../src/systems/after-write';

it('a look that fails after a write says that the write may have been done, and keeps its words', async () => {
  const look = async () => {
    throw new Failure('rate-limited', 'Too many calls.', {
      remedy: 'Wait.',
      status: 429,
      retryAfterMs: 5000,
    });
  };
  await expect(afterWrite('itglue', look)).rejects.toMatchObject({
    reason: 'rate-limited',
    message: 'Too many calls.',
    remedy: 'Wait.',
    system: 'itglue',
    mayHaveActed: true,
    retryAfterMs: 5000,
  });
  expect(await afterWrite('bms', async () => 7)).toBe(7);
});
