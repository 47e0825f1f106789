import { describe, expect, it } from 'vitest';
import { WaitResult } from '../../../src/trace/records.js';
import { buildTrace, type TraceScript } from '../../build-trace.js';
import { profileOf } from './profile-of.js';

/** Main and three workers that share one word (id 1), the workers inside a task from 2 ms to 90 ms unless `idle`. */
function workers(idle = false): TraceScript {
  const trace = buildTrace();
  const main = trace.thread(0).info({}).start(0).word(1, 'board', 0);
  for (const index of [1, 2, 3]) {
    main.makes(index, index);
    const worker = trace.thread(index).info({ origin: 'piscina' }).start(1000).word(1, 'board', 0);
    if (idle) continue;
    main.submit(1500, index).dispatch(1500, index, index, index);
    worker.taskStart(2000, index);
    worker.site(1, 'at wait (/app/worker.mjs:3:1)');
  }
  return trace;
}

const judged = (trace: TraceScript): string[] =>
  profileOf(trace, 100_000).waitPoints.map(({ meaning, how }) => `${meaning} ${how}`);

describe('waiting that is not for a lock', () => {
  it('is sleep when it ends by time-out and nobody notifies', () => {
    const trace = workers();
    trace.thread(1).wait(10_000, 15_000, 1, WaitResult.TimedOut).wait(40_000, 45_000, 1, WaitResult.TimedOut);
    expect(judged(trace)).toEqual(['sleep blocked']);
  });

  it('is polling when short sleeps follow one another', () => {
    const trace = workers();
    for (let at = 10_000; at < 30_000; at += 1000) trace.thread(1).wait(at, at + 990, 1, WaitResult.TimedOut);
    expect(judged(trace)).toEqual(['sleep poll']);
  });

  it('is idleness in the loop of a pool, or outside any task', () => {
    const inPool = workers();
    inPool
      .thread(1)
      .site(9, 'at wait (/app/node_modules/piscina/dist/worker.js:9:9)')
      .at(10_000, 9)
      .wait(10_000, 20_000, 1);
    inPool.thread(0).notify(19_990, 1);
    expect(judged(inPool)).toEqual(['idle blocked']);
    const outside = workers(true);
    outside.thread(1).wait(10_000, 20_000, 1);
    outside.thread(0).notify(19_990, 1);
    expect(judged(outside)).toEqual(['idle blocked']);
  });

  it('is a call when the thread has just asked another for something', () => {
    const trace = workers();
    trace.thread(0).post(9_990, 1).wait(10_000, 20_000, 1);
    trace.thread(1).notify(19_990, 1);
    const [point] = profileOf(trace, 100_000).waitPoints;
    expect(point).toMatchObject({ meaning: 'call', mainNs: 10e6, threads: [0], notifiers: [1] });
  });

  it('is a barrier when the last of many wakes all others', () => {
    const trace = workers();
    for (let round = 0; round < 6; round++) {
      const last = 1 + (round % 3);
      const at = 10_000 + round * 10_000;
      for (const index of [1, 2, 3]) if (index !== last) trace.thread(index).wait(at + index, at + 5000, 1);
      trace.thread(last).notify(at + 4990, 1, 2);
    }
    expect(judged(trace)).toEqual(['barrier blocked']);
  });

  it('is a hand-over when another thread fills what is waited for', () => {
    const trace = workers();
    trace.thread(1).wait(10_000, 20_000, 1);
    trace.thread(2).notify(19_990, 1);
    expect(judged(trace)).toEqual(['handoff blocked']);
  });

  it('burns CPU when it spins', () => {
    const trace = workers();
    trace.thread(1).spin(10_000, 20_000, 1, 5000);
    const [point] = profileOf(trace, 100_000).waitPoints;
    expect(point).toMatchObject({ meaning: 'handoff', how: 'spin', cpuNs: 10e6, emptyLooks: 5000 });
    expect(point?.waits.count).toBe(1);
  });

  it('is polling by timers when looks are far apart and the thread sleeps, and work when it computes', () => {
    for (const [cpuUs, expected] of [
      [3000, ['handoff poll']],
      [60_000, []],
    ] as const) {
      const trace = workers();
      trace
        .thread(1)
        .sched(5000, 2000, 0)
        .spin(10_000, 80_000, 1, 60)
        .sched(85_000, 2000 + cpuUs, 0);
      expect(judged(trace)).toEqual(expected);
    }
  });
});
