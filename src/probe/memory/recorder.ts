/** What transformed source calls. Nothing here throws into the program, and every index comes back as it went in. */
import { nowNs } from './clock.js';
import { openEpochs, turnEpoch } from './epochs.js';
import { addDescription } from './modules.js';
import { counts, hits, iterations, regions, sites } from './regions.js';
import {
  closeStretches,
  enterRegion,
  giveUp,
  hasOpenStretches,
  MAX_ITERATIONS,
  openStretches,
  tellEntered,
} from './stretches.js';
import { tellIfDue, tellNow } from './tell.js';
import { Names } from './transform/names.js';
import { FULL, logElement, logObject } from './window.js';

const { setImmediate } = globalThis;
/** What is open longer is summed up when the thread has a moment: it may be terminated without another. */
const FLUSH_AFTER_NS = 20_000_000;
let flushedNs = 0;
let isFlushSet = false;
let beganNs = 0;

function enter(id: number): boolean {
  const region = regions[id];
  if (region === undefined) return false;
  try {
    const atNs = nowNs();
    turnEpoch(atNs, region.stretches === 0);
    const recorded = enterRegion(region, atNs);
    if (tellIfDue(atNs)) tellEntered();
    if (recorded && !isFlushSet) setFlush();
    return recorded;
  } catch {
    giveUp(id);
    return false;
  }
}

function look(id: number): void {
  try {
    turnEpoch(nowNs(), regions[id]?.stretches === 0);
  } catch {
    // The next one may.
  }
}

function setFlush(): void {
  isFlushSet = true;
  setImmediate(() => {
    isFlushSet = false;
    flush();
  }).unref();
}

/** Sums up what is open, unless that was done just now. */
export function flush(): void {
  try {
    if (!hasOpenStretches()) return;
    const atNs = nowNs();
    if (atNs - flushedNs < FLUSH_AFTER_NS) return;
    flushedNs = atNs;
    closeStretches(atNs);
    tellEntered();
    tellNow(atNs, false);
  } catch {
    // What is lost is a stretch.
  }
}

/** A thread that is terminated without another moment has told its counts but for this part of its life. */
const LOST_SHARE = 1 / 50;
let countsToldNs = 0;

/** Counts of loops and of what is made, where the last are old. */
export function tellCounts(atNs: number): void {
  if (atNs - countsToldNs < LOST_SHARE * (atNs - beganNs)) return;
  countsToldNs = atNs;
  tellEntered();
}

export function endRecording(): void {
  const atNs = nowNs();
  closeStretches(atNs);
  tellEntered();
  tellNow(atNs, true);
}

function next(id: number): boolean {
  const window = regions[id]?.window;
  if (window === null || window === undefined || window.exhausted) return false;
  return window.iterations++ < MAX_ITERATIONS;
}

/** The iteration that was begun to look at the loop's condition was none. */
function leave(id: number): boolean {
  const window = regions[id]?.window;
  if (window === null || window === undefined) return true;
  window.iterations--;
  if (window.used >= FULL) window.endedNs = nowNs();
  return true;
}

function guardedIndex(value: unknown, index: unknown, id: number): boolean {
  const site = sites[id];
  const window = site?.region.window;
  if (site === undefined || window === null || window === undefined) return false;
  try {
    logElement(window, site, value, index);
  } catch {
    return false;
  }
  return !window.exhausted;
}

function index(value: unknown, at: unknown, id: number): unknown {
  guardedIndex(value, at, id);
  return at;
}

function object(value: unknown, id: number): boolean {
  const site = sites[id];
  const window = site?.region.window;
  if (site === undefined || window === null || window === undefined) return false;
  try {
    logObject(window, site, value);
  } catch {
    return false;
  }
  return !window.exhausted;
}

function step(value: unknown, id: number): boolean {
  const window = sites[id]?.region.window;
  if (window === null || window === undefined) return false;
  // A for-of goes on in its recorded copy when the budget is spent: what is not logged stands for nothing.
  if (window.exhausted) return false;
  window.iterations++;
  return guardedIndex(value, window.steps++, id);
}

/** Puts these functions where transformed source finds them. `always`: every execution is recorded. */
export function openRecorder(always: boolean): void {
  beganNs = nowNs();
  openStretches(always);
  openEpochs(always, nowNs());
  const functions: Record<string, unknown> = {
    [Names.counts]: counts,
    [Names.iterations]: iterations,
    [Names.hits]: hits,
    [Names.look]: look,
    [Names.enter]: enter,
    [Names.next]: next,
    [Names.leave]: leave,
    [Names.index]: index,
    [Names.guardedIndex]: guardedIndex,
    [Names.object]: object,
    [Names.step]: step,
    [Names.add]: addDescription,
  };
  for (const [name, value] of Object.entries(functions)) {
    Object.defineProperty(globalThis, name, { value, enumerable: false, configurable: true });
  }
}
