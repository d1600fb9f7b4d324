import { defineConfig } from 'vitest/config';

// Two windows at a time at most: each is a server, a browser and tenants of its own, and more would starve each other.
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    sequence: { concurrent: false },
    // No test is about speed: these only end what hangs, on a busy machine too.
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
});
