/** A simulated product's switches as the control desk turns them: checked, and put back as they stood at the start. */
import type * as z from 'zod';

export interface Switchboard {
  /** All switches as they stand. */
  read(): object;
  /** Turns those that are given. @throws ZodError for an unknown switch or a value it does not take; then none is turned. */
  turn(change: unknown): void;
  /** Puts all of them back as they stood at the start. */
  reset(): void;
}

type Change<S> = { readonly [K in keyof S]?: S[K] | undefined };

/** `shape` describes each switch; every one of them may be left out of a change. */
export function switchboard<S extends object>(switches: S, shape: z.ZodType<Change<S>>): Switchboard {
  const start = structuredClone(switches);
  return {
    read: () => ({ ...switches }),
    turn: (change) => void Object.assign(switches, shape.parse(change)),
    reset: () => void Object.assign(switches, structuredClone(start)),
  };
}
