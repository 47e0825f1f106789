import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureThreadTime, type ThreadRecords } from '../../../src/predict/building/thread-time.js';

const MS = 1e6;
const spansOf = (...spans: [begin: number, end: number][]) => ({
  beginNs: Float64Array.from(spans, ([begin]) => begin * MS),
  endNs: Float64Array.from(spans, ([, end]) => end * MS),
});

describe('measureThreadTime', () => {
  it('CPU is put somewhere or other, once', () => {
    const cuts = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(cuts, cuts, fc.nat(100), (work, waits, used) => {
        const spans = (times: number[]) => {
          const sorted = [...new Set(times)].sort((x, y) => x - y);
          const whole = sorted.slice(0, sorted.length & ~1);
          return {
            beginNs: Float64Array.from(whole.filter((_, at) => at % 2 === 0)),
            endNs: Float64Array.from(whole.filter((_, at) => at % 2 === 1)),
          };
        };
        const none = { beginNs: new Float64Array(), endNs: new Float64Array() };
        const readings = {
          count: 2,
          atNs: Float64Array.of(0, 1000),
          onCpuNs: Float64Array.of(0, used * 10),
          runnableNs: Float64Array.of(0, 0),
        };
        const time = measureThreadTime(
          {
            beginNs: 0,
            endNs: 1000,
            work: spans(work),
            waits: spans(waits),
            spins: none,
            typicalNs: Infinity,
            marks: new Float64Array(),
          },
          readings,
          Number.NaN,
          0,
        );
        expect(time.cpuAt(1000) + time.wakingNs).toBeCloseTo(used * 10, 6);
        for (let at = 1; at <= 1000; at += 37) {
          for (const column of [time.cpuAt, time.shareAt, time.ioAt, time.idleAt]) {
            expect(column(at)).toBeGreaterThanOrEqual(column(at - 1));
            expect(column(at) - column(at - 1)).toBeLessThanOrEqual(1 + 1e-9);
          }
        }
      }),
    );
  });

  describe('of a thread that waited for a core longer than it had one', () => {
    // Started until 200, then tasks of 2 ms each, one after the other, of which the first and the third were interrupted for long.
    const records: ThreadRecords = {
      beginNs: 0,
      endNs: 1000 * MS,
      work: spansOf([200, 500], [510, 512], [520, 720], [730, 732], [740, 742]),
      waits: spansOf(),
      spins: spansOf(),
      typicalNs: 3 * MS,
      marks: new Float64Array(),
    };
    const cpuMs = 60;
    const time = measureThreadTime(
      records,
      {
        count: 3,
        atNs: Float64Array.of(0, 600 * MS, 1000 * MS),
        // Readings come late: all of it is said to have been used at the end.
        onCpuNs: Float64Array.of(0, 0, cpuMs * MS),
        runnableNs: Float64Array.of(0, 300 * MS, 700 * MS),
      },
      Number.NaN,
      0,
    );
    const between = (from: number, to: number): number => (time.cpuAt(to * MS) - time.cpuAt(from * MS)) / MS;

    it('tasks that took what a task takes had the core all the time, none had it longer', () => {
      expect(between(510, 512)).toBeCloseTo(2);
      expect(between(730, 732)).toBeCloseTo(2);
      expect(between(520, 720)).toBeCloseTo(3);
    });

    it('the rest was used by its start and its first task, evenly', () => {
      expect(between(0, 200)).toBeCloseTo(between(200, 500));
      expect(between(0, 500)).toBeGreaterThan(45);
    });

    it('nothing is lost', () => {
      expect(between(0, 1000)).toBeCloseTo(cpuMs);
    });
  });
});
