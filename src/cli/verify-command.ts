import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Report, ReportRecommendation } from '../report/report.js';
import { parseReport, ReportError } from '../report/parse-report.js';
import { TOOL_VERSION } from '../report/version.js';
import { LEDGER_FILE } from '../verify/ledger.js';
import { renderVerification } from '../verify/render-verification.js';
import type { Verification } from '../verify/verification.js';
import { VerifyError } from '../verify/verify-error.js';
import { verifyChange, type VerifyOptions } from '../verify/verify.js';
import { causalCommand } from './causal-command.js';
import { chooseRecommendation, describeRecommendations, predictedOf } from './choose-recommendation.js';
import { CliError, ExitCode } from './exit-codes.js';
import { findRun, type FoundRun } from './find-run.js';
import { tell, type Outcome } from './finish-run.js';
import { overlayPath } from './installation.js';
import { interruptible } from './interruptible.js';
import { parseChange, type ChangeFlags } from './parse-change.js';
import { showPath } from './report-run.js';
import { HOME_FOLDER, ignoreHome } from './run-folder.js';
import { writeOut } from './write-out.js';

export interface VerifyFlags extends ChangeFlags {
  run?: string;
  pairs?: number;
  /** Seconds. */
  budget: number;
  anyLoad?: boolean;
  causal?: 'lock' | 'task';
  json?: string;
  quiet?: boolean;
}

const EXIT_CODES: Record<Verification['verdict'], number> = {
  gain: 0,
  'no-change': 1,
  loss: 1,
  inconclusive: 2,
  failed: 3,
};

/**
 * Verifies a recommendation of a kept run, or a change given by hand; with neither, lists what can be verified.
 * @param what key or number of the recommendation
 * @param command to run instead of the run's; empty = the run's
 */
export async function verifyCommand(what: string | undefined, command: string[], flags: VerifyFlags): Promise<Outcome> {
  if (flags.causal !== undefined) return causalCommand(flags.causal, command, flags);
  const cwd = process.cwd();
  const byHand = parseChange(flags, cwd);
  const run =
    command.length > 0 && what === undefined && flags.run === undefined ? undefined : await findRun(cwd, flags.run);
  if (what === undefined && byHand === undefined) return listWhatCanBeVerified(run);
  const recommendation = what === undefined || run === undefined ? undefined : await findRecommendation(run, what);
  const change = byHand ?? recommendation?.change;
  if (change === null || change === undefined) throw explainByHand(recommendation);
  if (run?.record.stopCause !== undefined && command.length === 0) throw explainEndless(run);
  await ignoreHome(cwd);
  const verification = await verifyInterruptibly({
    command: command.length > 0 ? command : (run?.record.command ?? []),
    cwd: command.length > 0 ? cwd : (run?.record.cwd ?? cwd),
    env: process.env,
    change,
    overlayPath,
    runId: run === undefined ? '' : basename(run.runDir),
    key: recommendation?.key ?? 'by-hand',
    title: recommendation?.title ?? describeByHand(flags),
    edits: recommendation === undefined ? [] : [recommendation.edit],
    predicted: recommendation === undefined ? null : predictedOf(recommendation),
    toolVersion: TOOL_VERSION,
    ledger: join(cwd, HOME_FOLDER, LEDGER_FILE),
    ...(flags.pairs !== undefined && { pairs: flags.pairs }),
    budgetMs: flags.budget * 1000,
    anyLoad: flags.anyLoad === true,
    onProgress: ({ text }) => {
      if (flags.quiet !== true) tell(text);
    },
  });
  await writeOut(verification, renderVerification(verification), flags);
  return { exitCode: EXIT_CODES[verification.verdict] };
}

async function verifyInterruptibly(options: VerifyOptions): Promise<Verification> {
  const interrupt = interruptible();
  try {
    return await verifyChange({ ...options, signal: interrupt.signal });
  } catch (error) {
    if (error instanceof VerifyError) throw new CliError(ExitCode.BadInput, error.message, { cause: error });
    throw error;
  } finally {
    interrupt.dispose();
  }
}

async function listWhatCanBeVerified(run: FoundRun | undefined): Promise<Outcome> {
  if (run === undefined) {
    throw new CliError(
      ExitCode.Usage,
      'Say what to change: --change FILE=REPLACEMENT, --set-env NAME=VALUE or --pool-option maxThreads=2.',
    );
  }
  process.stdout.write(describeRecommendations(await readReport(run)));
  return { exitCode: 0 };
}

async function findRecommendation(run: FoundRun, what: string): Promise<ReportRecommendation> {
  return chooseRecommendation(await readReport(run), what);
}

async function readReport({ runDir }: FoundRun): Promise<Report> {
  const file = join(runDir, 'report.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) {
    throw new CliError(ExitCode.BadInput, `There is no ${file}. Make it again: threadwise report ${showPath(runDir)}`);
  }
  try {
    return parseReport(text, file);
  } catch (error) {
    if (error instanceof ReportError) throw new CliError(ExitCode.BadInput, error.message, { cause: error });
    throw error;
  }
}

function explainByHand(recommendation: ReportRecommendation | undefined): CliError {
  return new CliError(
    ExitCode.Usage,
    `${recommendation?.title ?? 'This change'} cannot be tried without editing the source. Make the change in a copy of the file and verify that: threadwise verify ${recommendation?.key ?? ''} --change FILE=COPY`,
  );
}

function explainEndless({ runDir }: FoundRun): CliError {
  return new CliError(
    ExitCode.Usage,
    `The run in ${runDir} was stopped before its end, so there is no time to compare. Name a command that ends: threadwise verify … -- node app.js`,
  );
}

function describeByHand({ change, setEnv, poolOption }: VerifyFlags): string {
  return [...(change ?? []), ...(setEnv ?? []), ...(poolOption ?? [])].join(', ');
}
