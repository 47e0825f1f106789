/** Edits with their size left open: what a person can turn in a what-if, and how far. */
import { sayPlace } from '../detect/shared/wording.js';
import type { Lock, Pool, Profile } from '../model/profile.js';
import type { Edit } from './edit.js';

/** Plain data: knobs travel to the editor and into the page. */
export interface Knob {
  /** Unique in the run: "pool-size-1". */
  key: string;
  kind: keyof typeof EDITS;
  /** Pool.id or Lock.id; -1 for what concerns the whole run. */
  target: number;
  /** What is turned: "threads". */
  label: string;
  /** Of what: "pool at main.mjs:12"; "the run". */
  subject: string;
  /** `switch`: 0 or 1. `share`: 0..1. */
  unit: 'count' | 'share' | 'switch';
  min: number;
  max: number;
  step: number;
  /** As the run was recorded: this value changes nothing. */
  now: number;
}

/** The edit of a knob turned to a value. */
const EDITS = {
  'pool-size': (pool, threads) => ({ kind: 'pool-size', pool, threads }),
  'concurrent-tasks': (pool, tasks) => ({ kind: 'concurrent-tasks', pool, tasks }),
  'submit-together': (pool) => ({ kind: 'submit-together', pool }),
  'batch-tasks': (pool, size) => ({ kind: 'batch-tasks', pool, size }),
  'split-tasks': (pool, parts) => ({ kind: 'split-tasks', pool, parts }),
  'share-instead-of-clone': (pool) => ({ kind: 'share-instead-of-clone', pool }),
  'move-work-to-workers': (pool, share) => ({ kind: 'move-work-to-workers', pool, share }),
  'longest-first': (pool) => ({ kind: 'longest-first', pool }),
  'same-speed': (pool) => ({ kind: 'same-speed', pool }),
  'drop-pool': (pool) => ({ kind: 'drop-pool', pool }),
  'shard-lock': (lock, shards) => ({ kind: 'shard-lock', lock, shards }),
  'shorten-hold': (lock, share) => ({ kind: 'shorten-hold', lock, share, moved: false }),
  'move-out-of-hold': (lock, share) => ({ kind: 'shorten-hold', lock, share, moved: true }),
  'move-io-out-of-hold': (lock) => ({ kind: 'move-io-out-of-hold', lock }),
  'reader-writer-lock': (lock, readShare) => ({ kind: 'reader-writer-lock', lock, readShare }),
  'lock-to-atomic': (lock) => ({ kind: 'lock-to-atomic', lock }),
  'batch-messages': (_, size) => ({ kind: 'batch-messages', size }),
  'remove-sync-wait': () => ({ kind: 'remove-sync-wait' }),
  'notify-instead-of-poll': () => ({ kind: 'notify-instead-of-poll' }),
  'reuse-workers': (_, threads) => ({ kind: 'reuse-workers', threads }),
  'remove-gc': () => ({ kind: 'remove-gc' }),
  cores: (_, cores) => ({ kind: 'cores', cores }),
} as const satisfies Record<string, (target: number, value: number) => Edit>;

/** Larger designs are other programs, not other settings. */
const MOST_THREADS = 64;
const MOST_CORES = 128;
const MOST_SHARDS = 64;
const MOST_BATCH = 64;
const MOST_SLOTS = 32;
const MOST_PARTS = 16;
const SHARE_STEP = 0.05;

type Range = Pick<Knob, 'unit' | 'min' | 'max' | 'step' | 'now'>;

const count = (now: number, max: number, min = 1): Range => ({
  unit: 'count',
  min,
  max: Math.max(max, now),
  step: 1,
  now,
});
const share = (): Range => ({ unit: 'share', min: 0, max: 1, step: SHARE_STEP, now: 0 });
const onOff = (): Range => ({ unit: 'switch', min: 0, max: 1, step: 1, now: 0 });

export function editOfKnob({ kind, target }: Pick<Knob, 'kind' | 'target'>, value: number): Edit {
  return EDITS[kind](target, value);
}

/** The knobs that mean something for a run: its pools by number of tasks, its locks by time waited, then the run itself. */
export function listKnobs(profile: Profile): Knob[] {
  const pools = profile.pools.filter(({ taskCount }) => taskCount > 0).sort((a, b) => b.taskCount - a.taskCount);
  const locks = profile.locks
    .filter(({ contendedAcquires }) => contendedAcquires > 0)
    .sort((a, b) => b.waitNs + b.spinNs - a.waitNs - a.spinNs);
  return [
    ...pools.flatMap((pool) => poolKnobs(profile, pool)),
    ...locks.flatMap((lock) => lockKnobs(profile, lock)),
    ...runKnobs(profile),
  ];
}

function poolKnobs(profile: Profile, pool: Pool): Knob[] {
  const { id, library, peakThreads, maxThreads, concurrentTasksPerWorker } = pool;
  const subject = `pool at ${sayPlace(profile, pool.createdAt, `number ${id + 1}`)}`;
  const knob = (kind: Knob['kind'], label: string, range: Range): Knob => ({
    key: `${kind}-${id + 1}`,
    kind,
    target: id,
    label,
    subject,
    ...range,
  });
  const threads = peakThreads > 0 ? peakThreads : maxThreads;
  return [
    ...(Number.isFinite(threads) ? [knob('pool-size', 'threads', count(threads, MOST_THREADS))] : []),
    // Who writes the workers by hand has no such option, but can write them so.
    knob('concurrent-tasks', 'tasks a worker runs at a time', count(concurrentTasksPerWorker, MOST_SLOTS)),
    knob('batch-tasks', 'tasks in one message', count(1, MOST_BATCH)),
    knob('split-tasks', 'parts a long task is split into', count(1, MOST_PARTS)),
    knob('move-work-to-workers', "share of the submitter's work done in the tasks", share()),
    knob('submit-together', 'submit tasks at once instead of one by one', onOff()),
    knob('share-instead-of-clone', 'share or transfer data instead of cloning it', onOff()),
    knob('longest-first', 'submit the longest tasks first', onOff()),
    knob('same-speed', 'like tasks all at the speed of the fast ones', onOff()),
    ...(library === 'workers' ? [] : [knob('drop-pool', 'no pool: run tasks where they are submitted', onOff())]),
  ];
}

function lockKnobs(profile: Profile, lock: Lock): Knob[] {
  const { id, name, heldWaitNs } = lock;
  const site = lock.acquireSites[0]?.site ?? -1;
  const subject = `${name}, taken at ${sayPlace(profile, site, 'an unknown line')}`;
  const knob = (kind: Knob['kind'], label: string, range: Range): Knob => ({
    key: `${kind}-${id + 1}`,
    kind,
    target: id,
    label,
    subject,
    ...range,
  });
  return [
    knob('shard-lock', 'locks instead of one', count(1, MOST_SHARDS)),
    knob('move-out-of-hold', 'share of the hold done outside of it', share()),
    knob('shorten-hold', 'share of the hold saved', share()),
    knob('reader-writer-lock', 'share of holders that only read, with a reader-writer lock', share()),
    knob('lock-to-atomic', 'one atomic operation instead of the lock', onOff()),
    ...(heldWaitNs > 0 ? [knob('move-io-out-of-hold', 'wait for I/O outside of the hold', onOff())] : []),
  ];
}

function runKnobs({ run, threads, waitPoints, messageSites }: Profile): Knob[] {
  const knob = (kind: Knob['kind'], label: string, range: Range): Knob => ({
    key: kind,
    kind,
    target: -1,
    label,
    subject: 'the run',
    ...range,
  });
  const workers = threads.filter(({ isMain }) => !isMain).length;
  const when = (holds: boolean, one: Knob): Knob[] => (holds ? [one] : []);
  return [
    ...when(workers > run.cores, knob('reuse-workers', 'workers started once and used again', count(workers, workers))),
    ...when(
      waitPoints.some(({ meaning }) => meaning === 'call'),
      knob('remove-sync-wait', 'await calls to workers instead of blocking', onOff()),
    ),
    ...when(
      waitPoints.some(({ how }) => how !== 'blocked'),
      knob('notify-instead-of-poll', 'wake waiting threads instead of polling', onOff()),
    ),
    ...when(
      messageSites.some(({ byPool }) => !byPool),
      knob('batch-messages', 'messages in one', count(1, MOST_BATCH)),
    ),
    ...when(
      threads.some(({ gc }) => gc.totalNs > 0),
      knob('remove-gc', 'no garbage collection pauses', onOff()),
    ),
    knob('cores', 'cores, of another machine', count(run.cores, MOST_CORES)),
  ];
}
