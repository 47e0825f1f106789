/** A queue of runnable threads for each core, and which cores are idle. */
import type { IndexedHeap } from './heaps.js';
import type { Simulation } from './state.js';

export function queueOf(simulation: Simulation, core: number): IndexedHeap {
  return simulation.runQueues[core] as IndexedHeap;
}

/** Threads that run on the core or wait for it. */
export function loadOf(simulation: Simulation, core: number): number {
  return queueOf(simulation, core).size + ((simulation.coreThread[core] as number) >= 0 ? 1 : 0);
}

export function isIdle(simulation: Simulation, core: number): boolean {
  return (simulation.idlePosition[core] as number) >= 0;
}

export function releaseIdle(simulation: Simulation, core: number): void {
  simulation.idlePosition[core] = simulation.idleCount;
  simulation.idleCores[simulation.idleCount++] = core;
}

export function takeIdle(simulation: Simulation, core: number): void {
  const { idleCores, idlePosition } = simulation;
  const at = idlePosition[core] as number;
  const last = idleCores[--simulation.idleCount] as number;
  idleCores[at] = last;
  idlePosition[last] = at;
  idlePosition[core] = -1;
}
