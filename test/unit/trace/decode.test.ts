import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeTrace, TraceError } from '../../../src/trace/decode.js';
import { encodeBlock, encodeLaunchEnd } from '../../../src/trace/encode.js';
import { BlockKind, TRACE_VERSION, TraceStatus } from '../../../src/trace/format.js';
import { BlobKind, RecordType } from '../../../src/trace/records.js';
import { createTraceWriter, encodeHeader } from '../../../src/trace/write-trace.js';
import { TEST_HEADER, buildTrace } from '../../build-trace.js';

function sampleTrace(): Uint8Array {
  const trace = buildTrace();
  trace.thread(0).info({}).start(0).site(1, 'at work (/app/app.mjs:3:5)');
  for (let task = 0; task < 50; task++) {
    trace
      .thread(0)
      .submit(task * 10, task)
      .dispatch(task * 10 + 1, task, task, 1);
    trace
      .thread(1)
      .taskStart(task * 10 + 5, task)
      .taskEnd(task * 10 + 8, task);
  }
  return trace.finish(1000);
}

function codeOf(bytes: Uint8Array): string {
  try {
    decodeTrace(bytes);
    return 'read';
  } catch (error) {
    return error instanceof TraceError ? error.code : 'thrown';
  }
}

const join = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

describe('decodeTrace', () => {
  it('gives back records with their times, through changes of base', () => {
    const writer = createTraceWriter(TEST_HEADER);
    const times = [0, 5e9, 4e9, 4.000001e9, 2 ** 40, 2 ** 40 + 1];
    for (const time of times) writer.thread(3).record(time, RecordType.Release, 7, 8, 9, 10);
    const { threads } = decodeTrace(writer.finish());
    expect([...(threads[0]?.timeNs ?? [])]).toEqual(times);
    expect(threads[0]?.head[0]).toBe(RecordType.Release | (10 << 8) | (9 << 16));
    expect([threads[0]?.a[5], threads[0]?.b[5]]).toEqual([7, 8]);
  });

  it('puts blobs together that reach over the border of two blocks, and keeps the records around them', () => {
    const writer = createTraceWriter(TEST_HEADER);
    const bytes = Uint8Array.from({ length: 200_001 }, (_, at) => at % 251);
    writer.thread(0).record(10, RecordType.ThreadStart);
    writer.thread(0).blob(20, BlobKind.Site, 5, bytes);
    writer.thread(0).blob(25, BlobKind.Site, 6, '');
    writer.thread(0).record(30, RecordType.ThreadEnd);
    const { blobs, threads } = decodeTrace(writer.finish());
    expect(blobs.map(({ id, timeNs }) => [id, timeNs])).toEqual([
      [5, 20],
      [6, 25],
    ]);
    expect(Buffer.compare(blobs[0]?.bytes ?? new Uint8Array(), bytes)).toBe(0);
    expect([...(threads[0]?.timeNs ?? [])]).toEqual([10, 30]);
  });

  it('says what the file is when it is no trace', () => {
    const header = encodeHeader(TEST_HEADER, TraceStatus.Complete);
    expect(codeOf(new Uint8Array())).toBe('empty');
    expect(codeOf(new TextEncoder().encode('{"nodes":[]}'))).toBe('foreign');
    expect(codeOf(header.subarray(0, 100))).toBe('damaged');
    expect(codeOf(encodeHeader(TEST_HEADER, 0, TRACE_VERSION + 1))).toBe('newer');
    expect(codeOf(header.map((byte, at) => (at === 24 ? 0 : byte)))).toBe('damaged');
    expect(codeOf(header)).toBe('read');
  });

  it('reads a file at any offset in its buffer', () => {
    const bytes = sampleTrace();
    const shifted = new Uint8Array(bytes.byteLength + 1);
    shifted.set(bytes, 1);
    expect(decodeTrace(shifted.subarray(1)).records).toBe(decodeTrace(bytes).records);
  });

  it('stops at a damaged block and says so', () => {
    const bytes = sampleTrace();
    bytes[4096 + 40] = (bytes[4096 + 40] ?? 0) ^ 1;
    const { records, missing } = decodeTrace(bytes);
    expect(records).toBe(0);
    expect(missing.join()).toContain('damaged at byte 4096');
  });

  it('finds what the launcher appended behind a block that was cut off', () => {
    const launch = { exitCode: null, signal: 'SIGKILL', wallNs: 5, command: ['node'], stoppedByUs: false };
    const whole = sampleTrace();
    for (const cut of [1, 7, 32, 100]) {
      const decoded = decodeTrace(join(whole.subarray(0, whole.byteLength - cut), encodeLaunchEnd(launch)));
      expect(decoded.launch?.signal).toBe('SIGKILL');
      expect(decoded.missing.length).toBeGreaterThan(0);
    }
    expect(decodeTrace(join(whole, encodeLaunchEnd(launch))).missing).toEqual([]);
  });

  it('notices blocks that are absent', () => {
    const end = encodeBlock(BlockKind.End, new TextEncoder().encode('{"endNs":5}'), 0, 3);
    const { missing, end: read } = decodeTrace(join(encodeHeader(TEST_HEADER, TraceStatus.Complete), end));
    expect(missing).toEqual(['Blocks 0 to 2 of the trace are absent.']);
    expect(read?.endNs).toBe(5);
  });

  it('decodes any truncation of a trace to a prefix of it', () => {
    const whole = sampleTrace();
    const all = decodeTrace(whole);
    fc.assert(
      fc.property(fc.integer({ min: 4096, max: whole.byteLength }), (length) => {
        for (const columns of decodeTrace(whole.subarray(0, length)).threads) {
          const full = all.threads.find(({ thread }) => thread === columns.thread);
          expect([...columns.timeNs]).toEqual([...(full?.timeNs.subarray(0, columns.count) ?? [])]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('still reads version 1', () => {
    const frozen = readFileSync(new URL('../../golden/traces/version-1.twtrace', import.meta.url));
    const { header, records, blobs, end } = decodeTrace(frozen);
    expect({ pid: header.pid, records, blobs: blobs.length, exitCode: end?.exitCode }).toEqual({
      pid: 4711,
      records: 201,
      blobs: 2,
      exitCode: 0,
    });
  });
});
