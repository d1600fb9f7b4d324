import { configDefaults, defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.mjs';

/** A suite of its own: `isolate` gives each file fresh modules, for tests that change what is the whole program's. */
const suite = (name, isolate) => ({
  extends: true,
  test: { name, include: [`test/${name}/**/*.test.ts`], isolate },
});

export default defineConfig({
  test: {
    projects: [suite('unit', false), suite('contract', false), suite('scenario', true)],
    // They need a document that is not in the repository: npm run contract.
    exclude: [...configDefaults.exclude, '**/*.openapi.test.ts'],
    globalSetup: ['test/scenario/support/build.ts'],
    setupFiles: ['test/support/seed.ts'],
    pool: 'threads',
    // The default leaves a processor to somebody who watches; of two that is half.
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
    // No test is about speed: these only end what hangs, on a busy machine too.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
