import { numbers, runPool } from '../shared/run-pool.mjs';

/** Tasks that look something up under a lock; one in ten changes it. */
export const run = ({ readersShare = false }) =>
  runPool({
    worker: new URL('./worker.mjs', import.meta.url),
    threads: 2,
    tasks: numbers(900),
    workerData: { board: new SharedArrayBuffer(64), readersShare },
  });
