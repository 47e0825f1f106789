import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detect } from '../../../../src/detect/detect.js';
import {
  allocationOf,
  boxed,
  cost,
  dictionary,
  duplicateOf,
  field,
  heapOf,
  objectsOf,
  sharedBuffer,
  walkOf,
} from '../../model/memory/draw-memory.js';
import { withMemory } from './with-memory.js';

const ratio = fc.double({ min: 0.5, max: 20, noNaN: true });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const measured = fc.option(ratio.map((times) => cost(times)));

const memories = fc.record({ measured, share, ratio, samples: fc.nat(1000) }).map((drawn) => {
  const ns = drawn.share * 1e9;
  const loop = {
    measured: drawn.measured,
    cpuShare: drawn.share,
    cpuSamples: drawn.samples,
    cpuNsByThread: [
      [1, ns],
      [2, ns],
    ] as [number, number][],
  };
  return {
    walks: [
      walkOf(loop),
      boxed({ ...loop, loop: 1 }),
      dictionary({ ...loop, loop: 2 }),
      { ...objectsOf(1e5), loop: 3 },
      field('p.x', { ...loop, loop: 3 }),
    ],
    shared: [sharedBuffer({ measured: drawn.measured, cpuShare: drawn.share, cpuNsByThread: loop.cpuNsByThread })],
    allocations: [allocationOf({ gcNs: ns, measured: drawn.measured })],
    duplicates: [duplicateOf({ fillNsByThread: loop.cpuNsByThread, measured: drawn.measured })],
    heaps: [
      heapOf(20, (at) => 1e7 + at * ns * 1e-3, { growthBytesPerSecond: ns / 50, growthInterval: [ns / 60, ns / 40] }),
    ],
  };
});

describe('findings of memory access', () => {
  it('stay within the run, and say nothing that is not known', () => {
    fc.assert(
      fc.property(memories, (memory) => {
        for (const finding of detect(withMemory(memory, 100)).findings) {
          expect(finding.weightNs).toBeLessThanOrEqual(1e9);
          expect(finding.makespanShare).toBeLessThanOrEqual(1);
          expect(`${finding.title} ${finding.recommendation.text}`).not.toMatch(/NaN|undefined|Infinity|\?/);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('are never problems without a measured cost', () => {
    fc.assert(
      fc.property(memories, (memory) => {
        const walks = memory.walks.map((walk) => ({ ...walk, measured: null }));
        const shared = [sharedBuffer({ cpuShare: 0.9 })];
        const duplicates = [duplicateOf({ bytes: 1e9 })];
        const { findings } = detect(withMemory({ walks, shared, duplicates }));
        expect(findings.filter(({ level, memory: row }) => level === 'problem' && row !== undefined)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('have more at stake the more the replay shows', () => {
    fc.assert(
      fc.property(ratio, ratio, (a, b) => {
        const stakeOf = (times: number): number => {
          const profile = withMemory({ walks: [walkOf({ measured: cost(times, { ratioInterval: [times, times] }) })] });
          return detect(profile).findings.find(({ id }) => id === 'strided-access')?.weightNs ?? 0;
        };
        expect(stakeOf(Math.max(a, b))).toBeGreaterThanOrEqual(stakeOf(Math.min(a, b)));
      }),
      { numRuns: 50 },
    );
  });

  it('are none without a memory pass', () => {
    const { memory: _, ...profile } = withMemory({});
    expect(detect(profile).findings.filter(({ memory }) => memory !== undefined)).toEqual([]);
  });
});
