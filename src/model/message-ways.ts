import { RowQueue } from './growable.js';

const LATEST_POSTS = 9;

/** Messages from one thread to another. */
export interface Way {
  /** Posted and not yet received. */
  inFlight: RowQueue;
  /** Received, while the record of their post is still to come. */
  early: RowQueue;
  /** Rows of the latest that were recorded, of a stream and at all; -1 = none. */
  streamed: number;
  lastReceipt: number;
  /** Of the latest few posts of a stream; one alone may have been interrupted. */
  serialiseNs: number[];
}

export function createWay(): Way {
  return { inFlight: new RowQueue(), early: new RowQueue(), streamed: -1, lastReceipt: -1, serialiseNs: [] };
}

/** A post that stands for the unrecorded ones after it. */
export function noteStreamed(way: Way, row: number, serialiseNs: number): void {
  way.streamed = row;
  pushRecent(way.serialiseNs, serialiseNs);
}

export function pushRecent(values: number[], value: number): void {
  values.push(value);
  if (values.length > LATEST_POSTS) values.shift();
}

/** 0 of none. */
export function medianOf(values: readonly number[]): number {
  return values.toSorted((x, y) => x - y)[values.length >>> 1] ?? 0;
}
