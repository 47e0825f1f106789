import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MEMORY_FOLDER, SAMPLES_FOLDER } from '../trace/memory-machine.js';
import { runSampling, type MemoryPassOptions } from './memory-pass.js';

/**
 * Makes the sampling run, and keeps what it wrote only where it came to a good end: half a program spends its time elsewhere than
 * a whole one.
 *
 * @returns what went wrong, in sentences
 * @throws LaunchError when it cannot be started
 */
export async function takeSamples(options: MemoryPassOptions): Promise<string[]> {
  const { exitCode, files, stopped } = await runSampling(options);
  if (stopped === undefined && exitCode === 0 && files.length > 0) return [];
  await rm(join(options.runDir, MEMORY_FOLDER, SAMPLES_FOLDER), { recursive: true, force: true });
  return [
    `The sampling run ${describeEnd(exitCode, stopped)}: where CPU time goes is taken from the memory pass, which shifts it a little.`,
  ];
}

function describeEnd(exitCode: number | null, stopped: string | undefined): string {
  if (stopped !== undefined) return `was stopped ${stopped}`;
  if (exitCode === 0) return 'recorded nothing';
  return exitCode === null ? 'ended by a signal' : `ended with exit code ${exitCode}`;
}
