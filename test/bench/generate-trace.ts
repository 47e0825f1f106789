/** Makes traces of any size with the mix of records a busy agent pool leaves: tasks, messages, locks, waits, samples. */
import { COLLECTOR_THREAD } from '../../src/trace/format.js';
import { BlobKind, RecordType, ThreadState, WORD_STAT_COLUMNS, WordStat } from '../../src/trace/records.js';
import { createTraceWriter, type ThreadWriter } from '../../src/trace/write-trace.js';
import { TEST_HEADER } from '../build-trace.js';

const WORKERS = 8;
const LOCKS = 4;
const SITES = 40;
const AGENTS = 64;
const STACK_NODES = 200;
const SCHED_EVERY_NS = 60e6;
const STATS_EVERY_NS = 250e6;

/** Records one task leaves on average, by which the number of tasks is chosen. */
const RECORDS_PER_TASK = 33;

/** A small deterministic generator (mulberry32), 0..1. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A trace of about so many records. */
export function generateTrace(records: number): Uint8Array {
  const random = createRandom(records);
  const trace = createTraceWriter({ ...TEST_HEADER, cores: WORKERS });
  const main = trace.thread(0);
  const workers = Array.from({ length: WORKERS }, (_, index) => trace.thread(index + 1));
  const collector = trace.thread(COLLECTOR_THREAD);
  describeThreads(main, workers);
  const tasks = Math.max(WORKERS, Math.round(records / RECORDS_PER_TASK));
  const freeNs = new Float64Array(WORKERS).fill(30e6);
  const cpuNs = new Float64Array(WORKERS);
  const lockFreeNs = new Float64Array(LOCKS);
  const stats = workers.map(() => new Float64Array(LOCKS * WORD_STAT_COLUMNS));
  let mainNs = 25e6;
  let schedNs = 0;
  let statsNs = 0;
  for (let task = 0; task < tasks; task++) {
    const worker = task % WORKERS;
    mainNs = Math.max(mainNs + 3000, Math.min(...freeNs) - 20_000);
    submit(main, mainNs, task, worker + 1, random);
    const startNs = Math.max(mainNs + 20_000, freeNs[worker] as number);
    const endNs = runTask(
      workers[worker] as ThreadWriter,
      task,
      startNs,
      worker,
      lockFreeNs,
      stats[worker] as Float64Array,
      random,
    );
    main.record(endNs + 15_000, RecordType.MsgRecvBegin, 0, 0, worker + 1);
    main.record(endNs + 15_500, RecordType.TaskDone, task, 0, worker + 1);
    main.record(endNs + 17_000, RecordType.MsgRecvEnd, 0, 0, worker + 1);
    cpuNs[worker] = (cpuNs[worker] as number) + (endNs - startNs) * 0.9;
    freeNs[worker] = endNs + 2000;
    if (endNs - schedNs > SCHED_EVERY_NS) {
      schedNs = endNs;
      writeSched(collector, schedNs, cpuNs);
    }
    if (endNs - statsNs > STATS_EVERY_NS) {
      statsNs = endNs;
      for (const [index, own] of stats.entries())
        collector.blob(endNs, BlobKind.WordStats, index + 1, new Uint8Array(own.buffer).slice());
    }
  }
  const endNs = Math.max(...freeNs) + 1e6;
  for (const [index, own] of stats.entries())
    collector.blob(endNs, BlobKind.WordStats, index + 1, new Uint8Array(own.buffer));
  writeSched(collector, endNs, cpuNs);
  return trace.finish({ exitCode: 0, endNs, lost: {}, unrecordedThreads: 0, overLimit: 0 });
}

function describeThreads(main: ThreadWriter, workers: readonly ThreadWriter[]): void {
  const thread = { tid: 0, name: '', createdAt: 1 };
  main.blob(0, BlobKind.Thread, 0, {
    ...thread,
    index: 0,
    threadId: 0,
    parentIndex: -1,
    file: '/app/main.mjs',
    origin: 'main',
  });
  main.record(0, RecordType.ThreadStart);
  main.blob(0, BlobKind.Site, 1, 'at /app/main.mjs:5:3');
  main.blob(0, BlobKind.Pool, 1, {
    library: 'piscina',
    file: '/app/worker.mjs',
    minThreads: WORKERS,
    maxThreads: WORKERS,
    concurrentTasksPerWorker: 1,
    idleTimeoutMs: 0,
    maxQueue: -1,
    atomics: 'sync',
    createdAt: 1,
  });
  for (const [at, worker] of workers.entries()) {
    const index = at + 1;
    main.record(1e6 * index, RecordType.WorkerNew, 20_000, 0, index);
    worker.blob(20e6, BlobKind.Thread, index, {
      ...thread,
      index,
      threadId: index,
      parentIndex: 0,
      file: '/app/worker.mjs',
      origin: 'piscina',
    });
    worker.record(20e6 + index, RecordType.ThreadStart);
    for (let site = 1; site <= SITES; site++) {
      worker.blob(
        20e6,
        BlobKind.Site,
        site,
        `at Mutex.lock (/app/mutex.mjs:${site % 4}:9)\nat work (/app/worker.mjs:${site}:5)\nat onMessage (/app/node_modules/piscina/dist/worker.js:112:9)`,
      );
    }
    for (let word = 0; word < LOCKS; word++)
      worker.blob(20e6, BlobKind.Word, word, { buffer: 'board', byteOffset: word * 4 });
    const nodes = Array.from({ length: STACK_NODES }, (_, node) => [
      node + 1,
      node >> 1,
      `f${node % 50}`,
      node % 3 === 0 ? 'file:///app/node_modules/x/index.js' : 'file:///app/worker.mjs',
      node % 50,
      1,
    ]);
    worker.blob(20e6, BlobKind.StackNodes, 0, nodes);
  }
}

function submit(main: ThreadWriter, timeNs: number, task: number, worker: number, random: () => number): void {
  if (task % 64 === 0) main.record(timeNs, RecordType.At, 1);
  main.record(timeNs, RecordType.TaskSubmit, task, 1 + Math.floor(random() * AGENTS), 1);
  main.record(timeNs + 500, RecordType.TaskDispatch, task, task + 1, worker);
  main.record(timeNs + 500, RecordType.MsgPost, 200, 2500, worker, 4);
}

function runTask(
  thread: ThreadWriter,
  task: number,
  startNs: number,
  worker: number,
  lockFreeNs: Float64Array,
  stats: Float64Array,
  random: () => number,
): number {
  let at = startNs;
  thread.record(at - 3000, RecordType.MsgRecvBegin, 1500, 0, 0);
  thread.record(at - 1500, RecordType.MsgRecvEnd, 0, 0, 0);
  thread.record(at, RecordType.TaskStart, task, 1500);
  for (let turn = 0; turn < 4; turn++) {
    at += 20_000 + random() * 100_000;
    at = takeLock(thread, at, Math.floor(random() * LOCKS), worker, lockFreeNs, stats, random);
    thread.record(at - 7000, RecordType.Sample, 1 + Math.floor(random() * STACK_NODES));
  }
  if (random() < 0.2) thread.record(at - 4000, RecordType.Gc, 300_000, 900, 0, 1);
  thread.record(at, RecordType.TaskEnd, task);
  thread.record(at, RecordType.MsgPost, 47, 2000, 0, 4);
  return at;
}

function takeLock(
  thread: ThreadWriter,
  atNs: number,
  word: number,
  worker: number,
  lockFreeNs: Float64Array,
  stats: Float64Array,
  random: () => number,
): number {
  let at = atNs;
  const row = word * WORD_STAT_COLUMNS;
  const count = (column: number, by: number): void => {
    stats[row + column] = (stats[row + column] as number) + by;
  };
  stats[row + WordStat.WordId] = word;
  const free = lockFreeNs[word] as number;
  const waits = free > at;
  if (waits) {
    if (random() < 0.05) thread.record(at, RecordType.At, 1 + Math.floor(random() * SITES));
    thread.record(at, RecordType.WaitBegin, word, 1 + ((worker + 1) % WORKERS) + 1);
    count(WordStat.Waits, 1);
    count(WordStat.WaitNs, Math.min(free - at, 500_000));
    at = Math.min(free, at + 500_000);
    thread.record(at, RecordType.WaitEnd, word);
    at += 300;
  }
  thread.record(at, RecordType.Acquire, word, waits ? 1 : 0, 0, waits ? 1 : 0);
  const hold = 5000 + random() * 40_000;
  count(WordStat.Acquires, 1);
  count(WordStat.ContendedAcquires, waits ? 1 : 0);
  count(WordStat.Releases, 1);
  count(WordStat.HoldNs, hold);
  count(WordStat.HoldSamples, 1);
  at += hold;
  lockFreeNs[word] = at;
  thread.record(at, RecordType.Release, word);
  thread.record(at + 100, RecordType.Notify, word, 1);
  return at + 400;
}

function writeSched(collector: ThreadWriter, timeNs: number, cpuNs: Float64Array): void {
  for (const [worker, cpu] of cpuNs.entries()) {
    collector.double(timeNs, RecordType.SchedCpu, cpu, worker + 1, ThreadState.Running);
    collector.double(timeNs, RecordType.SchedDelay, cpu * 0.02, worker + 1);
  }
  const used = cpuNs.reduce((sum, cpu) => sum + cpu, 0);
  collector.double(timeNs, RecordType.ProcessCpu, used);
  collector.double(timeNs, RecordType.HostCpu, used * 1.01);
  collector.double(timeNs, RecordType.CollectorCpu, used * 0.005);
}
