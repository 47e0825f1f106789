import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: `${import.meta.dirname}/../..`,
  test: {
    include: ['test/host/ui/**/*.ui.ts'],
    globalSetup: 'test/host/ui/setup.ts',
    pool: 'forks',
    // One browser and one extension host at a time are enough for two cores.
    fileParallelism: false,
    testTimeout: 90_000,
    hookTimeout: 120_000,
    reporters: ['default', 'json'],
    outputFile: { json: '.test-results/ui.json' },
  },
});
