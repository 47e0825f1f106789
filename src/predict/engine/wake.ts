/**
 * Where a woken thread goes, and what waking it costs. As in the kernel (`select_task_rq_fair`): to the core it last ran on if that is
 * idle; else to the one it ran on before that, if idle; else to an idle one that is found, where there is much to be found; else it
 * queues, on the core it last ran on or its waker's. Of these two `wake_affine` takes the one that has less to do with the thread on it, a
 * little in favour of the waker's: a thread that does little follows its waker, one that computes much stays.
 */
import { setKey } from './heaps.js';
import { leastLoaded, queueBehind, takeCore } from './cores.js';
import { busyShare, loadAsleep, loadOfCore, noteBusy, noteWake } from './load.js';
import { isIdle, takeIdle } from './run-queues.js';
import { type Simulation, ThreadState } from './state.js';

/** `imbalance_pct` / 100 among cores that share a cache; half of what is above 1 favours the waker. */
const IMBALANCE = 1.17;
const WAKER_BIAS = 1 + (IMBALANCE - 1) / 2;

/** A blocked or idle thread goes on: at once on a core that is idle, else when its turn comes. */
export function wakeThread(simulation: Simulation, thread: number): void {
  const core = chooseCore(simulation, thread);
  noteWake(simulation, thread);
  if (isIdle(simulation, core)) wakeOn(simulation, core, thread, 0);
  else queueBehind(simulation, core, thread);
}

/** As wakeThread, by another thread: on an idle core that takes time, and the other's CPU when `paid`. */
export function notifyThread(simulation: Simulation, thread: number, paid: boolean): void {
  const core = chooseCore(simulation, thread);
  noteWake(simulation, thread);
  if (!isIdle(simulation, core)) {
    queueBehind(simulation, core, thread);
    return;
  }
  const { machine } = simulation.plan;
  const depth = depthOfIdle(simulation, core);
  wakeOn(simulation, core, thread, Math.max(0, drawLatency(simulation) * depth - machine.contextSwitchNs));
  const waker = simulation.steppingCore;
  if (!paid || waker < 0) return;
  const payer = simulation.coreThread[waker] as number;
  simulation.remainingNs[payer] = (simulation.remainingNs[payer] as number) + (machine.notifyCpuNs ?? 0) * depth;
}

function wakeOn(simulation: Simulation, core: number, thread: number, latencyNs: number): void {
  noteBusy(simulation);
  takeIdle(simulation, core);
  simulation.coreThread[core] = thread;
  simulation.threadCore[thread] = core;
  simulation.threadState[thread] = ThreadState.Waking;
  if (latencyNs > 0) setKey(simulation.cores, core, simulation.nowNs + latencyNs);
  else takeCore(simulation, core, thread);
}

/** How deep the idle core sleeps, 0..1: what of the latency it takes to wake it. */
function depthOfIdle(simulation: Simulation, core: number): number {
  const { shallowIdle } = simulation.plan.machine;
  if (shallowIdle === undefined) return 1;
  const idleNs = simulation.nowNs - (simulation.idleFromNs[core] as number);
  return Math.min(1, shallowIdle.share + (1 - shallowIdle.share) * (idleNs / shallowIdle.untilNs));
}

/** Half of the wake-ups are faster than the usual one. The upper end is bounded: what is far slower was a foreign thread's doing. */
function drawLatency(simulation: Simulation): number {
  const { wakeLatencyNs: usual, wakeLatencyRange } = simulation.plan.machine;
  const low = Math.min(usual, wakeLatencyRange[0]);
  const high = Math.min(2 * usual, Math.max(usual, wakeLatencyRange[1]));
  const drawn = 2 * simulation.random() - 1;
  return usual + drawn * (drawn < 0 ? usual - low : high - usual);
}

function chooseCore(simulation: Simulation, thread: number): number {
  const last = simulation.lastCore[thread] as number;
  // A new thread goes where there is least to do.
  if (last < 0) return simulation.idleCount > 0 ? lastIdle(simulation) : leastLoaded(simulation);
  if (isIdle(simulation, last)) return last;
  const target = chooseQueue(simulation, thread, last);
  const recent = simulation.recentCore[thread] as number;
  simulation.recentCore[thread] = last;
  if (recent >= 0 && isIdle(simulation, recent)) return recent;
  const idle = scanForIdle(simulation, target);
  return idle >= 0 ? idle : target;
}

/** `wake_affine`. */
function chooseQueue(simulation: Simulation, thread: number, last: number): number {
  const waker = simulation.steppingCore;
  if (waker < 0 || waker === last) return last;
  const withIt = loadOfCore(simulation, waker) + loadAsleep(simulation, thread);
  return withIt < loadOfCore(simulation, last) * WAKER_BIAS ? waker : last;
}

/** `select_idle_cpu`: the busier the machine has been, the fewer cores are looked at (`nr_idle_scan`), in the end none. */
function scanForIdle(simulation: Simulation, target: number): number {
  if (simulation.idleCount === 0) return -1;
  const cores = simulation.coreThread.length;
  const scans = Math.floor(cores * (1 - (IMBALANCE * busyShare(simulation)) ** 2));
  for (let step = 1; step <= scans; step++) {
    const core = (target + step) % cores;
    if (isIdle(simulation, core)) return core;
  }
  return -1;
}

function lastIdle(simulation: Simulation): number {
  return simulation.idleCores[simulation.idleCount - 1] as number;
}
