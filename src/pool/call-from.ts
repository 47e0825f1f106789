import { readFileSync } from 'node:fs';
import { compileFunction } from 'node:vm';

/** Calls a function as if from a line of the user's file. */
export type CallFrom = <Result>(call: () => Result) => Result;

/**
 * Profiles place a pool and its tasks where user code makes them; here that is the driver, on behalf of what the workload
 * exports. So its calls go through a frame that stands on the line of that export.
 * @param file absolute
 */
export function callFromExport(file: string): CallFrom {
  const line = findExportLine(readFileSync(file, 'utf8'));
  return compileFunction('return call();', ['call'], { filename: file, lineOffset: line }) as CallFrom;
}

/** Counts from 0; the first line when there is nothing that looks like the export. */
export function findExportLine(source: string): number {
  const lines = source.split('\n');
  const found = lines.findIndex((line) =>
    /^\s*(export\s+default\b|(module\.)?exports\b.*=|export\s*\{.*\bdefault\b)/.test(line),
  );
  return Math.max(0, found);
}
