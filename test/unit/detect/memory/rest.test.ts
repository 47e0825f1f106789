import { describe, expect, it } from 'vitest';
import type { HeapCurve, MemoryProfile } from '../../../../src/model/memory/memory-profile.js';
import { allocationOf, cost, duplicateOf, heapOf, sharedBuffer, walkOf } from '../../model/memory/draw-memory.js';
import { problems, seen } from '../expect-findings.js';
import { withMemory } from './with-memory.js';

const counting = walkOf({ text: 'Atomics.add(counts, me, 1)', what: 'atomic', strides: [{ bytes: 0, share: 1 }] });
const sharing = (draft: Parameters<typeof sharedBuffer>[0]) =>
  withMemory({ walks: [counting], shared: [sharedBuffer(draft)] });

describe('false-sharing', () => {
  it('is a problem by what was measured here', () => {
    const profile = sharing({ measured: cost(1.5) });
    expect(problems(profile)).toEqual(['false-sharing']);
    const finding = seen(profile, 'false-sharing');
    expect(finding?.title).toContain('2 threads write to places of their own in one line of 64 bytes');
    expect(finding?.memory).toEqual({ table: 'shared', row: 0, line: 0 });
    expect(finding?.weightNs).toBeCloseTo((0.5e9 * 0.5) / 1.5, -6);
    expect(finding?.evidence.some(({ label }) => label.includes('extrapolated'))).toBe(false);
  });

  it('says what more threads would make of it, as extrapolated', () => {
    const users = [1, 2, 3, 4].map((thread) => {
      const offsets: [number, number][] = [[4 * thread, 4 * thread + 4]];
      return { thread, offsets, reads: 0, writes: 0, atomics: 5000, site: 0, sites: [0], part: 1 };
    });
    const finding = seen(sharing({ users, measured: cost(1.5) }), 'false-sharing');
    const more = finding?.evidence.find(({ label }) => label.includes('extrapolated'));
    expect(more).toMatchObject({ value: 2.5, label: expect.stringContaining('not measured') as string });
    expect(finding?.weightNs).toBeCloseTo((0.5e9 * 0.5) / 1.5, -6);
  });

  it('is none where lines of their own are no faster, or little of the loop goes to the line', () => {
    expect(seen(sharing({ measured: cost(1, { ratioInterval: [0.9, 1.1] }) }), 'false-sharing')).toBeUndefined();
    const little = sharing({ measured: cost(3), cpuShare: 0.005, cpuNsByThread: [[1, 5e6]] });
    expect(seen(little, 'false-sharing')).toBeUndefined();
  });
});

describe('true-sharing', () => {
  it('is a problem of its own', () => {
    const profile = sharing({ sharing: 'true', measured: cost(8) });
    expect(problems(profile)).toEqual(['true-sharing']);
    expect(seen(profile, 'true-sharing')?.title).toContain('2 of them writing');
  });

  it('is information without a replay', () => {
    expect(seen(sharing({ sharing: 'true' }), 'true-sharing')?.level).toBe('info');
  });
});

describe('duplicate-data', () => {
  const filled: [number, number][] = [
    [1, 4e8],
    [2, 4e8],
  ];

  it('is a problem where filling it together would do', () => {
    const duplicates = [duplicateOf({ filledAt: 3, fillNsByThread: filled })];
    const profile = withMemory({ duplicates });
    expect(problems(profile)).toEqual(['duplicate-data']);
    const finding = seen(profile, 'duplicate-data');
    expect(finding?.title).toContain('2 threads hold a copy each of the same 16 MB');
    expect(finding?.saves?.byThread).toEqual([
      [1, 2e8],
      [2, 2e8],
    ]);
    expect(finding?.recommendation.text).toContain('let each thread fill a part');
  });

  it('is none where threads work in what they hold', () => {
    const duplicates = [duplicateOf({ written: true, filledAt: 3, fillNsByThread: filled })];
    expect(seen(withMemory({ duplicates }), 'duplicate-data')).toBeUndefined();
  });

  it('is filled by one thread where there are more than cores', () => {
    const duplicates = [duplicateOf({ copies: 4, filledAt: 3, fillNsByThread: filled })];
    const finding = seen(withMemory({ duplicates }), 'duplicate-data');
    expect(finding?.saves?.byThread).toEqual([...filled, [0, -2e8]]);
    expect(finding?.recommendation.text).toContain('fill it once');
  });

  it('counts copying as replayed', () => {
    const slow = cost(1000, { nowNs: 2e8, proposedNs: 2e5 });
    expect(problems(withMemory({ duplicates: [duplicateOf({ measured: slow })] }))).toEqual(['duplicate-data']);
    const quick = cost(1000, { nowNs: 2e6, proposedNs: 2e3 });
    expect(problems(withMemory({ duplicates: [duplicateOf({ measured: quick })] }))).toEqual([]);
  });

  it('is information where it wastes most of the memory, and nothing where it is small', () => {
    const heaps = [1, 2].map((thread) => heapOf(8, () => 20e6, { thread }));
    expect(seen(withMemory({ heaps, duplicates: [duplicateOf({ bytes: 30e6 })] }), 'duplicate-data')?.level).toBe(
      'info',
    );
    expect(seen(withMemory({ heaps, duplicates: [duplicateOf({ bytes: 8e6 })] }), 'duplicate-data')).toBeUndefined();
    expect(seen(withMemory({ duplicates: [duplicateOf({ bytes: 1e6 })] }), 'duplicate-data')).toBeUndefined();
  });
});

describe('allocation-churn', () => {
  it('is a problem where collecting takes visible time, and explains the pauses', () => {
    const profile = withMemory({ allocations: [allocationOf()] }, 250);
    expect(problems(profile)).toEqual(['allocation-churn']);
    expect(seen(profile, 'gc-pressure')?.level).toBe('info');
    expect(seen(profile, 'allocation-churn')?.title).toContain('work.js:11');
  });

  it.each([
    ['a few percent of collecting', allocationOf({ gcNs: 2e7 })],
    ['a site that makes a twentieth of all', allocationOf({ share: 0.05 })],
    ['what stays alive', allocationOf({ liveBytes: 9e8 })],
    ['a function in which nothing is made', allocationOf({ what: null, objectBytes: Number.NaN })],
    ['what is full of strings', allocationOf({ what: 'array', objectBytes: 2 ** 24 })],
    ['a handful of samples', allocationOf({ samples: 5 })],
    ['what reuse was replayed not to help', allocationOf({ measured: cost(1, { ratioInterval: [0.9, 1.2] }) })],
  ])('is none for %s', (_, allocation) => {
    expect(seen(withMemory({ allocations: [allocation] }, 250), 'allocation-churn')).toBeUndefined();
  });

  it('is one for all places in the same threads, at the largest', () => {
    const at = (site: number, draft = {}) => allocationOf({ site, share: 0.08, gcNs: 5e7, ...draft });
    const replayed = {
      what: 'object' as const,
      objectBytes: 40,
      countByThread: [[1, 1e6]] as [number, number][],
      measured: cost(10, { nowNs: 100, proposedNs: 10 }),
    };
    const apart = allocationOf({ site: 9, share: 0.08, threads: [3] });
    const allocations = [at(0), at(1, replayed), at(2, replayed), apart];
    const finding = seen(withMemory({ allocations }, 250), 'allocation-churn');
    expect(finding?.title).toContain('24 % of all');
    expect(finding?.title).toContain('3 places, such as work.js:11,');
    expect(finding?.site).toBe(0);
    expect(finding?.related.map(({ site }) => site)).toEqual([1, 2]);
    // Making at two places, and collecting at all three.
    expect(finding?.saves?.byThread).toEqual([
      [1, 2 * 90e6 + 7.5e7],
      [2, 7.5e7],
    ]);
    expect(finding?.saves?.collecting).toBeCloseTo(0.24);
  });

  it.each([
    ['something is kept', { keptBytes: 2 ** 20 }],
    ['memory outside of the heap is freed', { what: 'typed-array' as const }],
  ])('counts collecting once, where the replay has it: %s', (_, draft) => {
    const measured = cost(10, { nowNs: 100, proposedNs: 10 });
    const allocations = [allocationOf({ countByThread: [[1, 4e6]], objectBytes: 100, measured, ...draft })];
    expect(seen(withMemory({ allocations }, 250), 'allocation-churn')?.saves?.byThread).toEqual([
      [1, 4e6 * 90],
      [2, 2e8],
    ]);
  });

  it('counts making as well where that was replayed', () => {
    const replayed = cost(10, { nowNs: 100, proposedNs: 10 });
    const countByThread: [number, number][] = [
      [1, 5e6],
      [2, 5e6],
    ];
    const allocations = [allocationOf({ gcNs: 1e6, objectBytes: 100, countByThread, measured: replayed })];
    // Ten million objects at 90 ns and a millisecond of collecting, on two workers.
    expect(seen(withMemory({ allocations }, 1), 'allocation-churn')?.weightNs).toBeCloseTo(0.4505e9, -6);
  });
});

describe('heap-growth', () => {
  const rising = (draft: Partial<HeapCurve> = {}): HeapCurve =>
    heapOf(20, (at) => 10e6 + at * 1e6, { growthBytesPerSecond: 20e6, growthInterval: [19e6, 21e6], ...draft });

  it('is said of what grows and does not stop', () => {
    const finding = seen(withMemory({ heaps: [rising()] }), 'heap-growth');
    expect(finding).toMatchObject({ level: 'info', memory: { table: 'heaps', row: 0 } });
    expect(finding?.title).toContain('The heap of thread 1 grows by 19.1 MB a second');
    expect(finding?.title).toContain('work.js:11');
  });

  it('is one finding for threads that grow alike', () => {
    const heaps = [rising(), rising({ thread: 2, growthBytesPerSecond: 30e6 })];
    expect(seen(withMemory({ heaps }), 'heap-growth')?.title).toContain('The heaps of 2 threads grow by 28.6 MB');
  });

  it('is a problem where collecting it takes visible time', () => {
    expect(problems(withMemory({ heaps: [rising(), rising({ thread: 2 })] }, 400))).toContain('heap-growth');
  });

  it.each([
    ['scatter', rising({ growthInterval: [-1e6, 41e6] })],
    [
      'a cache that filled up',
      heapOf(20, (at) => 10e6 + Math.min(at, 9) * 2e6, { growthBytesPerSecond: 20e6, growthInterval: [10e6, 30e6] }),
    ],
    ['a little', heapOf(20, (at) => 10e6 + at * 1e4, { growthBytesPerSecond: 2e5, growthInterval: [1e5, 3e5] })],
    ['few collections', { ...rising(), points: rising().points.slice(0, 5) }],
    [
      'setting up in the first tasks',
      { ...rising(), points: rising().points.map((point) => ({ ...point, progress: Number(point.progress > 9) })) },
    ],
  ])('is none for %s', (_, heap) => {
    expect(seen(withMemory({ heaps: [heap] }), 'heap-growth')).toBeUndefined();
  });
});

describe('thread-migration', () => {
  const placement = (measured: MemoryProfile['placement'][number]['measured'], moves = 200) =>
    [1, 2].map((thread) => ({
      thread,
      cores: [
        { core: 0, share: 0.5 },
        { core: 1, share: 0.5 },
      ],
      migrationsPerSecond: moves,
      measured,
    }));
  const two = { cores: 2, nodes: 2, coresOfNodes: [[0], [1]] };

  it('is said only where keeping threads in place was measured to pay', () => {
    const walks = [walkOf({ measured: cost(1, { ratioInterval: [0.9, 1.1] }) })];
    expect(problems(withMemory({ walks, placement: placement(cost(1.25)) }))).toEqual(['thread-migration']);
    expect(seen(withMemory({ walks, placement: placement(null) }), 'thread-migration')).toBeUndefined();
    const same = cost(1.02, { ratioInterval: [0.98, 1.05] });
    expect(seen(withMemory({ walks, placement: placement(same) }), 'thread-migration')).toBeUndefined();
    expect(seen(withMemory({ walks, placement: placement(cost(1.25), 2) }), 'thread-migration')).toBeUndefined();
  });

  it('names memory nodes where there is more than one', () => {
    const walks = [walkOf({ measured: cost(1, { ratioInterval: [0.9, 1.1] }) })];
    const finding = seen(withMemory({ walks, topology: two, placement: placement(cost(1.25)) }), 'thread-migration');
    expect(finding?.title).toContain('between 2 memory nodes');
    expect(finding?.recommendation.text).toContain('numactl');
  });
});
