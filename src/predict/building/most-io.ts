import type { Profile, Thread } from '../../model/profile.js';

/** Fewer looks at what a thread was doing say nothing. */
const MIN_LOOKS = 10;

/**
 * The most of the time in its tasks that a thread can have waited for I/O, 0..1: as often as the looks at it and at the other
 * workers of its pool found it waiting, and half a look more (a look that was not taken). 1 where there are too few looks.
 */
export function measureMostIo({ threads }: Profile, { index, pool }: Thread): number {
  const peers = threads.filter((each) => each.index === index || (pool >= 0 && each.pool === pool));
  let running = 0;
  let waiting = 0;
  for (const { sampledInTasks: looks } of peers) {
    running += looks.running;
    waiting += looks.futex + looks.eventLoop + looks.otherSyscall + looks.diskSleep;
  }
  const all = running + waiting;
  return all < MIN_LOOKS ? 1 : (waiting + 0.5) / (all + 1);
}
