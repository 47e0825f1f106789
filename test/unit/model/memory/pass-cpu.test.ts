import { describe, expect, it } from 'vitest';
import type { LoopCpu, LoopPlace } from '../../../../src/model/memory/loop-cpu.js';
import type { MemorySites } from '../../../../src/model/memory/memory-sites.js';
import { addPassCpu } from '../../../../src/model/memory/pass-cpu.js';
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

function passOf(threadId: number, samples: number, lines: [string, number, number][]): ThreadRecords {
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

describe('CPU samples of the memory pass', () => {
  const pass = passOf(1, 100, [
    [FILE, 6, 60],
    [FILE, 4, 20],
    [FILE, 40, 20],
  ]);

  it('divide the CPU time of a thread that the timing run has no samples of, by the innermost loop', () => {
    const [outer, inner, other] = addPassCpu(
      [unknown, unknown, unknown],
      places,
      profileOf(0),
      cpuOf(0),
      { sampling: [], pass: [pass] },
      sites,
    );
    expect(inner).toMatchObject({ share: 0.48, samples: 60, byThread: [[1, 480]] });
    expect(outer).toMatchObject({ share: 0.16, samples: 20, byThread: [[1, 160]] });
    expect(other).toMatchObject({ share: 0, samples: 0, byThread: [] });
  });

  it('change nothing where the timing run has enough', () => {
    const known: LoopCpu = { share: 0.3, samples: 30, byThread: [[1, 300]] };
    expect(
      addPassCpu([known, unknown, unknown], places, profileOf(50), cpuOf(50), { sampling: [], pass: [pass] }, sites),
    ).toEqual([known, unknown, unknown]);
  });

  it('say nothing when they are few', () => {
    const few = passOf(1, 5, [[FILE, 6, 5]]);
    const [, inner] = addPassCpu(
      [unknown, unknown, unknown],
      places,
      profileOf(0),
      cpuOf(0),
      { sampling: [], pass: [few] },
      sites,
    );
    expect(inner?.share).toBeNaN();
  });
});
