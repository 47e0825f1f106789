import { numbers, runPool } from '../shared/run-pool.mjs';

/** Tasks of 40 µs, handed over one by one or so many together. */
export function run({ batch = 1 }) {
  const all = numbers(16_000);
  const tasks =
    batch === 1 ? all : numbers(all.length / batch).map((part) => all.slice(part * batch, (part + 1) * batch));
  return runPool({ worker: new URL('./worker.mjs', import.meta.url), threads: 2, tasks });
}
