import type { MemoryMake } from '../../trace/memory.js';
import { toPath } from '../parse-stack.js';
import type { SiteIndex } from '../profile.js';
import type { MemorySites } from './memory-sites.js';
import type { ThreadRecords } from './thread-records.js';

/** A place where objects are made, over all threads. */
export interface Make {
  site: SiteIndex;
  /** Where its function begins, in the source as it was loaded. */
  functionKey: string;
  text: string;
  what: MemoryMake['what'];
  keys: readonly string[];
  /** Of one, where the text tells; else NaN. */
  bytes: number;
  /** Objects made in the pass; and by threadId. */
  count: number;
  countByThread: [threadId: number, count: number][];
}

/** Names a function by where it begins. */
export function functionKeyOf(file: string, line: number, column: number): string {
  return `${toPath(file)}:${line}:${column}`;
}

/** Places that made anything. */
export function listMakes(threads: readonly ThreadRecords[], sites: MemorySites): Make[] {
  const found = new Map<string, Make>();
  for (const { thread, makes, made } of threads) {
    for (const [id, count] of made) {
      const record = makes.get(id);
      if (record === undefined || count === 0) continue;
      const { functionName, file, line, column } = record;
      const site = sites.at({ functionName, file, line, column });
      const key = `${site} ${record.what}`;
      const make = found.get(key) ?? emptyMake(record, site);
      make.count += count;
      make.countByThread.push([thread.threadId, count]);
      found.set(key, make);
    }
  }
  return [...found.values()];
}

function emptyMake({ file, functionLine, functionColumn, text, what, keys, bytes }: MemoryMake, site: SiteIndex): Make {
  const functionKey = functionKeyOf(file, functionLine, functionColumn);
  return { site, functionKey, text, what, keys, bytes: bytes ?? Number.NaN, count: 0, countByThread: [] };
}
