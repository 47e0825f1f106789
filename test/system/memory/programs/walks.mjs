// Two workers that walk a matrix by columns, count in neighbouring words of shared memory, and are terminated.
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

const n = 512;
if (isMainThread) {
  const shared = new SharedArrayBuffer(4096);
  for (let index = 0; index < 2; index++) {
    const worker = new Worker(new URL(import.meta.url), { workerData: { shared, index } });
    worker.on('message', () => void worker.terminate());
  }
} else {
  const a = new Float64Array(n * n).fill(1);
  const counts = new Int32Array(workerData.shared);
  let sum = 0;
  for (let round = 0; round < 5; round++) {
    for (let j = 0; j < n; j++) {
      for (let i = 0; i < n; i++) {
        sum += a[i * n + j];
      }
      Atomics.add(counts, workerData.index, 1);
    }
  }
  parentPort.postMessage(sum);
}
