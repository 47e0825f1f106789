/**
 * Around the memory pass of a run (src/launch/record-memory.ts makes it): whether it is worth it, whether a sampling run is to go
 * first, and replaying on this machine what it found. The command line and the editor call the same functions.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readRunTrace } from './analyze-run.js';
import { writeAtomically } from './launch/write-atomically.js';
import { addMemory } from './model/memory/add-memory.js';
import { choosePatterns } from './model/memory/candidates.js';
import type { MeasuredPatterns } from './model/memory/memory-input.js';
import { needsSamples } from './model/memory/needs-samples.js';
import { buildProfile } from './model/build-profile.js';
import type { Profile } from './model/profile.js';
import { MEASURED_VERSION, measurePatterns } from './patterns/measure-patterns.js';
import { readMemory } from './read-memory.js';
import { readSourceMap } from './read-source-map.js';
import { isWorthMemoryPass } from './report/is-worth-memory-pass.js';
import type { Report } from './report/report.js';
import { touchesMemory } from './source/touches-memory.js';
import { decodeTrace } from './trace/decode.js';
import { MEASURED_FILE, MEMORY_FOLDER } from './trace/memory-machine.js';

/** CPU time of the program, ns: less is mostly starting and warming up. */
const WORTH_CPU_NS = 3e8;
/** Nobody expects a second run of a program that takes this long, unless asked for. */
export const LONGEST_AUTO_NS = 120e9;
/** Time for replaying patterns. Fifty or so blocks of some milliseconds for each. */
const REPLAY_BUDGET_MS = 6_000;
const MOST_PATTERNS = 16;
const SEED = 1;

/** How the timing run ended. */
export interface TimedRun {
  exitCode: number | null;
  stoppedByUs: boolean;
  wallNs: number;
}

/**
 * Whether to run the program once more unasked: it ended well and soon enough, and spends its CPU time in functions of its own that
 * go through data.
 */
export async function isMemoryPassWorth({ exitCode, stoppedByUs, wallNs }: TimedRun, report: Report): Promise<boolean> {
  if (exitCode !== 0 || stoppedByUs || wallNs > LONGEST_AUTO_NS) return false;
  const cpuNs = report.threads.reduce((sum, { onCpuNs }) => sum + (onCpuNs ?? 0), 0);
  if (cpuNs < WORTH_CPU_NS) return false;
  const texts = new Map<string, string | undefined>();
  const hotFunctions: Report['hotFunctions'] = [];
  for (const hot of report.hotFunctions) {
    const { place } = hot;
    if (place === null) continue;
    if (!texts.has(place.file)) texts.set(place.file, await readFile(place.file, 'utf8').catch(() => undefined));
    const text = texts.get(place.file);
    if (text !== undefined && touchesMemory(text, place)) hotFunctions.push(hot);
  }
  return isWorthMemoryPass({ ...report, hotFunctions });
}

/** Whether the timing run left too few CPU samples, so that a run that does nothing but sample should go before the memory pass. */
export async function isSamplingWorth(runDir: string): Promise<boolean> {
  return needsSamples(await readProfile(runDir));
}

export interface MeasureRunOptions {
  /** Absolute path of the built patterns.js. */
  replayPath: string;
  /** Started where the program's own Node is gone. */
  fallbackNode: string;
  budgetMs?: number;
  signal?: AbortSignal | undefined;
}

/**
 * Replays on this machine what the memory pass found, and keeps what it costs in the run's folder, so that a report can be made again
 * without.
 * @returns how many patterns were measured
 */
export async function measureMemory(runDir: string, options: MeasureRunOptions): Promise<number> {
  const profile = await readProfile(runDir);
  const { nodeVersion, cpuModel, cores, argv } = profile.run;
  const input = await readMemory(runDir, argv[1]);
  if (input === undefined) return 0;
  const { memory } = addMemory(profile, { ...input, measured: null }, { readSourceMap });
  const requests = memory === undefined ? [] : choosePatterns(memory).slice(0, MOST_PATTERNS);
  const [own] = argv;
  const { costs, notes } = await measurePatterns(requests, {
    node: own !== undefined && existsSync(own) ? own : options.fallbackNode,
    replayPath: options.replayPath,
    budgetMs: options.budgetMs ?? REPLAY_BUDGET_MS,
    seed: SEED,
    signal: options.signal,
  });
  const measured: MeasuredPatterns = { version: MEASURED_VERSION, nodeVersion, cpuModel, cores, costs, notes };
  await writeAtomically(join(runDir, MEMORY_FOLDER, MEASURED_FILE), `${JSON.stringify(measured, null, 1)}\n`);
  return costs.length;
}

async function readProfile(runDir: string): Promise<Profile> {
  const { trace } = await readRunTrace(runDir);
  return buildProfile(decodeTrace(trace), { readSourceMap });
}
