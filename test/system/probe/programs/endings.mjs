// Ends in the way named by its argument, while workers are at work.
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

function burn(ms) {
  let state = 1;
  for (const end = performance.now() + ms; performance.now() < end;)
    state = Math.imul(state ^ (state >>> 13), 0x5bd1e995) | 1;
  return state !== 0;
}

if (!isMainThread) {
  if (workerData === 'throw') throw new Error('a worker fails on purpose');
  if (workerData === 'exit') process.exit(9);
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  if (workerData === 'block') Atomics.wait(sleeper, 0, 0);
  parentPort.postMessage(burn(100));
  if (workerData === 'spin') for (;;) burn(1000);
} else {
  const me = fileURLToPath(import.meta.url);
  const start = (data) => new Worker(me, { workerData: data });
  const way = process.argv[2];
  if (way === 'terminate') {
    const workers = [start('spin'), start('block')];
    await once(workers[0], 'message');
    console.log(await Promise.all(workers.map((worker) => worker.terminate())));
  } else if (way === 'exit') {
    const worker = start('spin');
    await once(worker, 'message');
    console.log('leaving');
    process.exit(4);
  } else if (way === 'worker-exit') {
    console.log(await once(start('exit'), 'exit'));
  } else if (way === 'worker-error') {
    start('throw');
  } else if (way === 'worker-error-handled') {
    const [error] = await once(start('throw'), 'error');
    console.log('handled', error.message);
  } else if (way === 'main-error') {
    await once(start(null), 'message');
    throw new Error('main fails on purpose');
  } else if (way === 'rejection') {
    await once(start(null), 'message');
    void Promise.reject(new Error('nobody catches this'));
    await new Promise((resolve) => setTimeout(resolve, 1000));
  } else if (way === 'signal') {
    const worker = start('spin');
    await once(worker, 'message');
    console.log('ready');
    setInterval(() => {}, 1000);
  } else if (way === 'many') {
    let done = 0;
    for (let wave = 0; wave < 10; wave++) {
      const workers = Array.from({ length: 7 }, () => start(null));
      const exits = workers.map((worker) => once(worker, 'exit'));
      const answers = await Promise.all(workers.map((worker) => once(worker, 'message')));
      await Promise.all(exits);
      done += answers.filter(([ok]) => ok).length;
    }
    console.log('done', done);
  }
}
