import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { averageShare, sumRow } from '../../../webview/timeline/average.js';
import { panView, selectView, WHOLE, zoomView, type View } from '../../../webview/timeline/view.js';

const MINIMUM = 0.01;
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('a view', () => {
  const step = fc.oneof(
    fc.record({ factor: fc.constantFrom(0.5, 0.9, 1.2, 2), anchor: share }).map(
      ({ factor, anchor }) =>
        (view: View) =>
          zoomView(view, factor, anchor, MINIMUM),
    ),
    fc.double({ min: -2, max: 2, noNaN: true }).map((by) => (view: View) => panView(view, by)),
    fc.tuple(share, share).map(
      ([one, other]) =>
        (view: View) =>
          selectView(view, one, other, MINIMUM),
    ),
  );

  it('never leaves the run, nor gets narrower than a few buckets, whatever is done to it', () => {
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const [from, to] = steps.reduce<View>((view, change) => change(view), WHOLE);
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThanOrEqual(1 + 1e-9);
        expect(to - from).toBeGreaterThanOrEqual(MINIMUM - 1e-9);
      }),
    );
  });

  it('keeps the point under the pointer where it is', () => {
    expect(zoomView([0.2, 0.6], 0.5, 0.25, MINIMUM)).toEqual([expect.closeTo(0.25), expect.closeTo(0.45)]);
    expect(selectView([0, 0.5], 0.8, 0.2, MINIMUM)).toEqual([expect.closeTo(0.1), expect.closeTo(0.4)]);
  });
});

describe('averageShare', () => {
  it('is the mean of the buckets, by the parts of them that are looked at', () => {
    const values = fc.array(share, { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(values, share, share, (running, one, other) => {
        const view: View = [Math.min(one, other), Math.max(one, other)];
        fc.pre(view[1] - view[0] > 1e-6);
        const { running: sums } = sumRow({ name: '', running, lockWait: [], otherWait: [], io: [] });
        const expected = running.reduce((sum, value, bucket) => {
          const from = Math.max(view[0], bucket / running.length);
          const to = Math.min(view[1], (bucket + 1) / running.length);
          return sum + value * Math.max(0, to - from);
        }, 0);
        expect(averageShare(sums, view)).toBeCloseTo(expected / (view[1] - view[0]), 4);
      }),
    );
  });
});
