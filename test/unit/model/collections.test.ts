import { describe, expect, it } from 'vitest';
import { GcKind, RecordType } from '../../../src/trace/records.js';
import { buildTrace } from '../../build-trace.js';
import { profileOf } from './profile-of.js';

/** A main thread that lives for 2 s, looked at for collections from 0.5 s on for so long. */
function collected(windowMs: number, pausesMs: number[]) {
  const trace = buildTrace();
  const main = trace.thread(0).info({}).start(0);
  main.writer.record(500e6, RecordType.SampleWindow, windowMs * 1000, pausesMs.length, 0, 1);
  for (const ms of pausesMs) main.gc(500_000, ms * 1000, GcKind.Minor);
  return profileOf(trace, 2_000_000).threads[0]?.gc;
}

describe('collections of a thread without CPU samples', () => {
  it('are taken to go on as in the windows that were looked at', () => {
    expect(collected(500, [20, 30])).toMatchObject({ count: 2, longestNs: 30e6, totalNs: 150e6 });
  });

  it('are not multiplied from a window too short to tell', () => {
    expect(collected(5, [4])).toMatchObject({ count: 1, totalNs: 4e6 });
  });
});
