import { recordMemory } from '../launch/record-memory.js';
import { isMemoryPassWorth, isSamplingWorth, measureMemory, type TimedRun } from '../memory-run.js';
import type { Report } from '../report/report.js';
import { tell } from './finish-run.js';
import { memoryProbePath, patternsPath } from './installation.js';
import { interruptible } from './interruptible.js';

/** When to run a program once more to see how it uses memory. `auto`: where it computes in code of its own. */
export const MEMORY_CHOICES = ['auto', 'always', 'never'] as const;
export type MemoryChoice = (typeof MEMORY_CHOICES)[number];

export interface PassRequest {
  command: string[];
  cwd: string;
  runDir: string;
  quiet?: boolean | undefined;
  /** Record packages too. */
  nodeModules?: boolean | undefined;
}

/**
 * For `reportRun`: makes the memory pass where it was asked for or is worth it. Whatever becomes of it costs a line on stderr
 * and no more.
 */
export function refineWithMemory(
  choice: MemoryChoice,
  run: TimedRun,
  request: PassRequest,
): ((report: Report) => Promise<boolean>) | undefined {
  if (choice === 'never') return undefined;
  return async (report) => {
    if (choice === 'auto' && !(await isMemoryPassWorth(run, report))) return false;
    if (request.quiet !== true) {
      const how = choice === 'auto' ? '; --memory never leaves this out' : '';
      tell(`Running it once more, untimed and without its output, to see how it uses memory${how}.`);
    }
    try {
      return await makeMemoryPass(request, run.wallNs);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (request.quiet !== true) tell(`Nothing is known of its use of memory: ${why}`);
      return false;
    }
  };
}

/**
 * Runs the program again and replays what was found. @returns whether there is anything new to report
 * @throws LaunchError when it cannot be started
 */
export async function makeMemoryPass(
  { command, cwd, runDir, quiet, nodeModules }: PassRequest,
  timingWallNs: number,
): Promise<boolean> {
  const interrupt = interruptible();
  try {
    const samplesFirst = await isSamplingWorth(runDir);
    if (samplesFirst && quiet !== true) {
      tell('And before that once as it is, for CPU samples: the timed run was too short for enough of them.');
    }
    const { recorded, notes } = await recordMemory({
      command,
      cwd,
      env: process.env,
      probePath: memoryProbePath,
      runDir,
      timingWallNs,
      nodeModules: nodeModules === true,
      signal: interrupt.signal,
      samplesFirst,
    });
    if (quiet !== true) for (const note of notes) tell(note);
    if (!recorded) return false;
    await measureMemory(runDir, {
      replayPath: patternsPath,
      fallbackNode: process.execPath,
      signal: interrupt.signal,
    });
    return true;
  } finally {
    interrupt.dispose();
  }
}
