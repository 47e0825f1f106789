/** Plans by hand, for tests: threads as lists of ops, tasks as objects. */
import {
  type Machine,
  OpCode,
  type Ops,
  type Plan,
  type PlanLock,
  type PlanPool,
  type PlanTasks,
  type PlanThread,
  Trigger,
} from '../../../src/predict/plan.js';

/** Code, arg, ns. */
export type Op = readonly [code: number, arg: number, ns: number];

export const compute = (ns: number): Op => [OpCode.Compute, 0, ns];
export const blockIo = (ns: number): Op => [OpCode.BlockIo, 0, ns];
export const awaitIo = (ns: number): Op => [OpCode.AwaitIo, 0, ns];
export const lock = (index = 0, asReader = false): Op => [OpCode.Lock, index, asReader ? 1 : 0];
export const unlock = (index = 0): Op => [OpCode.Unlock, index, 0];
export const signal = (index: number): Op => [OpCode.Signal, index, 0];
export const awaitSignal = (index: number, count: number): Op => [OpCode.AwaitSignal, index, count];
export const spinSignal = (index: number, count: number): Op => [OpCode.SpinSignal, index, count];
export const submit = (task: number): Op => [OpCode.Submit, task, 0];
export const awaitTask = (task: number): Op => [OpCode.AwaitTask, task, 0];
export const awaitCount = (count: number): Op => [OpCode.AwaitCount, count, 0];
export const spawn = (thread: number, ns = 0): Op => [OpCode.Spawn, thread, ns];
export const join = (thread: number): Op => [OpCode.Join, thread, 0];

export interface TaskSpec {
  body?: readonly Op[];
  pool?: number;
  submitter?: number;
  pinnedTo?: number;
  trigger?: number;
  triggerArg?: number;
  delayNs?: number;
  prepareCpuNs?: number;
  cloneCpuNs?: number;
  deserialiseCpuNs?: number;
  replyCpuNs?: number;
  handleCpuNs?: number;
}

export interface PlanSpec {
  cores: number;
  machine?: Partial<Machine>;
  threads: (Partial<Omit<PlanThread, 'body'>> & { ops?: readonly Op[] })[];
  pools?: Partial<PlanPool>[];
  locks?: Partial<PlanLock>[];
  tasks?: readonly TaskSpec[];
  signals?: number;
  fixedNs?: number;
}

/** A machine without costs, so that what is calculated by hand comes out; slices are long. */
export const FREE: Machine = {
  wakeLatencyNs: 0,
  wakeLatencyRange: [0, 0],
  contextSwitchNs: 0,
  timeSliceNs: 1e12,
  atomicNs: 0,
  workerStartCpuNs: 0,
};

export function planOf(spec: PlanSpec): Plan {
  const all: Op[] = [];
  const add = (ops: readonly Op[] = []): [number, number] => {
    const begin = all.length;
    for (const op of ops) all.push(op);
    return [begin, all.length];
  };
  const threads = spec.threads.map(({ ops, ...thread }, index): PlanThread => {
    return { name: `t${index}`, pool: -1, start: 'begin', startCpuNs: 0, ...thread, body: add(ops) };
  });
  const tasks = tasksOf(spec.tasks ?? [], add);
  return {
    cores: spec.cores,
    machine: machineOf(spec.machine),
    threads,
    pools: (spec.pools ?? []).map((pool, id) => ({
      id,
      minThreads: threads.filter((thread) => thread.pool === id).length,
      maxThreads: threads.filter((thread) => thread.pool === id).length,
      concurrentTasksPerWorker: 1,
      workerStartCpuNs: 0,
      idleTimeoutNs: Infinity,
      pinned: false,
      ...pool,
    })),
    locks: (spec.locks ?? []).map((one, id) => ({ id, kind: 'blocking', handOff: 'barging', permits: 1, ...one })),
    tasks,
    ops: columnsOf(all),
    signals: spec.signals ?? 0,
    fixedNs: spec.fixedNs ?? 0,
  };
}

/** Every wake-up takes the same, unless a range is given. */
function machineOf(given: Partial<Machine> = {}): Machine {
  const wakeLatencyNs = given.wakeLatencyNs ?? 0;
  return { ...FREE, wakeLatencyRange: [wakeLatencyNs, wakeLatencyNs], ...given };
}

function columnsOf(all: readonly Op[]): Ops {
  return {
    count: all.length,
    code: Uint8Array.from(all, (op) => op[0]),
    arg: Int32Array.from(all, (op) => op[1]),
    ns: Float64Array.from(all, (op) => op[2]),
  };
}

function tasksOf(specs: readonly TaskSpec[], add: (ops: readonly Op[]) => [number, number]): PlanTasks {
  const bodies = specs.map((task) => add(task.body ?? []));
  const numbers = (pick: (task: TaskSpec) => number | undefined, missing = 0): Float64Array =>
    Float64Array.from(specs, (task) => pick(task) ?? missing);
  const indices = (pick: (task: TaskSpec) => number | undefined, missing = 0): Int32Array =>
    Int32Array.from(specs, (task) => pick(task) ?? missing);
  return {
    count: specs.length,
    pool: indices((task) => task.pool),
    submitter: indices((task) => task.submitter),
    agent: indices(() => -1),
    pinnedTo: indices((task) => task.pinnedTo, -1),
    trigger: Uint8Array.from(specs, (task) => task.trigger ?? Trigger.AfterCount),
    triggerArg: indices((task) => task.triggerArg),
    delayNs: numbers((task) => task.delayNs),
    prepareCpuNs: numbers((task) => task.prepareCpuNs),
    cloneCpuNs: numbers((task) => task.cloneCpuNs),
    deserialiseCpuNs: numbers((task) => task.deserialiseCpuNs),
    bodyBegin: Int32Array.from(bodies, ([begin]) => begin),
    bodyEnd: Int32Array.from(bodies, ([, end]) => end),
    replyCpuNs: numbers((task) => task.replyCpuNs),
    handleCpuNs: numbers((task) => task.handleCpuNs),
  };
}
