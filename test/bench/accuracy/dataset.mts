/** What was recorded and observed, in a folder that can be used again: <program>/<file>.run and <program>/observed-<n>.json. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { observe, type Observation } from './observe.mts';
import type { Case, Program } from './programs.mts';
import { record } from './record.mts';

export interface Dataset {
  directory: string;
  /** Measure what is not there yet. */
  measure: boolean;
  rounds: number;
  scratch: string;
}

/** Paired wall times of a case's two arms, ns. */
export interface Pairs {
  baseNs: number[];
  changeNs: number[];
  foreignShare: number;
}

/** @returns null when it is not there and is not to be measured @throws Error when the program fails */
export async function findRun({ directory, measure }: Dataset, program: Program, file: string): Promise<string | null> {
  const runDir = join(directory, program.name, `${basename(file)}.run`);
  if (existsSync(runDir)) return runDir;
  if (!measure) return null;
  await mkdir(join(directory, program.name), { recursive: true });
  return record(file, runDir);
}

/** All of the program's cases that were, or now are, observed; a sentence for one that failed. */
export async function findPairs(dataset: Dataset, program: Program): Promise<Map<Case, Pairs | string>> {
  const folder = join(dataset.directory, program.name);
  const sets = await readSets(folder);
  const missing = program.cases.filter((each) => sets.every((set) => !holds(set, each)));
  if (dataset.measure && missing.length > 0) {
    const arms = program.arms.filter((arm) => missing.some(({ base, change }) => base === arm || change === arm));
    const set = await observe(arms, dataset.rounds, dataset.scratch);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `observed-${sets.length}.json`), `${JSON.stringify(set, null, 1)}\n`);
    sets.push(set);
  }
  const found = program.cases.map(
    (each) =>
      [
        each,
        pairsOf(
          sets.find((set) => holds(set, each)),
          each,
        ),
      ] as const,
  );
  return new Map(found.filter((entry): entry is [Case, Pairs | string] => entry[1] !== null));
}

async function readSets(folder: string): Promise<Observation[]> {
  const names = existsSync(folder) ? await readdir(folder) : [];
  const files = names.filter((name) => /^observed-\d+\.json$/.test(name)).sort();
  return Promise.all(files.map(async (file) => JSON.parse(await readFile(join(folder, file), 'utf8')) as Observation));
}

function holds({ arms }: Observation, { base, change }: Case): boolean {
  return arms[base.key] !== undefined && arms[change.key] !== undefined;
}

function pairsOf(set: Observation | undefined, { base, change }: Case): Pairs | string | null {
  const before = set?.arms[base.key];
  const after = set?.arms[change.key];
  if (before === undefined || after === undefined) return null;
  const error = before.error ?? after.error;
  if (error !== undefined) return error;
  const runs = [...before.runs, ...after.runs];
  return {
    baseNs: before.runs.map(({ wallMs }) => wallMs * 1e6),
    changeNs: after.runs.map(({ wallMs }) => wallMs * 1e6),
    foreignShare: runs.reduce((sum, { foreignShare }) => sum + foreignShare, 0) / runs.length,
  };
}
