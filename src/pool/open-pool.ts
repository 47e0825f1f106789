import { syncBuiltinESMExports } from 'node:module';
import workerThreads from 'node:worker_threads';
import { Piscina } from 'piscina';
import { callFromExport } from './call-from.js';
import type { CheckedWorkload } from './check-workload.js';
import { importStep, resolveWorker } from './load-workload.js';
import type { StepRunner } from './run-rounds.js';

/** `crashed`: a worker failed outside any step: its file does not load, or it throws from a timer. */
export interface OpenPool extends StepRunner {
  close: () => Promise<void>;
}

export interface PoolRequest {
  workload: CheckedWorkload;
  /** The workload's file, absolute. */
  file: string;
  /** 0 = no pool: steps run on the calling thread. */
  threads: number;
  workerExecArgv: string[];
}

/** @throws WorkloadError when the worker's file is missing or no worker. */
export async function openPool({ workload, file, threads, workerExecArgv }: PoolRequest): Promise<OpenPool> {
  const worker = resolveWorker(workload.worker, file);
  if (threads === 0) return openInline(worker, workload.options?.workerData);
  const { maxThreads: _, execArgv, ...options } = workload.options ?? {};
  const callFrom = callFromExport(file);
  const poolOptions = {
    ...options,
    filename: worker,
    minThreads: threads,
    maxThreads: threads,
    ...((execArgv !== undefined || workerExecArgv.length > 0) && {
      execArgv: [...(execArgv ?? process.execArgv), ...workerExecArgv],
    }),
  };
  const pool = callFrom(() => new Piscina(poolOptions));
  const crashed = new Promise<never>((_, reject) => pool.on('error', reject));
  // Nobody may be listening any more when the pool is closed under steps that still run.
  crashed.catch(() => {});
  return { runStep: (input) => callFrom(() => pool.run(input)), crashed, close: () => pool.destroy() };
}

async function openInline(worker: string, workerData: unknown): Promise<OpenPool> {
  if (workerData !== undefined) {
    // The worker's code reads it when it is imported, wherever it runs.
    Object.assign(workerThreads, { workerData });
    syncBuiltinESMExports();
  }
  const step = await importStep(worker);
  return { runStep: async (input) => step(input), crashed: new Promise(() => {}), close: async () => {} };
}
