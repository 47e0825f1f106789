import { styleText } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderText } from '../../../src/report/render-text.js';
import type { Report } from '../../../src/report/report.js';
import { wrapText } from '../../../src/report/text/lines.js';
import { buildSampleReport } from './fixtures/sample-report.js';

const GOLDEN = `${import.meta.dirname}/../../golden/report`;

/** A run that found nothing: a single process without tasks, on a platform that says little. */
function buildBareReport(): Report {
  const report = buildSampleReport(1);
  return {
    ...report,
    findings: [],
    verdicts: [{ id: 'single-threaded', message: 'No worker thread was started.', evidence: [] }],
    scalability: [],
    predictions: {
      identity: null,
      refusal: {
        reasons: [
          { code: 'samples', message: 'The run has 0 tasks, lock holds or messages; a prediction takes 6 at least.' },
          { code: 'incomplete', message: 'The recording is not complete: The trace ends in the middle of a block.' },
        ],
      },
      ranking: { worthIt: [], combined: null, notWorthIt: [], refused: [] },
      policies: [],
      extrapolation: null,
      calibration: null,
    },
    threads: report.threads.slice(0, 1).map((thread) => ({ ...thread, onCpuNs: null, runnableNs: null })),
    keyFigures: {
      ...report.keyFigures,
      tasks: 0,
      latencyNs: null,
      queueNs: null,
      serviceNs: null,
      latencyByAgent: [],
      cpuEfficiency: null,
      threads: 1,
    },
    run: { ...report.run, exitCode: null, signal: 'SIGTERM', otherProcesses: [] },
    dataQuality: {
      ...report.dataQuality,
      complete: false,
      missing: ['The trace ends in the middle of a block: the last 12 ms are lost.'],
      notes: [],
      foreignCpuShare: null,
      schedulerKnown: false,
      probe: { ...report.dataQuality.probe, shareOfCpu: null },
    },
  };
}

describe('renderText', () => {
  it.each([80, 100, 120])('at width %d', async (width) => {
    await expect(renderText(buildSampleReport(1), { width })).toMatchFileSnapshot(`${GOLDEN}/sample-${width}.txt`);
  });

  it('of a run without findings', async () => {
    await expect(renderText(buildBareReport(), { width: 80 })).toMatchFileSnapshot(`${GOLDEN}/bare-80.txt`);
  });

  it('keeps to the width', () => {
    for (const width of [80, 100, 120]) {
      const lines = [buildSampleReport(1), buildBareReport()].flatMap((report) =>
        renderText(report, { width }).split('\n'),
      );
      expect(lines.filter((line) => line.length > width)).toEqual([]);
    }
  });

  it('says the same with and without colours', () => {
    const style = (format: Parameters<typeof styleText>[0], text: string): string =>
      styleText(format, text, { validateStream: false });
    const styled = renderText(buildSampleReport(1), { width: 100, style });
    expect(styled).toContain('\u001b[');
    // oxlint-disable-next-line no-control-regex -- the colours are what is taken out
    expect(styled.replace(/\u001b\[\d+m/g, '')).toBe(renderText(buildSampleReport(1), { width: 100 }));
  });

  it('lets no control character of the program through to the terminal', () => {
    const report = buildSampleReport(1);
    const evil = 'a\u001b]0;title\u0007\u009b31m\rb';
    const [finding] = report.findings;
    if (finding?.site) Object.assign(finding.site, { functionName: evil, file: `/tmp/${evil}` });
    Object.assign(finding ?? {}, { title: evil, related: [{ label: evil, place: finding?.site }] });
    report.run.command = ['node', evil];
    report.dataQuality.notes = [evil];
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    expect(renderText(report, { width: 80 })).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });

  it('shows a place outside the working directory in full, and a file URL as a path', () => {
    const report = buildSampleReport(1);
    const site = { file: 'file:///opt/my%20lib/x.js', line: 3, column: 7, functionName: '', label: 'x.js:3' };
    report.findings = report.findings.slice(0, 1).map((finding) => ({ ...finding, site }));
    expect(renderText(report, { width: 100 })).toContain('     /opt/my lib/x.js:3:7\n');
  });
});

describe('wrapText', () => {
  it('loses no word and is no wider than asked, but for single long words', () => {
    const text = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { maxLength: 40 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 30 }), (words, width) => {
        const lines = wrapText(words, width);
        expect(lines.join(' ')).toBe(words);
        expect(lines.every((line) => line.length <= width || !line.includes(' '))).toBe(true);
      }),
    );
  });
});
