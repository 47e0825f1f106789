/** A thread of `bench:replay --real`: computes, holds a mutex, and says when it was done; or measures wake-ups. */
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';

// One tier of compiled code, integers only: the same CPU each time.
setFlagsFromString('--no-liftoff');
const kernel = new WebAssembly.Instance(new WebAssembly.Module(workerData.kernel));
const spin = (steps) => kernel.exports.spin(steps, 1);
const words = new Int32Array(workerData.words);
const clock = new BigInt64Array(workerData.words, 64, 1);
const now = () => Number(process.hrtime.bigint());
const cpuNs = () => Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]);

/** Word 0: 0 = free, 1 = held, 2 = held and waited for. */
function lock() {
  if (Atomics.compareExchange(words, 0, 0, 1) === 0) return;
  while (Atomics.exchange(words, 0, 2) !== 0) Atomics.wait(words, 0, 2);
}

function unlock() {
  if (Atomics.exchange(words, 0, 0) === 2) Atomics.notify(words, 0, 1);
}

function work({ turn, iterations, computeSteps, holdSteps }) {
  Atomics.add(words, 2, 1);
  while (Atomics.load(words, 4) !== turn) Atomics.wait(words, 4, turn - 1);
  const beginCpuNs = cpuNs();
  const beginNs = now();
  for (let i = 0; i < iterations; i++) {
    spin(computeSteps);
    if (holdSteps === 0) continue;
    lock();
    spin(holdSteps);
    unlock();
  }
  const endNs = now();
  return { beginNs, endNs, cpuNs: cpuNs() - beginCpuNs };
}

/** Wakes the other each time it has slept for so long: latency to its next code, CPU of the notify. */
function wakeOther({ rounds, pauseNs }) {
  const latencies = [];
  const costs = [];
  for (let round = 0; round < rounds; round++) {
    const untilNs = now() + pauseNs;
    while (now() < untilNs);
    const beginNs = now();
    Atomics.store(words, 6, 1);
    Atomics.notify(words, 6);
    costs.push(now() - beginNs);
    while (Atomics.load(words, 7) === 0);
    Atomics.store(words, 7, 0);
    latencies.push(Number(Atomics.load(clock, 0)) - beginNs);
  }
  return { latencies, costs };
}

function beWoken({ rounds }) {
  const beginNs = cpuNs();
  for (let round = 0; round < rounds; round++) {
    while (Atomics.load(words, 6) === 0) Atomics.wait(words, 6, 0);
    Atomics.store(clock, 0, process.hrtime.bigint());
    Atomics.store(words, 6, 0);
    Atomics.store(words, 7, 1);
  }
  return { cpuNs: (cpuNs() - beginNs) / rounds };
}

const does = { work, wakeOther, beWoken };
parentPort.on('message', (order) => parentPort.postMessage(does[order.do](order)));
