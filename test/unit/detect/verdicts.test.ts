import { describe, expect, it } from 'vitest';
import { detect } from '../../../src/detect/detect.js';
import type { Profile } from '../../../src/model/profile.js';
import { drawProfile, fillWorkers, MS } from './draw-profile.js';

function verdicts(profile: Profile): string[] {
  return detect(profile).verdicts.map(({ id }) => id);
}
const fullPool = () =>
  drawProfile(1000, 2)
    .pool(2)
    .tasks(fillWorkers([1, 2], 200, 10));

describe('verdicts', () => {
  it('nothing-to-change says what was looked at', () => {
    const { verdicts: found } = detect(fullPool().done());
    expect(found.map(({ id }) => id)).toEqual(['nothing-to-change']);
    expect(found[0]?.message).toContain('200 tasks on 2 workers');
  });

  it('nothing-to-change is not said of a run with a problem', () => {
    expect(
      verdicts(
        drawProfile(1000, 4)
          .pool(1)
          .tasks(fillWorkers([1], 100, 10))
          .done(),
      ),
    ).toEqual([]);
  });

  it('single-threaded for a program without workers', () => {
    expect(verdicts(drawProfile(1000).done())).toEqual(['single-threaded']);
  });

  it.each([
    ['foreign load', fullPool().foreign(0.25).done(), '25 %'],
    ['lost records', fullPool().quality({ lostRecords: 500 }).done(), '33 %'],
    [
      'a short run',
      drawProfile(50)
        .pool(2)
        .tasks(fillWorkers([1, 2], 10, 10))
        .done(),
      '50 ms',
    ],
    [
      'few tasks',
      drawProfile(1000)
        .pool(2)
        .tasks(fillWorkers([1, 2], 2, 1000))
        .done(),
      'only 2 tasks',
    ],
  ])('inconclusive for %s, with the number', (_, profile, number) => {
    const found = detect(profile).verdicts.find(({ id }) => id === 'inconclusive');
    expect(found?.message).toContain(number);
  });

  it('not-visible when threads block where no known wait is', () => {
    const profile = fullPool()
      .thread(1, (thread) => {
        Object.assign(thread.states, { onCpuNs: 300 * MS, ioNs: 700 * MS });
        thread.sampledInTasks = { running: 6, futex: 14, eventLoop: 0, otherSyscall: 0, diskSleep: 0 };
      })
      .done();
    expect(verdicts(profile)).toContain('not-visible');
  });
});
