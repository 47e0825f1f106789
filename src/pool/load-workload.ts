import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { checkWorkload, type CheckedWorkload } from './check-workload.js';
import { describeError } from './describe-error.js';
import { locateSyntaxError } from './locate-syntax-error.js';
import type { Workload } from './workload.js';
import { WorkloadError } from './workload-error.js';

/**
 * Imports and checks a workload file.
 * @param file absolute
 * @throws WorkloadError
 */
export async function loadWorkload(file: string): Promise<CheckedWorkload> {
  if (!existsSync(file)) throw new WorkloadError(`There is no workload file ${file}. Check the path.`);
  const exported = defaultOf(await importFile(file, 'the workload file'));
  if (exported === undefined) {
    throw new WorkloadError(`${file} has no default export. Export the workload: export default { worker, agents, … }`);
  }
  return checkWorkload(exported, file);
}

/**
 * @param file the workload's file, which a relative path counts from
 * @returns the absolute path of the worker's file
 * @throws WorkloadError when there is no such file
 */
export function resolveWorker(worker: Workload['worker'], file: string): string {
  const isUrl = worker instanceof URL || worker.startsWith('file:');
  const path = isUrl ? fileURLToPath(worker) : resolve(dirname(file), worker);
  if (!existsSync(path)) {
    throw new WorkloadError(`${file} names a worker that does not exist: ${path}. Correct its \`worker\`.`);
  }
  return path;
}

/** Imports what a Piscina worker would call, to call it on this thread. */
export async function importStep(workerFile: string): Promise<(input: unknown) => unknown> {
  const exported = defaultOf(await importFile(workerFile, 'the worker'));
  if (typeof exported !== 'function') {
    throw new WorkloadError(
      `${workerFile} is no Piscina worker: its default export must be a function (input) => result.`,
    );
  }
  return exported as (input: unknown) => unknown;
}

async function importFile(file: string, what: string): Promise<unknown> {
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    // Errors about TypeScript hold their place already.
    const isUnplaced = error instanceof SyntaxError && /\.[cm]?js$/.test(file);
    const place = isUnplaced ? locateSyntaxError(file) : undefined;
    const told = `${place === undefined ? '' : `${place}\n`}${describeError(error)}`;
    throw new WorkloadError(`Cannot load ${what} ${file}:\n${told}`, { cause: error });
  }
}

/** A CommonJS module that was compiled from ESM has its default export one level down. */
function defaultOf(module: unknown): unknown {
  const outer = propertyOf(module, 'default');
  return propertyOf(outer, '__esModule') === true ? propertyOf(outer, 'default') : outer;
}

function propertyOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
