/**
 * Workers: every `new Worker` gets a slot in the arena and the probe, whatever env and execArgv it is given; and nothing
 * of that shows, neither in the worker's env and execArgv nor in thread ids (the collector takes one).
 */
import os from 'node:os';
import type { Worker, WorkerOptions } from 'node:worker_threads';
import type { ThreadInfo } from '../../trace/format.js';
import { RecordType } from '../../trace/records.js';
import { claimSlot, Header, SlotCost, SlotState } from './arena.js';
import { getEpoch, now } from './clock.js';
import { chargeSince } from './cost.js';
import { hideFromExecArgv, preloadOf, withPreloadOptions } from './environment.js';
import { endFlows } from './flows.js';
import { atomics, getSharedData, interceptClass, replaceProperty, setSharedData, workerThreads } from './natives.js';
import { learnTransfers, learnWorker } from './ports.js';
import { emit, isRecording } from './ring.js';
import { takeSite, textOfSite } from './sites.js';
import { HAND_OVER_KEY, thisThread, type HandOver } from './thread.js';

/** A file whose first workers lived shorter than this is not looked into in later ones: it costs too much there. */
const SHORT_LIFE_NS = 250_000_000;
const SHORT_LIVES = 2;
const UNRECORDED = 0xffff;

interface Born {
  looksAt: HandOver['looksAt'];
  index: number;
  slot: number;
  bornNs: number;
  file: string;
}
const born = new WeakMap<object, Born>();
const shortLives = new Map<string, number>();

const POOL_LIBRARY =
  /[\\/]node_modules[\\/](?:\.pnpm[\\/][^\\/]+[\\/]node_modules[\\/])?(piscina|tinypool|workerpool|poolifier|jest-worker)[\\/]/;

/** Runs workload files: Piscina, bundled with our driver (build/bundles.mjs). */
const WORKLOAD_POOL = /[\\/]threadwise-pool[\\/]worker\.js$/;

/** The pool library that makes a worker: by the worker's own file, else by the nearest frame that is in one. */
function originOf(file: string, stack: string): ThreadInfo['origin'] {
  if (WORKLOAD_POOL.test(file)) return 'piscina';
  const library = POOL_LIBRARY.exec(file)?.[1] ?? POOL_LIBRARY.exec(stack)?.[1];
  return (library as ThreadInfo['origin'] | undefined) ?? 'worker';
}

function describeFile(file: unknown): string {
  return typeof file === 'string' ? file.slice(0, 500) : file instanceof URL ? file.href : '';
}

/** CPU samples are taken in one worker of a file at a time, for workers of one file are alike, and in a few workers in all. */
const MAX_SAMPLED = Math.max(2, os.availableParallelism());
const sampledFiles = new Set<string>();

function whatToLookAt(file: string): HandOver['looksAt'] {
  if ((shortLives.get(file) ?? 0) >= SHORT_LIVES) return 'nothing';
  return sampledFiles.size < MAX_SAMPLED && !sampledFiles.has(file) ? 'samples' : 'pauses';
}

type Construct = (args: unknown[]) => Worker;

function constructRecorded(args: unknown[], construct: Construct): Worker {
  const thread = thisThread();
  const file = describeFile(args[0]);
  const beginNs = now();
  const createdAt = takeSite();
  const claim = claimSlot(thread.header);
  const given = args[1] as (WorkerOptions & { name?: string }) | undefined;
  const { options, inEnv, inExecArgv } = withPreloadOptions(given, preloadOf(thread.run));
  const isEval = given?.eval === true;
  const looksAt = whatToLookAt(file);
  if (claim !== null) {
    const handOver: HandOver = {
      arena: thread.arena,
      slot: claim.slot,
      index: claim.index,
      parentIndex: thread.index,
      epochNs: getEpoch(),
      origin: originOf(file, textOfSite(createdAt)),
      createdAt,
      file: isEval ? '[eval]' : file,
      name: typeof given?.name === 'string' ? given.name : '',
      looksAt,
      run: thread.run,
      inEnv,
      inExecArgv,
    };
    setSharedData(HAND_OVER_KEY, handOver as unknown as Parameters<typeof setSharedData>[1]);
  }
  chargeSince(SlotCost.StartNs, beginNs);
  const bornNs = now();
  try {
    const worker = construct(options === given ? args : [args[0], options, ...args.slice(2)]);
    if (claim !== null) {
      if (looksAt === 'samples') sampledFiles.add(file);
      born.set(worker, { ...claim, bornNs, file, looksAt });
      learnWorker(worker, claim.index);
      learnTransfers(given?.transferList, claim.index);
    }
    emit(RecordType.WorkerNew, 0, claim?.index ?? UNRECORDED, bornNs, Math.min(now() - bornNs, 0xffffffff), 0);
    return worker;
  } catch (error) {
    if (claim !== null) atomics.store(thread.header, Header.SlotStates + claim.slot, SlotState.Free);
    throw error;
  } finally {
    setSharedData(HAND_OVER_KEY, undefined as unknown as Parameters<typeof setSharedData>[1]);
  }
}

function onExit(worker: object, code: unknown): void {
  const known = born.get(worker);
  if (known === undefined) return;
  const timeNs = now();
  endFlows(known.index);
  emit(RecordType.WorkerExit, 0, known.index, timeNs, Number(code) >>> 0, 0);
  if (known.looksAt === 'samples') sampledFiles.delete(known.file);
  if (timeNs - known.bornNs < SHORT_LIFE_NS) shortLives.set(known.file, (shortLives.get(known.file) ?? 0) + 1);
  const state = Header.SlotStates + known.slot;
  atomics.compareExchange(thisThread().header, state, SlotState.InUse, SlotState.Ended);
}

/**
 * The end of a worker is seen where Node itself learns of it: a listener of ours would count in listenerCount, and a
 * wrapped emit would stand in the stack that Node prints for an uncaught 'error'.
 */
function watchExits(prototype: object): void {
  const symbol = Object.getOwnPropertySymbols(prototype).find(({ description }) => description === 'kOnExit');
  if (symbol === undefined) return; // the collector still notices that the thread is gone
  type OnExit = (this: object, ...args: unknown[]) => unknown;
  replaceProperty<OnExit>(prototype, symbol, (native) => {
    return function (this: object, ...args: unknown[]): unknown {
      if (isRecording()) onExit(this, args[0]);
      return Reflect.apply(native, this, args);
    };
  });
}

/** Thread ids as if the collector were not there. */
function visibleThreadId(real: number): number {
  const collector = thisThread().header[Header.CollectorThreadId] as number;
  return collector > 0 && real > collector ? real - 1 : real;
}

function hideCollectorId(): void {
  const { prototype } = workerThreads.Worker;
  const descriptor = Object.getOwnPropertyDescriptor(prototype, 'threadId');
  const native = descriptor?.get;
  if (native !== undefined && descriptor?.configurable === true) {
    Object.defineProperty(prototype, 'threadId', {
      ...descriptor,
      get(this: Worker): number {
        return visibleThreadId(native.call(this) as number);
      },
    });
  }
  type PostToThread = (threadId: number, ...rest: unknown[]) => Promise<void>;
  replaceProperty<PostToThread>(workerThreads, 'postMessageToThread', (post) => (threadId, ...rest) => {
    const collector = thisThread().header[Header.CollectorThreadId] as number;
    return post(collector > 0 && threadId >= collector ? threadId + 1 : threadId, ...rest);
  });
}

/** `beforeFirst` runs when the program makes its first worker: from then on there is something to measure. */
export function installWorkers(beforeFirst: () => void): void {
  const native = workerThreads.Worker;
  watchExits(native.prototype);
  replaceProperty<(this: Worker) => Promise<number>>(native.prototype, 'terminate', (terminate) => {
    const { terminate: recorded } = {
      terminate(this: Worker, ...args: unknown[]): Promise<number> {
        const known = born.get(this);
        if (known !== undefined) emit(RecordType.WorkerTerminate, 0, known.index, now(), 0, 0);
        return Reflect.apply(terminate, this, args) as Promise<number>;
      },
    };
    return recorded;
  });
  hideCollectorId();
  let isFirst = true;
  workerThreads.Worker = interceptClass(native, (args, _newTarget, make) => {
    if (!isRecording()) return make(args);
    if (isFirst) {
      isFirst = false;
      beforeFirst();
    }
    return constructRecorded(args, make as Construct);
  });
}

/** In a worker: takes what the parent left, and takes the probe out of sight. */
export function takeHandOver(): HandOver | null {
  const handOver = getSharedData(HAND_OVER_KEY) as unknown as HandOver | undefined;
  if (handOver === undefined || typeof handOver !== 'object') return null;
  setSharedData(HAND_OVER_KEY, undefined as unknown as Parameters<typeof setSharedData>[1]);
  if (handOver.inExecArgv) hideFromExecArgv(handOver.run.probe);
  return handOver;
}

/** In a worker: the id the program sees. */
export function hideOwnId(): void {
  const visible = visibleThreadId(workerThreads.threadId);
  if (visible !== workerThreads.threadId) replaceProperty<number>(workerThreads, 'threadId', () => visible);
}
