import type { Timeline } from '../../src/report/report.js';
import type { View } from './view.js';

export const TIMELINE_STATES = [
  { key: 'running', label: 'on CPU', colour: 'green' },
  { key: 'lockWait', label: 'waiting for a lock', colour: 'red' },
  { key: 'otherWait', label: 'other waits', colour: 'orange' },
  { key: 'io', label: 'I/O in a task', colour: 'blue' },
] as const;

export type TimelineState = (typeof TIMELINE_STATES)[number]['key'];
export type TimelineThread = Timeline['threads'][number];

/**
 * Sums of a row up to each bucket, so that the average over any part costs the same however many buckets lie in it: drawing
 * depends on pixels, not on the length of the run.
 */
export type RunningSums = Record<TimelineState, Float64Array>;

export function sumRow(thread: TimelineThread): RunningSums {
  const sum = (values: readonly number[]): Float64Array => {
    const sums = new Float64Array(values.length + 1);
    values.forEach((value, index) => (sums[index + 1] = (sums[index] as number) + value));
    return sums;
  };
  return {
    running: sum(thread.running),
    lockWait: sum(thread.lockWait),
    otherWait: sum(thread.otherWait),
    io: sum(thread.io),
  };
}

/** Mean share of a state between two shares of the run; parts of buckets count by their part. */
export function averageShare(sums: Float64Array, [from, to]: View): number {
  const buckets = sums.length - 1;
  const span = (to - from) * buckets;
  return span > 0 ? (sumUpTo(sums, to * buckets) - sumUpTo(sums, from * buckets)) / span : 0;
}

function sumUpTo(sums: Float64Array, position: number): number {
  const bucket = Math.min(sums.length - 2, Math.floor(position));
  if (bucket < 0) return 0;
  const before = sums[bucket] as number;
  return before + (position - bucket) * ((sums[bucket + 1] as number) - before);
}
