import { Worker } from 'node:worker_threads';

const workers = [0, 1].map(() => new Worker(new URL('./hand-made-worker.mjs', import.meta.url)));
let sent = 0;
let done = 0;
for (const worker of workers) {
  worker.on('message', () => {
    done++;
    if (sent < 40) worker.postMessage({ id: sent, seed: sent++ });
    else if (done === 40) {
      console.log(done);
      for (const each of workers) void each.terminate();
    }
  });
  worker.postMessage({ id: sent, seed: sent++ });
}
