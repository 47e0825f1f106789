import { describe, expect, it } from 'vitest';
import { detect } from '../../../src/detect/detect.js';
import { drawProfile, MS, type DrawnTask } from './draw-profile.js';
import { problems, seen } from './expect-findings.js';

/** Gives tasks of these lengths, in order, to whichever of two workers is free first. */
function schedule(
  lengths: number[],
  from = 0,
  options: (index: number) => Partial<DrawnTask> = () => ({}),
): DrawnTask[] {
  const free = [from, from];
  return lengths.map((length, index) => {
    const worker = (free[0] as number) <= (free[1] as number) ? 0 : 1;
    const start = free[worker] as number;
    free[worker] = start + length;
    return {
      thread: worker + 1,
      submit: from,
      dispatch: start,
      start,
      end: start + length,
      done: start + length,
      ...options(index),
    };
  });
}

function endOf(tasks: DrawnTask[]): number {
  return Math.max(...tasks.map(({ end }) => end));
}

function profileOf(tasks: DrawnTask[]) {
  return drawProfile(endOf(tasks), 2).pool(2).tasks(tasks).done();
}

/** Deterministic draws between 0 and 1. */
function startRandom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}

function rounds(count: number, lengthsOf: (round: number) => number[], agents = false): DrawnTask[] {
  const tasks: DrawnTask[] = [];
  for (let round = 0; round < count; round++) {
    tasks.push(
      ...schedule(lengthsOf(round), tasks.length === 0 ? 0 : endOf(tasks) + 1, (agent) => (agents ? { agent } : {})),
    );
  }
  return tasks;
}

describe('straggler', () => {
  it('is a problem when one long task is left for the end', () => {
    const tasks = schedule([...Array.from({ length: 60 }, (_, index) => 10 + (index % 3)), 250]);
    expect(detect(profileOf(tasks)).findings[0]).toMatchObject({ id: 'straggler', level: 'problem' });
  });

  it('is a problem when the same agent holds up each round', () => {
    const tasks = rounds(12, () => [10, 11, 90, 10], true);
    const profile = drawProfile(endOf(tasks), 2).pool(2).agents('a', 'b', 'slow', 'd').tasks(tasks).done();
    expect(problems(profile)).toEqual(['straggler']);
    expect(seen(profile, 'straggler')?.title).toContain('slow');
  });

  it('is a problem when lengths grow in the order of submission', () => {
    const tasks = schedule(Array.from({ length: 25 }, (_, index) => 1 + index ** 3 / 50));
    expect(problems(profileOf(tasks))).toEqual(['straggler']);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('is none for heavy-tailed chance, seed %i', (seed) => {
    const random = startRandom(seed * 7919);
    const pareto = (): number => 5 * (1 - random()) ** (-1 / 1.5);
    expect(seen(profileOf(schedule(Array.from({ length: 200 }, pareto))), 'straggler')).toBeUndefined();
    expect(seen(profileOf(rounds(15, () => Array.from({ length: 6 }, pareto))), 'straggler')).toBeUndefined();
  });
});

describe('jit-bimodal', () => {
  const speeds = (slow: number, options: (index: number) => Partial<DrawnTask> = () => ({})) => {
    const tasks: DrawnTask[] = [];
    for (const [thread, length] of [
      [1, 10],
      [2, 10 * slow],
    ] as const) {
      for (let index = 0; (index + 1) * length <= 2000; index++) {
        const start = index * length;
        const jitter = 0.05 * length * (index % 3);
        tasks.push({ thread, submit: 0, dispatch: start, start, end: start + length - jitter, ...options(thread) });
      }
    }
    const draw = drawProfile(2000, 2);
    const site = draw.site('worker.js:17');
    return draw.pool(2).tasks(tasks).hot('score', site, 500).done();
  };

  it('is a problem when like tasks run at two speeds by worker', () => {
    const [first] = detect(speeds(3)).findings;
    expect(first).toMatchObject({ id: 'jit-bimodal', level: 'problem' });
    expect(first?.title).toContain('score');
  });

  it('is none for a difference that caches explain', () => {
    expect(seen(speeds(1.25), 'jit-bimodal')).toBeUndefined();
  });

  it('is none when the slow worker has other agents, or larger requests', () => {
    expect(
      seen(
        speeds(3, (agent) => ({ agent })),
        'jit-bimodal',
      ),
    ).toBeUndefined();
    expect(
      seen(
        speeds(3, (thread) => ({ requestBytes: thread * 1000 })),
        'jit-bimodal',
      ),
    ).toBeUndefined();
  });

  it('is none when garbage collection makes the difference', () => {
    const profile = speeds(3);
    Object.assign(profile.threads[2]?.gc ?? {}, { count: 100, totalNs: 1300 * MS });
    expect(seen(profile, 'jit-bimodal')).toBeUndefined();
  });
});
