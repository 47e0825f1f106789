import { describe, expect, it } from 'vitest';
import {
  describeWinner,
  listExtrapolation,
  listPolicies,
  pasteOfWinner,
} from '../../../src/report/tell-predictions.js';
import { buildSampleReport } from './fixtures/sample-report.js';

const { policies, extrapolation } = buildSampleReport(1).predictions;

describe('pool policies', () => {
  const [policy] = policies;
  if (policy === undefined) throw new Error('The sample has no policy');

  it('names the winner without the figures of all', () => {
    expect(describeWinner(policy)).toBe('Best is a fixed pool of 6 threads, 6.2 % faster than as it is.');
    expect(describeWinner({ verdict: 'Nothing beats the pool as it is.' })).toBe('Nothing beats the pool as it is.');
  });

  it('gives what to paste, and nothing where the pool is best as it is', () => {
    expect(pasteOfWinner(policy)).toBe('minThreads: 6, maxThreads: 6');
    expect(pasteOfWinner({ ...policy, winner: 'policy' })).toBe(
      'minThreads: 2, initialThreads: 4, maxThreads: 6, scaleUpAt: 0.8, scaleDownAt: 0.3',
    );
    expect(pasteOfWinner({ ...policy, winner: 'as-it-is' })).toBeNull();
    expect(listPolicies(policy).map(({ kind }) => kind)).toEqual(['fixed', 'policy', 'usual-rule']);
  });
});

describe('listExtrapolation', () => {
  it('has a row for each number of cores, and takes a pool of just so many threads for both', () => {
    if (extrapolation === null) throw new Error('The sample has no extrapolation');
    const rows = listExtrapolation(extrapolation);
    expect(rows.map(({ cores }) => cores)).toEqual([2, 4, 8, 16, 32, 64, 128]);
    expect(rows[1]?.sized).toEqual(rows[1]?.asIs);
    expect(rows[2]?.sized?.threads).toBe(8);
  });

  it('has no second column where no pool can be sized', () => {
    const points = extrapolation?.points.filter(({ threads }) => threads === 4) ?? [];
    const without = points.map((point) => ({ ...point, threads: 0 }));
    expect(listExtrapolation({ points: without, stopsPayingAt: null }).map(({ sized }) => sized)).toEqual(
      without.map(() => null),
    );
  });
});
