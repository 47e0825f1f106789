/**
 * What the threads of measureMachine run, as text: workers of ours must start from the command line's one file, from the
 * editor's, and from a test alike. Plain JavaScript; `workerData` is { role, words, rounds, cores }.
 */
export const MACHINE_PROBE = `
const { parentPort, workerData } = require('node:worker_threads');
const { readFileSync } = require('node:fs');
const words = new Int32Array(workerData.words);
const now = () => Number(process.hrtime.bigint());
function cpuNs() {
  if (process.threadCpuUsage) { const { user, system } = process.threadCpuUsage(); return (user + system) * 1000; }
  try { return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]); } catch { return NaN; }
}
const startCpuNs = cpuNs();
/** One thread, which goes on running, wakes another that sleeps: from the notify to the other's first look at the clock. */
function wakeOther(rounds, pauseNs) {
  const times = new Float64Array(rounds);
  const clock = new BigInt64Array(words.buffer, 16, 1);
  for (let round = 0; round < rounds; round++) {
    const until = now() + pauseNs;
    while (now() < until);
    const begin = now();
    Atomics.store(words, 0, 1);
    Atomics.notify(words, 0);
    while (Atomics.load(words, 1) === 0);
    Atomics.store(words, 1, 0);
    times[round] = Number(Atomics.load(clock, 0)) - begin;
  }
  return { times, cpuNs: 0 };
}
function beWoken(rounds) {
  const clock = new BigInt64Array(words.buffer, 16, 1);
  const before = cpuNs();
  for (let round = 0; round < rounds; round++) {
    while (Atomics.load(words, 0) === 0) Atomics.wait(words, 0, 0);
    Atomics.store(clock, 0, process.hrtime.bigint());
    Atomics.store(words, 0, 0);
    Atomics.store(words, 1, 1);
  }
  return { times: new Float64Array(), cpuNs: (cpuNs() - before) / rounds };
}
/** Computing without a break, until told: each gap between two looks at the clock is another thread's turn. */
function findTurns(untilNs) {
  const turns = [];
  let began = now();
  let last = began;
  for (;;) {
    const at = now();
    if (at - last > 300000) { turns.push(last - began); began = at; }
    if (at > untilNs) return turns;
    last = at;
  }
}
function addAtomically(times) {
  for (let i = 0; i < times; i++) Atomics.add(words, 8, 1);
  const begin = now();
  for (let i = 0; i < times; i++) Atomics.add(words, 8, 1);
  return (now() - begin) / times;
}
function postMany(count) {
  for (let i = 0; i < count; i++) parentPort.postMessage({ type: 'progress', count: 1, last: { at: i, digest: i ^ 0x5bd1e995 } });
}
parentPort.on('message', (order) => {
  if (order.do === 'wake') parentPort.postMessage((workerData.first ? wakeOther : beWoken)(order.rounds, order.pauseNs));
  else if (order.do === 'turns') parentPort.postMessage(findTurns(order.untilNs));
  else if (order.do === 'atomic') parentPort.postMessage(addAtomically(order.times));
  else if (order.do === 'post') postMany(order.count);
});
parentPort.postMessage(startCpuNs);
`;
