import { sumOf } from '../detect/shared/numbers.js';
import { sayNs } from '../detect/shared/wording.js';
import type { Profile } from '../model/profile.js';
import type { Edit } from '../predict/edit.js';
import { applyEdits, isNotApplicable } from '../predict/edits/apply-edits.js';
import { predict } from '../predict/predict.js';
import type { Refusal, SimulatedRun } from '../predict/prediction.js';
import { whyNotTold } from '../predict/refuse-edits.js';
import type { Replay } from '../predict/replay.js';
import { simulate } from '../predict/simulate.js';
import type { WhatIf } from './what-if.js';

/** Events for looking around, and for each prediction that is shown: at five million a second, about a second in all. */
const SEARCH_EVENTS = 3_000_000;
const QUESTION_EVENTS = 500_000;

/** Waiting that comes out at less than half or more than twice of what it was is not the waiting that was recorded. */
const TIMES_OFF = 2;
/** ... unless it was so little of the run that nothing depends on it. */
const SMALL_SHARE = 0.02;

/** What-ifs about a recorded run. @param replay one that is not refused */
export function createWhatIf(replay: Replay, profile: Profile): WhatIf {
  const { plan, base, seed } = replay;
  const lockRefusal = distrustLocks(profile, base);
  const isDistrusted = (edits: readonly Edit[]): boolean =>
    lockRefusal !== null && edits.some((edit) => 'lock' in edit);
  let spent = 0;
  return {
    makespanNs(edits) {
      if (isDistrusted(edits)) return null;
      const edited = applyEdits(plan, edits);
      if (isNotApplicable(edited)) return null;
      const run = simulate(edited, { seed });
      spent += run.events;
      return run.stuck ? null : run.makespanNs;
    },
    predict: (edits) =>
      lockRefusal !== null && isDistrusted(edits) ? lockRefusal : predict(replay, edits, QUESTION_EVENTS),
    refusalOf(edit) {
      const message = whyNotTold(plan, edit);
      return message === undefined ? null : { reasons: [{ code: 'not-applicable', message }] };
    },
    replaysLeft: () => Math.max(0, Math.floor((SEARCH_EVENTS - spent) / Math.max(1, base.events))),
  };
}

/**
 * A replay may take as long as the run did, and yet not wait where the run waited: then it knows nothing of its locks. Only
 * locks that block threads: replays do not sum up what waits in an event loop.
 */
export function distrustLocks({ locks, run }: Profile, base: SimulatedRun): Refusal | null {
  const blocking = locks.filter(({ kind }) => kind === 'atomics-blocking');
  if (blocking.length === 0) return null;
  const recorded = sumOf(blocking, ({ waitNs }) => waitNs);
  const replayed = sumOf(base.threads, ({ lockWaitNs }) => lockWaitNs);
  const more = Math.max(recorded, replayed);
  if (more < (run.endNs - run.beginNs) * SMALL_SHARE || more <= TIMES_OFF * Math.min(recorded, replayed)) return null;
  return {
    reasons: [
      {
        code: 'identity',
        message:
          `Threads waited ${sayNs(recorded)} for locks in the run and ${sayNs(replayed)} in its replay: what another lock would ` +
          'change cannot be told from it.',
      },
    ],
  };
}
