import { describe, expect, it } from 'vitest';
import { detect } from '../../../src/detect/detect.js';
import { drawProfile, fillWorkers, MS, type DrawnTask } from './draw-profile.js';
import { problems, seen } from './expect-findings.js';

describe('undersized-pool', () => {
  it('is a problem when tasks queue for a computing pool while cores are free', () => {
    const draw = drawProfile(1000, 4);
    const createdAt = draw.site('main.js:3');
    const profile = draw
      .pool(1, { createdAt })
      .tasks(fillWorkers([1], 100, 10))
      .done();
    const [first] = detect(profile).findings;
    expect(first).toMatchObject({ id: 'undersized-pool', level: 'problem', site: createdAt });
    expect(first?.recommendation.text).toContain('to 4');
  });

  it('is no problem when all cores are busy', () => {
    const profile = drawProfile(1000, 2)
      .pool(2)
      .tasks(fillWorkers([1, 2], 200, 10))
      .done();
    expect(problems(profile)).toEqual([]);
  });

  it('is information when the threads are blocked in system calls', () => {
    const blocked = { running: 1, futex: 0, eventLoop: 0, otherSyscall: 30, diskSleep: 0 };
    const profile = drawProfile(1000, 4)
      .pool(1)
      .tasks(fillWorkers([1], 100, 10))
      .thread(1, (thread) => {
        Object.assign(thread.states, { onCpuNs: 50 * MS, ioNs: 950 * MS });
        thread.sampledInTasks = blocked;
      })
      .done();
    expect(problems(profile)).toEqual([]);
    expect(seen(profile, 'undersized-pool')).toMatchObject({ level: 'info', workloadClass: 'io-bound' });
  });
});

describe('slot-held-while-waiting', () => {
  const asleepInTheLoop = (eventLoop: number, otherSyscall: number) =>
    drawProfile(1000, 2)
      .pool(1)
      .tasks(fillWorkers([1], 100, 10))
      .thread(1, (thread) => {
        Object.assign(thread.states, { onCpuNs: 50 * MS, ioNs: 950 * MS });
        thread.sampledInTasks = { running: 1, futex: 0, eventLoop, otherSyscall, diskSleep: 0 };
      })
      .done();

  it('is a problem when tasks await in the event loop while others queue', () => {
    expect(detect(asleepInTheLoop(30, 0)).findings[0]).toMatchObject({
      id: 'slot-held-while-waiting',
      level: 'problem',
    });
  });

  it('is not found when the thread itself is blocked', () => {
    expect(seen(asleepInTheLoop(0, 30), 'slot-held-while-waiting')).toBeUndefined();
  });
});

describe('oversized-pool', () => {
  const pool = (workers: number, startMs: number) => {
    const draw = drawProfile(1000, 2);
    const threads = Array.from({ length: workers }, (_, index) => index + 1);
    draw.pool(workers);
    for (const index of threads) {
      draw.thread(index, (thread) => {
        thread.readyNs = startMs * MS;
        thread.states.startingNs = startMs * MS;
      });
    }
    const tasks = fillWorkers(threads, 10 * workers, 50).map((task) => ({
      ...task,
      dispatch: task.start + startMs,
      start: task.start + startMs,
      end: task.end + startMs,
      done: task.end + startMs,
    }));
    return draw.tasks(tasks).done();
  };

  it('is a problem when starting the surplus takes a visible part of the run', () => {
    expect(problems(pool(16, 300))).toContain('oversized-pool');
  });

  it('is none for as many threads as cores', () => {
    expect(seen(pool(2, 300), 'oversized-pool')).toBeUndefined();
  });
});

describe('serial-submission', () => {
  const oneByOne = (options: Partial<DrawnTask>): DrawnTask[] =>
    Array.from({ length: 50 }, (_, index) => {
      const start = index * 20;
      return {
        thread: 1 + (index % 2),
        submit: start,
        start: start + 0.1,
        end: start + 19,
        done: start + 19.5,
        ...options,
      };
    });

  it('is a problem when each task waits for the one before', () => {
    const draw = drawProfile(1000, 2);
    const site = draw.site('main.js:9');
    const profile = draw.pool(2).tasks(oneByOne({ site })).done();
    expect(detect(profile).findings[0]).toMatchObject({ id: 'serial-submission', level: 'problem', site });
  });

  it('is information for the steps of one agent', () => {
    const profile = drawProfile(1000, 2)
      .pool(2)
      .agents('planner')
      .tasks(oneByOne({ agent: 0 }))
      .done();
    expect(problems(profile)).toEqual([]);
  });

  it('is none when the tasks take little of the run', () => {
    const short = oneByOne({}).map((task) => ({ ...task, end: task.start + 0.1, done: task.start + 0.2 }));
    expect(seen(drawProfile(1000, 2).pool(2).tasks(short).done(), 'serial-submission')).toBeUndefined();
  });
});

describe('worker-churn', () => {
  const generations = (startMs: number) => {
    const draw = drawProfile(1000, 2);
    for (let index = 0; index < 20; index++)
      draw.worker(index * 50, index * 50 + startMs, index * 50 + 49, { createdAt: 0 });
    draw.site('main.js:5');
    return draw.done();
  };

  it('is a problem when workers come and go and start-up is most of their lives', () => {
    expect(detect(generations(40)).findings[0]).toMatchObject({ id: 'worker-churn', level: 'problem', site: 0 });
  });

  it('is none when starting costs next to nothing', () => {
    expect(seen(generations(0.3), 'worker-churn')).toBeUndefined();
  });
});

describe('tiny-tasks', () => {
  const tasks = (lengthMs: number) => {
    const draw = drawProfile(1000, 2);
    const site = draw.site('main.js:6');
    const list = Array.from({ length: 1000 }, (_, index): DrawnTask => {
      const at = Math.floor(index / 2) * 2;
      return {
        thread: 1 + (index % 2),
        submit: 0,
        dispatch: at,
        start: at + 0.3,
        end: at + 0.3 + lengthMs,
        done: at + 0.7 + lengthMs,
        site,
      };
    });
    return draw.pool(2).tasks(list).done();
  };

  it('is a problem when handing over takes longer than the work', () => {
    expect(detect(tasks(0.05)).findings[0]).toMatchObject({ id: 'tiny-tasks', level: 'problem' });
  });

  it('is none when the work is longer', () => {
    expect(seen(tasks(1.2), 'tiny-tasks')).toBeUndefined();
  });
});

describe('main-thread-bottleneck', () => {
  const starving = (mainCpuMs: number) => {
    const draw = drawProfile(1000, 2);
    const site = draw.site('main.js:12');
    const tasks = Array.from({ length: 100 }, (_, index): DrawnTask => {
      const at = index * 10 + 8;
      return { thread: 1 + (index % 2), submit: at, start: at + 0.1, end: at + 12, done: at + 12.1 };
    });
    return draw
      .pool(2)
      .tasks(tasks.slice(0, 98))
      .thread(0, ({ states }) => (states.onCpuNs = mainCpuMs * MS))
      .thread(1, ({ states }) => (states.onCpuNs = 400 * MS))
      .thread(2, ({ states }) => (states.onCpuNs = 400 * MS))
      .hot('parse', site, 900, 900)
      .done();
  };

  it('is a problem when workers starve while the main thread computes', () => {
    const profile = starving(950);
    expect(problems(profile)).toContain('main-thread-bottleneck');
    expect(seen(profile, 'main-thread-bottleneck')?.title).toContain('parse');
  });

  it('is none when the main thread idles', () => {
    expect(problems(starving(20))).not.toContain('main-thread-bottleneck');
  });
});
