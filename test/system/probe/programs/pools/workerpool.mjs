import { fileURLToPath } from 'node:url';
import workerpool from 'workerpool';

const file = fileURLToPath(new URL('./workerpool-worker.mjs', import.meta.url));
const pool = workerpool.pool(file, { maxWorkers: 2, workerType: 'thread' });
const results = await Promise.all(Array.from({ length: 40 }, (_, seed) => pool.exec('burn', [seed])));
console.log(results.length);
await pool.terminate();
