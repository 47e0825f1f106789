/** Runs an agent workload file: `node driver.js <file> [--threads N] [--result FILE]`. Prints nothing but failures. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { serialize } from 'node:v8';
import { describeError } from './describe-error.js';
import type { DriverResult } from './driver-result.js';
import { loadWorkload } from './load-workload.js';
import { openPool } from './open-pool.js';
import { findProbe } from './probe-link.js';
import { StepError, runRounds, type Rounds } from './run-rounds.js';
import { supportTypes } from './types-support.js';
import { WorkloadError } from './workload-error.js';

/** As in src/cli/exit-codes.ts; a failing step ends the driver like any program that fails. */
const EXIT_BAD_WORKLOAD = 65;
const EXIT_CANNOT_WRITE = 73;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { threads: { type: 'string' }, result: { type: 'string' } },
  });
  const file = resolve(positionals[0] ?? '');
  process.argv.splice(1, Infinity, file);

  const { workerExecArgv } = supportTypes();
  const workload = await loadWorkload(file);
  const threads =
    values.threads === undefined ? (workload.options?.maxThreads ?? availableParallelism()) : Number(values.threads);
  await workload.setup?.();
  const pool = await openPool({ workload, file, threads, workerExecArgv });
  try {
    const rounds = await runRounds(workload, pool, findProbe());
    if (values.result !== undefined) writeResult(values.result, summarise(rounds, threads, workload.agents));
  } finally {
    await pool.close();
  }
  await workload.teardown?.();
}

function summarise({ rounds, latenciesNs, cpuNs, lastResults }: Rounds, threads: number, agents: number): DriverResult {
  return {
    threads,
    agents,
    rounds,
    tasks: latenciesNs.length,
    wallNs: rounds.reduce((sum, { warmup, wallNs }) => sum + (warmup ? 0 : wallNs), 0),
    cpuNs,
    cores: availableParallelism(),
    latenciesNs: latenciesNs.sort((a, b) => a - b),
    checksum: checksumOf(lastResults),
  };
}

function checksumOf(results: unknown[]): string | null {
  try {
    return createHash('sha256').update(serialize(results)).digest('hex').slice(0, 16);
  } catch {
    return null; // inline, a step may return what no message could carry
  }
}

function writeResult(path: string, result: DriverResult): void {
  try {
    writeFileSync(path, JSON.stringify(result));
  } catch (error) {
    fail(EXIT_CANNOT_WRITE, `Cannot write the results to ${path}: ${error instanceof Error ? error.message : ''}`);
  }
}

function fail(exitCode: number, message: string): void {
  process.stderr.write(`threadwise: ${message}\n`);
  process.exitCode = exitCode;
}

main().catch((error: unknown) => {
  if (error instanceof WorkloadError) fail(EXIT_BAD_WORKLOAD, error.message);
  else if (error instanceof StepError)
    fail(1, `The workload stopped: ${error.message}:\n${describeError(error.cause)}`);
  else fail(1, `The workload stopped:\n${describeError(error)}`);
});
