/**
 * What the engine says of a program against the program: threads that compute and hold a mutex, 1-4 of them, holds of 20 µs to 1 ms.
 * The plan is written by hand from the same numbers; nothing of the runs it is compared with goes into it but the speed of one thread.
 * Bundled by replay.mts. Usage of the bundle: SECONDS
 */
import { availableParallelism } from 'node:os';
import { median } from 'simple-statistics';
import { createRandom } from '../../../src/statistics/random.js';
import { OpCode, type Machine, type Plan } from '../../../src/predict/plan.js';
import { simulate } from '../../../src/predict/simulate.js';
import { planOfBodies } from './plans.js';
import { type RealCase, type RealRun, type RealThreads, startThreads } from './real-program.mjs';

const SHAPES = [
  { computeNs: 900e3, holdNs: 350e3, iterations: 240 },
  { computeNs: 500e3, holdNs: 800e3, iterations: 230 },
  { computeNs: 300e3, holdNs: 300e3, iterations: 500 },
  { computeNs: 100e3, holdNs: 20e3, iterations: 2500 },
  { computeNs: 30e3, holdNs: 25e3, iterations: 5500 },
];
/** A run in which others used more of the machine does not count. */
const QUIET = 0.03;
const WANTED = 7;
/** Lengths of a thread's own pieces vary by so much: threads in lock-step are a case of their own. */
const SPREAD = 0.05;
const SEEDS = 9;
const PAUSES_NS = [10e3, 60e3, 1e6];

const cores = availableParallelism();
const threads = await startThreads(cores);
const machine = await measure(threads);
const cases = SHAPES.flatMap((shape) => [1, 2, 3, 4].map((count) => ({ ...shape, threads: count })));
const runs = await runInterleaved(cases, Number(process.argv[2]) * 1e3);
await threads.stop();
console.log(
  `wake-up ${us(machine.wakeLatencyNs)}, notify ${us(machine.notifyCpuNs ?? 0)}, switch ${us(machine.contextSwitchNs)}`,
);
console.log('compute   hold  threads   measured (range), ms        replayed (range), ms     error   quiet runs');
const errors: number[] = [];
for (const [at, each] of cases.entries()) {
  const all = runs[at] as RealRun[];
  const quiet = all.filter(({ foreignShare }) => foreignShare <= QUIET).map(({ makespanNs }) => makespanNs);
  if (quiet.length === 0) continue;
  const alone = runs[at - each.threads + 1]?.filter(({ foreignShare }) => foreignShare <= QUIET) ?? [];
  const speed = alone.length === 0 ? 1 : median(alone.map(({ makespanNs }) => makespanNs)) / lengthOf(each);
  const replayed = Array.from({ length: SEEDS }, (_, seed) => simulate(planOf(each, speed), { seed }).makespanNs);
  const error = median(replayed) / median(quiet) - 1;
  if (each.threads > 1) errors.push(Math.abs(error));
  console.log(
    `${us(each.computeNs).padStart(7)} ${us(each.holdNs).padStart(6)} ${String(each.threads).padStart(8)}   ` +
      `${ranged(quiet).padEnd(26)} ${ranged(replayed).padEnd(24)} ${(error * 100).toFixed(1).padStart(5)} %   ${quiet.length} of ${all.length}`,
  );
}
console.log(
  `mean error of those with more than one thread: ${((errors.reduce((sum, each) => sum + each, 0) / errors.length) * 100).toFixed(1)} %`,
);

async function measure(on: RealThreads): Promise<Machine> {
  const latencies: number[] = [];
  let notifyCpuNs = 0;
  let contextSwitchNs = 0;
  let usual: number[] = [];
  for (const pauseNs of PAUSES_NS) {
    const tries = [];
    for (let attempt = 0; attempt < 5; attempt++) tries.push(await on.wake(Math.round(4e7 / (pauseNs + 5e4)), pauseNs));
    // Others on the machine keep cores awake or take them: the usual of the usual.
    latencies.push(median(tries.map((each) => median(each.latencies))));
    notifyCpuNs = median(tries.map((each) => median(each.costs)));
    contextSwitchNs = median(tries.map((each) => each.cpuNs));
    usual = tries.flatMap((each) => each.latencies).sort((left, right) => left - right);
  }
  const [short = 0, , wakeLatencyNs = 0] = latencies;
  const at = (share: number): number => usual[Math.floor(usual.length * share)] ?? wakeLatencyNs;
  return {
    wakeLatencyNs,
    wakeLatencyRange: [at(0.05), at(0.95)],
    notifyCpuNs,
    contextSwitchNs,
    shallowIdle: { untilNs: 60e3, share: Math.min(1, short / wakeLatencyNs) },
    timeSliceNs: 4e6,
    atomicNs: 10,
    workerStartCpuNs: 0,
  };
}

async function runInterleaved(all: readonly RealCase[], forMs: number): Promise<RealRun[][]> {
  const found: RealRun[][] = all.map(() => []);
  const untilMs = performance.now() + forMs;
  while (performance.now() < untilMs) {
    const before = found.flat().length;
    for (const [at, each] of all.entries()) {
      const done = found[at] as RealRun[];
      if (done.filter(({ foreignShare }) => foreignShare <= QUIET).length < WANTED) done.push(await threads.run(each));
    }
    if (found.flat().length === before) break;
  }
  return found;
}

function planOf({ threads: count, computeNs, holdNs, iterations }: RealCase, speed: number): Plan {
  const random = createRandom(11);
  const varied = (ns: number): number => ns * speed * (1 + SPREAD * (random() + random() + random() - 1.5));
  const plan = planOfBodies({
    cores,
    threads: count,
    ops: 4 * iterations,
    op: (index) => [[OpCode.Compute, OpCode.Lock, OpCode.Compute, OpCode.Unlock][index % 4] ?? OpCode.Compute, 0, 0],
    locks: [{ id: 0, kind: 'blocking', handOff: 'barging', permits: 1 }],
  });
  for (let at = 0; at < plan.ops.count; at += 2) plan.ops.ns[at] = varied(at % 4 === 0 ? computeNs : holdNs);
  for (let at = 1; at < plan.ops.count; at += 2) plan.ops.ns[at] = 0;
  return { ...plan, machine };
}

function lengthOf({ computeNs, holdNs, iterations }: RealCase): number {
  return (computeNs + holdNs) * iterations;
}

function ranged(values: readonly number[]): string {
  const ms = (value: number): string => (value / 1e6).toFixed(0);
  return `${ms(median([...values]))} (${ms(Math.min(...values))}-${ms(Math.max(...values))})`;
}

function us(ns: number): string {
  return `${(ns / 1e3).toFixed(0)} µs`;
}
