/** Changes to a run that can be replayed. Plain data: they travel in reports, on the command line and in the ledger. */

export type Edit =
  /** A fixed pool of so many threads. */
  | { kind: 'pool-size'; pool: number; threads: number }
  | { kind: 'concurrent-tasks'; pool: number; tasks: number }
  | { kind: 'pool-policy'; pool: number; policy: PolicySettings }
  | { kind: 'shard-lock'; lock: number; shards: number }
  /** Of the acquisitions, `readShare` (0..1) only read. */
  | { kind: 'reader-writer-lock'; lock: number; readShare: number }
  /** The hold becomes (1 - share) of what it was. `moved`: the work is still done, outside the lock. */
  | { kind: 'shorten-hold'; lock: number; share: number; moved: boolean }
  | { kind: 'move-io-out-of-hold'; lock: number }
  | { kind: 'lock-to-atomic'; lock: number }
  | { kind: 'batch-tasks'; pool: number; size: number }
  /** Messages that belong to no task, by sending thread: so many to one. */
  | { kind: 'batch-messages'; size: number }
  /** Requests and replies are transferred or shared instead of cloned. */
  | { kind: 'share-instead-of-clone'; pool: number }
  /** Tasks that were awaited one by one are submitted at once; `window` at a time where given. */
  | { kind: 'submit-together'; pool: number; window?: number }
  /** A blocking call to a worker is awaited instead. */
  | { kind: 'remove-sync-wait' }
  /** Tasks run on the thread that submits them. */
  | { kind: 'drop-pool'; pool: number }
  /** What the submitter computes for each task (preparing, merging) is done in the task; `share` of it, 0..1. */
  | { kind: 'move-work-to-workers'; pool: number; share: number }
  /** Workers are started once and used again. */
  | { kind: 'reuse-workers'; threads: number }
  /** Waiting threads block and are woken instead of looking again and again. */
  | { kind: 'notify-instead-of-poll' }
  /** The longest tasks are submitted first. */
  | { kind: 'longest-first'; pool: number }
  /** Tasks longer than their fair share are split into equal parts. */
  | { kind: 'split-tasks'; pool: number; parts: number }
  /** Garbage collection pauses are gone. */
  | { kind: 'remove-gc' }
  /** Like tasks all run at the speed of the fast ones. */
  | { kind: 'same-speed'; pool: number }
  /**
   * Code at one place computes less: `what` says how, for people. Of the CPU time of each of these threads `share` goes; of what Node's own
   * threads do to collect garbage, `collecting`, 0..1.
   */
  | { kind: 'faster-code'; site: number; what: string; threads: ThreadSaving[]; collecting?: number }
  /** The same run on another machine: an extrapolation, never a recommendation. */
  | { kind: 'cores'; cores: number };

/** Index in Profile.threads. Shares are 0..1 of its CPU time, with a 90 % interval. */
export interface ThreadSaving {
  thread: number;
  share: number;
  low: number;
  high: number;
}

export type EditKind = Edit['kind'];

export interface PolicySettings {
  minThreads: number;
  initialThreads: number;
  maxThreads: number;
  scaleUpAt: number;
  scaleDownAt: number;
}
