/** From a run's folder to what its memory pass left there: the IO around `addMemory`. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MeasuredPatterns, MemoryInput, MemoryMachine } from './model/memory/memory-input.js';
import {
  MACHINE_FILE,
  MEASURED_FILE,
  MEMORY_FOLDER,
  PASS_FILE,
  SAMPLES_FOLDER,
  type PassRecord,
} from './trace/memory-machine.js';
import type { MemoryRecord, MemoryThread } from './trace/memory.js';
import { readMemoryLines } from './trace/read-memory-lines.js';

/** One process of the pass, or of the sampling run. */
interface Process {
  threads: MemoryRecord[][];
  main: MemoryThread | undefined;
  records: number;
}

/**
 * What the memory pass recorded of the process that the trace is of: the program of the same file, for the pass is a run of its own.
 *
 * @param script of the process: argv[1]
 * @returns undefined where no pass was made, or nothing of it can be read
 */
export async function readMemory(runDir: string, script: string | undefined): Promise<MemoryInput | undefined> {
  const folder = join(runDir, MEMORY_FOLDER);
  const chosen = chooseProcess(await readProcesses(folder), script);
  if (chosen === undefined) return undefined;
  const sampled = chooseProcess(await readProcesses(join(folder, SAMPLES_FOLDER)), script);
  const pass = await readJson<PassRecord>(folder, PASS_FILE);
  return {
    threads: chosen.threads,
    samples: sampled?.threads ?? [],
    machine: (await readJson<MemoryMachine>(folder, MACHINE_FILE)) ?? null,
    measured: (await readJson<MeasuredPatterns>(folder, MEASURED_FILE)) ?? null,
    notes: pass?.notes ?? [],
  };
}

async function readProcesses(folder: string): Promise<Process[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.twmem'));
  const processes = new Map<string, Process>();
  for (const name of names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))) {
    const { records } = readMemoryLines(await readFile(join(folder, name), 'utf8'));
    if (records.length === 0) continue;
    const pid = name.split('-')[0] ?? '';
    const process = processes.get(pid) ?? { threads: [], main: undefined, records: 0 };
    processes.set(pid, process);
    process.threads.push(records);
    process.records += records.length;
    process.main ??= records.find((record) => record.kind === 'thread' && record.threadId === 0) as MemoryThread;
  }
  return [...processes.values()];
}

/** Of those that ran the same script, or of all where none did, the one with the most to say. */
function chooseProcess(processes: readonly Process[], script: string | undefined): Process | undefined {
  const same = processes.filter(({ main }) => main !== undefined && main.file === script);
  return [...(same.length > 0 ? same : processes)].sort((a, b) => b.records - a.records)[0];
}

async function readJson<T>(folder: string, name: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, name), 'utf8')) as T;
  } catch {
    return undefined;
  }
}
