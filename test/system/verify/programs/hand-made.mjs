import { Worker } from 'node:worker_threads';

const worker = new Worker(new URL('./hand-made-worker.mjs', import.meta.url));
let answers = 0;
worker.on('message', () => {
  if (++answers < 10) return;
  console.log(answers);
  void worker.terminate();
});
for (let n = 0; n < 10; n++) worker.postMessage(n);
