import { writeFile } from 'node:fs/promises';
import { median } from '../../../src/statistics/quantile.ts';
import type { Timing } from './run-timed.mts';
import { plain, type Tool } from './tools.mts';

/** What a tool adds to the start of a process that has workers, and of each worker, against plain. */
export interface StartUp {
  processWallMs: number;
  processCpuMs: number;
  workerWallMs: number;
  workerCpuMs: number;
}

const MANY_WORKERS = 11;

/** Workers one after the other, so that their wall times add up. */
const program = (workers: number): string => `
const { Worker } = require('node:worker_threads');
let left = ${workers};
const next = () => { if (left-- > 0) new Worker('', { eval: true }).once('exit', next); };
next();
`;

export type RunTool = (tool: Tool, file: string) => Promise<Timing>;

/** Programs that start one worker and eleven; each with every tool in turn. */
export async function measureStartUp(
  tools: readonly Tool[],
  rounds: number,
  scratch: string,
  run: RunTool,
): Promise<Map<string, StartUp>> {
  const times = new Map<string, Timing[]>();
  for (const workers of [1, MANY_WORKERS]) {
    const file = `${scratch}/start-${workers}.cjs`;
    await writeFile(file, program(workers));
    for (let round = 0; round < rounds; round++) {
      for (const tool of [plain, ...tools]) {
        const key = `${tool.name}/${workers}`;
        times.set(key, [...(times.get(key) ?? []), await run(tool, file)]);
      }
    }
  }
  const at = (tool: Tool, workers: number, column: keyof Timing): number =>
    median((times.get(`${tool.name}/${workers}`) ?? []).map((timing) => timing[column]));
  const ofWorker = (tool: Tool, column: keyof Timing): number =>
    (at(tool, MANY_WORKERS, column) - at(tool, 1, column)) / (MANY_WORKERS - 1);
  // With what a tool starts for the first worker, once a process.
  const ofProcess = (tool: Tool, column: keyof Timing): number =>
    at(tool, 1, column) - at(plain, 1, column) - (ofWorker(tool, column) - ofWorker(plain, column));
  return new Map(
    tools.map((tool) => [
      tool.name,
      {
        processWallMs: ofProcess(tool, 'wallMs'),
        processCpuMs: ofProcess(tool, 'cpuMs'),
        workerWallMs: ofWorker(tool, 'wallMs') - ofWorker(plain, 'wallMs'),
        workerCpuMs: ofWorker(tool, 'cpuMs') - ofWorker(plain, 'cpuMs'),
      },
    ]),
  );
}
