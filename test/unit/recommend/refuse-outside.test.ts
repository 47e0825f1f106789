import { expect, it } from 'vitest';
import type { Detection, Finding } from '../../../src/detect/finding.js';
import type { Edit } from '../../../src/predict/edit.js';
import { refuseOutside } from '../../../src/recommend/refuse-outside.js';

const MORE: Edit = { kind: 'pool-size', pool: 0, threads: 16 };

function refusal(found: Pick<Finding, 'id' | 'level'>, edit: Edit): string | undefined {
  const detection = { findings: [found] } as Detection;
  const proposal = { finding: found.id, findingIndex: 0, variants: [edit], after: [], site: -1 };
  return refuseOutside(detection, { proposal, edit, makespanNs: 1 })?.reasons[0]?.message;
}

it('promises nothing for more threads that wait for somebody else', () => {
  expect(refusal({ id: 'undersized-pool', level: 'info' }, MORE)).toMatch(/whether it answers more at once/);
});

it('lets the replay judge where free cores are what is missing, and other changes', () => {
  expect(refusal({ id: 'undersized-pool', level: 'problem' }, MORE)).toBeUndefined();
  expect(refusal({ id: 'oversized-pool', level: 'info' }, MORE)).toBeUndefined();
  expect(refusal({ id: 'undersized-pool', level: 'info' }, { kind: 'remove-gc' })).toBeUndefined();
});
