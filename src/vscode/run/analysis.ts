import type { Piscina } from 'piscina';
import type * as vscode from 'vscode';
import type { AnalysisTask } from '../../analysis-worker.js';
import type { Report } from '../../report/report.js';
import { readPageAssets, type Installation } from '../installation.js';

/** Seconds of quiet after which the worker ends. */
const IDLE_MS = 10_000;

export interface Analysis extends vscode.Disposable {
  /** Analyses a run folder in a thread of its own and writes its report.json and report.html. */
  analyzeRun(runDir: string, signal: AbortSignal): Promise<Report>;
  /** Analyses one trace and writes nothing. */
  analyzeTraceFile(runDir: string, traceName: string, signal: AbortSignal): Promise<Report>;
}

export function createAnalysis(installation: Installation): Analysis {
  let pool: Piscina<AnalysisTask, Report> | undefined;
  const run = async (task: AnalysisTask, signal: AbortSignal): Promise<Report> => {
    if (pool === undefined) {
      const { Piscina: Pool } = await import('piscina');
      pool = new Pool({ filename: installation.analysisWorker, minThreads: 0, maxThreads: 1, idleTimeout: IDLE_MS });
    }
    return pool.run(task, { signal });
  };
  return {
    analyzeRun: async (runDir, signal) => run({ runDir, assets: await readPageAssets(installation) }, signal),
    analyzeTraceFile: (runDir, traceName, signal) => run({ runDir, assets: null, traceName }, signal),
    dispose: () => void pool?.destroy(),
  };
}
