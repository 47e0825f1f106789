/** What detectors hand on: findings (something measured that is worth a change) and verdicts (what keeps them honest). */
import type { MemoryRow } from '../model/memory/memory-profile.js';
import type { SiteIndex, ThreadIndex } from '../model/profile.js';

export const FINDING_IDS = [
  'contended-lock',
  'lock-held-across-wait',
  'lock-convoy',
  'oversized-pool',
  'undersized-pool',
  'serial-submission',
  'slot-held-while-waiting',
  'tiny-tasks',
  'main-thread-bottleneck',
  'blocking-call-to-worker',
  'chatty-messages',
  'large-clone',
  'repeated-broadcast',
  'polling-handoff',
  'gc-pressure',
  'worker-churn',
  'straggler',
  'jit-bimodal',
  'strided-access',
  'random-access',
  'array-of-objects',
  'boxed-elements',
  'megamorphic-site',
  'dictionary-elements',
  'false-sharing',
  'true-sharing',
  'duplicate-data',
  'allocation-churn',
  'heap-growth',
  'thread-migration',
] as const;
export type FindingId = (typeof FINDING_IDS)[number];

export const VERDICT_IDS = ['nothing-to-change', 'inconclusive', 'not-visible', 'single-threaded'] as const;
export type VerdictId = (typeof VERDICT_IDS)[number];

export type WorkloadClass = 'cpu-bound' | 'io-bound' | 'mixed' | 'lock-bound' | 'message-bound';
export type Effort = 'quick win' | 'medium' | 'advanced';
export type Unit = 'ns' | 'share' | 'count' | 'bytes' | 'per-second' | 'ratio';

/** One measured figure. `interval` is a 90 % interval where the figure comes from a sample. */
export interface Evidence {
  label: string;
  value: number;
  unit: Unit;
  interval?: [low: number, high: number];
  samples?: number;
}

/**
 * Of each thread, ns. `range`: ends of the 90 % interval, as parts of that. `by` says how, for titles: "loops swapped". `collecting`: part of
 * the garbage that is made no more.
 */
export interface SavedCpu {
  byThread: [thread: ThreadIndex, ns: number][];
  range: [low: number, high: number];
  by: string;
  collecting?: number;
  /** The loop that is to be swapped with the one around it, where that is the advice. */
  swaps?: SiteIndex;
}

export interface Finding {
  id: FindingId;
  /** `problem`: worth changing. `info`: true, but changing it would gain little or is a matter of taste. */
  level: 'problem' | 'info';
  /** One line, with the figure that matters: "4 threads waited 61 % of their time for the lock taken at blackboard.ts:41". */
  title: string;
  workloadClass: WorkloadClass;
  site: SiteIndex;
  /** Lock.id and Pool.id of what it is about, where it is about one: what a change has to name. */
  lock?: number;
  pool?: number;
  /** Of memory access: what it is about. The replayed cost and the share of CPU time stand there. */
  memory?: MemoryRow;
  /** CPU time that the advice takes away, as replayed on this machine; absent where that is not known. */
  saves?: SavedCpu;
  /** Why no gain can be promised for changing it, though much may be at stake; a sentence. Such a finding is never a problem. */
  caveat?: string;
  /** e.g. where the owner holds it, where the lock is made, the pool's options. */
  related: { label: string; site: SiteIndex }[];
  /** Thread time lost to it, summed over threads, ns. */
  threadTimeLostNs: number;
  /** ... as a share of all thread time of the run, 0..1. */
  threadTimeShare: number;
  /** Share of the makespan during which it was biting, 0..1: the most that removing it could touch. */
  makespanShare: number;
  evidence: Evidence[];
  /** How many events the finding rests on. */
  sampleSize: number;
  /** First advice. Says what to change, not what it gains: gains are predictions. */
  recommendation: { text: string; effort: Effort };
  /** contended-lock: from the waiter to the root cause, each a sentence. */
  waitChain?: { text: string; site: SiteIndex }[];
  /** Which agent waits for which, biggest first. */
  waitsFor?: { waiter: string; owner: string; waitNs: number; count: number }[];
  /** Ranking weight: the estimated ns of makespan at stake. Detectors set it; ties break by threadTimeLostNs. */
  weightNs: number;
  /** Ids of findings this one explains (they are consequences of it at the same place); used to rank causes above symptoms. */
  explains: FindingId[];
}

export interface Verdict {
  id: VerdictId;
  message: string;
  evidence: Evidence[];
}

export interface Detection {
  findings: Finding[];
  verdicts: Verdict[];
  workloadClass: WorkloadClass;
}
