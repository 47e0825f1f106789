import { numbers, runPool } from '../shared/run-pool.mjs';

/** Tasks that hold a lock for a fifth of their time. */
export const run = ({ shards = 1, hold = 300, outside = 1200 }) =>
  runPool({
    worker: new URL('./worker.mjs', import.meta.url),
    threads: 2,
    tasks: numbers(1200),
    workerData: { board: new SharedArrayBuffer(4096), shards, hold, outside },
  });
