/** Plans of the kinds that replays meet, of any size. */
import { OpCode, type Plan, Trigger } from '../../../src/predict/plan.js';

const MACHINE = {
  wakeLatencyNs: 40_000,
  wakeLatencyRange: [34_000, 45_000] as [number, number],
  contextSwitchNs: 5_000,
  timeSliceNs: 4_000_000,
  atomicNs: 10,
  workerStartCpuNs: 20_000_000,
};

interface Shape {
  cores: number;
  threads: number;
  /** Of each thread's own body. */
  ops: number;
  op: (index: number) => readonly [code: number, arg: number, ns: number];
  locks?: Plan['locks'];
}

/** Lengths vary, the same way each time. */
const vary = (index: number, ns: number): number => ns * (0.5 + ((index * 7919) % 1009) / 1009);

/** Threads with bodies of their own. */
export function planOfBodies({ cores, threads, ops, op, locks = [] }: Shape): Plan {
  const count = threads * ops;
  const columns = { count, code: new Uint8Array(count), arg: new Int32Array(count), ns: new Float64Array(count) };
  for (let at = 0; at < count; at++) {
    const [code, arg, ns] = op(at % ops);
    columns.code[at] = code;
    columns.arg[at] = arg;
    columns.ns[at] = ns === 0 ? 0 : vary(at, ns);
  }
  return {
    ...emptyPlan(cores),
    threads: Array.from({ length: threads }, (_, index) => ({
      name: `thread ${index}`,
      pool: -1,
      start: 'begin' as const,
      startCpuNs: 0,
      body: [index * ops, (index + 1) * ops] as [number, number],
    })),
    locks,
    ops: columns,
  };
}

/** Compute, lock, compute, unlock, and again. */
export const lockOp =
  (computeNs: number, holdNs: number): Shape['op'] =>
  (index) =>
    (
      [
        [OpCode.Compute, 0, computeNs],
        [OpCode.Lock, 0, 0],
        [OpCode.Compute, 0, holdNs],
        [OpCode.Unlock, 0, 0],
      ] as const
    )[index % 4] as readonly [number, number, number];

export const computeOp: Shape['op'] = () => [OpCode.Compute, 0, 50_000];

/** One pool, all tasks submitted at once or, with `betweenNs`, arriving one after the other. */
export function planOfTasks(count: number, options: { cores: number; workers: number; betweenNs?: number }): Plan {
  const { cores, workers, betweenNs = 0 } = options;
  const column = (ns: number): Float64Array => Float64Array.from({ length: count }, (_, task) => vary(task, ns));
  const indices = (value: number): Int32Array => new Int32Array(count).fill(value);
  const begins = Int32Array.from({ length: count }, (_, task) => task);
  const body = { startCpuNs: 0, body: [0, 0] as [number, number] };
  return {
    ...emptyPlan(cores),
    threads: [
      { name: 'main', pool: -1, start: 'begin', ...body },
      ...Array.from({ length: workers }, (_, index) => ({
        name: `worker ${index}`,
        pool: 0,
        start: 'pool' as const,
        ...body,
      })),
    ],
    pools: [
      {
        id: 0,
        minThreads: workers,
        maxThreads: workers,
        concurrentTasksPerWorker: 1,
        workerStartCpuNs: MACHINE.workerStartCpuNs,
        idleTimeoutNs: Infinity,
        pinned: false,
      },
    ],
    tasks: {
      count,
      pool: indices(0),
      submitter: indices(0),
      agent: indices(-1),
      pinnedTo: indices(-1),
      trigger: new Uint8Array(count).fill(Trigger.AfterCount),
      triggerArg: indices(0),
      delayNs: Float64Array.from({ length: count }, (_, task) => task * betweenNs),
      prepareCpuNs: column(10_000),
      cloneCpuNs: column(2_000),
      deserialiseCpuNs: column(5_000),
      bodyBegin: begins,
      bodyEnd: begins.map((begin) => begin + 1),
      replyCpuNs: column(4_000),
      handleCpuNs: column(8_000),
    },
    ops: { count, code: new Uint8Array(count).fill(OpCode.Compute), arg: new Int32Array(count), ns: column(400_000) },
  };
}

function emptyPlan(cores: number): Plan {
  const none = (): Int32Array => new Int32Array(0);
  const zero = (): Float64Array => new Float64Array(0);
  return {
    cores,
    machine: MACHINE,
    threads: [],
    pools: [],
    locks: [],
    tasks: {
      count: 0,
      pool: none(),
      submitter: none(),
      agent: none(),
      pinnedTo: none(),
      trigger: new Uint8Array(0),
      triggerArg: none(),
      delayNs: zero(),
      prepareCpuNs: zero(),
      cloneCpuNs: zero(),
      deserialiseCpuNs: zero(),
      bodyBegin: none(),
      bodyEnd: none(),
      replyCpuNs: zero(),
      handleCpuNs: zero(),
    },
    ops: { count: 0, code: new Uint8Array(0), arg: none(), ns: zero() },
    signals: 0,
    fixedNs: 0,
  };
}
