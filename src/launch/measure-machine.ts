import { once } from 'node:events';
import { mkdir, readFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { MACHINE_PROBE } from './machine-probe.js';
import { writeAtomically } from './write-atomically.js';

/** Costs of this machine, ns; what replaying a run needs to know (see Machine in src/predict/plan.ts). */
export interface MachineCosts {
  wakeLatencyNs: number;
  /** Nine of ten wake-ups were between these. */
  wakeLatencyRange: [low: number, high: number];
  /** A core that has slept for less than `untilNs` wakes faster, from this share of the latency on. */
  shallowIdle: { untilNs: number; share: number };
  contextSwitchNs: number;
  timeSliceNs: number;
  atomicNs: number;
  workerStartCpuNs: number;
  /** CPU of receiving one of many small messages and calling its handler. */
  messageReceiveNs: number;
}

interface StoredCosts {
  key: string;
  costs: MachineCosts;
}

/** Long sleeps, after which a core has to be woken too; short ones, of which nearly all that is left is the switch. */
const LONG = { rounds: 100, pauseNs: 1_000_000 };
const SHORT = { rounds: 300, pauseNs: 50_000 };
const ATOMICS = 200_000;
/** So many that both sides run as fast as they come to; the first are for the compiler. */
const MESSAGES = { warmUp: 4_000, count: 12_000 };
const TURNS_MS = 80;
/** With more cores, filling them all to see turns would take too many threads; the slice is the kernel's usual one then. */
const MOST_CORES_FILLED = 4;
const USUAL_SLICE_NS = 3_000_000;
/** What a round costs besides the switches: atomics, the wait call, the clock. */
const OPS_OF_A_SWITCH_NS = 500;
const SHORTEST_SLICE_NS = 500_000;
/** Mean number of runnable threads a core, over the last minute, up to which the machine counts as quiet. */
const QUIET_LOAD = 0.7;

/**
 * The machine's costs: from `file` when they were measured before on this machine and Node, else measured now (about half a
 * second) and kept there.
 *
 * @returns undefined when they cannot be measured; a file that cannot be written only means measuring again
 */
export async function findMachineCosts(file: string): Promise<MachineCosts | undefined> {
  const key = describeMachine();
  const stored = await readStored(file);
  if (stored?.key === key) return stored.costs;
  try {
    const costs = await measureMachine();
    const kept: StoredCosts = { key, costs };
    // Measured while others ran it is good enough for now, not for good.
    if ((loadavg()[0] ?? 0) < QUIET_LOAD * availableParallelism()) {
      await mkdir(dirname(file), { recursive: true })
        .then(() => writeAtomically(file, `${JSON.stringify(kept, null, 1)}\n`))
        .catch(() => {});
    }
    return costs;
  } catch {
    return undefined;
  }
}

function describeMachine(): string {
  return `${cpus()[0]?.model ?? 'unknown CPU'} x ${availableParallelism()}, ${process.platform}, Node ${process.version}`;
}

async function readStored(file: string): Promise<StoredCosts | undefined> {
  try {
    const stored = JSON.parse(await readFile(file, 'utf8')) as Partial<StoredCosts>;
    return isWhole(stored.costs) ? (stored as StoredCosts) : undefined;
  } catch {
    return undefined;
  }
}

/** An older version measured less. */
function isWhole(costs: Partial<MachineCosts> = {}): costs is MachineCosts {
  const { wakeLatencyRange, shallowIdle, ...plain } = costs;
  const { wakeLatencyNs, contextSwitchNs, timeSliceNs, atomicNs, workerStartCpuNs, messageReceiveNs } = plain;
  const all = [wakeLatencyNs, contextSwitchNs, timeSliceNs, atomicNs, workerStartCpuNs, messageReceiveNs];
  return [...all, ...(wakeLatencyRange ?? [undefined]), shallowIdle?.untilNs, shallowIdle?.share].every(
    (cost) => typeof cost === 'number' && Number.isFinite(cost) && cost >= 0,
  );
}

/**
 * Measures with worker threads: one that wakes another on a free core through a futex (wake latency, CPU of a switch), one more than
 * there are cores that compute (time slice), atomic operations, and what starting them took.
 *
 * @throws Error when workers cannot be started
 */
export async function measureMachine(): Promise<MachineCosts> {
  const words = new SharedArrayBuffer(64);
  const cores = availableParallelism();
  const wanted = Math.max(2, cores <= MOST_CORES_FILLED ? cores + 1 : 2);
  const workers: Worker[] = [];
  const starts: number[] = [];
  try {
    // One after the other: starting together they would wait for each other.
    for (let at = 0; at < wanted; at++) {
      const worker = new Worker(MACHINE_PROBE, {
        eval: true,
        env: {},
        execArgv: [],
        workerData: { words, first: at === 0 },
      });
      workers.push(worker);
      starts.push(await answerOf<number>(worker));
    }
    const [first, second] = workers as [Worker, Worker];
    const { cpuNs, times: shortTimes } = await measureWakes(first, second, SHORT);
    const oneWay = await measureLongWakes(first, second);
    const wakeLatencyNs = at(oneWay, 0.5);
    const atomicNs = await ask<number>(first, { do: 'atomic', times: ATOMICS });
    const messageReceiveNs = await measureMessages(first);
    const turns = workers.length > cores ? await measureTurns(workers) : [];
    const known = starts.filter((start) => start > 0);
    return {
      wakeLatencyNs,
      wakeLatencyRange: [at(oneWay, 0.05), at(oneWay, 0.95)],
      shallowIdle: { untilNs: LONG.pauseNs, share: Math.min(1, at(shortTimes.sort(), 0.5) / wakeLatencyNs) },
      contextSwitchNs: Number.isFinite(cpuNs) ? Math.max(0, cpuNs - OPS_OF_A_SWITCH_NS) : 0,
      timeSliceNs:
        turns.length > 0 ? Math.max(SHORTEST_SLICE_NS, at(Float64Array.from(turns).sort(), 0.5)) : USUAL_SLICE_NS,
      atomicNs,
      workerStartCpuNs: at(Float64Array.from(known).sort(), 0.5),
      messageReceiveNs,
    };
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

interface Wakes {
  times: Float64Array;
  cpuNs: number;
}

/** Twice, as somebody else may have the cores for a while: the faster is what the machine can do. Sorted. */
async function measureLongWakes(first: Worker, second: Worker): Promise<Float64Array> {
  const batches = [await measureWakes(first, second, LONG), await measureWakes(first, second, LONG)];
  const [faster = new Float64Array()] = batches
    .map(({ times }) => times.sort())
    .sort((left, right) => at(left, 0.5) - at(right, 0.5));
  return faster;
}

async function measureWakes(first: Worker, second: Worker, sleeps: typeof LONG): Promise<Wakes> {
  const woken = ask<Wakes>(second, { do: 'wake', ...sleeps });
  const { times } = await ask<Wakes>(first, { do: 'wake', ...sleeps });
  return { times, cpuNs: (await woken).cpuNs };
}

/**
 * A worker posts small messages one after the other. Receiving takes longer than posting, so that they pile up: the time between
 * the first and the last that is handled, by their number, is the CPU that one takes.
 */
async function measureMessages(worker: Worker): Promise<number> {
  let receiveNs = 0;
  for (const count of [MESSAGES.warmUp, MESSAGES.count]) {
    let beganNs = 0n;
    const done = new Promise<number>((resolve) => {
      const handle = ({ last }: { last: { at: number } }): void => {
        if (last.at === 0) beganNs = process.hrtime.bigint();
        if (last.at < count - 1) return;
        worker.off('message', handle);
        resolve(Number(process.hrtime.bigint() - beganNs) / count);
      };
      worker.on('message', handle);
    });
    worker.postMessage({ do: 'post', count });
    receiveNs = await done;
  }
  return receiveNs;
}

async function measureTurns(workers: readonly Worker[]): Promise<number[]> {
  const untilNs = Number(process.hrtime.bigint()) + TURNS_MS * 1e6;
  const turns = await Promise.all(workers.map((worker) => ask<number[]>(worker, { do: 'turns', untilNs })));
  // The first turn of each began when it was asked.
  return turns.flatMap((of) => of.slice(1));
}

async function ask<Answer>(worker: Worker, order: object): Promise<Answer> {
  const answer = answerOf<Answer>(worker);
  worker.postMessage(order);
  return answer;
}

async function answerOf<Answer>(worker: Worker): Promise<Answer> {
  const [answer] = (await once(worker, 'message')) as [Answer];
  return answer;
}

function at(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
