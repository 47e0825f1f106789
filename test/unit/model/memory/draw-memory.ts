/** Rows of a memory profile by hand: each is what its name says, but for what is told. */
import type {
  AllocationSite,
  DuplicateData,
  HeapCurve,
  MemoryProfile,
  PatternCost,
  SharedBuffer,
  Walk,
} from '../../../../src/model/memory/memory-profile.js';
import { CACHES } from './memory-of.js';

export function emptyMemory(): MemoryProfile {
  return {
    caches: CACHES,
    topology: { cores: 2, nodes: 1 },
    missing: [],
    files: [],
    walks: [],
    shared: [],
    allocations: [],
    gcNsByThread: [],
    heaps: [],
    duplicates: [],
    placement: [],
  };
}

/** Down the columns of a Float64Array of 2048 × 2048; half of the CPU time of both workers. */
export function walkOf(draft: Partial<Walk>): Walk {
  return {
    site: 0,
    loop: 0,
    loopEndLine: 12,
    depth: 1,
    isCallback: false,
    inFunction: false,
    text: 'map[y * width + x]',
    what: 'element',
    threads: [1, 2],
    samples: 4096,
    windows: 2,
    accesses: 200_000_000,
    isLowerBound: false,
    runLength: 2048,
    runsPerOrder: 1,
    readShare: 1,
    writeShare: 0,
    container: 'Float64Array',
    elements: 'typed',
    elementBytes: 8,
    length: 2048 * 2048,
    workingSetBytes: 2 ** 25,
    containers: 1,
    switchShare: 0,
    strides: [{ bytes: 16_384, share: 1 }],
    distinct: 2048,
    recapture: { pairs: 0, known: 0 },
    bytesPerLine: 8,
    doubleShare: 0,
    objectShare: 0,
    shapes: 0,
    fields: [],
    doubleFields: [],
    shared: false,
    cpuShare: 0.5,
    cpuSamples: 100,
    cpuNsByThread: [
      [1, 5e8],
      [2, 5e8],
    ],
    firstOffset: Number.NaN,
    made: null,
    gcNsByThread: [],
    measured: null,
    ...draft,
  };
}

export function boxed(draft: Partial<Walk> = {}): Walk {
  const steps = { strides: [{ bytes: 8, share: 1 }], bytesPerLine: 64 };
  return walkOf({ text: 'samples[i]', container: 'Array', elements: 'object', doubleShare: 1, ...steps, ...draft });
}

export function dictionary(draft: Partial<Walk> = {}): Walk {
  return walkOf({ text: 'counts[id]', container: 'Array', elements: 'dictionary', distinct: 1500, ...draft });
}

/** The array that a loop takes its objects from. */
export function objectsOf(length: number): Walk {
  const steps = { strides: [{ bytes: 8, share: 1 }], bytesPerLine: 64 };
  return walkOf({ text: 'list[i]', site: 7, container: 'Array', elements: 'object', objectShare: 1, length, ...steps });
}

/** A field of another object each time; `x` and `y` are its numbers. */
export function field(text: string, draft: Partial<Walk> = {}): Walk {
  return walkOf({
    text,
    what: 'property',
    container: 'Object',
    elements: 'none',
    length: 0,
    containers: 2048,
    switchShare: 1,
    strides: [],
    bytesPerLine: Number.NaN,
    objectShare: 1,
    shapes: 1,
    fields: ['x', 'y'],
    ...draft,
  });
}

/** Four times as fast, 3.5 to 4.5. */
export function cost(ratio = 4, draft: Partial<PatternCost> = {}): PatternCost {
  return {
    pattern: 'as it is',
    proposal: 'as it could be',
    nowNs: 8,
    nowInterval: [7.5, 8.5],
    proposedNs: 8 / ratio,
    proposedInterval: [7.5 / ratio, 8.5 / ratio],
    ratio,
    ratioInterval: [ratio * 0.875, ratio * 1.125],
    repeats: 30,
    threads: 2,
    ...draft,
  };
}

export function sharedBuffer(draft: Partial<SharedBuffer['lines'][number]> = {}): SharedBuffer {
  const user = (thread: number) => ({ thread, reads: 0, writes: 0, atomics: 5000, site: 0, sites: [0], part: 1 });
  return {
    name: 's',
    bytes: 8,
    lines: [
      {
        offset: 0,
        lineBytes: 64,
        sharing: 'false',
        users: [1, 2].map((thread) => ({ ...user(thread), offsets: [[4 * (thread - 1), 4 * thread]] })),
        cpuShare: 0.5,
        cpuNsByThread: [
          [1, 5e8],
          [2, 5e8],
        ],
        measured: null,
        ...draft,
      },
    ],
    map: [],
  };
}

export function allocationOf(draft: Partial<AllocationSite> = {}): AllocationSite {
  const known = { bytes: 1e9, samples: 1000, liveBytes: 0, share: 0.8, threads: [1, 2] };
  const unknown = {
    what: 'object' as const,
    objectBytes: 40,
    countByThread: [],
    doubles: 0,
    keptBytes: 0,
    measured: null,
  };
  const { gcNs = 4e8 } = draft;
  const gcNsByThread: [number, number][] = [
    [1, gcNs / 2],
    [2, gcNs / 2],
  ];
  return { site: 0, ...known, ...unknown, gcNs, gcNsByThread, ...draft };
}

export function duplicateOf(draft: Partial<DuplicateData> = {}): DuplicateData {
  const known = { container: 'Int32Array', bytes: 2 ** 24, copies: 2, threads: [1, 2], written: false };
  return { site: 0, ...known, filledAt: -1, fillNsByThread: [], measured: null, ...draft };
}

/** A heap after each of `count` tasks. */
export function heapOf(count: number, liveBytes: (at: number) => number, draft: Partial<HeapCurve> = {}): HeapCurve {
  const points = Array.from({ length: count }, (_, at) => ({ atNs: at * 5e7, progress: at, liveBytes: liveBytes(at) }));
  return { thread: 1, points, growthBytesPerSecond: 0, growthInterval: [0, 0], topSite: 0, ...draft };
}
