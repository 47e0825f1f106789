import { describe, expect, it } from 'vitest';
import { isWorthMemoryPass } from '../../../src/report/is-worth-memory-pass.js';
import type { Report } from '../../../src/report/report.js';
import { buildSampleReport } from './fixtures/sample-report.js';

const report = buildSampleReport(1);
const change = (part: Partial<Report>): boolean => isWorthMemoryPass({ ...report, ...part });

describe('a memory pass follows by itself', () => {
  it('where code of the user’s own kept the CPU busy', () => {
    expect(isWorthMemoryPass(report)).toBe(true);
  });

  it('but not after a program that failed or was ended', () => {
    expect(change({ run: { ...report.run, exitCode: 1 } })).toBe(false);
    expect(change({ run: { ...report.run, exitCode: null, signal: 'SIGTERM' } })).toBe(false);
  });

  it('nor where the CPU had little to do', () => {
    const idle = report.threads.map((thread) => ({
      ...thread,
      onCpuNs: thread.onCpuNs === null ? null : thread.onCpuNs / 20,
    }));
    expect(change({ threads: idle })).toBe(false);
    // Where the platform does not tell CPU time, its samples do.
    expect(change({ threads: report.threads.map((thread) => ({ ...thread, onCpuNs: null })) })).toBe(true);
  });

  it('nor where what ran is not the user’s own, or too little was seen of it', () => {
    const foreign = report.hotFunctions.map((one) => ({
      ...one,
      place: one.place && { ...one.place, file: '/app/node_modules/left-pad/index.js' },
    }));
    expect(change({ hotFunctions: foreign })).toBe(false);
    expect(change({ hotFunctions: report.hotFunctions.map((one) => ({ ...one, samples: 1 })) })).toBe(false);
  });
});
