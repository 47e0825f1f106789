/** How much of the last time a thread ran or wanted to, and cores were busy, 0..1; the past fades by half every 32 ms, as in the kernel. */
import { queueOf } from './run-queues.js';
import type { Simulation } from './state.js';

const HALF_LIFE_NS = 32_000_000;

/** Of a thread that sleeps. */
export function loadAsleep(simulation: Simulation, thread: number): number {
  const sleptNs = simulation.nowNs - (simulation.loadSinceNs[thread] as number);
  return (simulation.load[thread] as number) * 2 ** (-sleptNs / HALF_LIFE_NS);
}

/** From now on it runs, or wants to. */
export function noteWake(simulation: Simulation, thread: number): void {
  simulation.load[thread] = loadAsleep(simulation, thread);
  simulation.loadSinceNs[thread] = simulation.nowNs;
}

/** From now on it sleeps. */
export function noteSleep(simulation: Simulation, thread: number): void {
  simulation.load[thread] = loadAwake(simulation, thread);
  simulation.loadSinceNs[thread] = simulation.nowNs;
}

/** Of the thread that runs there and those that wait for it. */
export function loadOfCore(simulation: Simulation, core: number): number {
  const running = simulation.coreThread[core] as number;
  const { items, size } = queueOf(simulation, core);
  let load = running < 0 ? 0 : loadAwake(simulation, running);
  for (let at = 0; at < size; at++) load += loadAwake(simulation, items[at] as number);
  return load;
}

function loadAwake(simulation: Simulation, thread: number): number {
  const awakeNs = simulation.nowNs - (simulation.loadSinceNs[thread] as number);
  return 1 - (1 - (simulation.load[thread] as number)) * 2 ** (-awakeNs / HALF_LIFE_NS);
}

/** Of all cores. */
export function busyShare(simulation: Simulation): number {
  const cores = simulation.coreThread.length;
  const now = (cores - simulation.idleCount) / cores;
  const sinceNs = simulation.nowNs - simulation.busySinceNs;
  return now + (simulation.busyShare - now) * 2 ** (-sinceNs / HALF_LIFE_NS);
}

/** Call before a core becomes busy or idle. */
export function noteBusy(simulation: Simulation): void {
  simulation.busyShare = busyShare(simulation);
  simulation.busySinceNs = simulation.nowNs;
}
