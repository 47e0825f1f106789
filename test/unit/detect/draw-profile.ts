/** A fluent way to draw a Profile for the detectors: threads, tasks, waits and messages at times given in ms. */
import type {
  Lock,
  MessageSite,
  Payload,
  Pool,
  Profile,
  Site,
  Thread,
  WaitPoint,
  WaitTable,
} from '../../../src/model/profile.js';

export const MS = 1e6;

export interface DrawnTask {
  thread: number;
  submit: number;
  dispatch?: number;
  start: number;
  end: number;
  done?: number;
  site?: number;
  agent?: number;
  pool?: number;
  submitter?: number;
  source?: 0 | 1;
  cpu?: number;
  requestBytes?: number;
}
export type DrawnWait = [thread: number, begin: number, end: number, owner?: number];

interface Drawing {
  cores: number;
  endMs: number;
  threads: Thread[];
  pools: Pool[];
  tasks: DrawnTask[];
  sites: Site[];
  locks: Lock[];
  waitPoints: WaitPoint[];
  messageSites: MessageSite[];
  payloads: Payload[];
  hotFunctions: Profile['hotFunctions'];
  agents: Profile['agents'];
  foreignShare: number;
  quality: Partial<Profile['quality']>;
}

/** A machine, a main thread that does nothing, and no scheduler readings beyond each thread's sums. */
export function drawProfile(endMs: number, cores = 2) {
  const drawing: Drawing = {
    cores,
    endMs,
    threads: [],
    pools: [],
    tasks: [],
    sites: [],
    locks: [],
    waitPoints: [],
    messageSites: [],
    payloads: [],
    hotFunctions: [],
    agents: [],
    foreignShare: 0,
    quality: {},
  };
  drawing.threads.push(drawThread(drawing, 0, { isMain: true, origin: 'main' }));

  const draw = {
    /** A line of the program; returns its index. */
    site(label: string, owner: 'user' | 'dependency' = 'user', packageName?: string): number {
      const [file = label, line = '1'] = label.split(':');
      const frame = { functionName: 'fn', file: `/app/${file}`, line: Number(line), column: 1, owner };
      drawing.sites.push({ frames: [packageName === undefined ? frame : { ...frame, packageName }], place: 0 });
      return drawing.sites.length - 1;
    },
    pool(workers: number, options: Partial<Pool> = {}) {
      const id = drawing.pools.length;
      const first = drawing.threads.length;
      for (let index = first; index < first + workers; index++) {
        drawing.threads.push(drawThread(drawing, index, { pool: id, origin: 'piscina', parent: 0 }));
      }
      drawing.pools.push({
        id,
        library: 'piscina',
        createdAt: -1,
        file: '',
        minThreads: workers,
        maxThreads: workers,
        concurrentTasksPerWorker: 1,
        idleTimeoutMs: 0,
        threads: Array.from({ length: workers }, (_, index) => first + index),
        peakThreads: workers,
        taskCount: 0,
        ...options,
      });
      return draw;
    },
    thread(index: number, change: (thread: Thread) => void) {
      change(drawing.threads[index] as Thread);
      return draw;
    },
    worker(beginMs: number, readyMs: number, endMs: number, options: Partial<Thread> = {}) {
      const thread = drawThread(drawing, drawing.threads.length, { origin: 'worker', parent: 0, ...options });
      thread.beginNs = beginMs * MS;
      thread.readyNs = readyMs * MS;
      thread.endNs = endMs * MS;
      thread.states.startingNs = (readyMs - beginMs) * MS;
      drawing.threads.push(thread);
      return draw;
    },
    tasks(tasks: DrawnTask[]) {
      drawing.tasks.push(...tasks);
      return draw;
    },
    lock(waits: DrawnWait[], options: Partial<Lock> = {}) {
      drawing.locks.push(drawLock(drawing.locks.length, waits, options));
      return draw;
    },
    waitPoint(waits: DrawnWait[], options: Partial<WaitPoint>) {
      drawing.waitPoints.push(drawWaitPoint(waits, options));
      return draw;
    },
    messages(options: Partial<MessageSite>) {
      drawing.messageSites.push({ ...MESSAGES, ...options });
      return draw;
    },
    payload(options: Partial<Payload>) {
      drawing.payloads.push({ ...PAYLOAD, ...options });
      return draw;
    },
    hot(functionName: string, site: number, selfSamples: number, mainSamples = 0, kind: 'js' | 'gc' | 'wasm' = 'js') {
      drawing.hotFunctions.push({ functionName, site, selfSamples, mainSamples, kind });
      return draw;
    },
    agents(...names: string[]) {
      drawing.agents = names.map((name, id) => ({ id, name }));
      return draw;
    },
    foreign(share: number) {
      drawing.foreignShare = share;
      return draw;
    },
    quality(quality: Partial<Profile['quality']>) {
      drawing.quality = quality;
      return draw;
    },
    done: () => finish(drawing),
  };
  return draw;
}

export type Draw = ReturnType<typeof drawProfile>;

/** Tasks of equal length back to back on each worker, all submitted at the start. */
export function fillWorkers(
  workers: number[],
  count: number,
  lengthMs: number,
  options: Partial<DrawnTask> = {},
): DrawnTask[] {
  return Array.from({ length: count }, (_, index) => {
    const start = Math.floor(index / workers.length) * lengthMs;
    const end = start + lengthMs;
    return {
      thread: workers[index % workers.length] as number,
      submit: 0,
      dispatch: start,
      start,
      end,
      done: end,
      ...options,
    };
  });
}

function drawThread(drawing: Drawing, index: number, options: Partial<Thread>): Thread {
  const endNs = drawing.endMs * MS;
  return {
    index,
    threadId: index,
    parent: -1,
    isMain: false,
    origin: 'worker',
    file: '/app/worker.js',
    name: `worker ${index}`,
    createdAt: -1,
    beginNs: 0,
    endNs,
    readyNs: 0,
    ended: 'exit',
    pool: -1,
    states: { startingNs: 0, onCpuNs: 0, runnableNs: 0, lockWaitNs: 0, otherWaitNs: 0, ioNs: 0, idleNs: 0 },
    sampledInTasks: { running: 0, futex: 0, eventLoop: 0, otherSyscall: 0, diskSleep: 0 },
    samples: 0,
    gc: { count: 0, totalNs: 0, majorCount: 0, majorNs: 0, longestNs: 0 },
    loopIdleNs: 0,
    ...options,
  };
}

function drawWaits(waits: DrawnWait[]): WaitTable {
  return {
    count: waits.length,
    thread: Int32Array.from(waits, ([thread]) => thread),
    owner: Int32Array.from(waits, ([, , , owner = -1]) => owner),
    beginNs: Float64Array.from(waits, ([, begin]) => begin * MS),
    endNs: Float64Array.from(waits, ([, , end]) => end * MS),
    site: new Int32Array(waits.length).fill(-1),
    task: new Int32Array(waits.length).fill(-1),
    timedOut: new Uint8Array(waits.length),
  };
}

function sumWaits(waits: DrawnWait[]): number {
  return waits.reduce((sum, [, begin, end]) => sum + (end - begin) * MS, 0);
}

function drawLock(id: number, waits: DrawnWait[], options: Partial<Lock>): Lock {
  return {
    id,
    kind: 'atomics-blocking',
    name: `lock ${id}`,
    createdAt: -1,
    acquireSites: [],
    releaseSites: [],
    threads: [...new Set(waits.map(([thread]) => thread))],
    acquires: waits.length,
    contendedAcquires: waits.length,
    failedAttempts: 0,
    waitNs: sumWaits(waits),
    spinNs: 0,
    holdNs: sumWaits(waits),
    holdSamples: waits.length,
    waits: drawWaits(waits),
    holds: {
      count: 0,
      thread: new Int32Array(),
      beginNs: new Float64Array(),
      endNs: new Float64Array(),
      site: new Int32Array(),
      task: new Int32Array(),
    },
    inside: [],
    insideSamples: 0,
    heldWaitNs: 0,
    heldRunnableNs: 0,
    nested: [],
    waitsFor: [],
    ...options,
  };
}

function drawWaitPoint(waits: DrawnWait[], options: Partial<WaitPoint>): WaitPoint {
  return {
    meaning: 'unknown',
    how: 'blocked',
    site: -1,
    createdAt: -1,
    threads: [...new Set(waits.map(([thread]) => thread))],
    notifiers: [],
    count: waits.length,
    totalNs: sumWaits(waits),
    cpuNs: 0,
    mainNs: sumWaits(waits.filter(([thread]) => thread === 0)),
    emptyLooks: 0,
    waits: drawWaits(waits),
    ...options,
  };
}

const MESSAGES: MessageSite = {
  site: -1,
  direction: 'to-worker',
  byPool: false,
  threads: [0],
  count: 0,
  bytes: 0,
  bytesKnownFor: 0,
  bytesEstimated: false,
  serialiseNs: 0,
  deserialiseNs: Number.NaN,
  handleNs: 0,
  transfers: 0,
  shares: 0,
  bytesP50: 0,
  bytesMax: 0,
};

const PAYLOAD: Payload = {
  site: -1,
  kind: 'object',
  bytes: 0,
  posts: 0,
  receivers: [],
  serialiseNs: 0,
  deserialiseNs: Number.NaN,
};

/** Tasks compute unless their thread's states were set by hand; the rest of each thread's life is idle. */
function finish(drawing: Drawing): Profile {
  const tasks = [...drawing.tasks].sort((a, b) => a.start - b.start);
  const blockedMs = new Map<number, number>();
  for (const { waits } of [...drawing.locks, ...drawing.waitPoints]) {
    for (let row = 0; row < waits.count; row++) {
      const thread = waits.thread[row] as number;
      const ms = ((waits.endNs[row] as number) - (waits.beginNs[row] as number)) / MS;
      blockedMs.set(thread, (blockedMs.get(thread) ?? 0) + ms);
    }
  }
  for (const thread of drawing.threads) {
    const inTasks = tasks
      .filter((task) => task.thread === thread.index)
      .reduce((sum, { start, end }) => sum + end - start, 0);
    const { states } = thread;
    if (states.onCpuNs === 0 && states.ioNs === 0) {
      states.lockWaitNs = (blockedMs.get(thread.index) ?? 0) * MS;
      states.onCpuNs = Math.max(0, inTasks * MS - states.lockWaitNs - states.runnableNs);
    }
    const spent =
      states.startingNs + states.onCpuNs + states.runnableNs + states.lockWaitNs + states.otherWaitNs + states.ioNs;
    states.idleNs = Math.max(0, thread.endNs - thread.beginNs - spent);
  }
  for (const pool of drawing.pools) pool.taskCount = tasks.filter((task) => (task.pool ?? 0) === pool.id).length;
  return {
    run: {
      pid: 1,
      nodeVersion: 'v24.0.0',
      platform: 'linux',
      cores: drawing.cores,
      cpuModel: 'drawn',
      argv: [],
      cwd: '/app',
      startedAtMs: 0,
      beginNs: 0,
      endNs: drawing.endMs * MS,
      exitCode: 0,
      signal: null,
    },
    threads: drawing.threads,
    pools: drawing.pools,
    agents: drawing.agents,
    sites: drawing.sites,
    tasks: drawTasks(tasks),
    locks: drawing.locks,
    waitPoints: drawing.waitPoints,
    messageSites: drawing.messageSites,
    payloads: drawing.payloads,
    rounds: [],
    hotFunctions: drawing.hotFunctions,
    host: { foreignShare: drawing.foreignShare, ownShare: 0, idleCoresWhileQueued: 0 },
    quality: {
      complete: true,
      missing: [],
      records: 1000,
      bytes: 16000,
      lostRecords: 0,
      unrecordedThreads: 0,
      notes: [],
      unmatchedTasks: 0,
      probe: { inThreadsNs: 0, collectorNs: 0, startNs: 0, shareOfCpu: 0 },
      schedulerKnown: true,
      ...drawing.quality,
    },
  };
}

function drawTasks(tasks: DrawnTask[]): Profile['tasks'] {
  const doubles = (pick: (task: DrawnTask) => number): Float64Array => Float64Array.from(tasks, pick);
  const ints = (pick: (task: DrawnTask) => number): Int32Array => Int32Array.from(tasks, pick);
  return {
    count: tasks.length,
    source: Uint8Array.from(tasks, ({ source = 0 }) => source),
    pool: ints(({ pool = 0 }) => pool),
    agent: ints(({ agent = -1 }) => agent),
    thread: ints(({ thread }) => thread),
    submitter: ints(({ submitter = 0 }) => submitter),
    submitSite: ints(({ site = -1 }) => site),
    submitNs: doubles(({ submit }) => submit * MS),
    dispatchNs: doubles(({ dispatch, submit }) => (dispatch ?? submit) * MS),
    startNs: doubles(({ start }) => start * MS),
    endNs: doubles(({ end }) => end * MS),
    doneNs: doubles(({ done, end }) => (done ?? end) * MS),
    cloneNs: doubles(() => Number.NaN),
    deserialiseNs: doubles(() => Number.NaN),
    requestBytes: doubles(({ requestBytes = Number.NaN }) => requestBytes),
    replyBytes: doubles(() => Number.NaN),
    lockWaitNs: doubles(() => 0),
    cpuNs: doubles(({ cpu = Number.NaN }) => cpu * MS),
    failed: new Uint8Array(tasks.length),
    overlapped: new Uint8Array(tasks.length),
  };
}
