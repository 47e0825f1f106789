/**
 * The overlay's entry: loaded by NODE_OPTIONS=--require before the program's first line, in both arms of a comparison, in
 * the main thread and in every worker. In one arm it changes what is to be tried, in the other nothing. It records nothing.
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
import { getSharedData, interceptClass, setSharedData, workerThreads } from '../node/natives.js';
import { createDelay, installTaskDelay } from './delays.js';
import { installModules, loadInHooksThread, openInHooksThread, RECEIVER } from './modules.js';
import { createShared, noteDelays, noteProcess, openNotes, type Shared } from './notes.js';
import { openPools, wrapExport } from './pools.js';
import { readSettings, SETTINGS_VARIABLE, type OverlaySettings } from './settings.js';

const API = Symbol.for(RECEIVER);
const SHARED_KEY = 'threadwise.overlay.shared';

function installWorkers(preload: Preload): void {
  workerThreads.Worker = interceptClass(workerThreads.Worker, (args, _newTarget, make) => {
    const given = args[1] as WorkerOptions | undefined;
    const { options } = withPreloadOptions(given, preload);
    return make(options === given ? args : [args[0], options, ...args.slice(2)]);
  });
}

function install(shared: Shared, isMain: boolean): void {
  const { settings } = shared;
  const preload = { file: settings.overlay, variable: SETTINGS_VARIABLE, value: JSON.stringify(settings) };
  hideFrom(process.env, preload);
  if (!isMain) hideFromExecArgv(settings.overlay);
  openNotes(shared);
  openPools(settings);
  const delay = createDelay(settings.delaysNs);
  Object.defineProperty(globalThis, API, { value: Object.freeze({ delay, wrapExport }), enumerable: false });
  if (settings.files.length > 0 || settings.pools.length > 0) installModules(settings, shared);
  if (settings.taskDelay !== null) installTaskDelay(settings.taskDelay, delay);
  installWorkers(preload);
  if (isMain) {
    noteProcess();
    installChildProcesses(preload);
    process.on('exit', noteDelays);
  }
  syncBuiltinESMExports();
}

function start(): void {
  if (Object.hasOwn(globalThis, API)) return;
  if (workerThreads.isMainThread) {
    const settings: OverlaySettings | null = readSettings(process.env);
    if (settings === null) return;
    const shared = createShared(settings);
    setSharedData(SHARED_KEY, shared as unknown as Parameters<typeof setSharedData>[1]);
    install(shared, true);
    return;
  }
  const shared = getSharedData(SHARED_KEY) as unknown as Shared | undefined;
  if (shared !== undefined) install(shared, false);
}

/** Called by Node when this file is registered as module hooks. */
export function initialize(shared: Shared): void {
  openNotes(shared);
  openInHooksThread(shared.settings);
}
export const load = loadInHooksThread;

try {
  start();
} catch {
  // Settings that cannot be read: nothing is changed, no note says otherwise, and the launcher reports that.
}
