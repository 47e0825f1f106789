import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computeCurve } from '../../../src/cli/compute-curve.js';
import type { DriverResult } from '../../../src/pool/driver-result.js';

function timing(threads: number, seconds: number): DriverResult {
  const wallNs = seconds * 1e9;
  return {
    threads,
    agents: 1,
    rounds: [],
    tasks: 100,
    wallNs,
    cpuNs: wallNs,
    cores: 2,
    latenciesNs: [1, 2, 3],
    checksum: null,
  };
}

describe('computeCurve', () => {
  it('compares medians with one thread', () => {
    const timings = [
      timing(0, 1),
      timing(1, 1),
      timing(2, 0.5),
      timing(2, 0.4),
      timing(2, 9),
      timing(1, 1),
      timing(1, 1),
    ];
    expect(computeCurve(timings, 1)).toMatchObject([
      { threads: 0, runs: 1, throughputPerSecond: 100, speedUp: 1 },
      { threads: 1, runs: 3, speedUp: 1, speedUpInterval: [1, 1], cpuEfficiency: 0.5 },
      { threads: 2, runs: 3, throughputPerSecond: 200, speedUp: 2, latencyNs: { count: 9, p50: 2 } },
    ]);
  });

  it('compares with inline where one thread was not measured', () => {
    expect(computeCurve([timing(0, 1), timing(4, 0.25)], 1).map(({ speedUp }) => speedUp)).toEqual([1, 4]);
  });

  it('has intervals around the medians, and the same for the same seed', () => {
    const seconds = fc.array(fc.double({ min: 0.1, max: 10, noNaN: true }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(seconds, seconds, fc.nat(), (one, two, seed) => {
        const timings = [...one.map((value) => timing(1, value)), ...two.map((value) => timing(2, value))];
        const points = computeCurve(timings, seed);
        for (const { throughputPerSecond, interval } of points) {
          expect(interval[0]).toBeLessThanOrEqual(interval[1]);
          expect(throughputPerSecond).toBeGreaterThan(0);
        }
        expect(computeCurve(timings, seed)).toEqual(points);
      }),
      { numRuns: 20 },
    );
  });
});
