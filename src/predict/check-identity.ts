import type { Profile } from '../model/profile.js';
import { recordedMakespan } from './build-plan.js';
import type { Plan } from './plan.js';
import type { IdentityCheck, SimulatedRun } from './prediction.js';

/**
 * How far the replayed makespan may be from the recorded one. Runs of the same program on the same quiet machine spread
 * by about 5 %, so a replay closer than that cannot be told from another run; twice that is the model's fault.
 */
const MAKESPAN_TOLERANCE = 0.1;
/** Mean error of the threads' CPU time, as a share of the makespan, from which the work itself is not understood. */
const THREAD_TOLERANCE = 0.1;

/** Replays nothing itself: compares a replay without edits with what was recorded. Says where they go apart. */
export function checkIdentity(profile: Profile, plan: Plan, replayed: SimulatedRun): IdentityCheck {
  const recordedMakespanNs = recordedMakespan(profile);
  const makespanError = (replayed.makespanNs - recordedMakespanNs) / recordedMakespanNs;
  const errors = compareThreads(profile, replayed);
  const threadError =
    errors.reduce((sum, error) => sum + Math.abs(error), 0) / Math.max(1, errors.length) / recordedMakespanNs;
  const lockWaitNs = {
    recorded: profile.locks.reduce((sum, { waitNs, spinNs }) => sum + waitNs + spinNs, 0),
    replayed: replayed.threads.reduce((sum, thread) => sum + thread.lockWaitNs, 0),
  };
  const reason = explain();
  return {
    recordedMakespanNs,
    replayedMakespanNs: replayed.makespanNs,
    makespanError,
    threadError,
    lockWaitNs,
    ok: reason === '',
    reason,
  };

  function explain(): string {
    if (replayed.stuck) {
      return `The replay stopped after ${replayed.tasksDone} of ${plan.tasks.count} tasks: something waits for what was not recorded.`;
    }
    const worst = errors.reduce((most, error, at) => (Math.abs(error) > Math.abs(errors[most] ?? 0) ? at : most), 0);
    const name =
      profile.threads[worst]?.isMain === true ? 'the main thread' : `thread ${profile.threads[worst]?.threadId}`;
    const where = `Most of the difference in CPU time is in ${name}: ${percent((errors[worst] ?? 0) / recordedMakespanNs)} of the run.`;
    if (Math.abs(makespanError) > MAKESPAN_TOLERANCE) {
      return `Replaying the run without a change gives ${percent(makespanError)} of its time. ${where}`;
    }
    if (threadError > THREAD_TOLERANCE) {
      return `Replaying the run without a change gives its time, but not that of its threads. ${where}`;
    }
    return '';
  }
}

function percent(share: number): string {
  return `${share >= 0 ? '+' : '−'}${Math.abs(share * 100).toFixed(0)} %`;
}

/**
 * Replayed minus recorded CPU time, by thread. Workers of one pool stand in for each other: which of them runs a task is
 * chance, so the busiest is compared with the busiest.
 */
function compareThreads({ threads, pools }: Profile, replayed: SimulatedRun): number[] {
  const recorded = threads.map(({ states }) => states.onCpuNs);
  const simulated = threads.map((_, thread) => replayed.threads[thread]?.onCpuNs ?? 0);
  const errors = threads.map(() => 0);
  const groups = new Map<string, number[]>();
  for (const { index, pool } of threads) {
    if (Number.isNaN(recorded[index])) continue;
    const key = pools[pool] !== undefined && pools[pool].library !== 'workers' ? `pool ${pool}` : `thread ${index}`;
    groups.set(key, [...(groups.get(key) ?? []), index]);
  }
  for (const members of groups.values()) {
    const byTime = (of: number[]): number[] => [...members].sort((x, y) => (of[y] as number) - (of[x] as number));
    const busiest = byTime(simulated);
    for (const [rank, thread] of byTime(recorded).entries()) {
      errors[thread] = (simulated[busiest[rank] as number] as number) - (recorded[thread] as number);
    }
  }
  return errors;
}
