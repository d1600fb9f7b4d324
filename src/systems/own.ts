/** An answer must be about the record that was asked for: a server, or a cache on the way, may mix them up. */
import type * as z from 'zod';
import { Failure } from '../engine/failure';
import { type RecordId, SYSTEM_TITLES, type SystemName } from '../engine/model';

/** A record that is asked for, and how its answer is known to be its own. */
export interface Wanted<T> {
  readonly shape: z.ZodType<T>;
  readonly id: RecordId;
  idOf(record: T): RecordId;
}

/** Fails with `protocol` where another record came; what it said is then taken for nothing. */
export function expectOwn(system: SystemName, asked: RecordId, came: RecordId): void {
  if (asked === came) return;
  throw new Failure(
    'protocol',
    `${SYSTEM_TITLES[system]} was asked for the record ${asked} and answered with ${came}.`,
    {
      system,
      remedy:
        'Nothing was taken from that answer. Run again; if it stays so, a proxy or cache between here and the server mixes up answers: tell who runs it.',
    },
  );
}
