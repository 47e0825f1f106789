import { join, relative, resolve } from 'node:path';
import { styleText } from 'node:util';
import { analyzeRun } from '../analyze-run.js';
import { explainWriteError } from '../launch/launch-error.js';
import { writeAtomically } from '../launch/write-atomically.js';
import { renderText, type RenderTextOptions } from '../report/render-text.js';
import type { Report } from '../report/report.js';
import { LEDGER_FILE } from '../verify/ledger.js';
import { CliError, ExitCode } from './exit-codes.js';
import { explainOldNode, isTooOld } from './explain-no-trace.js';
import { readPageAssets } from './installation.js';
import { HOME_FOLDER } from './run-folder.js';

const FALLBACK_WIDTH = 100;

export interface ReportRequest {
  runDir: string;
  /** Analyse this trace of the folder only, and leave the folder as it is. */
  traceName?: string;
  /** Copies to write beside those in the run folder; relative to the working directory. */
  json?: string;
  html?: string;
  /** Print nothing of the report. */
  quiet?: boolean;
  /** Looks at the report before anybody sees it; true = there is more to know now, analyse again. */
  refine?: (report: Report) => Promise<boolean>;
}

/**
 * Analyses a run, writes report.json and report.html into its folder and wherever else they are wanted, and prints the
 * report on stderr: stdout belongs to the program that ran.
 */
export async function reportRun(request: ReportRequest): Promise<Report> {
  const { runDir, traceName, json, html, quiet, refine } = request;
  const first = await analyze(runDir, traceName);
  if (isTooOld(first.report.run.nodeVersion)) throw explainOldNode(first.report.run.nodeVersion);
  const isRefined = refine !== undefined && (await refine(first.report));
  const { report, reportJson, reportHtml } = isRefined ? await analyze(runDir, traceName) : first;
  // Before writing: a full disk must not cost the user the report.
  if (quiet !== true) process.stderr.write(`\n${renderText(report, terminalOptions())}`);
  const page = reportHtml ?? '';
  if (traceName === undefined) {
    await write(join(runDir, 'report.json'), reportJson);
    await write(join(runDir, 'report.html'), page);
  }
  if (json === '-') process.stdout.write(reportJson);
  else if (json !== undefined) await write(resolve(json), reportJson);
  if (html !== undefined) await write(resolve(html), page);
  if (quiet !== true && traceName === undefined) {
    process.stderr.write(`\nReport: ${showPath(join(runDir, 'report.html'))}\n`);
  }
  return report;
}

async function analyze(runDir: string, traceName: string | undefined): ReturnType<typeof analyzeRun> {
  try {
    const ledger = join(process.cwd(), HOME_FOLDER, LEDGER_FILE);
    return await analyzeRun(runDir, await readPageAssets(), traceName, ledger);
  } catch (error) {
    // Plain errors and TraceErrors are sentences for people; the language's own are mistakes of ours.
    if (error instanceof Error && (error.constructor === Error || error.name === 'TraceError')) {
      throw new CliError(ExitCode.BadInput, error.message, { cause: error });
    }
    throw error;
  }
}

async function write(file: string, content: string): Promise<void> {
  try {
    await writeAtomically(file, content);
  } catch (error) {
    throw new CliError(ExitCode.CannotWrite, `Cannot write ${file}: ${explainWriteError(error)}`, { cause: error });
  }
}

function terminalOptions(): RenderTextOptions {
  const { stderr } = process;
  return {
    width: stderr.columns ?? FALLBACK_WIDTH,
    ...(stderr.isTTY && stderr.hasColors() && { style: (format, text) => styleText(format, text, { stream: stderr }) }),
  };
}

/** Relative where that is shorter to read. */
export function showPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : short;
}
