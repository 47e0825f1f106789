import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { runMemoryPass, type MemoryPassOptions, type MemoryPassResult } from '../../../src/launch/memory-pass.js';
import { preloadEnvironment } from '../../../src/launch/probe-environment.js';
import { SETTINGS_VARIABLE, type MemorySettings } from '../../../src/probe/memory/settings.js';
import type { MemoryRecord } from '../../../src/trace/memory.js';

const ROOT = join(import.meta.dirname, '../../..');
export const PROBE = join(ROOT, 'dist/probe/memory.cjs');
export const PROGRAMS = join(import.meta.dirname, 'programs');

export interface Recorded extends MemoryPassResult {
  /** By `<pid>-<threadId>`'s thread. */
  threads: Map<number, MemoryRecord[]>;
  all: MemoryRecord[];
}

/** Runs a program in the memory pass, and what its threads wrote. */
export async function recordMemory(
  node: string,
  args: string[],
  options: Partial<MemoryPassOptions> = {},
): Promise<Recorded> {
  const runDir = mkdtempSync(join(tmpdir(), 'threadwise memory é '));
  const { NODE_OPTIONS: _, ...env } = process.env;
  try {
    const result = await runMemoryPass({
      command: [node, ...args],
      cwd: PROGRAMS,
      env,
      probePath: PROBE,
      runDir,
      timingWallNs: 0,
      ...options,
    });
    const threads = new Map<number, MemoryRecord[]>();
    for (const file of result.files) {
      const lines = readFileSync(file, 'utf8').trim().split('\n');
      const threadId = Number(basename(file, '.twmem').split('-')[1]);
      threads.set(
        threadId,
        lines.map((line) => JSON.parse(line) as MemoryRecord),
      );
    }
    return { ...result, threads, all: [...threads.values()].flat() };
  } finally {
    rmSync(runDir, { recursive: true, force: true });
  }
}

export function ofKind<Kind extends MemoryRecord['kind']>(
  records: readonly MemoryRecord[],
  kind: Kind,
): Extract<MemoryRecord, { kind: Kind }>[] {
  return records.filter((record): record is Extract<MemoryRecord, { kind: Kind }> => record.kind === kind);
}

/** Environment of a program in the memory pass, for when its output is to be seen. */
export function memoryEnvironment(dir: string, always: boolean): NodeJS.ProcessEnv {
  const settings: MemorySettings = { probe: PROBE, dir, nodeModules: false, always };
  return preloadEnvironment({}, { file: PROBE, variable: SETTINGS_VARIABLE, value: JSON.stringify(settings) });
}
