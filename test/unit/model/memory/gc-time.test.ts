import { describe, expect, it } from 'vitest';
import { measureGc } from '../../../../src/model/memory/gc-time.js';
import { sortRecords, type ThreadRecords } from '../../../../src/model/memory/thread-records.js';
import type { Profile } from '../../../../src/model/profile.js';
import { drawProfile, MS } from '../../detect/draw-profile.js';

const NO_GC = { count: 0, totalNs: 0, majorCount: 0, majorNs: 0, longestNs: 0 };

function profileOf(first: { gcNs: number; samples: number }): Profile {
  const draw = drawProfile(1000, 2).pool(2);
  for (const [thread, { gcNs, samples }] of [
    [1, first],
    [2, { gcNs: 0, samples: 0 }],
  ] as const) {
    draw.thread(thread, (each) => {
      each.states.onCpuNs = 500 * MS;
      each.samples = samples;
      each.gc = { ...NO_GC, totalNs: gcNs };
    });
  }
  return draw.done();
}

function sampled(threadId: number, samples: number, gc: number): ThreadRecords {
  const thread = { kind: 'thread', version: 1, pid: 1, threadId, tid: 1, name: '', file: '', nodeVersion: '' } as const;
  const sorted = sortRecords([
    { ...thread, platform: 'linux', cwd: '/', beginNs: 0 },
    { kind: 'cpu', samples, gc, lines: [] },
  ]);
  if (sorted === undefined) throw new Error('no thread');
  return sorted;
}

describe('measureGc', () => {
  it('divides CPU time like the samples of the sampling run, else of the pass', () => {
    const profile = profileOf({ gcNs: 0, samples: 0 });
    const runs = { sampling: [sampled(1, 1000, 200)], pass: [sampled(1, 100, 50), sampled(2, 100, 40)] };
    expect(measureGc(profile, runs)).toEqual([
      [1, 100 * MS],
      [2, 200 * MS],
    ]);
  });

  it('believes the timing run where that saw collections, or enough samples without any', () => {
    const runs = { sampling: [sampled(1, 1000, 200)], pass: [] };
    expect(measureGc(profileOf({ gcNs: 7 * MS, samples: 0 }), runs)).toEqual([[1, 7 * MS]]);
    expect(measureGc(profileOf({ gcNs: 0, samples: 100 }), runs)).toEqual([]);
  });
});
