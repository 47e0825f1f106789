import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { parseReport } from '../../../src/report/parse-report.js';
import { reportSchema } from '../../../src/report/schema.js';
import { TOOL_VERSION } from '../../../src/report/version.js';
import { buildSampleReport } from './fixtures/sample-report.js';
import { listFields } from './list-fields.js';

const ROOT = `${import.meta.dirname}/../../..`;
const { keyFigures, findings } = reportSchema.entries;
const shapes = {
  Place: findings.item.entries.site.wrapped,
  Evidence: findings.item.entries.evidence.item,
  Percentiles: keyFigures.entries.latencyNs.wrapped,
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
    for (const [name, shape] of Object.entries(shapes)) expect(documented.get(name)).toEqual(listFields(shape, []));
    expect(documented.get('Report')).toEqual(listFields(reportSchema, Object.values(shapes)));
  });
});

describe('parseReport', () => {
  const text = (change: object): string => JSON.stringify({ ...buildSampleReport(1), ...change });

  it('gives back what was written', () => {
    expect(parseReport(text({}), 'report.json')).toEqual(buildSampleReport(1));
  });

  it.each([
    ['not JSON', '{"schema', /^report\.json is not JSON, so it is no report: .*profile again\.$/],
    ['other JSON', '{"name": "left-pad"}', /^report\.json is not a Threadwise report\. Open a report\.json that/],
    ['nothing', 'null', /is not a Threadwise report/],
    [
      'a newer one',
      text({ schemaVersion: 2 }),
      /has version 2 of the report format; this Threadwise reads 1\. Update Threadwise\./,
    ],
    ['an older one', text({ schemaVersion: 0 }), /reads 1\. Profile again/],
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
