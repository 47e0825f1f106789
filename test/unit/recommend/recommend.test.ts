import { describe, expect, it } from 'vitest';
import { detect } from '../../../src/detect/detect.js';
import type { Profile } from '../../../src/model/profile.js';
import type { Edit } from '../../../src/predict/edit.js';
import { makeChange } from '../../../src/recommend/make-change.js';
import { recommend, refuseAll } from '../../../src/recommend/recommend.js';
import type { Ranking } from '../../../src/recommend/recommendation.js';
import type { RecommendOptions, WhatIf } from '../../../src/recommend/what-if.js';
import { drawProfile, fillWorkers, MS, type DrawnWait } from '../detect/draw-profile.js';
import { BASE_NS, fakeWhatIf, savings } from './fake-what-if.js';

/** Two workers in tasks of 10 ms for a second; the one that does not hold the lock waits 8 of every 10 ms. */
function drawLocked(cores = 2): Profile {
  const draw = drawProfile(1000, cores);
  const taken = draw.site('board.js:41');
  const made = draw.site('agents.mjs:12');
  const waits = Array.from({ length: 100 }, (_, turn): DrawnWait => [1 + (turn % 2), turn * 10, turn * 10 + 8]);
  return draw
    .pool(2, { createdAt: made })
    .tasks(fillWorkers([1, 2], 200, 10))
    .lock(waits, {
      acquireSites: [{ site: taken, count: 100, waitNs: 800 * MS }],
      holdNs: 900 * MS,
      inside: [{ functionName: 'score', site: taken, samples: 90, share: 0.9 }],
      insideSamples: 100,
    })
    .done();
}

function rank(profile: Profile, whatIf: WhatIf): Ranking {
  return recommend(profile, detect(profile), { whatIf, baseNs: BASE_NS, ...finishOf(profile) });
}

function finishOf(profile: Profile): Pick<RecommendOptions, 'describe' | 'makeChange'> {
  return {
    describe: ({ kind }) => kind,
    makeChange: (_, edit) => makeChange(profile, { finding: undefined, edit }, () => undefined),
  };
}

const keysOf = (ranking: Ranking): string[] => ranking.worthIt.map(({ recommendation }) => recommendation.key);

describe('recommend', () => {
  it('ranks what the replay bears out and says what all of it is worth together', () => {
    const profile = drawLocked();
    const ranking = rank(profile, fakeWhatIf(savings({ 'shorten-hold': 4e8, 'pool-size': 1e8 })));
    expect(keysOf(ranking)).toEqual(['shorten-hold-1', 'pool-size-1']);
    const [first, second] = ranking.worthIt;
    expect(first?.recommendation).toMatchObject({ finding: 'contended-lock', effort: 'medium', change: null });
    expect(first?.recommendation.edit).toMatchObject({ share: 0.9, moved: true });
    expect(first?.marginalSpeedUp).toBeCloseTo(1 / 0.6, 9);
    expect(second?.marginalSpeedUp).toBeCloseTo(0.6 / 0.5, 9);
    expect(ranking.combined?.speedUp).toBeCloseTo(2, 9);
    expect(ranking.combined?.edits).toHaveLength(2);
  });

  it('says how a pool’s size can be set without touching the source', () => {
    const ranking = rank(drawLocked(), fakeWhatIf(savings({ 'pool-size': 2e8 })));
    expect(ranking.worthIt[0]?.recommendation.change).toEqual({
      kind: 'pool-options',
      library: 'piscina',
      place: { file: '/app/agents.mjs', line: 12, column: 1 },
      options: { minThreads: 1, maxThreads: 1 },
    });
  });

  it('says of what threads waited for most that it is not worth it when all cores were busy meanwhile', () => {
    const waits = Array.from({ length: 100 }, (_, turn): DrawnWait => [3 + (turn % 2), turn * 10, turn * 10 + 10]);
    const profile = drawProfile(1000, 2)
      .pool(4)
      .tasks(fillWorkers([1, 2, 3, 4], 400, 10))
      .lock(waits, { holdNs: 900 * MS })
      .done();
    const ranking = rank(profile, fakeWhatIf(savings({ 'shorten-hold': 5e6, 'shard-lock': 5e6 })));
    expect(ranking.worthIt).toEqual([]);
    const [first] = ranking.notWorthIt;
    expect(first?.recommendation.finding).toBe('contended-lock');
    expect(first?.reason).toMatch(/^Threads lost 1 s there \(\d+ % of their time\), but .* nearly as long: ×1\.0/);
  });

  it('believes neither the replay nor the finding where they contradict each other', () => {
    const ranking = rank(drawLocked(), fakeWhatIf(savings({ 'shorten-hold': 5e6, 'shard-lock': 5e6 })));
    expect(ranking.worthIt).toEqual([]);
    expect(ranking.notWorthIt).toEqual([]);
    expect(ranking.refused).toHaveLength(1);
    const [{ prediction }] = ranking.refused as [Ranking['refused'][number]];
    expect('reasons' in prediction && prediction.reasons[0]?.message).toMatch(
      /^What was measured puts up to \d+ % of the run at stake here, but the replay gains next to nothing \(×1\.0.*only a re-run/,
    );
  });

  it('does not believe a replay that promises much where little is at stake', () => {
    const draw = drawProfile(1000, 2);
    const profile = draw
      .pool(2)
      .tasks(fillWorkers([1, 2], 200, 10))
      .lock([[1, 0, 25, 2]], { holdNs: 30 * MS, acquires: 10, contendedAcquires: 10 })
      .done();
    expect(detect(profile).findings.map(({ id, level }) => [id, level])).toEqual([['contended-lock', 'info']]);
    const ranking = rank(profile, fakeWhatIf(savings({ 'shorten-hold': 4e8 })));
    expect(ranking.worthIt).toEqual([]);
    expect(ranking.notWorthIt[0]?.reason).toMatch(/^The replay says ×1\.67 .* at most 1\.\d % of the run at stake/);
  });

  it('believes a pool size that nothing asks for only if its whole interval is worth it', () => {
    const calm = drawProfile(1000, 2)
      .pool(2)
      .tasks(fillWorkers([1, 2], 200, 10))
      .done();
    const wide = rank(calm, fakeWhatIf(savings({ 'pool-size': 8e7 }), { spread: 0.04 }));
    expect(wide.worthIt).toEqual([]);
    const narrow = rank(calm, fakeWhatIf(savings({ 'pool-size': 8e7 }), { spread: 0.02 }));
    expect(keysOf(narrow)).toEqual(['pool-size-1']);
  });

  it('says so of a second way to the same end', () => {
    const ranking = rank(
      drawLocked(),
      fakeWhatIf((edits) => (edits.some((edit) => 'lock' in edit) ? 5e8 : BASE_NS)),
    );
    expect(keysOf(ranking)).toEqual(['shorten-hold-1']);
    expect(ranking.notWorthIt[0]?.recommendation.edit.kind).toBe('shard-lock');
    expect(ranking.notWorthIt[0]?.reason).toContain('Alone it would be worth ×2.00');
  });

  it('recommends nothing whose interval reaches down to no gain', () => {
    const ranking = rank(drawLocked(), fakeWhatIf(savings({ 'shorten-hold': 3e8 }), { spread: 0.4 }));
    expect(ranking.worthIt).toEqual([]);
    const found = ranking.notWorthIt.find(({ recommendation }) => recommendation.edit.kind === 'shorten-hold');
    expect(found?.reason).toMatch(/^The replay says ×1\.43 \(0\.86–2\.00\): at its low end nothing/);
  });

  it('recommends nothing where nothing was found and no pool size helps', () => {
    const profile = drawProfile(1000, 2)
      .pool(2)
      .tasks(fillWorkers([1, 2], 200, 10))
      .done();
    const ranking = rank(
      profile,
      fakeWhatIf(() => BASE_NS),
    );
    expect(ranking).toEqual({ worthIt: [], combined: null, notWorthIt: [], refused: [] });
  });

  it('refuses a finding none of whose changes applies', () => {
    const ranking = rank(
      drawLocked(),
      fakeWhatIf((edits) => (edits.some((edit) => 'lock' in edit) ? null : BASE_NS)),
    );
    expect(ranking.refused.map(({ edit }) => edit.kind)).toContain('shorten-hold');
    expect(ranking.refused[0]?.prediction).toHaveProperty('reasons');
  });

  it('refuses what the run cannot tell, in the size that is worth a re-run', () => {
    const outcome = (edits: readonly Edit[]): number =>
      edits.some((edit) => 'lock' in edit && edit.kind === 'shard-lock' && edit.shards === 8) ? 5e8 : BASE_NS;
    const ranking = rank(drawLocked(), fakeWhatIf(outcome, { untold: (edit) => 'lock' in edit }));
    expect(ranking.worthIt).toEqual([]);
    const shards = ranking.refused.find(({ edit }) => edit.kind === 'shard-lock');
    expect(shards?.edit).toMatchObject({ shards: 8 });
    expect(shards?.prediction).toMatchObject({ reasons: [{ message: 'The run cannot tell.' }] });
  });

  it('takes another size where the run cannot tell of the best', () => {
    const outcome = (edits: readonly Edit[]): number =>
      BASE_NS / edits.reduce((most, edit) => Math.max(most, edit.kind === 'shard-lock' ? edit.shards : 1), 1);
    const isLarge = (edit: Edit): boolean => edit.kind === 'shard-lock' && edit.shards > 4;
    const ranking = rank(drawLocked(), fakeWhatIf(outcome, { untold: isLarge }));
    expect(ranking.worthIt[0]?.recommendation.edit).toMatchObject({ kind: 'shard-lock', shards: 4 });
  });

  it('gives every change a key of its own', () => {
    const draw = drawProfile(1000, 4);
    const profile = draw
      .pool(2)
      .pool(2)
      .tasks([...fillWorkers([1, 2], 100, 10), ...fillWorkers([3, 4], 100, 10, { pool: 1 })])
      .done();
    const isFour = (edit: Edit): boolean => edit.kind === 'pool-size' && edit.threads === 4;
    const ranking = rank(
      profile,
      fakeWhatIf((edits) => BASE_NS * 0.7 ** edits.filter(isFour).length),
    );
    expect(keysOf(ranking)).toEqual(['pool-size-4', 'pool-size-4-b']);
  });

  it('is the same for the same run', () => {
    const once = (): Ranking => rank(drawLocked(), fakeWhatIf(savings({ 'shorten-hold': 4e8 })));
    expect(JSON.stringify(once())).toBe(JSON.stringify(once()));
  });
});

describe('refuseAll', () => {
  it('lists what would have been looked at, with the reason', () => {
    const profile = drawLocked();
    const refusal = { reasons: [{ code: 'identity' as const, message: 'The replay does not match.' }] };
    const ranking = refuseAll(profile, detect(profile), { refusal, ...finishOf(profile) });
    expect(ranking.refused.length).toBeGreaterThan(0);
    expect(ranking.refused.every(({ finding, prediction }) => finding !== null && prediction === refusal)).toBe(true);
    expect(ranking.worthIt).toEqual([]);
  });
});
