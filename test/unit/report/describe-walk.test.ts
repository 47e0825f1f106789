import { describe, expect, it } from 'vitest';
import {
  describeCost,
  describeSteps,
  describeWalk,
  describeWorkingSet,
  formatStep,
  mainStep,
} from '../../../src/report/describe-walk.js';

const KB = 1024;
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');
const strides = [
  { bytes: 4096, share: 0.97 },
  { bytes: -8, share: 0.02 },
  { bytes: null, share: 0.01 },
];

describe('a walk', () => {
  it('is told by its main step and what it uses of a line', () => {
    expect(plain(describeWalk({ strides, bytesPerLine: 8 }))).toBe('walks 4 KB steps, uses 8 of every 64 bytes');
    expect(plain(describeWalk({ strides: [{ bytes: -24, share: 1 }], bytesPerLine: 24.4 }))).toBe(
      'walks 24 B steps, uses 24 of every 64 bytes',
    );
    expect(describeWalk({ strides: [{ bytes: 0, share: 1 }], bytesPerLine: 8 })).toBe('stays at one place');
  });

  it('jumps about where no step is most of it', () => {
    const random = [
      { bytes: 8, share: 0.4 },
      { bytes: null, share: 0.6 },
    ];
    expect(mainStep({ strides: random })).toBeNull();
    expect(describeWalk({ strides: random, bytesPerLine: 9 })).toBe('jumps about in memory, uses 9 of every 64 bytes');
    expect(mainStep({ strides: [] })).toBeNull();
  });

  it('has its steps named with their shares, the rest together', () => {
    expect(plain(describeSteps({ strides }))).toBe('+4 KB 97 %, -8 B 2 %, others 1 %');
    expect(plain(formatStep(0))).toBe('the same');
    const many = Array.from({ length: 8 }, (_, at) => ({ bytes: 8 * (at + 1), share: 0.125 }));
    expect(plain(describeSteps({ strides: many }))).toBe('+8 B 13 %, +16 B 13 %, +24 B 13 %, +32 B 13 %, others 50 %');
  });
});

describe('the working set', () => {
  const caches = [
    { level: 2, bytes: 1024 * KB, lineBytes: 64, sharedByCores: 1 },
    { level: 1, bytes: 32 * KB, lineBytes: 64, sharedByCores: 1 },
  ];

  it.each([
    [8 * KB, '8 KB at a time: fits L1 (32 KB)'],
    [64 * KB, '64 KB at a time: more than L1 (32 KB), fits L2 (1 MB)'],
    [3 * 1024 * KB, '3 MB at a time: more than L2 (1 MB)'],
  ])('of %i bytes is set beside the caches', (bytes, text) => {
    expect(plain(describeWorkingSet(bytes, caches))).toBe(text);
  });

  it('stands alone where the system does not tell its caches', () => {
    expect(plain(describeWorkingSet(64 * KB, []))).toBe('64 KB at a time');
  });
});

it('a replayed cost says both ways, the ratio, and how often', () => {
  const cost = {
    pattern: '4 KB steps',
    proposal: 'the same with the loops swapped',
    nowNs: 3.42,
    nowInterval: [3.3, 3.6] as [number, number],
    proposedNs: 1.01,
    proposedInterval: [1, 1.1] as [number, number],
    ratio: 3.4,
    ratioInterval: [2.9, 3.9] as [number, number],
    repeats: 15,
    threads: 4,
  };
  expect(plain(describeCost(cost))).toBe(
    '4 KB steps 3.42 ns an access, the same with the loops swapped 1.01 ns: ×3.4 (2.9–3.9), 15 repeats on this machine',
  );
});
