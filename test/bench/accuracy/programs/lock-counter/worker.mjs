import { parentPort, workerData } from 'node:worker_threads';
import { grind } from '../shared/grind.mjs';
import { Mutex } from '../shared/mutex.mjs';

const { shared, turns, atomic, lane } = workerData;
const mutex = new Mutex(shared, 0);
const counters = new Int32Array(shared, 256);

function count(slot) {
  if (atomic) {
    Atomics.add(counters, slot, 1);
    return;
  }
  mutex.lock();
  counters[slot] += 1;
  mutex.unlock();
}

let state = lane;
for (let turn = 0; turn < turns; turn++) {
  state = grind(12, state);
  count(state & 63);
}
parentPort.postMessage(state);
