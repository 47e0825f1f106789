import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/detect/finding.js';
import type { Profile, Site } from '../../../src/model/profile.js';
import { makeChange } from '../../../src/recommend/make-change.js';
import { proposeFasterCode } from '../../../src/recommend/propose-for-memory.js';
import { buildSampleFinding, buildSampleProfile, buildThread, MS } from '../report/fixtures/sample-profile.js';

const LOOP = `const cells = new Float64Array(4096);
const sums = new Float64Array(64);
for (let x = 0; x < 64; x++) {
  for (let y = 0; y < 64; y++) {
    sums[x] += cells[y * 64 + x];
  }
}
`;
const FILE = '/app/walk.mjs';

function siteAt(line: number, column: number, generated?: string): Site {
  return {
    frames: [
      {
        functionName: 'walk',
        file: FILE,
        line,
        column,
        owner: 'user',
        ...(generated !== undefined && { generated: { file: generated, line: 1, column: 1 } }),
      },
    ],
    place: 0,
  };
}

const onCpu = (index: number, onCpuNs: number) => {
  const thread = buildThread(index);
  return { ...thread, states: { ...thread.states, onCpuNs } };
};
const profileWith = (site: Site): Profile =>
  buildSampleProfile({ threads: [onCpu(0, 10 * MS), onCpu(1, 100 * MS), onCpu(2, 50 * MS)], sites: [site] });
const finding = (saves: Finding['saves']): Finding =>
  buildSampleFinding({ id: 'strided-access', site: 0, ...(saves !== undefined && { saves }) });
const SAVES: NonNullable<Finding['saves']> = {
  byThread: [
    [1, 60 * MS],
    [2, 30 * MS],
  ],
  range: [0.5, 1.2],
  by: 'Loops swapped',
};

describe('proposeFasterCode', () => {
  it('turns what is saved into shares of what each thread computes, with the interval', () => {
    expect(proposeFasterCode(finding(SAVES), profileWith(siteAt(4, 3)))).toEqual([
      {
        kind: 'faster-code',
        site: 0,
        what: 'Loops swapped',
        threads: [
          { thread: 1, share: 0.6, low: 0.3, high: 0.72 },
          { thread: 2, share: 0.6, low: 0.3, high: 0.72 },
        ],
      },
    ]);
  });

  it('proposes nothing where nothing is known to be saved, and never more than all', () => {
    const profile = profileWith(siteAt(4, 3));
    expect(proposeFasterCode(finding(undefined), profile)).toEqual([]);
    expect(proposeFasterCode(finding({ ...SAVES, byThread: [[1, 0]] }), profile)).toEqual([]);
    expect(proposeFasterCode(finding({ ...SAVES, byThread: [[99, MS]] }), profile)).toEqual([]);
    const [edit] = proposeFasterCode(finding({ ...SAVES, byThread: [[1, 900 * MS]] }), profile);
    expect(edit).toMatchObject({ threads: [{ share: 1, high: 1 }] });
  });
});

describe('makeChange', () => {
  const swap = (site: Site, text: string | undefined) => {
    const profile = profileWith(site);
    const found = finding({ ...SAVES, swaps: 0 });
    const [edit] = proposeFasterCode(found, profile);
    if (edit === undefined) throw new Error('nothing is proposed');
    return makeChange(profile, { finding: found, edit }, () => text);
  };

  it('swaps the loops in the file that runs', () => {
    const { change, whyByHand } = swap(siteAt(4, 3), LOOP);
    expect(whyByHand).toBeNull();
    expect(change).toEqual({
      kind: 'files',
      files: [{ path: FILE, content: expect.stringContaining('(let y') as string }],
    });
    if (change?.kind === 'files')
      expect(change.files[0]?.content).toContain('for (let y = 0; y < 64; y++) {\n  for (let x = 0; x < 64; x++) {');
  });

  it('says why it is left to a person', () => {
    const reason = (site: Site, text: string | undefined): string | null => swap(site, text).whyByHand;
    expect(reason(siteAt(4, 3), LOOP.replace('sums[x] +=', 'sums[0] +='))).toMatch(/which comes first/);
    expect(reason(siteAt(4, 3, '/app/dist/walk.js'), LOOP)).toMatch(/compiled from it/);
    expect(reason(siteAt(4, 3), undefined)).toMatch(/cannot be read/);
    expect(reason(siteAt(40, 3), LOOP)).toMatch(/no `for` loop/);
  });

  it('has nothing to say of other changes', () => {
    const profile = profileWith(siteAt(4, 3));
    const edit = { kind: 'remove-gc' as const };
    expect(makeChange(profile, { finding: finding(SAVES), edit }, () => LOOP)).toEqual({
      change: null,
      whyByHand: null,
    });
  });
});
