import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: `${import.meta.dirname}/..`,
  test: {
    include: ['test/unit/**/*.test.ts', 'test/golden/**/*.test.ts'],
    reporters: ['default', 'json'],
    outputFile: { json: '.test-results/unit.json' },
  },
});
