// Everything that `npm test` stands for. A group that fails does not keep the next one from running.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { printSummary } from './summary.mts';

const ROOT = join(import.meta.dirname, '..');
const GROUPS = ['check', 'lint', 'build', 'test:unit', 'test:system', 'test:host'];

function run(group: string): boolean {
  console.log(`\n── ${group}`);
  const { status } = spawnSync('npm', ['run', '--silent', group], {
    cwd: ROOT,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  return status === 0;
}

rmSync(join(ROOT, '.test-results'), { recursive: true, force: true });
const failed = GROUPS.filter((group) => !run(group));
console.log(failed.length === 0 ? '\nall groups passed' : `\nfailed: ${failed.join(', ')}`);
const passed = printSummary();
process.exitCode = failed.length === 0 && passed ? 0 : 1;
