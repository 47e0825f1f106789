/** What is told now and then, besides the stretches of loops. */
import { tellAllocations } from './allocations.js';
import { tellCollections } from './collections.js';
import { tellCpu } from './cpu.js';
import { lookAtPlace, tellPlacement } from './placement.js';
import { tellShared } from './shared.js';

const EVERY_NS = 250_000_000;

let toldNs = 0;
let progress = 0;

/** The thread has done something: it posted a message. */
export function countProgress(): void {
  progress++;
}

/** Called often, from wherever the probe is anyway. @returns whether it was time to tell */
export function tellIfDue(nowNs: number): boolean {
  lookAtPlace(nowNs);
  if (nowNs - toldNs < EVERY_NS) return false;
  tellNow(nowNs, false);
  return true;
}

export function tellNow(nowNs: number, isLast: boolean): void {
  toldNs = nowNs;
  tellShared(nowNs);
  tellCollections(nowNs, progress);
  tellAllocations(nowNs, isLast);
  tellPlacement(nowNs);
  tellCpu(nowNs, isLast);
}
