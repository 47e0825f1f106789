import type { MemorySiteWindow } from '../../trace/memory.js';
import type { Walk } from './memory-profile.js';
import { createStrideSum } from './merge-strides.js';
import { createOrderSum } from './order-sum.js';
import type { Scale } from './scale-windows.js';

type Summed = Omit<
  Walk,
  | 'site'
  | 'loop'
  | 'loopEndLine'
  | 'depth'
  | 'isCallback'
  | 'inFunction'
  | 'text'
  | 'what'
  | 'cpuShare'
  | 'cpuSamples'
  | 'cpuNsByThread'
  | 'gcNsByThread'
  | 'made'
  | 'measured'
>;

/** One access site over its recorded stretches; each counts by the accesses it stands for. */
export interface WalkSum {
  /** `isWhole`: all of the runs that were recorded was, not only how they began. */
  add(threadId: number, seen: MemorySiteWindow, scale: Scale, isWhole: boolean): void;
  accesses(): number;
  finish(): Summed;
}

/** V8's object: map, properties, elements, then its fields. */
const OBJECT_HEAD_BYTES = 24;
const FIELD_BYTES = 8;
const LINE_BYTES = 64;

export function createWalkSum(): WalkSum {
  const strides = createStrideSum();
  const orders = createOrderSum();
  const threads = new Set<number>();
  const container = createVote();
  const elements = createVote<Walk['elements']>();
  const elementBytes = createVote<number>();
  const lengths: number[] = [];
  const containers: number[] = [];
  const workingSets: number[] = [];
  const distinct: number[] = [];
  const recapture = createRecapture();
  const fields = new Set<string>();
  const doubleFields = new Set<string>();
  let [samples, accesses, reads, writes, switches, lines, bytes, allRuns] = [0, 0, 0, 0, 0, 0, 0, 0];
  let [looked, doubles, objects, shapes, lowerBounds] = [0, 0, 0, 0, 0];
  let shared = false;
  let firstOffset = Number.NaN;
  return {
    accesses: () => accesses,
    add(threadId, seen, { factor, isLowerBound, runs }, isWhole) {
      // Of `a[i] += x` both are counted, but memory is gone to once.
      const count = Math.max(seen.reads, seen.writes);
      const weight = count * factor;
      threads.add(threadId);
      samples += count;
      accesses += weight;
      reads += seen.reads * factor;
      writes += seen.writes * factor;
      switches += seen.switches * factor;
      lines += seen.lines * factor;
      bytes += seen.bytes * factor;
      allRuns += runs;
      looked += seen.values.looked;
      doubles += seen.values.doubles;
      objects += seen.values.objects;
      shapes = Math.max(shapes, seen.shapes);
      if (isLowerBound) lowerBounds++;
      shared ||= seen.shared !== undefined;
      firstOffset = seen.first ?? firstOffset;
      for (const name of seen.fields) fields.add(name);
      for (const name of seen.doubleFields ?? []) doubleFields.add(name);
      strides.add(seen.strides, seen.otherStrides, factor);
      orders.add(threadId, seen.order);
      container.add(seen.container, weight);
      elements.add(seen.elements, weight);
      elementBytes.add(seen.elementBytes, weight);
      lengths.push(seen.length);
      containers.push(seen.containers);
      const elementsMet = seen.elementBytes > 0 ? seen.bytes / seen.elementBytes : 0;
      distinct.push(elementsMet);
      // Runs may all begin in the same places and go on to others.
      if (isWhole) recapture.add(threadId, elementsMet, seen.fresh);
      workingSets.push(Math.max(1, seen.containers) * bytesOfContainer(seen));
    },
    finish: () => ({
      threads: [...threads].sort((a, b) => a - b),
      samples,
      windows: lengths.length,
      accesses: Math.round(accesses),
      isLowerBound: lowerBounds > 0,
      runLength: allRuns > 0 ? accesses / allRuns : Number.NaN,
      runsPerOrder: orders.runsPerOrder(allRuns),
      readShare: share(reads, accesses),
      writeShare: share(writes, accesses),
      container: container.winner() ?? 'Object',
      elements: elements.winner() ?? 'none',
      elementBytes: elementBytes.winner() ?? 0,
      length: median(lengths),
      workingSetBytes: median(workingSets),
      containers: median(containers),
      switchShare: share(switches, accesses),
      strides: strides.shares(),
      distinct: mean(distinct),
      recapture: recapture.finish(),
      bytesPerLine: lines > 0 ? Math.min(LINE_BYTES, bytes / lines) : Number.NaN,
      doubleShare: share(doubles, looked),
      objectShare: share(objects, looked),
      shapes,
      fields: [...fields],
      doubleFields: [...doubleFields],
      shared,
      firstOffset,
    }),
  };
}

function bytesOfContainer({ elements, length, elementBytes, fields }: MemorySiteWindow): number {
  if (elements !== 'none') return length * elementBytes;
  return OBJECT_HEAD_BYTES + FIELD_BYTES * Math.max(1, fields.length);
}

/** How many of the elements of each stretch earlier ones had met. */
function createRecapture(): {
  add(threadId: number, elements: number, fresh: number | undefined): void;
  finish(): Walk['recapture'];
} {
  const metBy = new Map<number, number>();
  let [pairs, known] = [0, 0];
  return {
    add(threadId, elements, fresh) {
      if (fresh === undefined) return;
      const met = metBy.get(threadId) ?? 0;
      metBy.set(threadId, met + fresh);
      if (met === 0) return;
      pairs += elements * met;
      known += elements - fresh;
    },
    finish: () => ({ pairs, known }),
  };
}

/** What most of the weight was for. */
function createVote<T = string>(): { add(value: T, weight: number): void; winner(): T | undefined } {
  const weights = new Map<T, number>();
  return {
    add: (value, weight) => void weights.set(value, (weights.get(value) ?? 0) + weight),
    winner: () => [...weights].sort(([, a], [, b]) => b - a)[0]?.[0],
  };
}

function share(part: number, whole: number): number {
  return whole > 0 ? Math.min(1, part / whole) : 0;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: readonly number[]): number {
  if (values.length === 0) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
