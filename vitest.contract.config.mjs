import { defineConfig } from 'vitest/config';

// The contract tests that need a vendor's API description; see scripts/contract.mjs.
export default defineConfig({
  test: {
    include: ['test/contract/**/*.openapi.test.ts'],
    testTimeout: 60_000,
  },
});
