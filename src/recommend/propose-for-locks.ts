import { sumOf } from '../detect/shared/numbers.js';
import type { Lock, Profile } from '../model/profile.js';
import type { Edit } from '../predict/edit.js';

const SHARDS = [2, 4, 8, 16];
/** CPU samples inside holds from which their shares are told: the error of a share is then below a quarter of it, mostly. */
const MIN_INSIDE_SAMPLES = 20;
/** Something is always left: the result has to be written down. */
const MAX_MOVED = 0.98;
/** Without samples nobody knows what could move; then the question is what half of it would be worth. */
const UNKNOWN_MOVED = 0.5;
/** Longer holds do more than one word's worth of work: no single atomic operation stands for them. */
const ATOMIC_HOLD_NS = 5_000;

export function proposeShards(_: Profile, { id, threads }: Lock): Edit[] {
  // More shards than threads that take it leave nobody more to tell apart, save by the luck of the draw.
  const most = Math.max(2, threads.length * 4);
  return SHARDS.filter((shards) => shards <= most).map((shards) => ({ kind: 'shard-lock', lock: id, shards }));
}

/** What is computed under the lock is done before taking it, as far as samples saw the holder compute. */
export function proposeShorterHold(_: Profile, { id, inside, insideSamples }: Lock): Edit[] {
  const computing = sumOf(
    inside.filter(({ site }) => site >= 0),
    ({ share }) => share,
  );
  const share = insideSamples < MIN_INSIDE_SAMPLES ? UNKNOWN_MOVED : Math.min(MAX_MOVED, roundShare(computing));
  return share > 0 ? [{ kind: 'shorten-hold', lock: id, share, moved: true }] : [];
}

export function proposeMovingWait(_: Profile, { id }: Lock): Edit[] {
  return [{ kind: 'move-io-out-of-hold', lock: id }];
}

/** Only where the trace shows that a hold is no more than a few operations on shared words. */
export function proposeAtomic(_: Profile, { id, kind, holdNs, acquires }: Lock): Edit[] {
  const onWords = kind === 'atomics-blocking' || kind === 'atomics-spin';
  const short = acquires > 0 && holdNs / acquires < ATOMIC_HOLD_NS;
  return onWords && short ? [{ kind: 'lock-to-atomic', lock: id }] : [];
}

/** In percent: more digits would look known. */
function roundShare(share: number): number {
  return Math.round(share * 100) / 100;
}
