import { launch } from '../launch/launch.js';
import { TOOL_VERSION } from '../report/version.js';
import { finishRun, type Outcome } from './finish-run.js';
import { probePath } from './installation.js';
import { createRunFolder, machineFileOf } from './run-folder.js';

export interface RunFlags {
  out?: string;
  json?: string;
  html?: string;
  /** Seconds. */
  duration?: number;
  quiet?: boolean;
}

/** Profiles a command as it is. */
export async function runCommand(command: string[], flags: RunFlags): Promise<Outcome> {
  const cwd = process.cwd();
  const { duration, ...request } = flags;
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
  return finishRun(result, command, { ...request, runDir });
}
