import { describe, expect, it } from 'vitest';
import { BlobKind, RecordType } from '../../../src/trace/records.js';
import { buildTrace, type TraceScript } from '../../build-trace.js';
import { placeOf, profileOf } from './profile-of.js';

const LOCK_SITE = 'at Mutex.lock (/app/mutex.mjs:10:3)\nat takeTurn (/app/worker.mjs:8:3)';
const UNLOCK_SITE = 'at Mutex.unlock (/app/mutex.mjs:20:3)\nat takeTurn (/app/worker.mjs:12:3)';

/** Two workers, each within one long task, that know one word under different ids. */
function twoWorkers(): TraceScript {
  const trace = buildTrace();
  trace.thread(0).info({}).start(0).makes(10, 1).makes(20, 2);
  for (const index of [1, 2]) {
    const worker = trace.thread(index).info({ origin: 'piscina' }).start(1000);
    worker
      .site(1, LOCK_SITE)
      .site(2, UNLOCK_SITE)
      .word(index * 10, 'board', 4)
      .word(index * 10 + 1, 'board', 8);
    trace
      .thread(0)
      .submit(1000, index, index + 4)
      .dispatch(1000, index, index, index);
    worker.taskStart(2000, index);
  }
  return trace;
}

describe('locks', () => {
  it('are one lock for all threads, with owners, waiters, place and agents', () => {
    const trace = twoWorkers();
    const [one, two] = [trace.thread(1), trace.thread(2)];
    one.at(3000, 1).acquire(3000, 10).at(7000, 2).release(7000, 10);
    two.at(4000, 1).wait(4000, 7050, 20).at(7060, 1).acquire(7060, 20, 1).at(9000, 2).release(9000, 20);
    one.notify(7001, 10);
    const counters = { Acquires: 1, Releases: 1, HoldSamples: 1 };
    one.stats(9500, { 10: { ...counters, HoldNs: 4e6, Notifies: 1, Woken: 1 } });
    two.stats(9500, {
      20: { ...counters, HoldNs: 1.94e6, ContendedAcquires: 1, FailedAttempts: 1, Waits: 1, WaitNs: 3.05e6 },
    });
    const profile = profileOf(trace, 10_000);
    expect(profile.locks).toHaveLength(1);
    const [lock] = profile.locks;
    expect(lock).toMatchObject({
      id: 0,
      kind: 'atomics-blocking',
      name: 'Mutex',
      threads: [1, 2],
      acquires: 2,
      contendedAcquires: 1,
      failedAttempts: 1,
      waitNs: 3.05e6,
      holdNs: 5.94e6,
      holdSamples: 2,
      waitsFor: [{ waiter: 6, owner: 5, waitNs: 3.05e6, count: 1 }],
    });
    expect([...(lock?.waits.owner ?? [])]).toEqual([1]);
    expect([...(lock?.waits.task ?? []), ...(lock?.holds.task ?? [])]).toEqual([1, 0, 1]);
    expect(lock?.acquireSites.map(({ site, count, waitNs }) => [placeOf(profile.sites, site), count, waitNs])).toEqual([
      ['worker.mjs:8', 2, 3.05e6],
    ]);
    expect(lock?.releaseSites.map(({ site }) => placeOf(profile.sites, site))).toEqual(['worker.mjs:12']);
    expect(profile.waitPoints).toEqual([]);
    expect([...profile.tasks.lockWaitNs]).toEqual([0, 3.05e6]);
    expect(profile.threads[2]?.states.lockWaitNs).toBe(3.05e6);
  });

  it('scale the timed holds to all acquisitions, and count what is recorded singly by the counters', () => {
    const trace = twoWorkers();
    trace
      .thread(1)
      .acquire(3000, 10)
      .release(3010, 10)
      .stats(9500, { 10: { Acquires: 1000, Releases: 1000, HoldNs: 20_000, HoldSamples: 2 } });
    const [lock] = profileOf(trace, 10_000).locks;
    expect(lock).toMatchObject({ acquires: 1000, holdNs: 10e6, kind: 'atomics-spin', contendedAcquires: 0, waitNs: 0 });
  });

  it('know which lock was waited for while holding another', () => {
    const trace = twoWorkers();
    trace.thread(2).acquire(2500, 21).release(6000, 21);
    trace.thread(1).acquire(3000, 10).wait(3500, 6100, 11).acquire(6100, 11, 1).release(7000, 11).release(8000, 10);
    const profile = profileOf(trace, 10_000);
    const inner = profile.locks.find(({ waits }) => waits.count === 1);
    const outer = profile.locks.find(({ waits }) => waits.count === 0);
    expect(outer?.nested).toEqual([{ lock: inner?.id, waitNs: 2.6e6, count: 1 }]);
    expect(outer?.heldWaitNs).toBe(2.6e6);
  });

  it('see spinning as waiting that burns CPU', () => {
    const trace = twoWorkers();
    trace.thread(1).acquire(3000, 10).release(5000, 10);
    trace.thread(2).at(3200, 1).spin(3200, 5001, 20, 900).acquire(5001, 20, 900).release(5500, 20);
    const [lock] = profileOf(trace, 10_000).locks;
    expect(lock).toMatchObject({ kind: 'atomics-spin', waitNs: 0, spinNs: 1.801e6 });
    expect([lock?.waits.count, lock?.waits.owner[0]]).toEqual([1, 1]);
  });

  it('are not flags that one thread sets and another clears', () => {
    const trace = twoWorkers();
    for (let turn = 0; turn < 20; turn++) {
      trace.thread(1).acquire(3000 + turn * 10, 10);
      trace.thread(2).release(3005 + turn * 10, 20);
    }
    trace.thread(1).stats(9000, { 10: { Acquires: 20 } });
    expect(profileOf(trace, 10_000).locks).toEqual([]);
  });

  it('of a process are one by name, and async waiting is from request to grant', () => {
    const trace = twoWorkers();
    const lock = { kind: 'web-lock', name: 'notes', scope: 'process', createdAt: 0 };
    for (const [index, times] of [
      [1, [3000, 3010, 6000]],
      [2, [4000, 6100, 7000]],
    ] as const) {
      const { writer } = trace.thread(index);
      writer.blob(2500e3, BlobKind.AsyncLock, 5, lock);
      const types = [RecordType.AsyncRequest, RecordType.AsyncGrant, RecordType.AsyncRelease];
      for (const [at, us] of times.entries()) writer.record(us * 1000, types[at] ?? 0, 5, 1);
    }
    const { locks } = profileOf(trace, 10_000);
    expect(locks).toHaveLength(1);
    expect(locks[0]).toMatchObject({
      kind: 'web-lock',
      name: 'notes',
      acquires: 2,
      contendedAcquires: 1,
      waitNs: 2.1e6,
    });
    expect(locks[0]?.holdNs).toBe(2.99e6 + 0.9e6);
    expect(locks[0]?.waits.owner[0]).toBe(1);
  });
});
