/**
 * An agent workload: what a `*.workload.ts` (or .js, .mjs, .cjs, .mts, .cts) exports by default, for
 * `threadwise run agents.workload.ts --threads 0,1,2,4`. This file imports nothing, so that it can be copied or imported
 * anywhere.
 */

/** Piscina's own options that make sense here; the number of threads comes from `--threads` where that is given. */
export interface PoolOptions {
  /** Threads of the pool without `--threads`. Default: the cores this process may use. */
  maxThreads?: number;
  /** Steps a worker runs at a time; above 1 only for steps that wait on I/O. Default 1. */
  concurrentTasksPerWorker?: number;
  /** How idle workers wait for their next step; see Piscina. */
  atomics?: 'sync' | 'async' | 'disabled';
  /** What `workerData` of node:worker_threads is in the workers, and inline on the calling thread. */
  workerData?: unknown;
  /** Environment of the workers. Default: a copy of the process's own. */
  env?: Record<string, string>;
  execArgv?: string[];
  argv?: string[];
  resourceLimits?: {
    maxOldGenerationSizeMb?: number;
    maxYoungGenerationSizeMb?: number;
    codeRangeSizeMb?: number;
    stackSizeMb?: number;
  };
}

export interface Workload<Input = unknown> {
  /** A plain Piscina worker, `export default (input) => result`. A path is relative to the workload's file. */
  worker: string | URL;
  /** Number of agents; each takes one step a round. */
  agents: number;
  /** Number of rounds. All steps of a round are submitted together, and the next round begins when all are done. */
  rounds: number;
  /** How many of the rounds, from the first, only warm up and are not measured. Default: 1 if there are more than 2. */
  warmup?: number;
  /** What the worker is called with for one step. Both count from 0. Called on the main thread, just before submitting. */
  input: (agent: number, round: number) => Input;
  /** What reports call an agent. Default "agent 0", "agent 1"… */
  agentName?: (agent: number) => string;
  options?: PoolOptions;
  /** Runs once on the main thread before the pool is made. */
  setup?: () => void | Promise<void>;
  /** Runs once on the main thread after the last round. */
  teardown?: () => void | Promise<void>;
}

/** Gives an editor the types of a workload; returns what it is given. */
export function defineWorkload<Input>(workload: Workload<Input>): Workload<Input> {
  return workload;
}
