import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{unit,contract,scenario,simulation}/**/*.test.ts'],
    // They need a document that is not in the repository: npm run contract.
    exclude: [...configDefaults.exclude, '**/*.openapi.test.ts'],
    globalSetup: ['test/scenario/support/build.ts'],
    testTimeout: 20_000,
  },
});
