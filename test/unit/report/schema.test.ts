import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { parseReport } from '../../../src/report/parse-report.js';
import { reportSchema } from '../../../src/report/schema.js';
import { TOOL_VERSION } from '../../../src/report/version.js';
import { buildSampleReport } from './fixtures/sample-report.js';
import { listFields } from './list-fields.js';

const ROOT = `${import.meta.dirname}/../../..`;
const { keyFigures, findings, predictions, memory } = reportSchema.entries;
const { ranking, policies } = predictions.entries;
const shapes = {
  Place: findings.item.entries.site.wrapped,
  Evidence: findings.item.entries.evidence.item,
  Percentiles: keyFigures.entries.latencyNs.wrapped,
  Prediction: ranking.entries.combined.wrapped,
  Refusal: predictions.entries.refusal.wrapped,
  Recommendation: ranking.entries.refused.item,
  PolicySettings: policies.item.entries.best.entries.settings,
  PatternCost: memory.wrapped.entries.walks.item.entries.measured.wrapped,
};

describe('reportSchema', () => {
  it('accepts a report and keeps all of it', () => {
    const report = buildSampleReport(20);
    expect(v.parse(reportSchema, JSON.parse(JSON.stringify(report)))).toEqual(report);
  });

  it('accepts ids it does not know, so that a new finding needs no new version', () => {
    const report = buildSampleReport(1);
    const findings = [{ ...report.findings[0], id: 'found-next-year' }];
    expect(v.is(reportSchema, { ...report, findings })).toBe(true);
  });

  it('is documented field by field', () => {
    const [intro = '', ...parts] = readFileSync(`${ROOT}/docs/report-schema.md`, 'utf8').split(/^## /m);
    expect(intro).toContain('# The report');
    const documented = new Map(
      parts.map((part) => [part.split('\n')[0], [...part.matchAll(/^\| `([^`]+)`/gm)].map(([, field]) => field)]),
    );
    for (const [name, shape] of Object.entries(shapes)) {
      const others = Object.values(shapes).filter((other) => other !== shape);
      expect(documented.get(name)).toEqual(listFields(shape, others));
    }
    expect(documented.get('Report')).toEqual(listFields(reportSchema, Object.values(shapes)));
  });
});

describe('parseReport', () => {
  const text = (change: object): string => JSON.stringify({ ...buildSampleReport(1), ...change });

  it('gives back what was written', () => {
    expect(parseReport(text({}), 'report.json')).toEqual(buildSampleReport(1));
  });

  it('reads a report of before there were predictions, and says so in their place', () => {
    const { predictions: _, findings, ...rest } = buildSampleReport(1);
    const old = { ...rest, schemaVersion: 1, findings: findings.map(({ answeredBy: __, ...finding }) => finding) };
    const read = parseReport(JSON.stringify(old), 'report.json');
    expect(read.findings.map(({ answeredBy }) => answeredBy)).toEqual([null, null, null]);
    expect(read.findings.map(({ title }) => title)).toEqual(findings.map(({ title }) => title));
    expect(read.predictions.refusal?.reasons[0]?.message).toMatch(/before Threadwise made predictions.*Profile again/);
    expect(read.predictions.ranking.worthIt).toEqual([]);
  });

  it('reads a report of before the memory pass', () => {
    const { memory: _, ...rest } = buildSampleReport(1);
    const read = parseReport(JSON.stringify({ ...rest, schemaVersion: 2 }), 'report.json');
    expect(read).toEqual({ ...buildSampleReport(1), memory: null });
  });

  it.each([
    ['not JSON', '{"schema', /^report\.json is not JSON, so it is no report: .*profile again\.$/],
    ['other JSON', '{"name": "left-pad"}', /^report\.json is not a Threadwise report\. Open a report\.json that/],
    ['nothing', 'null', /is not a Threadwise report/],
    [
      'a newer one',
      text({ schemaVersion: 4 }),
      /has version 4 of the report format; this Threadwise reads 3\. Update Threadwise\./,
    ],
    ['an older one', text({ schemaVersion: 0 }), /reads 3\. Profile again/],
    [
      'a damaged one',
      text({ keyFigures: { tasks: 'many' } }),
      /damaged Threadwise report: at keyFigures\.makespanNs: .*Profile again\.$/,
    ],
  ])('says what is wrong with %s', (_, json, message) => {
    expect(() => parseReport(json, 'report.json')).toThrow(message);
  });
});

it('TOOL_VERSION is that of package.json', () => {
  expect(JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8'))).toMatchObject({ version: TOOL_VERSION });
});
