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
  way.serialiseNs.push(serialiseNs);
  if (way.serialiseNs.length > LATEST_POSTS) way.serialiseNs.shift();
}

/** Ns to serialise one of the stream. */
export function typicalSerialiseNs({ serialiseNs }: Way): number {
  return serialiseNs.toSorted((x, y) => x - y)[serialiseNs.length >>> 1] ?? 0;
}
