// Locks of every protocol the probe knows, each taken by two workers: [name, takes]. Counts are exact, whatever the timing.
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

const TAKES = 2000;
/** Byte offsets are 64 times the index in this list. */
const KINDS = ['compareExchange', 'exchange', 'threeState', 'semaphore', 'ticket'];

function burn(steps) {
  let state = 1;
  for (let step = 0; step < steps; step++) state = Math.imul(state ^ (state >>> 13), 0x5bd1e995) | 1;
  return state;
}

const locks = {
  compareExchange: {
    take: (words, at) => {
      while (Atomics.compareExchange(words, at, 0, 1) !== 0) Atomics.wait(words, at, 1);
    },
    free: (words, at) => {
      Atomics.store(words, at, 0);
      Atomics.notify(words, at, 1);
    },
  },
  exchange: {
    take: (words, at) => {
      while (Atomics.exchange(words, at, 1) !== 0);
    },
    free: (words, at) => {
      Atomics.exchange(words, at, 0);
    },
  },
  threeState: {
    take: (words, at) => {
      let seen = Atomics.compareExchange(words, at, 0, 1);
      while (seen !== 0) {
        if (seen === 2 || Atomics.compareExchange(words, at, 1, 2) !== 0) Atomics.wait(words, at, 2);
        seen = Atomics.compareExchange(words, at, 0, 2);
      }
    },
    free: (words, at) => {
      if (Atomics.sub(words, at, 1) !== 1) {
        Atomics.store(words, at, 0);
        Atomics.notify(words, at, 1);
      }
    },
  },
  semaphore: {
    take: (words, at) => {
      for (;;) {
        const left = Atomics.load(words, at);
        if (left === 0) Atomics.wait(words, at, 0);
        else if (Atomics.compareExchange(words, at, left, left - 1) === left) return;
      }
    },
    free: (words, at) => {
      Atomics.add(words, at, 1);
      Atomics.notify(words, at, 1);
    },
  },
  ticket: {
    take: (words, at) => {
      const mine = Atomics.add(words, at + 1, 1);
      for (let serving = Atomics.load(words, at); serving !== mine; serving = Atomics.load(words, at))
        Atomics.wait(words, at, serving);
    },
    free: (words, at) => {
      Atomics.add(words, at, 1);
      Atomics.notify(words, at);
    },
  },
};

if (isMainThread) {
  const words = new Int32Array(new SharedArrayBuffer(64 * KINDS.length));
  words[KINDS.indexOf('semaphore') * 16] = 1;
  const workers = [0, 1].map(() => new Worker(fileURLToPath(import.meta.url), { workerData: words }));
  await Promise.all(workers.map((worker) => once(worker, 'exit')));
  console.log('done');
} else {
  for (const [index, kind] of KINDS.entries()) {
    const { take, free } = locks[kind];
    for (let round = 0; round < TAKES; round++) {
      take(workerData, index * 16);
      burn(200);
      free(workerData, index * 16);
      burn(200);
    }
  }
}
