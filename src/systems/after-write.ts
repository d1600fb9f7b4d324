/** What follows a write that the server has taken: whatever fails there, the write has been done. */
import { Failure } from '../engine/failure';
import type { SystemName } from '../engine/model';

/** The same failure, saying that something was done before it. */
export function halfDone(system: SystemName, error: unknown): Failure {
  const failure = Failure.from(error);
  return new Failure(failure.reason, failure.message, {
    system,
    mayHaveActed: true,
    ...(failure.remedy ? { remedy: failure.remedy } : {}),
    ...(failure.detail ? { detail: failure.detail } : {}),
    ...(failure.status ? { status: failure.status } : {}),
    ...(failure.retryAfterMs ? { retryAfterMs: failure.retryAfterMs } : {}),
  });
}

/** Looks at what was written. That the look fails does not mean that nothing was written. */
export async function afterWrite<T>(system: SystemName, look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    throw halfDone(system, error);
  }
}
