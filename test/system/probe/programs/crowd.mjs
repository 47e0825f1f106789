// More workers at one time than the probe has room for.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

const code = 'require("node:worker_threads").parentPort.once("message", () => process.exit())';
const workers = Array.from({ length: 140 }, () => new Worker(code, { eval: true }));
await Promise.all(workers.map((worker) => once(worker, 'online')));
const exits = workers.map((worker) => once(worker, 'exit'));
for (const worker of workers) worker.postMessage('end');
await Promise.all(exits);
console.log('gone');
