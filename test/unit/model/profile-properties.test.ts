import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildProfile } from '../../../src/model/build-profile.js';
import type { ThreadStates } from '../../../src/model/profile.js';
import { decodeTrace } from '../../../src/trace/decode.js';
import { BLOCK_HEADER_BYTES, COLLECTOR_THREAD, HEADER_BYTES } from '../../../src/trace/format.js';
import { RecordType } from '../../../src/trace/records.js';
import { createTraceWriter } from '../../../src/trace/write-trace.js';
import { generateTrace } from '../../bench/generate-trace.js';
import { TEST_HEADER } from '../../build-trace.js';

const profileOf = (bytes: Uint8Array) => buildProfile(decodeTrace(bytes), { readSourceMap: () => undefined });

const sum = (states: ThreadStates): number =>
  (Object.values(states) as number[]).reduce((total, ns) => total + (Number.isNaN(ns) ? 0 : ns), 0);

/** Ids in a small range, so that records meet each other. */
const record = fc.record({
  thread: fc.constantFrom(0, 1, 2, 3, COLLECTOR_THREAD),
  type: fc.constantFrom(
    ...Object.values(RecordType).filter((type) => type !== RecordType.Blob && type !== RecordType.Base),
  ),
  flags: fc.integer({ min: 0, max: 4 }),
  c: fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constant(0xffff)),
  a: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constant(0xffffffff)),
  b: fc.integer({ min: 0, max: 5 }),
  stepNs: fc.integer({ min: -1000, max: 1_000_000 }),
});

describe('a profile', () => {
  it('can be made of any records; states sum to the lifetime', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 120 }), (records) => {
        const writer = createTraceWriter(TEST_HEADER);
        let now = 0;
        for (const { thread, type, flags, c, a, b, stepNs } of records) {
          now = Math.max(0, now + stepNs);
          writer.thread(thread).record(now, type, a, b, c, flags);
        }
        for (const { states, beginNs, endNs } of profileOf(writer.finish()).threads) {
          expect(Math.abs(sum(states) - (endNs - beginNs))).toBeLessThan(1);
          for (const ns of Object.values(states) as number[]) expect(Number.isNaN(ns) || ns >= -1e-3).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('can be made of any bytes behind a sound header', () => {
    const header = createTraceWriter(TEST_HEADER).finish();
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffffffff }), { maxLength: 64 }), (words) => {
        const units = Uint32Array.from(words.slice(0, words.length & ~3));
        const writer = createTraceWriter(TEST_HEADER);
        for (let at = 0; at < units.length; at += 4) {
          const [head = 0, time = 0, a = 0, b = 0] = units.subarray(at, at + 4);
          writer.thread(0).record(time, head & 255, a, b, head >>> 16, (head >>> 8) & 255);
        }
        profileOf(writer.finish());
        profileOf(new Uint8Array([...header, ...new Uint8Array(units.buffer)]));
      }),
    );
  });

  it('is the same whatever order threads were written in', () => {
    const bytes = generateTrace(3000);
    expect(profileOf(reverseThreads(bytes))).toEqual({ ...profileOf(bytes), quality: expect.anything() as unknown });
  });

  it('divides the time of a busy pool without remainder', () => {
    const { threads, tasks, locks } = profileOf(generateTrace(20_000));
    for (const { states, beginNs, endNs } of threads) expect(sum(states)).toBeCloseTo(endNs - beginNs, 0);
    const waited = locks.reduce((total, { waitNs }) => total + waitNs, 0);
    const inTasks = tasks.lockWaitNs.reduce((total, ns) => total + ns, 0);
    expect(Math.abs(waited / inTasks - 1)).toBeLessThan(0.01);
  });
});

/** Moves the blocks of the last threads to the front; each thread's own keep their order. */
function reverseThreads(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const blocks: { thread: number; bytes: Uint8Array }[] = [];
  for (let at = HEADER_BYTES; at < bytes.byteLength;) {
    const length = BLOCK_HEADER_BYTES + view.getUint32(at + 12, true);
    blocks.push({ thread: view.getUint32(at + 8, true), bytes: bytes.subarray(at, at + length) });
    at += length;
  }
  blocks.sort((x, y) => y.thread - x.thread);
  return new Uint8Array(Buffer.concat([bytes.subarray(0, HEADER_BYTES), ...blocks.map((block) => block.bytes)]));
}
