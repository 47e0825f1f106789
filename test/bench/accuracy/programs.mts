/** What is predicted and observed: the zoo's programs and those beside this file, with the edits that their expect.json names. */
import { readFileSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { loadZoo } from '../../workloads/load.mjs';
import type { Edit } from '../../../src/predict/edit.ts';

/** An edit without pool and lock: they are the pool with most tasks and the lock most waited for. */
export type PlacelessEdit = WithoutPlace<Edit>;
type WithoutPlace<E> = E extends Edit ? Omit<E, 'pool' | 'lock'> : never;

/** Options of a pool that can be set from outside. */
export type PoolOptions = Partial<Record<'minThreads' | 'maxThreads' | 'concurrentTasksPerWorker', number>>;

/** One way to run a program: its file, with these options of its pool; null = without the overlay that sets them. */
export interface Arm {
  key: string;
  file: string;
  options: PoolOptions | null;
}

export interface Case {
  program: string;
  control: boolean;
  base: Arm;
  change: Arm;
  edit: PlacelessEdit;
}

export interface Program {
  name: string;
  control: boolean;
  /** The file people would profile. */
  main: string;
  /** Each is run in every round. */
  arms: Arm[];
  cases: Case[];
}

/** In expect.json. Files are names in the program's folder; `base` is the program itself unless given. */
interface Expectation {
  edits?: { base?: string; edit: Record<string, unknown>; fix: string }[];
  options?: { base?: string; kind: 'pool-size' | 'concurrent-tasks'; values: number[] }[];
}

interface Source extends Expectation {
  name: string;
  dir: string;
  main: string;
  control: boolean;
}

const OWN = join(import.meta.dirname, 'programs');

/** @param only parts of names; all when empty */
export function loadPrograms(only: readonly string[]): Program[] {
  const major = Number(process.versions.node.split('.')[0]);
  const zoo = loadZoo().filter(
    ({ nodes, platforms }) => major >= Number(nodes.replace('>=', '')) && platforms.includes(process.platform),
  ) as Source[];
  return [...zoo, ...loadOwn()]
    .filter(({ name }) => only.length === 0 || only.some((part) => name.includes(part)))
    .map(toProgram);
}

function loadOwn(): Source[] {
  return readdirSync(OWN, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('shared'))
    .map(({ name }) => {
      const dir = join(OWN, name);
      const expectation = JSON.parse(readFileSync(join(dir, 'expect.json'), 'utf8')) as Expectation;
      return { ...expectation, name, dir, main: join(dir, 'base.mjs'), control: false };
    });
}

function toProgram(source: Source): Program {
  const { name, dir, main, control, edits = [], options = [] } = source;
  const arms = new Map<string, Arm>();
  const arm = (file: string, set: PoolOptions | null = null): Arm => {
    const key = set === null ? file : [file, '+', ...Object.entries(set).map((pair) => pair.join('='))].join(' ');
    const known = arms.get(key) ?? { key, file: join(dir, file), options: set };
    arms.set(key, known);
    return known;
  };
  const cases: Case[] = [];
  const add = (base: Arm, change: Arm, edit: PlacelessEdit): void =>
    void cases.push({ program: name, control, base, change, edit });
  for (const { base, edit, fix } of edits) add(arm(base ?? basename(main)), arm(fix), resolveCores(edit));
  for (const { base, kind, values } of options) {
    for (const value of values) {
      const from = arm(base ?? basename(main), {});
      const set = kind === 'pool-size' ? { minThreads: value, maxThreads: value } : { concurrentTasksPerWorker: value };
      const edit: PlacelessEdit = kind === 'pool-size' ? { kind, threads: value } : { kind, tasks: value };
      add(from, arm(basename(from.file), set), edit);
    }
  }
  return { name, control, main, arms: [...arms.values()], cases };
}

/** `{ "perCore": 12 }` stands for that many a core, where a program asks for the number of cores. */
function resolveCores(edit: Record<string, unknown>): PlacelessEdit {
  const resolved = Object.entries(edit).map(([key, value]) => [
    key,
    isPerCore(value) ? value.perCore * availableParallelism() : value,
  ]);
  return Object.fromEntries(resolved) as PlacelessEdit;
}

function isPerCore(value: unknown): value is { perCore: number } {
  return typeof value === 'object' && value !== null && 'perCore' in value;
}
