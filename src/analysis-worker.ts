/** Task file of the editor's analysis pool: analysing takes seconds of CPU, which the extension host cannot spare. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { analyzeRun } from './analyze-run.js';
import type { PageAssets } from './report/render-html.js';
import type { Report } from './report/report.js';

export interface AnalysisTask {
  runDir: string;
  assets: PageAssets | null;
  /** Analyse this trace of the directory, and leave the directory as it is. */
  traceName?: string;
}

/** Analyses a run and, unless a single trace was asked for, writes report.json and report.html beside it. */
export default async function analyze({ runDir, assets, traceName }: AnalysisTask): Promise<Report> {
  const { report, reportJson, reportHtml } = await analyzeRun(runDir, assets, traceName);
  if (traceName === undefined) {
    await writeFile(join(runDir, 'report.json'), reportJson);
    if (reportHtml !== null) await writeFile(join(runDir, 'report.html'), reportHtml);
  }
  return report;
}
