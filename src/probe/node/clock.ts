/** ns since the trace's epoch, as a number (exact: runs are shorter than 2^53 ns = 104 days). */
const readHrtime = process.hrtime.bigint;
let epoch = readHrtime();

export function setEpoch(epochNs: bigint): void {
  epoch = epochNs;
}

export function getEpoch(): bigint {
  return epoch;
}

export function now(): number {
  return Number(readHrtime() - epoch);
}
