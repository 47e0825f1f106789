/** What the parent and the child process that replays patterns tell each other, and that child its threads. Plain data. */
import type { Pattern } from '../model/memory/pattern.js';

/** The parent → the child, as JSON on its standard input. */
export interface ReplayOrder {
  patterns: { key: string; pattern: Pattern }[];
  /** Time for all of them. Each gets its part; the first ones come first. */
  budgetMs: number;
  seed: number;
}

/** The child → the parent, a JSON line each on its standard output, as they are done. */
export type ReplayedPattern = ReplayTimes | { key: string; failed: string };

/** Per group of isolates, times of one iteration, ns; `now[i]` and `proposed[i]` were measured side by side. */
export interface ReplayTimes {
  key: string;
  threads: number;
  groups: { now: number[]; proposed: number[] }[];
}

export type Side = 'now' | 'proposed';

/** The child → one of its threads, as workerData. */
export interface ThreadSetup {
  pattern: Pattern;
  /** 0 = first. */
  thread: number;
  threads: number;
  seed: number;
  /** Word 0: threads that are ready for a block; word 1: blocks begun. */
  barrier: SharedArrayBuffer;
  /** Memory that the threads share. */
  shared: SharedArrayBuffer;
}

/** One block of iterations of one side. */
export interface BlockOrder {
  side: Side;
  iterations: number;
  /** Cores to run on, before the block begins; absent = as it is. */
  cores?: string;
}

/** The answer: ns the block took, or why it cannot be run. */
export type BlockAnswer = { ns: number } | { failed: string };

/** A thread is ready for blocks: iterations come in multiples of these, and take so much longer than blocks tell, ns. */
export interface ThreadReady {
  quantum: Record<Side, number>;
  besidesNs: Record<Side, number>;
}
