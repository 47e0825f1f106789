import { describe, expect, it } from 'vitest';
import type { Profile } from '../../../src/model/profile.js';
import { buildTrace, type TraceScript } from '../../build-trace.js';
import { placeOf, profileOf } from './profile-of.js';

const ms = (profile: Profile, column: 'submitNs' | 'dispatchNs' | 'startNs' | 'endNs' | 'doneNs'): number[] =>
  [...profile.tasks[column]].map((ns) => ns / 1e6);

function twoThreads(origin: 'worker' | 'piscina' = 'worker'): TraceScript {
  const trace = buildTrace();
  trace.thread(0).info({}).start(0).makes(1000, 1);
  trace.thread(1).info({ origin }).start(10_000);
  return trace;
}

describe('tasks of a pool', () => {
  it('joins submit, dispatch, start, end and done', () => {
    const trace = twoThreads('piscina');
    trace.thread(0).submit(20_000, 7, 3).dispatch(21_000, 1, 7, 1).post(21_000, 1, 500, 9000, 4);
    trace.thread(1).receive(22_000, 22_500, 0).taskStart(23_000, 1).taskEnd(30_000, 1).post(30_000, 0, 40, 100, 4);
    trace.thread(0).done(31_000, 1, 1);
    const profile = profileOf(trace, 40_000);
    const { tasks } = profile;
    expect([...tasks.agent, ...tasks.thread, ...tasks.submitter, ...tasks.source]).toEqual([3, 1, 0, 0]);
    expect([ms(profile, 'submitNs'), ms(profile, 'dispatchNs'), ms(profile, 'startNs')]).toEqual([[20], [21], [23]]);
    expect([ms(profile, 'endNs'), ms(profile, 'doneNs')]).toEqual([[30], [31]]);
    expect([tasks.cloneNs[0], tasks.requestBytes[0], tasks.replyBytes[0]]).toEqual([9000, 500, 40]);
    expect(profile.agents).toEqual([{ id: 3, name: 'agent 3' }]);
  });

  it('marks tasks that overlap on a thread, and counts what has no other end', () => {
    const trace = twoThreads('piscina');
    trace.thread(0).submit(20_000, 1).dispatch(20_000, 1, 1, 1).submit(20_001, 2).dispatch(20_001, 2, 2, 1);
    trace.thread(1).taskStart(21_000, 1).taskStart(22_000, 2).taskEnd(23_000, 1).taskEnd(24_000, 2);
    trace.thread(1).taskStart(25_000, 3).taskEnd(26_000, 3);
    trace.thread(0).submit(30_000, 4).dispatch(30_001, 4, 4, 1);
    const profile = profileOf(trace, 40_000);
    expect([...profile.tasks.overlapped]).toEqual([1, 1, 0]);
    expect(profile.quality.unmatchedTasks).toBe(2);
  });

  it('keeps to the measured part of the run', () => {
    const trace = twoThreads('piscina');
    const main = trace.thread(0);
    for (const [task, at] of [20_000, 40_000, 60_000].entries()) {
      main.submit(at, task).dispatch(at, task, task, 1);
      trace
        .thread(1)
        .taskStart(at + 100, task)
        .taskEnd(at + 900, task);
      main.done(at + 1000, task, 1);
      if (task < 2) main.writer.record((at + 2000) * 1000, 80, 0, 0, 0, 2 + task);
    }
    const profile = profileOf(trace, 70_000);
    expect(ms(profile, 'submitNs')).toEqual([40]);
    expect([profile.run.beginNs, profile.run.endNs]).toEqual([22e6, 42e6]);
    expect(profile.threads.map(({ beginNs, endNs }) => [beginNs, endNs])).toEqual([
      [22e6, 42e6],
      [22e6, 42e6],
    ]);
  });
});

describe('tasks from messages', () => {
  it('makes a task of each request that is answered before the next', () => {
    const trace = twoThreads();
    for (const at of [20_000, 30_000]) {
      trace.thread(0).post(at, 1, 100, 1000);
      trace
        .thread(1)
        .receive(at + 100, at + 200, 0)
        .post(at + 3000, 0)
        .post(at + 5000, 0, 9);
      trace
        .thread(0)
        .receive(at + 3100, at + 3101, 1)
        .receive(at + 5100, at + 5101, 1);
    }
    const profile = profileOf(trace, 40_000);
    expect([ms(profile, 'submitNs'), ms(profile, 'startNs')]).toEqual([
      [20, 30],
      [20.1, 30.1],
    ]);
    expect([ms(profile, 'endNs'), ms(profile, 'doneNs')]).toEqual([
      [25, 35],
      [25.1, 35.1],
    ]);
    expect([...profile.tasks.source]).toEqual([1, 1]);
  });

  it('pairs in order when several requests are under way', () => {
    const trace = twoThreads();
    for (const at of [20_000, 20_010, 20_020]) {
      trace.thread(0).post(at, 1);
      trace.thread(1).receive(at + 100, at + 101, 0);
    }
    for (const at of [25_000, 26_000, 27_000]) {
      trace.thread(1).post(at, 0);
      trace.thread(0).receive(at + 50, at + 51, 1);
    }
    expect(ms(profileOf(trace, 40_000), 'endNs')).toEqual([25, 26, 27]);
  });

  it('sees no tasks in a worker that never replies', () => {
    const trace = twoThreads();
    trace.thread(0).post(20_000, 1);
    trace.thread(1).receive(20_100, 20_200, 0);
    expect(profileOf(trace, 40_000).tasks.count).toBe(0);
  });

  it('takes a worker that is sent nothing as one task', () => {
    const trace = twoThreads();
    trace.thread(1).post(25_000, 0).end(28_000);
    trace.thread(0).receive(25_100, 25_200, 1);
    const profile = profileOf(trace, 40_000);
    expect([ms(profile, 'submitNs'), ms(profile, 'startNs'), ms(profile, 'endNs')]).toEqual([[1], [10], [25]]);
  });
});

describe('tasks out of the hidden queue of a pool library', () => {
  it('count from the last act of the program on the pool, at its line', () => {
    const trace = twoThreads();
    const library = 'at send (/app/node_modules/workerpool/src/WorkerHandler.js:1:1)';
    trace.thread(1).info({ origin: 'workerpool' });
    const main = trace.thread(0).site(1, `${library}\nat main (/app/main.mjs:9:1)`).site(2, library);
    for (const [task, site] of [1, 2, 2].entries()) {
      const at = 20_000 + task * 5000;
      main.at(at, site).post(at, 1);
      trace
        .thread(1)
        .receive(at + 10, at + 20, 0)
        .post(at + 4000, 0);
      main.receive(at + 4010, at + 4020, 1);
    }
    const profile = profileOf(trace, 50_000);
    expect([ms(profile, 'submitNs'), ms(profile, 'dispatchNs')]).toEqual([
      [20, 20, 20],
      [20, 25, 30],
    ]);
    expect([...profile.tasks.submitSite].map((site) => placeOf(profile.sites, site))).toEqual(
      Array(3).fill('main.mjs:9'),
    );
  });
});
