/**
 * The entry of the memory pass and of the sampling run: loaded by NODE_OPTIONS=--require before the program's first line, in the main
 * thread and in every worker. What it records is never a timing; what the program does stays the same.
 */
import { syncBuiltinESMExports } from 'node:module';
import type { WorkerOptions } from 'node:worker_threads';
import {
  hideFrom,
  hideFromExecArgv,
  installChildProcesses,
  withPreloadOptions,
  type Preload,
} from '../node/environment.js';
import {
  disguise,
  getSharedData,
  interceptClass,
  replaceProperty,
  setSharedData,
  workerThreads,
} from '../node/natives.js';
import { readOwnTid } from '../node/proc.js';
import { openElements } from './elements.js';
import { loadInHooksThread, openInHooksThread } from './hooks-thread.js';
import { installModules } from './modules.js';
import { openAllocations } from './allocations.js';
import { openCollections } from './collections.js';
import { openCpu, PASS_PACE, SAMPLING_PACE, tellCpu } from './cpu.js';
import { openPlacement } from './placement.js';
import { endRecording, flush, openRecorder, tellCounts } from './recorder.js';
import { installFunctionText } from './sources.js';
import { nowNs } from './clock.js';
import { countProgress, tellIfDue } from './tell.js';
import { readSettings, SETTINGS_VARIABLE, type MemorySettings } from './settings.js';
import { note, openThreadFile, write } from './thread-file.js';
import { MEMORY_VERSION } from '../../trace/memory.js';

const LOADED = Symbol.for('threadwise.memory');
const SHARED_KEY = 'threadwise.memory';

/** What a parent leaves for the worker it is about to make. */
interface HandOver {
  settings: MemorySettings;
  file: string;
  name: string;
}

function install(what: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    note(`${what} was not recorded`, String(error));
  }
}

function installWorkers(preload: Preload, settings: MemorySettings): void {
  workerThreads.Worker = interceptClass(workerThreads.Worker, (args, _newTarget, make) => {
    const given = args[1] as (WorkerOptions & { name?: string }) | undefined;
    const { options } = withPreloadOptions(given, preload);
    const [file] = args;
    const handOver: HandOver = {
      settings,
      file: given?.eval === true ? '[eval]' : file instanceof URL ? file.href : String(file).slice(0, 500),
      name: typeof given?.name === 'string' ? given.name : '',
    };
    setSharedData(SHARED_KEY, handOver as unknown as Parameters<typeof setSharedData>[1]);
    try {
      return make(options === given ? args : [args[0], options, ...args.slice(2)]);
    } finally {
      setSharedData(SHARED_KEY, undefined as unknown as Parameters<typeof setSharedData>[1]);
    }
  });
}

/** Of threads without loops of their own that are worth recording, this is all that tells. */
function tellSafely(tell: (nowNs: number) => void): void {
  try {
    tell(nowNs());
  } catch {
    // The next one may.
  }
}

/** @param onPost a thread that has told its result may be terminated at any moment */
function installMessages(onPost: () => void): void {
  type Post = (this: unknown, ...args: unknown[]) => unknown;
  replaceProperty<Post>(workerThreads.MessagePort.prototype, 'postMessage', (native) =>
    disguise(
      function postMessage(this: unknown, ...args: unknown[]) {
        onPost();
        return Reflect.apply(native, this, args);
      } as Post,
      native,
    ),
  );
}

/** What a run does in each thread. */
interface Mode {
  open(settings: MemorySettings, tid: number, beginNs: number): void;
  onPost(): void;
  onExit(): void;
}

const PASS: Mode = {
  open(settings, tid, beginNs) {
    if (!openElements()) note('Kinds of elements were not recorded', 'this build of Node does not tell them');
    openRecorder(settings.always === true);
    install('Collections', () => openCollections(beginNs));
    install('Allocations', () => openAllocations(beginNs));
    install('Cores', () => openPlacement(tid, beginNs));
    install('CPU samples', () => openCpu(beginNs, PASS_PACE));
    install('The text of functions', installFunctionText);
    install('The code', () => installModules(settings));
  },
  onPost() {
    countProgress();
    flush();
    tellSafely(tellCounts);
    tellSafely(tellIfDue);
  },
  onExit: endRecording,
};

const SAMPLING: Mode = {
  open: (_settings, _tid, beginNs) => install('CPU samples', () => openCpu(beginNs, SAMPLING_PACE)),
  onPost: () => tellSafely((atNs) => tellCpu(atNs, false)),
  onExit: () => tellCpu(nowNs(), true),
};

function start({ settings, file, name }: HandOver): void {
  const preload = { file: settings.probe, variable: SETTINGS_VARIABLE, value: JSON.stringify(settings) };
  const { isMainThread } = workerThreads;
  const { open, onPost, onExit } = settings.samplesOnly === true ? SAMPLING : PASS;
  hideFrom(process.env, preload);
  if (!isMainThread) hideFromExecArgv(settings.probe);
  openThreadFile(settings.dir, workerThreads.threadId);
  const beginNs = nowNs();
  const tid = readOwnTid();
  write({
    kind: 'thread',
    version: MEMORY_VERSION,
    pid: process.pid,
    threadId: workerThreads.threadId,
    tid,
    name,
    file,
    nodeVersion: process.versions.node,
    platform: process.platform,
    cwd: process.cwd(),
    beginNs,
  });
  open(settings, tid, beginNs);
  install('Messages', () => installMessages(onPost));
  install('What workers do', () => installWorkers(preload, settings));
  if (isMainThread) install('What child processes do', () => installChildProcesses(preload));
  process.on('exit', () => {
    try {
      onExit();
    } catch {
      // What is written is whole.
    }
    write({ kind: 'end', atNs: nowNs() });
  });
  syncBuiltinESMExports();
}

function begin(): void {
  if (Object.hasOwn(globalThis, LOADED)) return;
  Object.defineProperty(globalThis, LOADED, { value: true, enumerable: false });
  if (workerThreads.isMainThread) {
    const settings = readSettings(process.env);
    if (settings !== null) start({ settings, file: process.argv[1] ?? '[eval]', name: 'main' });
    return;
  }
  const handOver = getSharedData(SHARED_KEY) as unknown as HandOver | undefined;
  if (handOver === undefined) return;
  setSharedData(SHARED_KEY, undefined as unknown as Parameters<typeof setSharedData>[1]);
  start(handOver);
}

/** Called by Node when this file is registered as module hooks. */
export function initialize(settings: MemorySettings): void {
  openInHooksThread(settings);
}
export const load = loadInHooksThread;

try {
  begin();
} catch {
  // Nothing is recorded, and the launcher says so.
}
