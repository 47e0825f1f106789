import { defineConfig } from 'vitest/config';

/** Real child processes that measure time: one file after the other, so that they do not measure each other. */
export default defineConfig({
  root: `${import.meta.dirname}/..`,
  test: {
    include: ['test/system/**/*.test.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: ['default', 'json'],
    outputFile: { json: '.test-results/system.json' },
  },
});
