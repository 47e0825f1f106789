import { launch, type LaunchResult } from '../launch/launch.js';
import { TOOL_VERSION } from '../report/version.js';
import { probePath } from './installation.js';
import { createRunFolder } from './run-folder.js';

export interface RunFlags {
  out?: string;
  json?: string;
  html?: string;
  /** Seconds. */
  duration?: number;
  quiet?: boolean;
}

/** Profiles a command as it is. */
export async function runCommand(command: string[], flags: RunFlags): Promise<LaunchResult> {
  const cwd = process.cwd();
  const runDir = await createRunFolder(cwd, flags.out, new Date());
  const result = await launch({
    command,
    cwd,
    env: process.env,
    probePath,
    runDir,
    toolVersion: TOOL_VERSION,
    ...(flags.duration !== undefined && { durationMs: flags.duration * 1000 }),
    stdio: 'inherit',
  });
  if (flags.quiet !== true) process.stderr.write(`threadwise: ${result.traces.length} trace(s) in ${runDir}\n`);
  return result;
}
