import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** Starts `threads` workers, which do `turns` turns each, and waits for what they say at their end. */
export async function runWorkers({ worker, threads, ...workerData }) {
  const shared = new SharedArrayBuffer(4096);
  const workers = Array.from(
    { length: threads },
    (_, lane) => new Worker(worker, { workerData: { ...workerData, shared, lane } }),
  );
  const ends = await Promise.all(workers.map((each) => once(each, 'message')));
  console.log(ends.flat().reduce((sum, end) => (sum + end) | 0, 0));
}
