/** Threads that compute and hold a mutex, run for real: makespans of many cases, interleaved, while nothing else runs. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

export interface RealCase {
  threads: number;
  computeNs: number;
  holdNs: number;
  iterations: number;
}

export interface RealRun {
  makespanNs: number;
  cpuNs: number;
  /** CPU of others, as a share of the machine's. */
  foreignShare: number;
}

export interface Wakes {
  latencies: number[];
  costs: number[];
  cpuNs: number;
}

export interface RealThreads {
  run(each: RealCase): Promise<RealRun>;
  wake(rounds: number, pauseNs: number): Promise<Wakes>;
  stop(): Promise<unknown>;
}

interface Done {
  beginNs: number;
  endNs: number;
  cpuNs: number;
}

const TICK_NS = 1e7;
const MOST_THREADS = 4;

export async function startThreads(cores: number): Promise<RealThreads> {
  const words = new SharedArrayBuffer(128);
  const view = new Int32Array(words);
  const workers = Array.from(
    { length: MOST_THREADS },
    () => new Worker(new URL('./real-worker.mjs', import.meta.url), { workerData: { words, kernel: kernelBytes() } }),
  );
  const ask = async <Answer,>(worker: Worker | undefined, order: object): Promise<Answer> => {
    if (worker === undefined) throw new RangeError(`No case has more than ${MOST_THREADS} threads.`);
    worker.postMessage(order);
    const [answer] = (await once(worker, 'message')) as [Answer];
    return answer;
  };
  let turn = 0;
  const runSteps = async (threads: number, order: { iterations: number; computeSteps: number; holdSteps: number }) => {
    turn++;
    Atomics.store(view, 2, 0);
    const answers = workers.slice(0, threads).map((worker) => ask<Done>(worker, { do: 'work', turn, ...order }));
    while (Atomics.load(view, 2) < threads) await sleep(1);
    await sleep(5);
    const busyNs = readBusyNs();
    Atomics.store(view, 4, turn);
    Atomics.notify(view, 4);
    const done = await Promise.all(answers);
    const makespanNs = Math.max(...done.map(({ endNs }) => endNs)) - Math.min(...done.map(({ beginNs }) => beginNs));
    const cpuNs = done.reduce((sum, each) => sum + each.cpuNs, 0);
    return { makespanNs, cpuNs, foreignShare: Math.max(0, readBusyNs() - busyNs - cpuNs) / makespanNs / cores };
  };
  // All compiled, then: what a step costs while all cores are busy.
  await runSteps(MOST_THREADS, { iterations: 20, computeSteps: 1e6, holdSteps: 0 });
  const calibration = await runSteps(cores, { iterations: 100, computeSteps: 1e6, holdSteps: 0 });
  const stepNs = calibration.cpuNs / cores / 100 / 1e6;
  return {
    run: ({ threads, computeNs, holdNs, iterations }) =>
      runSteps(threads, {
        iterations,
        computeSteps: Math.round(computeNs / stepNs),
        holdSteps: Math.round(holdNs / stepNs),
      }),
    wake: async (rounds, pauseNs) => {
      const woken = ask<{ cpuNs: number }>(workers[1], { do: 'beWoken', rounds });
      const waking = await ask<Omit<Wakes, 'cpuNs'>>(workers[0], { do: 'wakeOther', rounds, pauseNs });
      return { ...waking, cpuNs: (await woken).cpuNs };
    },
    stop: () => Promise.all(workers.map((worker) => worker.terminate())),
  };
}

/** CPU time of all processes, in ticks of 10 ms. */
function readBusyNs(): number {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0, steal = 0] = (
    readFileSync('/proc/stat', 'utf8').split('\n')[0] as string
  )
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return (user + nice + system + irq + softIrq + steal) * TICK_NS;
}

/** (func (export "spin") (param steps) (param x) (result i32)): x = x * 1664525 + 1013904223, so many times. */
function kernelBytes(): Uint8Array {
  const body = [
    0,
    0x03,
    0x40,
    0x20,
    1,
    0x41,
    ...leb128(1_664_525),
    0x6c,
    0x41,
    ...leb128(1_013_904_223),
    0x6a,
    0x21,
    1,
  ];
  body.push(0x20, 0, 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b, 0x20, 1, 0x0b);
  const types = [1, 7, 1, 0x60, 2, 0x7f, 0x7f, 1, 0x7f];
  const exports = [7, 8, 1, 4, ...Buffer.from('spin'), 0, 0];
  const code = [10, body.length + 2, 1, body.length, ...body];
  return Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...types, 3, 2, 1, 0, ...exports, ...code]);
}

function leb128(value: number): number[] {
  const low = value & 0x7f;
  const rest = value >> 7;
  const isLast = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
  return isLast ? [low] : [low | 0x80, ...leb128(rest)];
}
