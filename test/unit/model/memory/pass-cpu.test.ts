import { describe, expect, it } from 'vitest';
import type { LoopCpu, LoopPlace } from '../../../../src/model/memory/loop-cpu.js';
import type { MemorySites } from '../../../../src/model/memory/memory-sites.js';
import { addPassCpu, type SampledRuns } from '../../../../src/model/memory/pass-cpu.js';
import type { ThreadCpu } from '../../../../src/model/memory/thread-cpu.js';
import { sortRecords, type ThreadRecords } from '../../../../src/model/memory/thread-records.js';
import type { Profile } from '../../../../src/model/profile.js';

const FILE = '/app/worker.js';
const loop = (line: number, endLine: number): LoopPlace => ({
  file: FILE,
  line,
  endLine,
  functionName: 'walk',
  functionLine: 1,
  weight: 1,
});
const places = [loop(3, 9), loop(5, 7), loop(20, 22)];
const unknown: LoopCpu = { share: Number.NaN, samples: 0, byThread: [] };
const sites = { resolveLine: (file: string, line: number) => ({ file, line }) } as MemorySites;
const cpuOf = (workerSamples: number): ThreadCpu => ({
  totalNs: 1000,
  busyNs: (thread) => (thread === 0 ? 200 : 800),
  onCpuSamples: (thread) => (thread === 0 ? 50 : workerSamples),
  nsOfSamples: () => 0,
  sampledTwins: () => [],
  shareOfWorkers: () => 0,
});

function profileOf(workerSamples: number): Profile {
  const thread = (index: number, samples: number) => ({ index, threadId: index, isMain: index === 0, samples });
  return { threads: [thread(0, 50), thread(1, workerSamples)] } as unknown as Profile;
}

/** Of a timing run that took so many samples in the worker, and knows `loops` from them. */
function sharesOf(loops: LoopCpu[], workerSamples: number, runs: Partial<SampledRuns>): LoopCpu[] {
  const all = { sampling: [], pass: [], ...runs };
  return addPassCpu(loops, places, profileOf(workerSamples), cpuOf(workerSamples), all, sites);
}

function runOf(threadId: number, samples: number, lines: [string, number, number][]): ThreadRecords {
  const sorted = sortRecords([
    {
      kind: 'thread',
      version: 1,
      pid: 1,
      threadId,
      tid: 1,
      name: '',
      file: FILE,
      nodeVersion: '24.0.0',
      platform: 'linux',
      cwd: '/app',
      beginNs: 0,
    },
    { kind: 'cpu', samples, lines },
  ]);
  if (sorted === undefined) throw new Error('no thread');
  return sorted;
}

describe('CPU samples of the memory pass and the sampling run', () => {
  const pass = runOf(1, 100, [
    [FILE, 6, 60],
    [FILE, 4, 20],
    [FILE, 40, 20],
  ]);

  it('divide the CPU time of a thread that the timing run has no samples of, by the innermost loop', () => {
    const [outer, inner, other] = sharesOf([unknown, unknown, unknown], 0, { pass: [pass] });
    expect(inner).toMatchObject({ share: 0.48, samples: 60, byThread: [[1, 480]] });
    expect(outer).toMatchObject({ share: 0.16, samples: 20, byThread: [[1, 160]] });
    expect(other).toMatchObject({ share: 0, samples: 0, byThread: [] });
  });

  it('change nothing where the timing run has enough', () => {
    const known: LoopCpu = { share: 0.3, samples: 30, byThread: [[1, 300]] };
    expect(sharesOf([known, unknown, unknown], 50, { pass: [pass] })).toEqual([known, unknown, unknown]);
  });

  it('say nothing when they are few', () => {
    const few = runOf(1, 5, [[FILE, 6, 5]]);
    const [, inner] = sharesOf([unknown, unknown, unknown], 0, { pass: [few] });
    expect(inner?.share).toBeNaN();
  });

  it('of the sampling run stand before those of the pass, and before the fewer of the timing run', () => {
    const sampling = [runOf(1, 1000, [[FILE, 6, 900]])];
    const [, unsampled] = sharesOf([unknown, unknown, unknown], 0, { sampling, pass: [pass] });
    expect(unsampled).toMatchObject({ share: 0.72, byThread: [[1, 720]] });
    const known: LoopCpu = { share: 0.3, samples: 30, byThread: [[1, 300]] };
    const [, sampled] = sharesOf([unknown, known, unknown], 50, { sampling, pass: [pass] });
    expect(sampled).toMatchObject({ share: 0.72, byThread: [[1, 720]] });
  });

  it('of the sampling run change nothing where the timing run has more', () => {
    const sampling = [runOf(1, 1000, [[FILE, 6, 900]])];
    const known: LoopCpu = { share: 0.3, samples: 400, byThread: [[1, 300]] };
    expect(sharesOf([unknown, known, unknown], 1200, { sampling })[1]).toEqual(known);
  });

  it('are of the pass where the sampling run has none of that thread', () => {
    const sampling = [runOf(7, 1000, [[FILE, 6, 900]])];
    const [, inner] = sharesOf([unknown, unknown, unknown], 0, { sampling, pass: [pass] });
    expect(inner?.share).toBeCloseTo(0.48, 10);
  });
});
