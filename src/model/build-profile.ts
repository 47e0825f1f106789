import { readText, type DecodedTrace } from '../trace/decode.js';
import { BlobKind } from '../trace/records.js';
import { assignPools, buildThreads, countTasks } from './build-threads.js';
import { inferTasks } from './infer-tasks.js';
import { logLifecycles } from './lifecycles.js';
import { logMessages } from './message-log.js';
import { listPools } from './pools.js';
import type { Agent, Profile, RunInfo } from './profile.js';
import { createRecording, type Recording } from './recording.js';
import { readSched } from './sched-log.js';
import type { ReadSourceMap } from './source-maps.js';
import { sweepRecords } from './sweep.js';
import { indexTasks } from './task-index.js';
import { logTasks } from './task-log.js';
import { buildTaskTable } from './task-rows.js';
import { createThreadClock } from './thread-clock.js';
import { divideThreadTime } from './thread-states.js';

export interface ProfileContext {
  /** JSON text of a generated file's source map, or undefined. */
  readSourceMap: ReadSourceMap;
}

/** Understands a trace: one sweep over its records in order of time, then the sums. Linear in the records. */
export function buildProfile(trace: DecodedTrace, context: ProfileContext): Profile {
  const recording = createRecording(trace, context.readSourceMap);
  const { window, sites, infos } = recording;
  const lifecycles = logLifecycles(recording);
  const messages = logMessages(recording);
  const pools = listPools(recording);
  const taskLog = logTasks(recording, pools, messages);
  sweepRecords(recording.columns, sites, [lifecycles.handlers, messages.handlers, taskLog.handlers]);

  const threads = buildThreads(recording, lifecycles);
  assignPools(pools.pools, threads, taskLog.rows.pool.view(), taskLog.rows.thread.view());
  inferTasks(threads, messages.messages, taskLog.rows);
  const tasks = buildTaskTable(taskLog.rows, window);
  tasks.pool.forEach((pool, row) => {
    if (pool === -1) tasks.pool[row] = threads[tasks.thread[row] as number]?.pool ?? -1;
  });
  countTasks(pools.pools, tasks);
  const index = indexTasks(tasks, infos.length);
  const sched = readSched(recording);
  const none = { beginNs: [], endNs: [] };
  for (const thread of threads) {
    const samples = sched.threads[thread.index];
    if (samples === undefined) continue;
    thread.states = divideThreadTime(thread, createThreadClock(samples, thread), sched.known, {
      tasks: index.spansOf(thread.index),
      lockWaitsInTasks: none,
      lockWaitsElsewhere: none,
      otherWaits: none,
    });
  }
  return {
    run: describeRun(recording),
    threads,
    pools: pools.pools,
    agents: listAgents(trace),
    sites: sites.sites,
    tasks,
    locks: [],
    waitPoints: [],
    messageSites: [],
    payloads: [],
    rounds: recording.rounds,
    hotFunctions: [],
    host: { foreignShare: Number.NaN, ownShare: Number.NaN, idleCoresWhileQueued: Number.NaN },
    quality: {
      complete: trace.missing.length === 0,
      missing: trace.missing,
      records: trace.records,
      bytes: trace.bytes,
      lostRecords: trace.lostRecords,
      unrecordedThreads: trace.end?.unrecordedThreads ?? 0,
      notes: [],
      unmatchedTasks: taskLog.countUnmatched(),
      probe: { inThreadsNs: 0, collectorNs: 0, startNs: 0, shareOfCpu: 0 },
      schedulerKnown: sched.known,
    },
  };
}

function describeRun({ trace: { header, end, launch }, window }: Recording): RunInfo {
  return {
    pid: header.pid,
    nodeVersion: header.nodeVersion,
    platform: header.platform,
    cores: header.cores,
    cpuModel: header.cpuModel,
    argv: header.argv,
    cwd: header.cwd,
    startedAtMs: header.startedAtMs,
    beginNs: window.beginNs,
    endNs: window.endNs,
    exitCode: launch?.exitCode ?? end?.exitCode ?? null,
    signal: launch?.signal ?? null,
  };
}

function listAgents({ blobs }: DecodedTrace): Agent[] {
  const agents = new Map<number, Agent>();
  for (const { kind, id, bytes } of blobs) {
    if (kind === BlobKind.Agent) agents.set(id, { id, name: readText(bytes) });
  }
  return [...agents.values()].sort((x, y) => x.id - y.id);
}
