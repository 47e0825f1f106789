import type { Piscina } from 'piscina';
import type * as vscode from 'vscode';
import type { AnalysisTask, JudgeTask, KnobList, MeasureTask, RunFile, WhatIfTask } from '../../analysis-worker.js';
import type { LaunchResult } from '../../launch/launch.js';
import type { Prediction, Refusal } from '../../predict/prediction.js';
import type { KnobChanges } from '../../protocol/what-if.js';
import type { Report } from '../../report/report.js';
import { readPageAssets, type Installation } from '../installation.js';

/** Of quiet, after which the worker ends, and with it the replay it keeps at hand. */
const IDLE_MS = 60_000;

/** What can be asked of one run. The first question loads its trace, the others find it loaded. */
export interface Explorer {
  listKnobs(): Promise<KnobList>;
  /** Several changes are replayed together. */
  whatIf(changes: KnobChanges): Promise<Prediction | Refusal>;
}

export interface Analysis extends vscode.Disposable {
  /** Analyses a run folder in a thread of its own and writes its report.json and report.html. */
  analyzeRun(runDir: string, signal: AbortSignal): Promise<Report>;
  /** Analyses one trace and writes nothing. */
  analyzeTraceFile(runDir: string, traceName: string, signal: AbortSignal): Promise<Report>;
  /** Whether a memory pass should follow a run that nobody asked for one of. */
  isMemoryPassWorth(run: LaunchResult, report: Report): Promise<boolean>;
  /** Whether a sampling run should go before the memory pass of the run. */
  isSamplingWorth(runDir: string, signal: AbortSignal): Promise<boolean>;
  /** Replays what the memory pass of the run found; the next analysis has what it costs. */
  measureRun(runDir: string, signal: AbortSignal): Promise<number>;
  /** @param traceName that trace of the folder; the one a report is about when left out */
  explore(runDir: string, traceName?: string): Explorer;
}

/** @param ledger where verifications on this machine are kept */
export function createAnalysis(installation: Installation, ledger: string): Analysis {
  let pool: Piscina | undefined;
  const run = async <Task, Result>(task: Task, options: { name?: string; signal?: AbortSignal }): Promise<Result> => {
    if (pool === undefined) {
      const { Piscina: Pool } = await import('piscina');
      // One worker: the replay that it keeps is the one the next question is about.
      pool = new Pool({ filename: installation.analysisWorker, minThreads: 0, maxThreads: 1, idleTimeout: IDLE_MS });
    }
    return (await pool.run(task, options)) as Result;
  };
  return {
    analyzeRun: async (runDir, signal) =>
      run<AnalysisTask, Report>({ runDir, assets: await readPageAssets(installation), ledger }, { signal }),
    analyzeTraceFile: (runDir, traceName, signal) =>
      run<AnalysisTask, Report>({ runDir, assets: null, traceName, ledger }, { signal }),
    isMemoryPassWorth: ({ exitCode, stoppedByUs, wallNs }, report) =>
      run<JudgeTask, boolean>({ run: { exitCode, stoppedByUs, wallNs }, report }, { name: 'judgeRun' }),
    isSamplingWorth: (runDir, signal) => run<RunFile, boolean>({ runDir }, { name: 'judgeSamples', signal }),
    measureRun: (runDir, signal) =>
      run<MeasureTask, number>({ runDir, replayPath: installation.patterns }, { name: 'measureRun', signal }),
    explore: (runDir, traceName) => {
      const file: RunFile = { runDir, ...(traceName === undefined ? {} : { traceName }) };
      return {
        listKnobs: () => run<RunFile, KnobList>(file, { name: 'listRunKnobs' }),
        whatIf: (changes) => run<WhatIfTask, Prediction | Refusal>({ ...file, changes }, { name: 'whatIf' }),
      };
    },
    dispose: () => void pool?.destroy(),
  };
}
