/** The shape of the report's part on memory access. `ReportMemory` is the type of the same. */
import * as v from 'valibot';
import { interval, maybe, number, place, text } from './schema-parts.js';

const patternCost = v.object({
  pattern: text,
  proposal: text,
  nowNs: number,
  nowInterval: interval,
  proposedNs: number,
  proposedInterval: interval,
  ratio: number,
  ratioInterval: interval,
  repeats: number,
  threads: number,
});

const threads = v.array(number);

const walk = v.object({
  place: v.nullable(place),
  loop: v.nullable(place),
  loopEndLine: number,
  text,
  what: v.picklist(['element', 'property', 'atomic']),
  threads,
  samples: number,
  accesses: number,
  writeShare: number,
  container: text,
  elements: v.picklist(['smi', 'double', 'object', 'dictionary', 'typed', 'none']),
  elementBytes: number,
  length: number,
  workingSetBytes: number,
  strides: v.array(v.object({ bytes: maybe, share: number })),
  bytesPerLine: number,
  shapes: number,
  cpuShare: maybe,
  cpuSamples: number,
  findingKey: v.nullable(text),
  measured: v.nullable(patternCost),
});

const sharedBuffer = v.object({
  name: text,
  bytes: number,
  lines: v.array(
    v.object({
      offset: number,
      lineBytes: number,
      sharing: v.picklist(['false', 'true']),
      users: v.array(
        v.object({
          thread: number,
          offsets: v.array(interval),
          reads: number,
          writes: number,
          atomics: number,
          place: v.nullable(place),
        }),
      ),
      cpuShare: maybe,
      findingKey: v.nullable(text),
      measured: v.nullable(patternCost),
    }),
  ),
  map: v.array(v.object({ beginLine: number, endLine: number, readers: threads, writers: threads })),
});

const allocation = v.object({
  place: v.nullable(place),
  bytes: number,
  samples: number,
  liveBytes: number,
  share: number,
  threads,
  gcNs: maybe,
  findingKey: v.nullable(text),
  measured: v.nullable(patternCost),
});

const heap = v.object({
  thread: number,
  points: v.array(v.object({ atNs: number, progress: number, liveBytes: number })),
  growthBytesPerSecond: maybe,
  growthInterval: v.nullable(interval),
  place: v.nullable(place),
  findingKey: v.nullable(text),
});

const duplicate = v.object({
  place: v.nullable(place),
  container: text,
  bytes: number,
  copies: number,
  threads,
  written: v.boolean(),
  findingKey: v.nullable(text),
});

const copy = v.object({
  from: number,
  to: number,
  messages: number,
  bytes: maybe,
  cloneNs: number,
  place: v.nullable(place),
});

const placement = v.object({
  thread: number,
  cores: v.array(v.object({ core: number, share: number })),
  migrationsPerSecond: maybe,
  findingKey: v.nullable(text),
  measured: v.nullable(patternCost),
});

export const memorySchema = v.object({
  caches: v.array(v.object({ level: number, bytes: number, lineBytes: number, sharedByCores: number })),
  cores: number,
  nodes: number,
  missing: v.array(text),
  files: v.array(
    v.object({ file: text, state: v.picklist(['recorded', 'skipped', 'failed']), reason: v.nullable(text) }),
  ),
  walks: v.array(walk),
  shared: v.array(sharedBuffer),
  allocations: v.array(allocation),
  heaps: v.array(heap),
  duplicates: v.array(duplicate),
  copies: v.array(copy),
  placement: v.array(placement),
});
