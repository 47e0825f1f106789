// A module of every kind that can be overlaid, in the main thread, in workers with and without env and execArgv, and in a child process.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { esm } from './module-esm.mjs';
import cjs from './module-cjs.cjs';

const required = createRequire(import.meta.url)('./module-cjs.cjs');
const ask = (options) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./module-worker.mjs', import.meta.url), options);
    worker.once('message', resolve).once('error', reject);
  });
const workers = [await ask({}), await ask({ env: {} }), await ask({ execArgv: [] })];
const child = execFileSync(process.execPath, [new URL('./module-child.cjs', import.meta.url).pathname], {
  env: {},
  encoding: 'utf8',
});
console.log([esm, cjs, required, ...workers, child.trim()].join(' '), process.env.NODE_OPTIONS ?? 'clean');
