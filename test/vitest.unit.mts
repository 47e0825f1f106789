import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: `${import.meta.dirname}/..`,
  test: {
    // Slow machines are slow, not wrong: this only ends what hangs.
    testTimeout: 60_000,
    include: ['test/unit/**/*.test.ts', 'test/golden/**/*.test.ts'],
    reporters: ['default', 'json'],
    outputFile: { json: '.test-results/unit.json' },
  },
});
