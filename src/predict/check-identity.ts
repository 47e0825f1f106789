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
  const errors = replayed.threads.map(({ onCpuNs }, thread) => {
    const recorded = profile.threads[thread]?.states.onCpuNs ?? Number.NaN;
    return Number.isNaN(recorded) ? 0 : onCpuNs - recorded;
  });
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
