import { runWorkers } from '../shared/run-workers.mjs';

/** Three workers without a pool that hold one lock for four fifths of their time. */
export const run = ({ shards = 1, hold = 800, outside = 200 }) =>
  runWorkers({ worker: new URL('./worker.mjs', import.meta.url), threads: 3, turns: 420, shards, hold, outside });
