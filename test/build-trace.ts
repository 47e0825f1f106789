/** A small language for writing traces by hand in tests. Times are in microseconds since the epoch. */
import { COLLECTOR_THREAD, type ThreadInfo, type TraceHeader } from '../src/trace/format.js';
import { BlobKind, RecordType, WORD_STAT_COLUMNS, WordStat } from '../src/trace/records.js';
import { createTraceWriter, type ThreadWriter, type TraceWriter } from '../src/trace/write-trace.js';

export const TEST_HEADER: TraceHeader = {
  pid: 4711,
  parentPid: 1,
  nodeVersion: 'v24.0.0',
  platform: 'linux',
  arch: 'x64',
  cores: 2,
  cpuModel: 'test',
  argv: ['node', 'app.mjs'],
  execArgv: [],
  cwd: '/app',
  startedAtMs: 1_700_000_000_000,
  epochHrtimeNs: '1000',
  beforeProbeNs: 0,
  probeVersion: '0.1.0',
};

export type WordStats = Partial<Record<Exclude<keyof typeof WordStat, 'WordId'>, number>>;

/** Everything a test says about one thread. */
export interface ThreadScript {
  readonly index: number;
  readonly writer: ThreadWriter;
  info(info: Partial<ThreadInfo>): ThreadScript;
  site(id: number, stack: string): ThreadScript;
  /** The next record happened at this site. */
  at(us: number, site: number): ThreadScript;
  start(us: number): ThreadScript;
  end(us: number, exitCode?: number): ThreadScript;
  makes(us: number, child: number): ThreadScript;
  submit(us: number, sequence: number, agent?: number, pool?: number): ThreadScript;
  dispatch(us: number, task: number, sequence: number, worker: number): ThreadScript;
  taskStart(us: number, task: number): ThreadScript;
  taskEnd(us: number, task: number, failed?: boolean): ThreadScript;
  done(us: number, task: number, worker: number): ThreadScript;
  post(us: number, channel: number, bytes?: number, serialiseNs?: number, flags?: number): ThreadScript;
  receive(us: number, untilUs: number, channel: number): ThreadScript;
  /** Messages of a stream without a record of their own. */
  skipped(us: number, channel: number, direction: number, count: number): ThreadScript;
  word(id: number, buffer: string, byteOffset: number, createdAt?: number): ThreadScript;
  wait(us: number, untilUs: number, word: number, result?: number, ownerThread?: number): ThreadScript;
  acquire(us: number, word: number, failed?: number): ThreadScript;
  release(us: number, word: number): ThreadScript;
  notify(us: number, word: number, woken?: number): ThreadScript;
  spin(us: number, untilUs: number, word: number, looks: number): ThreadScript;
  gc(us: number, takesUs: number, kind: number): ThreadScript;
  /** Cumulative counters of words, written by the collector. */
  stats(us: number, words: Record<number, WordStats>): ThreadScript;
  /** Scheduler reading, written by the collector. */
  sched(us: number, cpuUs: number, delayUs: number, state?: number): ThreadScript;
}

export interface TraceScript {
  readonly writer: TraceWriter;
  thread(index: number): ThreadScript;
  /** The file; `endUs`: when the process ended in an orderly way. */
  finish(endUs?: number, exitCode?: number): Uint8Array;
}

export function buildTrace(header: Partial<TraceHeader> = {}): TraceScript {
  const writer = createTraceWriter({ ...TEST_HEADER, ...header });
  const collector = writer.thread(COLLECTOR_THREAD);
  return {
    writer,
    thread: (index) => scriptThread(index, writer.thread(index), collector),
    finish(endUs, exitCode = 0) {
      if (endUs === undefined) return writer.finish();
      return writer.finish({ exitCode, endNs: endUs * 1000, lost: {}, unrecordedThreads: 0, overLimit: 0 });
    },
  };
}

function scriptThread(index: number, writer: ThreadWriter, collector: ThreadWriter): ThreadScript {
  const record = (us: number, type: number, a = 0, b = 0, c = 0, flags = 0): ThreadScript => {
    writer.record(us * 1000, type, a, b, c, flags);
    return script;
  };
  const blob = (kind: number, id: number, content: string | Uint8Array | object): ThreadScript => {
    writer.blob(0, kind, id, content);
    return script;
  };
  const script: ThreadScript = {
    index,
    writer,
    info: (info) =>
      blob(BlobKind.Thread, index, {
        index,
        threadId: index,
        parentIndex: index === 0 ? -1 : 0,
        tid: 0,
        file: index === 0 ? '/app/app.mjs' : '/app/worker.mjs',
        name: '',
        origin: index === 0 ? 'main' : 'worker',
        createdAt: 0,
        ...info,
      }),
    site: (id, stack) => blob(BlobKind.Site, id, stack),
    at: (us, site) => record(us, RecordType.At, site),
    start: (us) => record(us, RecordType.ThreadStart),
    end: (us, exitCode = 0) => record(us, RecordType.ThreadEnd, exitCode),
    makes: (us, child) => record(us, RecordType.WorkerNew, 0, 0, child),
    submit: (us, sequence, agent = -1, pool = 0) => record(us, RecordType.TaskSubmit, sequence, agent + 1, pool),
    dispatch: (us, task, sequence, worker) => record(us, RecordType.TaskDispatch, task, sequence + 1, worker),
    taskStart: (us, task) => record(us, RecordType.TaskStart, task),
    taskEnd: (us, task, failed = false) => record(us, RecordType.TaskEnd, task, 0, 0, failed ? 1 : 0),
    done: (us, task, worker) => record(us, RecordType.TaskDone, task, 0, worker),
    post: (us, channel, bytes = 0xffffffff, serialiseNs = 0, flags = 0) =>
      record(us, RecordType.MsgPost, bytes, serialiseNs, channel, flags),
    receive(us, untilUs, channel) {
      record(us, RecordType.MsgRecvBegin, 0, 0, channel);
      return record(untilUs, RecordType.MsgRecvEnd, 0, 0, channel);
    },
    skipped: (us, channel, direction, count) => record(us, RecordType.MsgSkipped, count, 0, channel, direction),
    word: (id, buffer, byteOffset, createdAt = 0) => blob(BlobKind.Word, id, { buffer, byteOffset, createdAt }),
    wait(us, untilUs, word, result = 0, ownerThread = -1) {
      record(us, RecordType.WaitBegin, word, ownerThread + 1);
      return record(untilUs, RecordType.WaitEnd, word, 0, 0, result);
    },
    acquire: (us, word, failed = 0) => record(us, RecordType.Acquire, word, failed, 0, failed > 0 ? 1 : 0),
    release: (us, word) => record(us, RecordType.Release, word),
    notify: (us, word, woken = 1) => record(us, RecordType.Notify, word, woken),
    spin(us, untilUs, word, looks) {
      record(us, RecordType.SpinBegin, word);
      return record(untilUs, RecordType.SpinEnd, word, looks);
    },
    gc: (us, takesUs, kind) => record(us, RecordType.Gc, takesUs * 1000, 0, 0, kind),
    stats(us, words) {
      collector.blob(us * 1000, BlobKind.WordStats, index, packStats(words));
      return script;
    },
    sched(us, cpuUs, delayUs, state = 0) {
      collector.double(us * 1000, RecordType.SchedCpu, cpuUs * 1000, index, state);
      collector.double(us * 1000, RecordType.SchedDelay, delayUs * 1000, index);
      return script;
    },
  };
  return script;
}

function packStats(words: Record<number, WordStats>): Uint8Array {
  const entries = Object.entries(words);
  const columns = new Float64Array(entries.length * WORD_STAT_COLUMNS);
  for (const [row, [id, stats]] of entries.entries()) {
    const at = row * WORD_STAT_COLUMNS;
    columns[at + WordStat.WordId] = Number(id);
    for (const [name, value] of Object.entries(stats)) columns[at + WordStat[name as keyof WordStats]] = value;
  }
  return new Uint8Array(columns.buffer);
}
