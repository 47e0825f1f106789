import { FOREIGN_LIMIT, MIN_EVENTS } from '../detect/thresholds.js';
import { sayCount, sayShare } from '../detect/shared/wording.js';
import type { Profile } from '../model/profile.js';
import { quantile } from '../statistics/quantile.js';
import type { IdentityCheck, Refusal } from './prediction.js';

/** Repeats that differ by more say more about the machine or the program's own dice than about any change. */
const SPREAD_LIMIT = 0.15;

/** Records lost beyond this may hold whatever the threads waited for. */
const LOST_LIMIT = 0.01;

/** Why nothing can be predicted from this run, each reason with its number; null where nothing stands against it. */
export function refuseRun(
  profile: Profile,
  identity: IdentityCheck,
  samples: number,
  repeats: readonly number[],
): Refusal | null {
  const { host, quality } = profile;
  const reasons: Refusal['reasons'] = [];
  const refuse = (holds: boolean, code: Refusal['reasons'][number]['code'], message: string): void => {
    if (holds) reasons.push({ code, message });
  };
  const lost = quality.lostRecords / Math.max(1, quality.records + quality.lostRecords);
  const spread = spreadOf(repeats);
  refuse(
    host.foreignShare > FOREIGN_LIMIT,
    'foreign-load',
    `Other programs used ${sayShare(host.foreignShare)} of the machine's CPU during the run; above ${sayShare(FOREIGN_LIMIT)} nothing is predicted. Run it again on a quiet machine.`,
  );
  refuse(
    spread > SPREAD_LIMIT,
    'spread',
    `${repeats.length} repeats of the run differ by ${sayShare(spread)}; above ${sayShare(SPREAD_LIMIT)} no prediction could be told from chance.`,
  );
  refuse(
    samples < MIN_EVENTS,
    'samples',
    `The run has ${sayCount(samples, 'task, lock hold or message', 'tasks, lock holds or messages')}; a prediction takes ${MIN_EVENTS} at least. Give it more work.`,
  );
  refuse(
    lost > LOST_LIMIT,
    'incomplete',
    `${sayShare(lost)} of the records were lost; above ${sayShare(LOST_LIMIT)} what threads waited for may be among them.`,
  );
  refuse(
    !quality.complete,
    'incomplete',
    `The recording is not complete${quality.missing.length > 0 ? `: ${quality.missing.join(' ')}` : '.'}`,
  );
  refuse(
    quality.unrecordedThreads > 0,
    'incomplete',
    `${sayCount(quality.unrecordedThreads, 'thread')} could not be recorded; what they did is missing from the replay.`,
  );
  refuse(!identity.ok, 'identity', identity.reason);
  return reasons.length > 0 ? { reasons } : null;
}

/** From the 10th to the 90th percentile, as a share of the median; NaN for fewer than two. */
function spreadOf(repeats: readonly number[]): number {
  if (repeats.length < 2) return Number.NaN;
  return (quantile(repeats, 0.9) - quantile(repeats, 0.1)) / quantile(repeats, 0.5);
}

/**
 * What a prediction from this run rests on: tasks, else lock holds, else messages and waits; of threads that only compute, looks at
 * what they compute, where the memory pass tells what that is.
 */
export function countSamples({ tasks, locks, messageSites, waitPoints, memory }: Profile): number {
  const holds = locks.reduce((sum, lock) => sum + lock.acquires, 0);
  const messages = messageSites.reduce((sum, { count }) => sum + count, 0);
  const waits = waitPoints.reduce((sum, { meaning, count }) => sum + (meaning === 'idle' ? 0 : count), 0);
  const looks = Math.max(0, ...(memory?.walks ?? []).map(({ cpuSamples }) => cpuSamples));
  return [tasks.count, holds, messages, waits, looks].find((count) => count >= MIN_EVENTS) ?? tasks.count;
}
