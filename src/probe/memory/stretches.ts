/**
 * When a region's executions are recorded: the first ones, then one in about a thousand, and never so many that it takes more
 * than its share of the thread's time.
 */
import { nowNs } from './clock.js';
import { addData } from './data.js';
import { addShared } from './shared.js';
import { allRegions, counts, countFrom, entered, iterationsOf, makes, type RegionState } from './regions.js';
import { summariseWindow } from './summarise.js';
import { write } from './thread-file.js';
import { describeGrown, freeWindow, FULL, openWindow, type Window } from './window.js';

const USUAL_SKIP = 1000;
const LONGEST_SKIP = 1 << 24;
/** A region may cost this share of the thread's time, all together the other. */
const REGION_SHARE = 0.02;
const TOTAL_SHARE = 0.1;
const GRACE_NS = 20_000_000;
/** However dear recording is, so many stretches of each are recorded. */
const SURE_STRETCHES = 3;
/** What an access that is logged costs: measured, but within these, for the program's own work is among it. */
const CHEAPEST_NS = 60;
const DEAREST_NS = 1000;
export const MAX_ITERATIONS = 1 << 16;

let always = false;
let beganNs = 0;
let spentNs = 0;
let random = 0x9e3779b9;
let openCount = 0;

export function openStretches(recordAlways: boolean): void {
  always = recordAlways;
  beganNs = nowNs();
}

/** Of its own: the program's Math.random may be seeded. */
function jitter(skip: number): number {
  random ^= random << 13;
  random ^= random >>> 17;
  random ^= random << 5;
  return Math.round(skip * (0.875 + (random >>> 0) / 2 ** 34));
}

/** @returns whether this execution is recorded */
export function enterRegion(region: RegionState, atNs: number): boolean {
  const { window } = region;
  if (window !== null) {
    if (window.used < FULL && !window.exhausted && window.iterations < MAX_ITERATIONS) {
      window.executions++;
      window.steps = 0;
      countFrom(region, 0);
      return true;
    }
    closeStretch(region, window, atNs);
    if (!always) return false;
  }
  const isDear = spentNs > TOTAL_SHARE * (atNs - beganNs) + GRACE_NS;
  const opened = isDear && region.stretches >= SURE_STRETCHES && !always ? null : openWindow(atNs);
  region.window = opened;
  region.iterationsAtOpen = iterationsOf(region.id);
  if (opened !== null) openCount++;
  countFrom(region, opened === null ? jitter(USUAL_SKIP) : 0);
  return opened !== null;
}

export function hasOpenStretches(): boolean {
  return openCount > 0;
}

export function closeStretch(region: RegionState, window: Window, atNs: number): void {
  region.window = null;
  openCount--;
  if (window.used > 0) {
    describeGrown(window);
    writeWindow(region, window);
    addShared(window, region.sites, window.beganNs);
    addData(window, region.sites);
  }
  const recordingNs = (window.endedNs || atNs) - window.beganNs;
  const { used } = window;
  const costNs = nowNs() - atNs + Math.min(used * DEAREST_NS, Math.max(used * CHEAPEST_NS, recordingNs));
  freeWindow(window);
  spentNs += costNs;
  const times = entered(region);
  const eachNs = (atNs - (region.closedNs || beganNs)) / Math.max(1, times - region.enteredAtClose);
  region.enteredAtClose = times;
  region.closedNs = atNs;
  region.stretches++;
  if (always) return countFrom(region, 0);
  const early = Math.min(USUAL_SKIP, 2 ** Math.min(10, region.stretches));
  const affordable = costNs / (REGION_SHARE * Math.max(1, eachNs));
  countFrom(region, jitter(Math.min(LONGEST_SKIP, Math.max(early, affordable))));
}

function writeWindow({ id, sites, iterationsAtOpen }: RegionState, window: Window): void {
  const counted = iterationsOf(id) - iterationsAtOpen;
  write({
    kind: 'window',
    loop: id,
    atNs: window.beganNs,
    iterations: window.iterations || (window.exhausted ? 0 : counted) || mostOf(window),
    executions: window.executions,
    whole: !window.exhausted,
    sites: summariseWindow(window, sites),
  });
}

/** Iterations of a loop recorded in place, as far as its most frequent access tells. */
function mostOf({ log, used }: Window): number {
  const times = new Map<number, number>();
  for (let at = 0; at < used; at++) {
    const place = log.places[at] as number;
    times.set(place, (times.get(place) ?? 0) + 1);
  }
  return Math.max(0, ...times.values());
}

/** Sums up what is still open. */
export function closeStretches(atNs: number): void {
  for (const region of allRegions) if (region.window !== null) closeStretch(region, region.window, atNs);
}

/** How often regions were entered, how far they went, and what was made, where that has changed. */
export function tellEntered(): void {
  const changed: [number, number, number][] = [];
  for (const region of allRegions) {
    const times = entered(region);
    const went = iterationsOf(region.id);
    if (times === region.enteredTold && went === region.iterationsTold) continue;
    region.enteredTold = times;
    region.iterationsTold = went;
    changed.push([region.id, times, went]);
  }
  if (changed.length > 0) write({ kind: 'loops', entered: changed });
  tellMade();
}

function tellMade(): void {
  const changed: [number, number][] = [];
  for (const make of makes) {
    const times = iterationsOf(make.id);
    if (times === make.told) continue;
    make.told = times;
    changed.push([make.id, times]);
  }
  if (changed.length > 0) write({ kind: 'made', counts: changed });
}

/** A region about which nothing more can be known. */
export function giveUp(id: number): void {
  counts[id] = LONGEST_SKIP;
}
