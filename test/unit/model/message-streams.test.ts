import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildProfile } from '../../../src/model/build-profile.js';
import type { Profile } from '../../../src/model/profile.js';
import { decodeTrace } from '../../../src/trace/decode.js';
import { PostFlag, SkipFlag } from '../../../src/trace/records.js';
import { buildTrace, type TraceScript } from '../../build-trace.js';
import { profileOf } from './profile-of.js';

function twoThreads(): TraceScript {
  const trace = buildTrace();
  trace.thread(0).info({}).start(0).makes(10, 1);
  trace.thread(1).info({ origin: 'worker' }).start(100);
  return trace;
}

const countOf = (profile: Profile): number => profile.messageSites.reduce((sum, { count }) => sum + count, 0);

describe('streams of messages', () => {
  it('count what was not recorded one by one, at the cost of the recorded ones', () => {
    const trace = twoThreads();
    const worker = trace.thread(1);
    worker.post(1000, 0, 50, 2000, PostFlag.Stream).skipped(2000, 0, SkipFlag.Posts, 9);
    worker.post(2000, 0, 50, 2000, PostFlag.Stream).skipped(2500, 0, SkipFlag.Posts, 4);
    trace.thread(0).receive(1010, 1020, 1).skipped(2010, 1, SkipFlag.Receipts, 9).receive(2010, 2020, 1);
    trace.thread(0).skipped(2600, 1, SkipFlag.Receipts, 4);
    const [site] = profileOf(trace, 10_000).messageSites;
    expect(site).toMatchObject({ count: 15, bytes: 750, bytesKnownFor: 15, bytesEstimated: true, serialiseNs: 30_000 });
    expect(site?.handleNs).toBeCloseTo(15 * 10_000);
  });

  it('take no single interrupted post for the cost of the others', () => {
    const trace = twoThreads();
    const worker = trace.thread(1);
    for (const [at, serialiseNs] of [1000, 1000, 9_000_000, 1000].entries()) {
      worker.post(1000 * (at + 1), 0, 50, serialiseNs, PostFlag.Stream);
      worker.skipped(1000 * (at + 1) + 500, 0, SkipFlag.Posts, 100);
    }
    const [site] = profileOf(trace, 10_000).messageSites;
    expect(site).toMatchObject({ count: 404, serialiseNs: 9_003_000 + 400 * 1000 });
  });

  it('end the task of a worker with its last message, recorded or not', () => {
    const trace = twoThreads();
    trace.thread(0).post(1000, 1, 10);
    const worker = trace.thread(1).receive(1100, 1150, 0);
    worker.post(1200, 0, 50, 100, PostFlag.Stream).skipped(5000, 0, SkipFlag.Posts, 19);
    trace.thread(0).receive(1210, 1215, 1).skipped(5050, 1, SkipFlag.Receipts, 19);
    const { tasks } = profileOf(trace, 10_000);
    expect(tasks.count).toBe(1);
    expect(tasks.startNs[0]).toBe(1_100_000);
    expect(tasks.endNs[0]).toBeGreaterThan(4_500_000);
    expect(tasks.endNs[0]).toBeLessThanOrEqual(5_000_000);
    expect(tasks.doneNs[0]).toBeGreaterThan(4_500_000);
  });

  it('know what was received from a thread that was terminated before it could say how much it posted', () => {
    const trace = twoThreads();
    trace.thread(1).post(1000, 0, 50, 2000, PostFlag.Stream);
    trace.thread(0).receive(1010, 1020, 1).skipped(3000, 1, SkipFlag.Receipts, 30);
    expect(profileOf(trace, 10_000).messageSites[0]).toMatchObject({ count: 31, bytes: 31 * 50 });
  });

  it('ignore a count that no probe writes', () => {
    const trace = twoThreads();
    trace.thread(1).post(1000, 0, 50, 2000, PostFlag.Stream).skipped(2000, 0, SkipFlag.Posts, 0xffff_ffff);
    expect(countOf(profileOf(trace, 10_000))).toBe(1);
  });

  it('lose and invent none, however posts and receipts are thinned out', () => {
    const strides = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(strides, strides, (postStrides, receiptStrides) => {
        const total = postStrides.reduce((sum, skipped) => sum + skipped + 1, 0);
        const trace = twoThreads();
        let at = 0;
        for (const skipped of postStrides) {
          trace.thread(1).post(1000 + at * 10, 0, 50, 1000, PostFlag.Stream);
          at += skipped + 1;
          if (skipped > 0) trace.thread(1).skipped(1000 + at * 10 - 1, 0, SkipFlag.Posts, skipped);
        }
        let received = 0;
        for (let turn = 0; received < total; turn++) {
          const skipped = Math.min(receiptStrides[turn % receiptStrides.length] as number, total - received - 1);
          trace.thread(0).receive(1005 + received * 10, 1006 + received * 10, 1);
          received += skipped + 1;
          if (skipped > 0) trace.thread(0).skipped(1004 + received * 10, 1, SkipFlag.Receipts, skipped);
        }
        const bytes = trace.finish(20_000);
        const profile = buildProfile(decodeTrace(bytes), { readSourceMap: () => undefined });
        expect(countOf(profile)).toBe(total);
        expect(profile.messageSites.reduce((sum, site) => sum + site.handleNs, 0)).toBeGreaterThan(0);
      }),
      { numRuns: 200 },
    );
  });
});
