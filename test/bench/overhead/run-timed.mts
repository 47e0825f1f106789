import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';

export interface Timing {
  wallMs: number;
  /** User and system time of the command and all its children that were waited for. */
  cpuMs: number;
}

/** A hung program must not hang the benchmark. */
const TIMEOUT_MS = 120_000;

/** bash's own `time` reads what wait4(2) reports, to the millisecond; Node cannot ask for its children's times. */
const SCRIPT = 'TIMEFORMAT="%3R %3U %3S"; file=$1; shift; { time "$@" >/dev/null 2>/dev/null 3>&-; } 2>"$file"';

/** @throws Error when the command fails: its time means nothing then. */
export async function runTimed(command: readonly string[], env: NodeJS.ProcessEnv, scratch: string): Promise<Timing> {
  const file = `${scratch}/time.txt`;
  const child = spawn('bash', ['-c', SCRIPT, 'bash', file, ...command], {
    env,
    cwd: scratch,
    stdio: 'ignore',
    timeout: TIMEOUT_MS,
  });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (exitCode !== 0) throw new Error(`exit code ${exitCode} from ${command.join(' ')}`);
  const [wall = 0, user = 0, system = 0] = (await readFile(file, 'utf8')).trim().split(' ').map(Number);
  return { wallMs: wall * 1000, cpuMs: (user + system) * 1000 };
}
