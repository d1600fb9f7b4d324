import { configDefaults, defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.mjs';

/** They need a document that is not in the repository: npm run contract. */
const EXCLUDED = [...configDefaults.exclude, '**/*.openapi.test.ts'];

/** Files on whose process nothing else may have left anything: they count its memory and its handles. */
const ALONE = 'test/scenario/long-watch.test.ts';

const shared = (name) => ({
  extends: true,
  // Fresh modules for each file would cost seconds to load, as much as many a file needs for its tests.
  test: { name, include: [`test/${name}/**/*.test.ts`], exclude: [...EXCLUDED, ALONE], isolate: false },
});
const alone = { extends: true, test: { name: 'scenario, alone', include: [ALONE], isolate: true } };

export default defineConfig({
  test: {
    projects: [shared('unit'), shared('contract'), shared('scenario'), alone],
    globalSetup: ['test/scenario/support/build.ts'],
    setupFiles: ['test/support/seed.ts'],
    pool: 'threads',
    // The default leaves a processor to somebody who watches; of two that is half.
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
    // What one suite has transformed, the next one takes as it is.
    experimental: { fsModuleCache: true },
    // No test is about speed: these only end what hangs, on a busy machine too.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
