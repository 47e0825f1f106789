import { grind } from '../shared/grind.mjs';
import { numbers, runPool } from '../shared/run-pool.mjs';

/** The main thread prepares each task when one is done; `inWorker` of that is left to the task. */
export const run = ({ inWorker = 0 }) =>
  runPool({
    worker: new URL('./worker.mjs', import.meta.url),
    threads: 2,
    tasks: numbers(420),
    window: 4,
    prepare: (number) => ({ number: grind(1600 - inWorker, number), prepare: inWorker }),
  });
