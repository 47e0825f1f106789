import { readFileSync } from 'node:fs';
import { findWorkload } from '../source/find-workload.js';
import { parseSource } from '../source/parse-source.js';

/** Whether a file is meant to be run by the pool driver: by its name, or by what it exports. */
export function isWorkloadFile(file: string): boolean {
  if (/\.workload\.[cm]?[jt]sx?$/.test(file)) return true;
  if (!/\.[cm]?[jt]s$/.test(file)) return false;
  try {
    const parsed = parseSource(readFileSync(file, 'utf8'), file.endsWith('ts') ? 'typescript' : 'javascript');
    return parsed !== undefined && findWorkload(parsed) !== undefined;
  } catch {
    return false; // missing, or a folder: what it is called is all there is to go by
  }
}
