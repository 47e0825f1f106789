import { workerData } from 'piscina';

const word = new Int32Array(workerData);

function lock() {
  while (Atomics.compareExchange(word, 0, 0, 1) !== 0) Atomics.wait(word, 0, 1);
}

function unlock() {
  Atomics.store(word, 0, 0);
  Atomics.notify(word, 0, 1);
}

export default function work(n) {
  lock();
  let state = n | 1;
  for (let step = 0; step < 200_000; step++) state = Math.imul(state ^ (state >>> 13), 0x5bd1e995) | 1;
  unlock();
  return state;
}
