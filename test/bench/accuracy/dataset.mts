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
  await record(file, runDir);
  return runDir;
}

export interface Observed {
  /** All of the program's cases that were, or now are, observed; a sentence for one that failed. */
  pairs: Map<Case, Pairs | string>;
  /** ISO time of the last; empty when there is none. */
  observedAt: string;
}

export async function findPairs(dataset: Dataset, program: Program): Promise<Observed> {
  const folder = join(dataset.directory, program.name);
  const sets = await readSets(folder);
  const lacking = program.cases.map((each) => ({ each, rounds: dataset.rounds - countRounds(sets, each) }));
  const rounds = Math.max(0, ...lacking.map((lack) => lack.rounds));
  if (dataset.measure && rounds > 0) {
    const cases = lacking.filter((lack) => lack.rounds > 0).map(({ each }) => each);
    const arms = program.arms.filter((arm) => cases.some(({ base, change }) => base === arm || change === arm));
    const set = await observe(arms, rounds, dataset.scratch);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `observed-${sets.length}.json`), `${JSON.stringify(set, null, 1)}\n`);
    sets.push(set);
  }
  const found = program.cases.map((each) => [each, pairsOf(sets, each)] as const);
  return {
    pairs: new Map(found.filter((entry): entry is [Case, Pairs | string] => entry[1] !== null)),
    observedAt: sets.reduce((last, { startedAt }) => (startedAt > last ? startedAt : last), ''),
  };
}

async function readSets(folder: string): Promise<Observation[]> {
  const names = existsSync(folder) ? await readdir(folder) : [];
  const files = names.filter((name) => /^observed-\d+\.json$/.test(name)).sort();
  return Promise.all(files.map(async (file) => JSON.parse(await readFile(join(folder, file), 'utf8')) as Observation));
}

/** A change that failed once need not be run again. */
function countRounds(sets: readonly Observation[], each: Case): number {
  const pairs = pairsOf(sets, each);
  return pairs === null ? 0 : typeof pairs === 'string' ? Infinity : pairs.baseNs.length;
}

/** Null when no set holds both arms. */
function pairsOf(sets: readonly Observation[], { base, change }: Case): Pairs | string | null {
  const runs = [];
  for (const { arms } of sets) {
    const before = arms[base.key];
    const after = arms[change.key];
    if (before === undefined || after === undefined) continue;
    const error = before.error ?? after.error;
    if (error !== undefined) return error;
    for (const [round, run] of before.runs.entries()) {
      const partner = after.runs[round];
      if (partner !== undefined) runs.push([run, partner] as const);
    }
  }
  if (runs.length === 0) return null;
  const foreign = runs.flat().reduce((sum, { foreignShare }) => sum + foreignShare, 0);
  return {
    baseNs: runs.map(([before]) => before.wallMs * 1e6),
    changeNs: runs.map(([, after]) => after.wallMs * 1e6),
    foreignShare: foreign / (2 * runs.length),
  };
}
