import { readText, type DecodedTrace } from '../trace/decode.js';
import { BlobKind } from '../trace/records.js';
import { logAsyncLocks } from './async-locks.js';
import { buildAllLocks } from './build-all-locks.js';
import { buildCopies } from './build-copies.js';
import { buildMessageSites, buildPayloads } from './build-messages.js';
import { buildQuality } from './build-quality.js';
import { buildSamples } from './build-samples.js';
import { buildTasks } from './build-tasks.js';
import { assignPools, buildThreads } from './build-threads.js';
import { logEmptyPolls } from './empty-polls.js';
import { fillThreads } from './fill-threads.js';
import { logPauses } from './gc-log.js';
import { measureHostLoad } from './host-load.js';
import { logLifecycles } from './lifecycles.js';
import { buildLineSamples } from './line-samples.js';
import { logLocks } from './lock-log.js';
import { closeOpenRows } from './lock-rows.js';
import { logMessages } from './message-log.js';
import { listPools } from './pools.js';
import type { Agent, Profile, RunInfo, TaskTable } from './profile.js';
import { createRecording, type Recording } from './recording.js';
import { logSamples } from './sample-log.js';
import { readSched } from './sched-log.js';
import type { ReadSourceMap } from './source-maps.js';
import { sweepRecords } from './sweep.js';
import { indexTasks } from './task-index.js';
import { logTasks } from './task-log.js';
import { createThreadClock } from './thread-clock.js';
import { listWords } from './words.js';

export interface ProfileContext {
  /** JSON text of a generated file's source map, or undefined. */
  readSourceMap: ReadSourceMap;
}

/** Understands a trace: one sweep over its records in order of time, then the sums. Linear in the records. */
export function buildProfile(trace: DecodedTrace, context: ProfileContext): Profile {
  const recording = createRecording(trace, context.readSourceMap);
  const { window, sites, infos, positionOf } = recording;
  const words = listWords(recording);
  const pools = listPools(recording);
  const lifecycles = logLifecycles(recording);
  const messages = logMessages(recording);
  const taskLog = logTasks(recording, pools, messages);
  const lockLog = logLocks(recording, words);
  const asyncLog = logAsyncLocks(recording);
  const emptyPolls = logEmptyPolls(positionOf, infos.length);
  const samples = logSamples(recording);
  const pauses = logPauses(recording);
  // Tasks look at the post that messages just took in: messages come first.
  const parts = [lifecycles, messages, taskLog, lockLog, asyncLog, emptyPolls, samples, pauses];
  const handlers = parts.map((part) => part.handlers);
  sweepRecords(recording.columns, sites, handlers);
  messages.completeStreams();

  const threads = buildThreads(recording, lifecycles);
  assignPools(pools.pools, threads, taskLog.rows.pool.view(), taskLog.rows.thread.view());
  closeOpenRows(lockLog.waits, lockLog.spins, threads);
  closeOpenRows(asyncLog.waits, undefined, threads);
  const tasks = buildTasks(taskLog.rows, messages.messages, threads, pools.pools, sites.sites, window);
  const index = indexTasks(tasks, infos.length);
  const sched = readSched(recording);
  const clocks = threads.map((thread) => createThreadClock(sched.threads[thread.index] ?? sched.none, thread));
  const sampleTables = buildSamples(samples, threads, sites);
  const lockContext = { sites: sites.sites, tasks, index, window };
  const shared = { threads, words: words.words, clocks, sched, samples: sampleTables };
  const { locks, waitPoints, activity } = buildAllLocks(lockLog, asyncLog, emptyPolls, shared, lockContext);
  fillThreads(threads, tasks, { activity, clocks, sched, pauses, samples, index });
  return {
    run: describeRun(recording),
    threads,
    pools: pools.pools,
    agents: listAgents(trace, tasks),
    sites: sites.sites,
    tasks,
    locks,
    waitPoints,
    messageSites: buildMessageSites(messages, threads, { sites: sites.sites, tasks, window }),
    payloads: buildPayloads(messages, window),
    rounds: recording.rounds,
    hotFunctions: sampleTables.hotFunctions,
    host: measureHostLoad(sched, Math.max(1, trace.header.cores), tasks, window),
    quality: buildQuality(recording, sched, taskLog.countUnmatched()),
    lineSamples: buildLineSamples(samples, threads, recording),
    copies: buildCopies(messages, window),
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
    ...(launch?.wallNs !== undefined && { wallNs: launch.wallNs }),
  };
}

/** Agents that were named or that tasks belong to. */
function listAgents({ blobs }: DecodedTrace, tasks: TaskTable): Agent[] {
  const agents = new Map<number, Agent>();
  for (const id of new Set(tasks.agent)) if (id >= 0) agents.set(id, { id, name: `agent ${id}` });
  for (const { kind, id, bytes } of blobs) {
    if (kind === BlobKind.Agent) agents.set(id, { id, name: readText(bytes) });
  }
  return [...agents.values()].sort((x, y) => x.id - y.id);
}
