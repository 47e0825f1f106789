import { drawSample, intervalOf } from '../statistics/bootstrap.js';
import { computePercentiles } from '../statistics/percentiles.js';
import { median } from '../statistics/quantile.js';
import { createRandom } from '../statistics/random.js';
import type { ScalabilityPoint } from '../report/report.js';
import type { DriverResult } from '../pool/driver-result.js';

const RESAMPLES = 2000;

/**
 * The scalability curve from timing runs, thread counts ascending. Throughput is the median over a count's runs, speed-up the
 * ratio of medians against 1 thread (else inline, else the lowest count); intervals are 90 % percentile bootstraps
 * (Efron & Tibshirani 1993) over runs. With a single run of a count its interval is that run.
 * @param seed the same timings and seed give the same intervals
 */
export function computeCurve(timings: readonly DriverResult[], seed: number): ScalabilityPoint[] {
  const random = createRandom(seed);
  const counts = [...new Set(timings.map(({ threads }) => threads))].sort((a, b) => a - b);
  const runsAt = (threads: number): DriverResult[] => timings.filter((timing) => timing.threads === threads);
  const baseCount = counts.includes(1) ? 1 : (counts[0] ?? 0);
  const base = runsAt(baseCount).map(throughputOf);
  return counts.map((threads) => {
    const runs = runsAt(threads);
    const throughputs = runs.map(throughputOf);
    const resample = (values: number[]): number => median(drawSample(values, random));
    const medians = Array.from({ length: RESAMPLES }, () => resample(throughputs));
    const ratios = medians.map((value) => value / resample(base));
    return {
      threads,
      runs: runs.length,
      throughputPerSecond: median(throughputs),
      interval: intervalOf(medians),
      speedUp: median(throughputs) / median(base),
      speedUpInterval: threads === baseCount ? [1, 1] : intervalOf(ratios),
      latencyNs: computePercentiles(Float64Array.from(runs.flatMap(({ latenciesNs }) => latenciesNs))),
      cpuEfficiency: median(runs.map(({ cpuNs, wallNs, cores }) => Math.min(1, cpuNs / (wallNs * cores)))),
    };
  });
}

function throughputOf({ tasks, wallNs }: DriverResult): number {
  return tasks / (wallNs / 1e9);
}
