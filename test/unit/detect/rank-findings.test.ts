import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/detect/finding.js';
import { rankFindings } from '../../../src/detect/rank-findings.js';

function draft(
  id: Finding['id'],
  weightNs: number,
  explains: Finding['id'][] = [],
  level: Finding['level'] = 'problem',
): Finding {
  return {
    id,
    level,
    title: id,
    workloadClass: 'mixed',
    site: -1,
    related: [],
    threadTimeLostNs: 0,
    threadTimeShare: 0,
    makespanShare: 0,
    evidence: [],
    sampleSize: 10,
    recommendation: { text: '', effort: 'medium' },
    weightNs,
    explains,
  };
}
const ranked = (...findings: Finding[]): string[] => rankFindings(findings).map(({ id, level }) => `${id} ${level}`);

describe('rankFindings', () => {
  it('puts more at stake first, and information last', () => {
    expect(ranked(draft('straggler', 9, [], 'info'), draft('tiny-tasks', 1), draft('gc-pressure', 2))).toEqual([
      'gc-pressure problem',
      'tiny-tasks problem',
      'straggler info',
    ]);
  });

  it('puts a cause above a larger consequence and makes that information', () => {
    expect(ranked(draft('undersized-pool', 9), draft('contended-lock', 6, ['undersized-pool']))).toEqual([
      'contended-lock problem',
      'undersized-pool info',
    ]);
  });

  it('does not blame a small cause for a large consequence', () => {
    expect(ranked(draft('undersized-pool', 9), draft('contended-lock', 2, ['undersized-pool']))).toEqual([
      'undersized-pool problem',
      'contended-lock problem',
    ]);
  });

  it('takes the larger of two that explain each other', () => {
    expect(ranked(draft('chatty-messages', 5, ['tiny-tasks']), draft('tiny-tasks', 6, ['chatty-messages']))).toEqual([
      'tiny-tasks problem',
      'chatty-messages info',
    ]);
  });
});
