import { expect, it } from 'vitest';
import { detect } from '../../../src/detect/detect.js';
import type { Profile } from '../../../src/model/profile.js';
import type { Edit } from '../../../src/predict/edit.js';
import { propose } from '../../../src/recommend/propose.js';
import { refuseOutside } from '../../../src/recommend/refuse-outside.js';
import { drawProfile, fillWorkers, MS } from '../detect/draw-profile.js';

/** Why no gain is promised, for each change proposed. */
function refusals(profile: Profile): Partial<Record<Edit['kind'], string>> {
  const detection = detect(profile);
  const entries = propose(profile, detection).map((proposal) => {
    const edit = proposal.variants[0] as Edit;
    const refusal = refuseOutside(detection, { proposal, edit, makespanNs: 1 });
    return [edit.kind, refusal?.reasons[0]?.message] as const;
  });
  return Object.fromEntries(entries) as Partial<Record<Edit['kind'], string>>;
}

it('promises nothing for more threads that wait for somebody else', () => {
  const draw = drawProfile(1000, 2)
    .pool(2)
    .tasks(fillWorkers([1, 2], 200, 10));
  for (const worker of [1, 2]) {
    draw.thread(worker, ({ states, sampledInTasks }) => {
      states.ioNs = 950 * MS;
      states.onCpuNs = 50 * MS;
      sampledInTasks.otherSyscall = 100;
    });
  }
  expect(refusals(draw.done())['pool-size']).toMatch(/the run does not show whether that answers more at once/);
});

it('promises nothing for steps of one agent side by side: each may need the one before', () => {
  const steps = fillWorkers([1], 100, 10).map((task) => ({ ...task, submit: task.start, agent: 0 }));
  const profile = drawProfile(1000, 2).pool(2).agents('planner').tasks(steps).done();
  expect(refusals(profile)['submit-together']).toMatch(/whether a step needs the result of the one before/);
});

it('lets the replay judge what the run itself can tell', () => {
  const tasks = fillWorkers([1], 100, 10).map((task) => ({ ...task, submit: task.start }));
  expect(refusals(drawProfile(1000, 2).pool(2).tasks(tasks).done())['submit-together']).toBeUndefined();
});
