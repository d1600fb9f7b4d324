import { defineConfig } from 'vitest/config';

// One window at a time: each test file opens its own editor, and two of them starve each other.
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    pool: 'forks',
    fileParallelism: false,
    sequence: { concurrent: false },
    // The window is a program of its own that now and then loses a click; what fails twice has failed.
    retry: 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
