import { numbers, runPool } from '../shared/run-pool.mjs';

/** Tasks of twenty turns, half of each under the lock; twice as many threads as two cores can run. */
export const run = ({ shards = 1, hold = 120, outside = 120 }) =>
  runPool({
    worker: new URL('./worker.mjs', import.meta.url),
    threads: 4,
    tasks: numbers(320),
    workerData: { board: new SharedArrayBuffer(4096), shards, hold, outside },
  });
