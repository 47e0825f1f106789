import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SCALABILITY_FILE } from '../analyze-run.js';
import { launch } from '../launch/launch.js';
import { TOOL_VERSION } from '../report/version.js';
import { computeCurve } from './compute-curve.js';
import { finishRun, type Outcome } from './finish-run.js';
import { driverPath, probePath } from './installation.js';
import { measureCurve } from './measure-curve.js';
import { refineWithMemory } from './memory-pass.js';
import type { RunFlags } from './run-command.js';
import { createRunFolder, machineFileOf } from './run-folder.js';

const BOOTSTRAP_SEED = 1;

export interface WorkloadFlags extends RunFlags {
  /** Thread counts of the curve; the last run, with the probe, uses the highest. Empty = one run, as the workload says. */
  threads: number[];
  repeats: number;
}

/** Times a workload file without the probe over thread counts, then profiles it once. */
export async function runWorkload(file: string, { threads, repeats, ...flags }: WorkloadFlags): Promise<Outcome> {
  const cwd = process.cwd();
  const { duration, memory = 'auto', ...request } = flags;
  const durationMs = duration === undefined ? undefined : duration * 1000;
  const runDir = await createRunFolder(cwd, flags.out, new Date());
  if (threads.length > 0) {
    const report = flags.quiet === true ? () => {} : (line: string) => process.stderr.write(`threadwise: ${line}\n`);
    const timings = await measureCurve({ file, cwd, runDir, threads, repeats, durationMs, report });
    await writeFile(join(runDir, SCALABILITY_FILE), JSON.stringify(computeCurve(timings, BOOTSTRAP_SEED)));
  }
  const profiled = threads.length === 0 ? undefined : Math.max(...threads);
  const command = [
    process.execPath,
    driverPath,
    file,
    ...(profiled === undefined ? [] : ['--threads', String(profiled)]),
  ];
  const result = await launch({
    command,
    cwd,
    env: process.env,
    probePath,
    runDir,
    toolVersion: TOOL_VERSION,
    machineFile: machineFileOf(cwd, flags.out),
    ...(profiled !== undefined && { threads: profiled }),
    ...(durationMs !== undefined && { durationMs }),
    stdio: 'inherit',
  });
  const refine = refineWithMemory(memory, result, { command, cwd, runDir, quiet: flags.quiet });
  return finishRun(result, command, { ...request, runDir, ...(refine !== undefined && { refine }) });
}
