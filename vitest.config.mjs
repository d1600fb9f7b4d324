import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{unit,contract,scenario,simulation}/**/*.test.ts'],
    // They need a document that is not in the repository: npm run contract.
    exclude: [...configDefaults.exclude, '**/*.openapi.test.ts'],
    globalSetup: ['test/scenario/support/build.ts'],
    setupFiles: ['test/support/seed.ts'],
    // No test is about speed: these only end what hangs, on a busy machine too.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
