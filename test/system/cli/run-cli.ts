import { execFile, type ExecFileException } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../../..');
export const CLI = join(ROOT, 'dist/cli.js');

export interface CliRun {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** Runs the built command line in a folder, with nothing of the test runner's environment that Node would heed. */
export function runCli(cwd: string, args: string[], { node = process.execPath, env = {} } = {}): Promise<CliRun> {
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  return new Promise((resolve) => {
    const options = { cwd, env: { ...inherited, ...env }, timeout: 60_000, maxBuffer: 1 << 26 };
    execFile(node, [CLI, ...args], options, (error: ExecFileException | null, stdout, stderr) => {
      const code = typeof error?.code === 'number' ? error.code : null;
      resolve({ code: error === null ? 0 : code, signal: error?.signal ?? null, stdout, stderr });
    });
  });
}

export interface Workspace {
  dir: string;
  remove: () => void;
}

export function makeWorkspace(): Workspace {
  const dir = mkdtempSync(join(tmpdir(), 'threadwise cli é '));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/** No frame of any stack: neither ours nor Node's. */
export const NO_STACK = /^(?![\s\S]*\n\s+at )/;
