/**
 * Flags for programs that live for seconds: the engine of Node 20 optimises what they hardly run again, for up to a third of
 * their processor time. Later ones have a cheap optimiser before the dear one, and no such flag.
 */
export const SHORT_LIVED = process.versions.node.startsWith('20.') ? ['--interrupt-budget=500000'] : [];
