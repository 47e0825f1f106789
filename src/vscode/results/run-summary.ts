/** summary.json: what a list of runs shows, so that no report has to be read for it. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Report } from '../../report/report.js';

const SUMMARY_FILE = 'summary.json';

const summarySchema = v.object({
  label: v.string(),
  /** ISO 8601. */
  startedAt: v.string(),
  problems: v.number(),
  infos: v.number(),
  makespanNs: v.number(),
  /** Title of the first problem, or the first verdict. */
  headline: v.string(),
  /** Why there is no report; then the figures are 0. */
  failure: v.exactOptional(v.string()),
});

export type RunSummary = v.InferOutput<typeof summarySchema>;

export function summarize(label: string, report: Report): RunSummary {
  const problems = report.findings.filter(({ level }) => level === 'problem');
  return {
    label,
    startedAt: report.run.startedAt,
    problems: problems.length,
    infos: report.findings.length - problems.length,
    makespanNs: report.keyFigures.makespanNs,
    headline: problems[0]?.title ?? report.verdicts[0]?.message ?? '',
  };
}

export function summarizeFailure(label: string, startedAt: string, failure: string): RunSummary {
  return { label, startedAt, problems: 0, infos: 0, makespanNs: 0, headline: failure, failure };
}

export async function writeSummary(runDir: string, summary: RunSummary): Promise<void> {
  await writeFile(join(runDir, SUMMARY_FILE), JSON.stringify(summary));
}

/** Undefined for a folder that holds no finished run. */
export async function readSummary(runDir: string): Promise<RunSummary | undefined> {
  try {
    return v.parse(summarySchema, JSON.parse(await readFile(join(runDir, SUMMARY_FILE), 'utf8')));
  } catch {
    return undefined;
  }
}
