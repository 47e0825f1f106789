/**
 * ns since the trace's epoch, as a number (exact: runs are shorter than 2^53 ns = 104 days). Read through performance.now,
 * which is the same monotonic clock as process.hrtime and, unlike that, leaves no garbage.
 */
import { performance } from 'node:perf_hooks';

const readNow = performance.now;
let epoch = process.hrtime.bigint();
let offsetNs = measureOffset();

/** What must be added to performance.now, which counts from the start of the thread. */
function measureOffset(): number {
  const beforeNs = readNow.call(performance) * 1e6;
  const sinceEpochNs = Number(process.hrtime.bigint() - epoch);
  const afterNs = readNow.call(performance) * 1e6;
  return sinceEpochNs - (beforeNs + afterNs) / 2;
}

export function setEpoch(epochNs: bigint): void {
  epoch = epochNs;
  offsetNs = measureOffset();
}

export function getEpoch(): bigint {
  return epoch;
}

export function now(): number {
  return Math.round(readNow.call(performance) * 1e6 + offsetNs);
}
