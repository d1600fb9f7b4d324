import { defineConfig } from 'vitest/config';

// One window at a time: each test file opens its own editor, and two of them starve each other.
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    pool: 'forks',
    fileParallelism: false,
    sequence: { concurrent: false },
    // No test is about speed: these only end what hangs, on a busy machine too.
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
});
