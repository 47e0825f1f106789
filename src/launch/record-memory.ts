import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MACHINE_FILE, MEMORY_FOLDER, PASS_FILE, type PassRecord } from '../trace/memory-machine.js';
import { runMemoryPass, type MemoryPassOptions } from './memory-pass.js';
import { readMemoryMachine } from './read-caches.js';
import { takeSamples } from './take-samples.js';
import { writeAtomically } from './write-atomically.js';

export interface RecordMemoryOptions extends MemoryPassOptions {
  /** Whether a sampling run goes first. */
  samplesFirst: boolean;
  /** Called as each run begins. */
  onBegin?: (run: 'sampling' | 'pass') => void;
}

/**
 * Runs the program again to record how it uses memory, and keeps how that ended and what the system says of its caches. What goes
 * wrong in it is told as notes.
 *
 * @returns also whether anything was recorded
 * @throws LaunchError when it cannot be started
 */
export async function recordMemory(options: RecordMemoryOptions): Promise<PassRecord & { recorded: boolean }> {
  const folder = join(options.runDir, MEMORY_FOLDER);
  // What an earlier pass left there is of another run of the program.
  await rm(folder, { recursive: true, force: true });
  if (options.samplesFirst) options.onBegin?.('sampling');
  const notes = options.samplesFirst ? await takeSamples(options) : [];
  options.onBegin?.('pass');
  const { exitCode, wallNs, files, stopped } = await runMemoryPass(options);
  if (stopped !== undefined) notes.push(`The memory pass was stopped ${stopped}: what it recorded until then is used.`);
  else if (exitCode !== 0) {
    const how = exitCode === null ? 'by a signal' : `with exit code ${exitCode}`;
    notes.push(`The memory pass ended ${how}: what it recorded until then is used.`);
  }
  const record: PassRecord = { exitCode, wallNs, notes };
  await writeJson(folder, PASS_FILE, record);
  await writeJson(folder, MACHINE_FILE, await readMemoryMachine());
  return { ...record, recorded: files.length > 0 };
}

async function writeJson(folder: string, name: string, value: unknown): Promise<void> {
  await writeAtomically(join(folder, name), `${JSON.stringify(value, null, 1)}\n`);
}
