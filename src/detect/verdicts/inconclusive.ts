import type { Profile } from '../../model/profile.js';
import type { DetectContext } from '../context.js';
import type { VerdictRule } from '../detector.js';
import type { Evidence } from '../finding.js';
import { totalBusyNs } from '../shared/bottleneck.js';
import { knownOr0, ratioOr0, sumOf } from '../shared/numbers.js';
import { sayNs, sayShare } from '../shared/wording.js';
import { FOREIGN_LIMIT, MIN_EVENTS } from '../thresholds.js';

/** Shorter than this, a run is mostly Node's and the workers' start, and the scheduler was looked at a few times only. */
const MIN_SPAN_NS = 200e6;

/** Lost records beyond this may hold any finding: one in a hundred is what the report's figures are rounded to. */
const MAX_LOST_SHARE = 0.01;

/** The probe's own cost beyond which the program measured is no longer the program run: a finding's least share. */
const MAX_PROBE_SHARE = 0.05;

interface Doubt {
  text: string;
  evidence: Evidence;
}

/** The run does not bear conclusions, with the number that says so. Findings are shown all the same. */
export const inconclusive: VerdictRule = {
  id: 'inconclusive',
  judge(profile, context) {
    const doubts = findDoubts(profile, context);
    if (doubts.length === 0) return undefined;
    return {
      id: 'inconclusive',
      message: `This run does not bear firm conclusions: ${doubts.map(({ text }) => text).join('; ')}.`,
      evidence: doubts.map(({ evidence }) => evidence),
    };
  },
};

function findDoubts(profile: Profile, { spanNs }: DetectContext): Doubt[] {
  const { host, quality, tasks, threads } = profile;
  const doubts: Doubt[] = [];
  const doubt = (holds: boolean, text: string, evidence: Evidence): void => {
    if (holds) doubts.push({ text, evidence });
  };
  const lost = ratioOr0(quality.lostRecords, quality.records + quality.lostRecords);
  const recording = recordingShare(profile, spanNs);
  const hasWorkers = threads.some(({ isMain }) => !isMain);
  doubt(
    host.foreignShare > FOREIGN_LIMIT,
    `other programs used ${sayShare(host.foreignShare)} of the machine's CPU meanwhile`,
    {
      label: 'CPU used by other programs',
      value: host.foreignShare,
      unit: 'share',
    },
  );
  doubt(hasWorkers && spanNs < MIN_SPAN_NS, `it lasted only ${sayNs(spanNs)}`, {
    label: 'length',
    value: spanNs,
    unit: 'ns',
  });
  doubt(hasWorkers && countEvents(profile) < MIN_EVENTS, `it had only ${tasks.count} tasks`, {
    label: 'tasks',
    value: tasks.count,
    unit: 'count',
  });
  doubt(lost > MAX_LOST_SHARE, `${sayShare(lost)} of the records were lost`, {
    label: 'records lost',
    value: lost,
    unit: 'share',
  });
  doubt(quality.unrecordedThreads > 0, `${quality.unrecordedThreads} threads could not be recorded`, {
    label: 'threads not recorded',
    value: quality.unrecordedThreads,
    unit: 'count',
  });
  doubt(recording > MAX_PROBE_SHARE, `recording took ${sayShare(recording)} of the program's CPU time`, {
    label: "recording, of the program's CPU time",
    value: recording,
    unit: 'share',
  });
  return doubts;
}

/**
 * Cost of recording against the program's own CPU time, or the run's length if that is longer: what a thread that mostly
 * sleeps spends on it delays nobody. Starting the probe disturbs nothing that comes after, and what looks cost while a
 * thread does nothing but look prolongs no work.
 */
function recordingShare(profile: Profile, spanNs: number): number {
  const { quality, locks, waitPoints } = profile;
  const lookingNs = sumOf(locks, ({ spinNs }) => spinNs) + sumOf(waitPoints, ({ cpuNs }) => cpuNs);
  const recordingNs = quality.probe.inThreadsNs - knownOr0(quality.probe.startNs) - lookingNs;
  return ratioOr0(Math.max(0, knownOr0(recordingNs)), Math.max(spanNs, totalBusyNs(profile)));
}

/** All that findings rest on: threads may work together without a single task. */
function countEvents({ tasks, locks, waitPoints, messageSites }: Profile): number {
  const acquires = sumOf(locks, (lock) => lock.acquires);
  const waits = sumOf(waitPoints, ({ meaning, count }) => (meaning === 'idle' ? 0 : count));
  return tasks.count + acquires + waits + sumOf(messageSites, ({ count }) => count);
}
