/** What `npm run bench:replay` measures, bundled and in a process of its own. Prints JSON. */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { Plan, PoolPolicy } from '../../../src/predict/plan.js';
import { simulate } from '../../../src/predict/simulate.js';
import { computeOp, lockOp, planOfBodies, planOfTasks } from './plans.js';

export interface ReplayCase {
  name: string;
  events: number;
  /** Median of the repeats. */
  ms: number;
  eventsPerSecond: number;
}

export interface ReplayResult {
  cases: ReplayCase[];
  /** One replay of a plan of 10^6 ops, made new each time as an edit does. */
  whatIfMs: number;
  policy: { candidates: number; tasks: number; threads: number; seconds: number };
}

const REPEATS = 7;
const CANDIDATES = 200;
const POLICY_TASKS = 10_000;
const mutex = [{ id: 0, kind: 'blocking' as const, handOff: 'barging' as const, permits: 1 }];
const ticket = [{ id: 0, kind: 'blocking' as const, handOff: 'fifo' as const, permits: 1 }];

const plans: [name: string, plan: () => Plan][] = [
  ['compute, 2 threads on 2 cores', () => planOfBodies({ cores: 2, threads: 2, ops: 500_000, op: computeOp })],
  ['compute, 8 threads on 2 cores', () => planOfBodies({ cores: 2, threads: 8, ops: 125_000, op: computeOp })],
  ['a lock now and then, 2 threads on 2 cores', () => locked(2, 200_000, 20_000, mutex)],
  ['a contended lock, 2 threads on 2 cores', () => locked(2, 30_000, 25_000, mutex)],
  ['a contended lock, 8 threads on 2 cores', () => locked(8, 300_000, 300_000, mutex)],
  ['a convoy, 8 threads on 8 cores', () => locked(8, 20_000, 20_000, ticket, 8)],
  ['10^6 tasks, 2 workers on 2 cores', () => planOfTasks(1e6, { cores: 2, workers: 2 })],
  ['10^5 tasks, 16 workers on 16 cores', () => planOfTasks(1e5, { cores: 16, workers: 16 })],
  ['10^5 tasks, 64 workers on 128 cores', () => planOfTasks(1e5, { cores: 128, workers: 64 })],
];

function locked(threads: number, computeNs: number, holdNs: number, locks: Plan['locks'], cores = 2): Plan {
  return planOfBodies({ cores, threads, ops: 800_000 / threads, op: lockOp(computeNs, holdNs), locks });
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[values.length >> 1] as number;
}

function timeReplay(plan: Plan): { events: number; ms: number } {
  let events = 0;
  const times = Array.from({ length: REPEATS }, (_, seed) => {
    const begin = performance.now();
    const run = simulate(plan, { seed });
    if (run.stuck) throw new Error('A plan of the benchmark is stuck: it measures nothing.');
    events = run.events;
    return performance.now() - begin;
  });
  return { events, ms: median(times) };
}

/** Fixed sizes and policies over an open arrival of tasks. */
function candidate(index: number): Plan {
  const plan = planOfTasks(POLICY_TASKS, { cores: 2, workers: 16, betweenNs: 250_000 });
  const policy: PoolPolicy = {
    initialThreads: 1 + (index % 16),
    scaleUpAt: 0.5 + (index % 5) / 10,
    scaleDownAt: (index % 4) / 10,
  };
  return {
    ...plan,
    pools: plan.pools.map((pool) => ({ ...pool, minThreads: 1, maxThreads: 1 + (index >> 4), policy })),
  };
}

function tryCandidates(first: number, step: number): number {
  let makespanNs = 0;
  for (let index = first; index < CANDIDATES; index += step)
    makespanNs += simulate(candidate(index), { seed: 1 }).makespanNs;
  return makespanNs;
}

async function searchWith(threads: number): Promise<number> {
  const begin = performance.now();
  await Promise.all(
    Array.from(
      { length: threads },
      (_, first) =>
        new Promise((resolve, reject) => {
          const worker = new Worker(import.meta.filename, { workerData: { first, step: threads } });
          worker.on('message', resolve).on('error', reject);
        }),
    ),
  );
  return (performance.now() - begin) / 1e3;
}

if (isMainThread) {
  const cases = plans.map(([name, make]) => {
    const { events, ms } = timeReplay(make());
    return { name, events, ms, eventsPerSecond: events / (ms / 1e3) };
  });
  const { ms: whatIfMs } = timeReplay(
    planOfBodies({ cores: 2, threads: 4, ops: 250_000, op: lockOp(200_000, 20_000), locks: mutex }),
  );
  const threads = 2;
  const seconds = await searchWith(threads);
  const policy = { candidates: CANDIDATES, tasks: POLICY_TASKS, threads, seconds };
  console.log(JSON.stringify({ cases, whatIfMs, policy } satisfies ReplayResult));
} else {
  const { first, step } = workerData as { first: number; step: number };
  parentPort?.postMessage(tryCandidates(first, step));
}
