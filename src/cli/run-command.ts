import { launch } from '../launch/launch.js';
import { TOOL_VERSION } from '../report/version.js';
import { finishRun, type Outcome } from './finish-run.js';
import { probePath } from './installation.js';
import { refineWithMemory, type MemoryChoice } from './memory-pass.js';
import { createRunFolder, machineFileOf } from './run-folder.js';

export interface RunFlags {
  out?: string;
  json?: string;
  html?: string;
  /** Seconds. */
  duration?: number;
  quiet?: boolean;
  memory?: MemoryChoice;
}

/** Profiles a command as it is. */
export async function runCommand(command: string[], flags: RunFlags): Promise<Outcome> {
  const cwd = process.cwd();
  const { duration, memory = 'auto', ...request } = flags;
  const runDir = await createRunFolder(cwd, flags.out, new Date());
  const result = await launch({
    command,
    cwd,
    env: process.env,
    probePath,
    runDir,
    toolVersion: TOOL_VERSION,
    machineFile: machineFileOf(cwd, flags.out),
    ...(duration !== undefined && { durationMs: duration * 1000 }),
    stdio: 'inherit',
  });
  const refine = refineWithMemory(memory, result, { command, cwd, runDir, quiet: flags.quiet });
  return finishRun(result, command, { ...request, runDir, ...(refine !== undefined && { refine }) });
}
