import { join } from 'node:path';

const NODE_20 = process.versions.node.startsWith('20.');

/**
 * Flags for programs that live for seconds: the engine of Node 20 optimises what they hardly run again, for up to a third of
 * their processor time. Later ones have a cheap optimiser before the dear one, and no such flag.
 */
export const SHORT_LIVED = NODE_20 ? ['--interrupt-budget=500000'] : [];

/** The same for the command line, which compiles most of what it runs for the first time. */
export const COMMAND_LINE = [
  ...SHORT_LIVED,
  ...(NODE_20 ? ['--require', join(import.meta.dirname, 'keep-compiled.cjs')] : []),
];
