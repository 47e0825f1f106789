import { spawnSync } from 'node:child_process';
import { ratioOfMedians, type Ratio } from '../overhead/statistics.mts';

const TIMEOUT_MS = 120_000;

/** How many times as fast the fixed program is: plain runs of both, in turn, the order changed each round. */
export function measureGain(bad: string, fixed: string, rounds: number): Ratio {
  const times = { bad: [] as number[], fixed: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? (['bad', 'fixed'] as const) : (['fixed', 'bad'] as const);
    for (const side of order) times[side].push(timeRun(side === 'bad' ? bad : fixed));
  }
  return ratioOfMedians(times.bad, times.fixed);
}

function timeRun(file: string): number {
  const begin = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8', timeout: TIMEOUT_MS });
  if (status !== 0) throw new Error(`${file} ended with ${status}: ${stderr}`);
  return performance.now() - begin;
}
