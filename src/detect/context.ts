import { listCandidates, type Candidate } from '../model/memory/candidates.js';
import type { Profile, WaitPoint } from '../model/profile.js';
import { measureActivity, type Activity } from './shared/activity.js';
import { groupLikeTasks, type LikeTasks } from './shared/like-tasks.js';
import { groupWaitPoints } from './shared/wait-lines.js';
import { groupMessages, type MessageLine } from './shared/message-lines.js';
import { diagnoseLocks, type LockDiagnosis } from './shared/lock-diagnosis.js';

/** What several detectors need of a profile, computed once. */
export interface DetectContext {
  /** Length of what is analysed, ns; 0 when not known. */
  spanNs: number;
  /** Life times of all threads summed, ns. */
  threadTimeNs: number;
  activity: Activity;
  likeTasks: LikeTasks[];
  locks: LockDiagnosis[];
  messages: MessageLine[];
  waitPoints: WaitPoint[];
  /** What the memory pass found that a change may pay for; empty where there was none. */
  memory: Candidate[];
}

export function buildContext(profile: Profile): DetectContext {
  const activity = measureActivity(profile);
  const { slices } = activity;
  let threadTimeNs = 0;
  for (const { beginNs, endNs } of profile.threads) if (endNs > beginNs) threadTimeNs += endNs - beginNs;
  return {
    spanNs: slices.endNs - slices.beginNs,
    threadTimeNs,
    activity,
    likeTasks: groupLikeTasks(profile),
    locks: diagnoseLocks(profile, activity),
    messages: groupMessages(profile),
    waitPoints: groupWaitPoints(profile),
    memory: profile.memory === undefined ? [] : listCandidates(profile.memory),
  };
}
