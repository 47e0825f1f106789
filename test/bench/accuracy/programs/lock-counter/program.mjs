import { runWorkers } from '../shared/run-workers.mjs';

/** Four workers that count under a lock what an atomic addition could count. */
export const run = ({ atomic = false }) =>
  runWorkers({ worker: new URL('./worker.mjs', import.meta.url), threads: 4, turns: 30_000, atomic });
