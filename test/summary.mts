import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const RESULTS = join(import.meta.dirname, '../.test-results');

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

interface VitestResults {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

interface MochaResults {
  readonly stats: { readonly passes: number; readonly failures: number };
}

function read<T>(group: string, count: (results: T) => Counts): Counts {
  const path = join(RESULTS, `${group}.json`);
  const counts = existsSync(path) ? count(JSON.parse(readFileSync(path, 'utf8')) as T) : { passed: 0, failed: 0 };
  console.log(`${group}: ${counts.passed} passed, ${counts.failed} failed`);
  return counts;
}

/** A file that could not even be loaded counts as one failed test. */
const fromVitest = ({ numPassedTests, numFailedTests, testResults }: VitestResults): Counts => ({
  passed: numPassedTests,
  failed:
    numFailedTests +
    testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0).length,
});
const fromMocha = ({ stats }: MochaResults): Counts => ({ passed: stats.passes, failed: stats.failures });

/**
 * Adds up what the last test run left in .test-results/ and prints it, with one closing line.
 * False when a test failed or a group of tests had none.
 */
export function printSummary(): boolean {
  const groups = [
    ...['unit', 'system', 'ui'].map((group) => read<VitestResults>(group, fromVitest)),
    read<MochaResults>('host', fromMocha),
  ];
  const sum = (of: (counts: Counts) => number): number => groups.reduce((total, counts) => total + of(counts), 0);
  const failed = sum((counts) => counts.failed);
  console.log(`${sum((counts) => counts.passed)} passed, ${failed} failed`);
  return failed === 0 && groups.every(({ passed }) => passed > 0);
}
