/** A small language for writing what the memory pass records of one thread, by hand. */
import type {
  MemoryAllocations,
  MemoryData,
  MemoryHeap,
  MemoryRecord,
  MemoryShared,
  MemoryMake,
  MemorySite,
  MemorySiteWindow,
} from '../../../../src/trace/memory.js';

export const FILE = '/app/work.js';

/** A Float64Array of 2048 × 2048, walked down its columns: what was seen in one run of 2048 steps. */
export const COLUMN: Omit<MemorySiteWindow, 'site'> = {
  reads: 2048,
  writes: 0,
  container: 'Float64Array',
  elements: 'typed',
  elementBytes: 8,
  length: 2048 * 2048,
  containers: 1,
  switches: 0,
  strides: [[16_384, 2047]],
  otherStrides: 0,
  lines: 2048,
  bytes: 2048 * 8,
  values: { looked: 0, doubles: 0, objects: 0 },
  shapes: 0,
  fields: [],
};

export interface LoopOptions {
  depth?: number;
  functionName?: string;
  functionLine?: number;
  isFunction?: boolean;
  isCallback?: boolean;
}

export interface WindowOptions {
  iterations?: number;
  executions?: number;
  whole?: boolean;
}

export function recordThread(threadId: number, pid = 1) {
  const records: MemoryRecord[] = [
    {
      kind: 'thread',
      version: 1,
      pid,
      threadId,
      tid: 0,
      name: '',
      file: FILE,
      nodeVersion: 'v24.0.0',
      platform: 'linux',
      cwd: '/app',
      beginNs: 0,
    },
  ];
  const thread = {
    records,
    file(file: string, state: 'recorded' | 'skipped' | 'failed', reason?: string) {
      records.push({ kind: 'file', file, state, ...(reason !== undefined && { reason }) });
      return thread;
    },
    loop(id: number, line: number, endLine: number, options: LoopOptions = {}) {
      const { depth = 1, functionName = 'work', functionLine = 1, isFunction = false, isCallback = false } = options;
      const place = { file: FILE, line, column: 3, endLine, functionName, functionLine, functionColumn: 14 };
      records.push({ kind: 'loop', id, depth, isFunction, isCallback, ...place });
      return thread;
    },
    site(id: number, loop: number, line: number, text: string, what: MemorySite['what'] = 'element') {
      records.push({ kind: 'site', id, loop, line, column: 10, text, what });
      return thread;
    },
    window(loop: number, options: WindowOptions, ...sites: (Partial<MemorySiteWindow> & { site: number })[]) {
      const { iterations = 2048, executions = 1, whole = true } = options;
      const seen = sites.map((site) => ({ ...COLUMN, ...site }));
      records.push({ kind: 'window', loop, atNs: 0, iterations, executions, whole, sites: seen });
      return thread;
    },
    entered(...entered: [loop: number, times: number, iterations: number][]) {
      records.push({ kind: 'loops', entered });
      return thread;
    },
    make(id: number, line: number, options: Partial<MemoryMake>, times: number) {
      const place = { file: FILE, line, column: 7, functionName: 'work', functionLine: 1, functionColumn: 1 };
      records.push({ kind: 'make', id, ...place, text: '{}', what: 'object', keys: [], bytes: null, ...options });
      records.push({ kind: 'made', counts: [[id, times]] });
      return thread;
    },
    buffer(shared: string, bytes: number) {
      records.push({ kind: 'buffer', shared, bytes });
      return thread;
    },
    shared(shared: string, [fromNs, toNs]: [number, number], ranges: Partial<MemoryShared['ranges'][number]>[]) {
      const whole = ranges.map((range) => ({ begin: 0, end: 4, reads: 0, writes: 0, atomics: 0, site: 0, ...range }));
      records.push({ kind: 'shared', shared, fromNs, toNs, ranges: whole });
      return thread;
    },
    allocations(stacks: (Partial<MemoryAllocations['stacks'][number]> & { stack: string[] })[], keptBytes = 0) {
      const whole = stacks.map((stack) => ({ bytes: 0, samples: 0, liveBytes: 0, ...stack }));
      records.push({ kind: 'allocations', stacks: whole, gcNs: 0, gcCount: 0, keptBytes });
      return thread;
    },
    heap(atNs: number, usedBytes: number, options: Partial<MemoryHeap> = {}) {
      records.push({ kind: 'heap', atNs, progress: 0, usedBytes, major: true, externalBytes: 0, ...options });
      return thread;
    },
    data(options: Partial<MemoryData>) {
      const whole = { container: 'Int32Array', bytes: 2 ** 24, hash: 'a', written: false, shared: false, site: 0 };
      records.push({ kind: 'data', ...whole, ...options });
      return thread;
    },
    placement(cores: [number, number][], migrations: number, overNs: number) {
      records.push({ kind: 'placement', cores, migrations, overNs });
      return thread;
    },
    note(what: string, why: string) {
      records.push({ kind: 'note', what, why });
      return thread;
    },
    end() {
      records.push({ kind: 'end', atNs: 0 });
      return thread;
    },
  };
  return thread;
}

export type RecordedThread = ReturnType<typeof recordThread>;
