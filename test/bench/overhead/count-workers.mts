import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const COUNTER = `
const { isMainThread } = require('node:worker_threads');
const { appendFileSync } = require('node:fs');
if (isMainThread) {
  let workers = 0;
  process.on('worker', () => workers++);
  process.on('exit', () => appendFileSync(process.env.COUNT_FILE, '\\n' + workers));
}
`;

/** How many workers a program starts, so that what each costs at its start can be told apart. */
export async function countWorkers(node: string, file: string, scratch: string): Promise<number> {
  const counter = `${scratch}/count.cjs`;
  const countFile = `${scratch}/count.txt`;
  await writeFile(counter, COUNTER);
  await writeFile(countFile, '');
  await promisify(execFile)(node, ['--require', counter, file], {
    cwd: scratch,
    env: { ...process.env, COUNT_FILE: countFile },
  });
  const counts = (await readFile(countFile, 'utf8')).trim().split('\n').map(Number);
  return counts.reduce((sum, count) => sum + count, 0);
}
