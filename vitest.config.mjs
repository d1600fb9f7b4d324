import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{unit,contract,scenario,simulation}/**/*.test.ts'],
    testTimeout: 20_000,
  },
});
