import { describe, expect, it } from 'vitest';
import { FINDING_IDS, type Detection, type Finding, type FindingId } from '../../../src/detect/finding.js';
import type { Profile } from '../../../src/model/profile.js';
import type { Edit } from '../../../src/predict/edit.js';
import { propose } from '../../../src/recommend/propose.js';
import { drawProfile, fillWorkers, MS } from '../detect/draw-profile.js';

function finding(id: FindingId, about: Partial<Finding> = {}): Finding {
  return {
    id,
    level: 'problem',
    title: '',
    workloadClass: 'mixed',
    site: -1,
    related: [],
    threadTimeLostNs: 0,
    threadTimeShare: 0,
    makespanShare: 0,
    evidence: [],
    sampleSize: 10,
    recommendation: { text: '', effort: 'medium' },
    weightNs: 0,
    explains: [],
    ...about,
  };
}

function editsFor(profile: Profile, ...findings: Finding[]): Edit[][] {
  const detection: Detection = { findings, verdicts: [], workloadClass: 'mixed' };
  return propose(profile, detection)
    .filter(({ findingIndex }) => findingIndex >= 0)
    .map(({ variants }) => variants);
}

const plain = (): Profile =>
  drawProfile(1000, 2)
    .pool(2)
    .tasks(fillWorkers([1, 2], 200, 10))
    .lock([[1, 0, 500]], { holdNs: 600 * MS, acquires: 100, threads: [1, 2] })
    .done();

describe('propose', () => {
  it('has a change for every kind of finding, but those of the memory pass, which this run did not have', () => {
    const without = FINDING_IDS.filter((id) => editsFor(plain(), finding(id, { lock: 0, pool: 0 })).length === 0);
    expect(without).toEqual(FINDING_IDS.slice(FINDING_IDS.indexOf('strided-access')));
  });

  it('proposes what a lock’s evidence allows', () => {
    const long = editsFor(plain(), finding('contended-lock', { lock: 0 })).flat();
    expect(long.map(({ kind }) => kind)).not.toContain('lock-to-atomic');
    // Nobody saw what runs inside: half of it, as a question.
    expect(long).toContainEqual({ kind: 'shorten-hold', lock: 0, share: 0.5, moved: true });
    const short = drawProfile(1000)
      .lock([[1, 0, 500]], { acquires: 1e6, holdNs: 600 * MS })
      .done();
    expect(editsFor(short, finding('lock-convoy', { lock: 0 }))).toContainEqual([{ kind: 'lock-to-atomic', lock: 0 }]);
    const async = drawProfile(1000)
      .lock([[1, 0, 500]], { kind: 'web-lock', acquires: 1e6, holdNs: 600 * MS })
      .done();
    const forAsync = editsFor(async, finding('lock-convoy', { lock: 0 })).flat();
    expect(forAsync.map(({ kind }) => kind)).not.toContain('lock-to-atomic');
  });

  it('tries pool sizes for every pool with tasks, though nothing was found', () => {
    const proposals = propose(plain(), { findings: [], verdicts: [], workloadClass: 'mixed' });
    expect(proposals).toHaveLength(1);
    const sizes = proposals[0]?.variants.map((edit) => (edit.kind === 'pool-size' ? edit.threads : 0));
    expect(sizes).toEqual([1, 3, 4, 6, 8]);
  });

  it('proposes a change once, for the first finding that asks for it', () => {
    const profile = plain();
    const proposals = propose(profile, {
      findings: [finding('undersized-pool', { pool: 0 }), finding('oversized-pool', { pool: 0 })],
      verdicts: [],
      workloadClass: 'mixed',
    });
    expect(proposals.map(({ findingIndex }) => findingIndex)).toEqual([0]);
  });

  it('knows which findings are mere symptoms of others', () => {
    const proposals = propose(plain(), {
      findings: [
        finding('contended-lock', { lock: 0, explains: ['serial-submission'] }),
        finding('serial-submission', { pool: 0, level: 'info' }),
        finding('gc-pressure', { level: 'info' }),
      ],
      verdicts: [],
      workloadClass: 'mixed',
    });
    const afterOf = (id: FindingId): number[] | undefined => proposals.find((one) => one.finding === id)?.after;
    expect(['contended-lock', 'serial-submission', 'gc-pressure'].map((id) => afterOf(id as FindingId))).toEqual([
      [],
      [0],
      [],
    ]);
  });

  it('finds the pool of a finding that names none by the line its tasks come from', () => {
    const draw = drawProfile(1000, 2);
    const [here, there] = [draw.site('a.js:1'), draw.site('b.js:2')];
    const profile = draw
      .pool(2)
      .pool(2)
      .tasks([
        ...fillWorkers([1, 2], 100, 10, { site: there }),
        ...fillWorkers([3, 4], 50, 10, { pool: 1, site: here }),
      ])
      .done();
    const ask = (site: number): Edit[] => editsFor(profile, finding('large-clone', { site })).flat();
    expect(ask(here)).toEqual([{ kind: 'share-instead-of-clone', pool: 1 }]);
    expect(ask(there)).toEqual([{ kind: 'share-instead-of-clone', pool: 0 }]);
    expect(ask(-1)).toEqual([{ kind: 'share-instead-of-clone', pool: 0 }]);
  });

  it('keeps batches small enough for every thread to have some', () => {
    const [batches = []] = editsFor(plain(), finding('tiny-tasks', { pool: 0 }));
    expect(batches.map((edit) => (edit.kind === 'batch-tasks' ? edit.size : 0))).toEqual([3, 10]);
  });

  it('moves the hottest of the main thread’s own functions', () => {
    const draw = drawProfile(1000, 2);
    const [hot, other] = [draw.site('main.js:3'), draw.site('main.js:9')];
    const profile = draw
      .pool(2)
      .tasks(fillWorkers([1, 2], 200, 10))
      .hot('merge', hot, 60, 60)
      .hot('print', other, 20, 20)
      .done();
    expect(editsFor(profile, finding('main-thread-bottleneck')).flat()).toEqual([
      { kind: 'move-work-to-workers', pool: 0, share: 0.75 },
    ]);
  });
});
