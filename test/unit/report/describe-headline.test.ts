import { describe, expect, it } from 'vitest';
import { FINDING_IDS } from '../../../src/detect/finding.js';
import { describeHeadline } from '../../../src/report/describe-headline.js';
import type { Report } from '../../../src/report/report.js';
import { buildSampleReport } from './fixtures/sample-report.js';

function withFirst(change: Partial<Report['findings'][number]>, rest: Partial<Report> = {}): Report {
  const report = buildSampleReport(1);
  return { ...report, ...rest, findings: report.findings.slice(0, 1).map((finding) => ({ ...finding, ...change })) };
}

describe('describeHeadline', () => {
  it('names agents where there are some', () => {
    expect(describeHeadline(buildSampleReport(1))).toEqual({
      tone: 'problem',
      text: 'Your 64\u00a0agents are limited by one lock',
      detail: '4 threads waited 61 % of their time for the lock taken at blackboard.ts:41',
    });
  });

  it('names workers, or the program, where there are no agents', () => {
    const { keyFigures, threads } = buildSampleReport(1);
    const without = { keyFigures: { ...keyFigures, latencyByAgent: [] } };
    expect(describeHeadline(withFirst({}, without)).text).toBe('Your 4\u00a0workers are limited by one lock');
    const alone = { ...without, threads: threads.slice(0, 2) };
    expect(describeHeadline(withFirst({}, alone)).text).toBe('This program is limited by one lock');
  });

  it.each(FINDING_IDS)('says something for %s', (id) => {
    expect(describeHeadline(withFirst({ id })).text).not.toBe('');
  });

  it('passes over findings that are only for information', () => {
    const report = withFirst({ level: 'info' });
    expect(describeHeadline(report)).toMatchObject({ tone: 'unsure', detail: report.verdicts[0]?.message });
    expect(describeHeadline({ ...report, verdicts: [] })).toEqual({
      tone: 'good',
      text: 'No problem found',
      detail: '',
    });
  });

  it('shows a verdict it does not know by its message', () => {
    const verdict = { id: 'of-a-newer-version' as 'inconclusive', message: 'What it says.', evidence: [] };
    expect(describeHeadline({ ...withFirst({ level: 'info' }), verdicts: [verdict] })).toEqual({
      tone: 'unsure',
      text: 'What it says.',
      detail: '',
    });
  });
});
