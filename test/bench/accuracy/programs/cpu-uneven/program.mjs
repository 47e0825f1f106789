import { numbers, runPool } from '../shared/run-pool.mjs';

const efforts = numbers(90).map((number) => ({ number, effort: 3000 + ((number * 7919) % 30) * 900 }));
efforts.push({ number: 90, effort: 350_000 });

/** Tasks of 3 to 30 ms and a long one, far more threads than cores. */
export const run = ({ longestFirst = false }) =>
  runPool({
    worker: new URL('./worker.mjs', import.meta.url),
    threads: 8,
    tasks: longestFirst ? efforts.toSorted((a, b) => b.effort - a.effort) : efforts,
  });
