import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatInterval,
  formatNs,
  formatPlural,
  formatRate,
  formatRatio,
  formatShare,
} from '../../../src/report/format.js';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('formatNs', () => {
  it.each([
    [0, '0 ns'],
    [0.4, '0.4 ns'],
    [999, '999 ns'],
    [999.6, '1 µs'],
    [1234, '1.23 µs'],
    [12_340, '12.3 µs'],
    [123_400, '123 µs'],
    [999_600, '1 ms'],
    [1.5e9, '1.5 s'],
    [119.9e9, '120 s'],
    [125e9, '2 min 5 s'],
    [7_384e9, '123 min 4 s'],
    [-1500, '-1.5 µs'],
  ])('%d → %s', (ns, text) => {
    expect(plain(formatNs(ns))).toBe(text);
  });

  it('keeps three digits of any time up to two minutes', () => {
    const units: Record<string, number> = { ns: 1, µs: 1e3, ms: 1e6, s: 1e9 };
    fc.assert(
      fc.property(fc.double({ min: 1, max: 119e9, noNaN: true }), (ns) => {
        const [digits = '', unit = ''] = formatNs(ns).split('\u00a0');
        const back = Number(digits.replaceAll(',', '')) * (units[unit] ?? Number.NaN);
        expect(Math.abs(back - ns) / ns).toBeLessThan(0.00505);
      }),
    );
  });
});

it.each([
  [0, '0 %'],
  [0.0004, '< 0.1 %'],
  [0.042, '4.2 %'],
  [0.05, '5 %'],
  [0.0999, '10 %'],
  [0.614, '61 %'],
  [1, '100 %'],
])('formatShare(%d) is %s', (share, text) => {
  expect(plain(formatShare(share))).toBe(text);
});

it('formats bytes, counts, rates and ratios', () => {
  expect([0, 999, 1000, 256_000, 3.1e9].map((bytes) => plain(formatBytes(bytes)))).toEqual([
    '0 B',
    '999 B',
    '1 kB',
    '256 kB',
    '3.1 GB',
  ]);
  expect([0, 7, 1234, 1_234_567, 2.44, 1234.6].map(formatCount)).toEqual([
    '0',
    '7',
    '1,234',
    '1,234,567',
    '2.44',
    '1,235',
  ]);
  expect(plain(formatRate(1914.02, 'tasks'))).toBe('1,914 tasks/s');
  expect(formatRatio(3.249)).toBe('3.25×');
  expect([1, 2].map((count) => plain(formatPlural(count, 'task')))).toEqual(['1 task', '2 tasks']);
});

it('formats an interval with its unit, and none where there is none', () => {
  expect(plain(formatInterval({ interval: [1180, 1250], unit: 'ns' }))).toBe('1.18 µs – 1.25 µs');
  expect(formatInterval({ unit: 'ns' })).toBe('');
});
