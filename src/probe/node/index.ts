/**
 * The probe's entry: loaded by NODE_OPTIONS=--require before the program's first line, in the main thread and in every
 * worker. Installs the hooks, or does nothing at all; whatever fails in here, the program must not notice.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import type { ThreadInfo, TraceHeader } from '../../trace/format.js';
import { BlobKind, RecordType } from '../../trace/records.js';
import { claimSlot, createArena, Header, Slot, SlotCost, viewHeader } from './arena.js';
import { installAsyncMutex } from './async-mutex.js';
import { installAtomics } from './atomics.js';
import { getEpoch, now, setEpoch } from './clock.js';
import { chargeSinceMark, markCost } from './cost.js';
import { endFlows } from './flows.js';
import { hideFrom, installChildProcesses, preloadOf, readRunConfig } from './environment.js';
import { installMessages } from './messages.js';
import { atomics, workerThreads } from './natives.js';
import { installPools } from './pools.js';
import { installChannels, learnParentPort } from './ports.js';
import { readOwnTid } from './proc.js';
import { allowProfiles, areProfilesRunning, rotateProfiles } from './profiles.js';
import { closeRing, emit, emitF64, emitJson, onFull, openRing } from './ring.js';
import { closeCollector, startCollector } from './start-collector.js';
import { installTasks, nameAgent, setAgent } from './tasks.js';
import { enterThread, thisThread, type HandOver, type RunConfig } from './thread.js';
import { createTraceFile, drainSlot, type TraceFile } from './trace-writer.js';
import { installWebLocks } from './web-locks.js';
import { hideOwnId, installWorkers, takeHandOver } from './workers.js';

const API = Symbol.for('threadwise.probe');
const OLDEST_NODE = 20;
declare const __THREADWISE_VERSION__: string | undefined;
const VERSION = typeof __THREADWISE_VERSION__ === 'string' ? __THREADWISE_VERSION__ : 'development';

function note(what: string, why: string): void {
  emitJson(BlobKind.ProbeNote, 0, now(), { what, why });
}

/** Each hook by itself: one that fails is switched off and noted, the others go on. */
function install(what: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    note(`${what} not recorded`, String(error));
  }
}

function installHooks(beforeFirstWorker: () => void): void {
  install('locks and waits', () => installAtomics(true));
  install('tasks', installTasks);
  install('pools', installPools);
  install('message channels', installChannels);
  install('messages', () => {
    if (!installMessages()) note('message receipts not recorded', 'this Node delivers messages in an unknown way');
  });
  install('Web Locks', installWebLocks);
  install('async-mutex', installAsyncMutex);
  install('workers', () => installWorkers(beforeFirstWorker));
  syncBuiltinESMExports();
}

function exposeApi(): void {
  const mark = (kind: number, round: number, agents: number): void => {
    emit(RecordType.Mark, kind, 0, now(), round, agents);
  };
  Object.defineProperty(globalThis, API, { value: Object.freeze({ setAgent, nameAgent, mark }), enumerable: false });
}

function describeThread(info: Omit<ThreadInfo, 'tid'>): void {
  const { views } = thisThread();
  const tid = readOwnTid();
  views.head[Slot.Thread] = info.index;
  views.head[Slot.Tid] = tid;
  emitJson(BlobKind.Thread, info.index, now(), { ...info, tid });
  emit(RecordType.ThreadStart, 0, 0, now(), tid, 0);
}

function describeProcess(epochNs: bigint, beforeProbeNs: number): TraceHeader {
  const cpus = os.cpus();
  return {
    pid: process.pid,
    parentPid: process.ppid,
    nodeVersion: process.versions.node,
    platform: process.platform,
    arch: process.arch,
    cores: os.availableParallelism(),
    cpuModel: cpus[0]?.model ?? '',
    argv: [...process.argv],
    execArgv: [...process.execArgv],
    cwd: process.cwd(),
    startedAtMs: Date.now(),
    epochHrtimeNs: String(epochNs),
    beforeProbeNs,
    probeVersion: VERSION,
  };
}

function startMain(run: RunConfig): void {
  const cost = markCost();
  const beforeProbeNs = Math.round(performance.now() * 1e6);
  hideFrom(process.env, preloadOf(run));
  const file = createTraceFile(
    path.join(run.dir, `${process.pid}.twtrace`),
    describeProcess(getEpoch(), beforeProbeNs),
    run.maxBytes,
  );
  if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) return; // the header says which Node it was
  const arena = createArena();
  const header = viewHeader(arena);
  const own = claimSlot(header);
  const collector = claimSlot(header);
  if (own === null || collector === null) return;
  atomics.store(header, Header.NextThread, 1);
  const thread = enterThread({ arena, slot: own.slot, index: 0, parentIndex: -1, origin: 'main', run });
  openRing(thread.views, thread.header);
  onFull(() => drainSlot(file, thread.views));
  const main = {
    index: 0,
    threadId: 0,
    parentIndex: -1,
    file: process.argv[1] ?? '[eval]',
    name: 'main',
    origin: 'main',
    createdAt: 0,
  } as const;
  describeThread(main);
  installHooks(() => beginMeasuring(file, collector.slot));
  install('child processes', () => installChildProcesses(preloadOf(run)));
  exposeApi();
  process.on('exit', (code) => endMain(file, collector.slot, code));
  chargeSinceMark(SlotCost.StartNs, cost);
}

/** The program makes its first worker. */
function beginMeasuring(file: TraceFile, collectorSlot: number): void {
  const cost = markCost();
  onFull(null);
  install('the collector', () =>
    startCollector(path.join(path.dirname(thisThread().run.probe), 'collector.cjs'), collectorSlot, file),
  );
  allowProfiles(true);
  chargeSinceMark(SlotCost.StartNs, cost);
}

function endMain(file: TraceFile, collectorSlot: number, code: number): void {
  try {
    if (areProfilesRunning()) rotateProfiles();
    else emitF64(RecordType.LoopIdle, 0, 0, now(), performance.eventLoopUtilization().idle * 1e6);
    endFlows();
    emit(RecordType.ThreadEnd, 0, 0, now(), code >>> 0, 0);
    const { header } = thisThread();
    atomics.store(header, Header.ExitCode, code);
    closeRing();
    closeCollector(file, collectorSlot);
  } catch {
    // The file ends at its last whole block.
  }
}

function startWorker(handOver: HandOver): void {
  const cost = markCost();
  const { run } = handOver;
  hideFrom(process.env, preloadOf(run));
  const thread = enterThread(handOver);
  openRing(thread.views, thread.header);
  hideOwnId();
  const { index, parentIndex, origin, createdAt, file, name } = handOver;
  describeThread({ index, parentIndex, origin, createdAt, file, name, threadId: workerThreads.threadId });
  install('messages from the parent', learnParentPort);
  installHooks(() => {});
  exposeApi();
  if (handOver.looksAt !== 'nothing') allowProfiles(handOver.looksAt === 'samples');
  process.on('exit', (code) => {
    try {
      if (areProfilesRunning()) rotateProfiles();
      endFlows();
      emit(RecordType.ThreadEnd, 0, 0, now(), code >>> 0, 0);
    } catch {
      // Already stopped.
    }
    closeRing();
  });
  chargeSinceMark(SlotCost.StartNs, cost);
}

function start(): void {
  if (Object.hasOwn(globalThis, API)) return;
  if (workerThreads.isMainThread) {
    const run = readRunConfig(process.env);
    if (run !== null && fs.existsSync(run.dir)) startMain(run);
    return;
  }
  const handOver = takeHandOver();
  if (handOver === null) return;
  setEpoch(handOver.epochNs);
  startWorker(handOver);
}

try {
  start();
} catch {
  closeRing();
}
