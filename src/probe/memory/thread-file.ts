/** This thread's file. A line is written at once and whole: a thread that is terminated loses only what it had not yet summed up. */
import fs from 'node:fs';
import path from 'node:path';
import type { MemoryRecord } from '../../trace/memory.js';

/** What one thread may write; the program's disk is not ours. */
const MAX_BYTES = 64 * 2 ** 20;

const { openSync, writeSync } = fs;
let fd = -1;
let written = 0;

export function openThreadFile(dir: string, threadId: number): void {
  fd = openSync(path.join(dir, `${process.pid}-${threadId}.twmem`), 'a');
}

export function write(record: MemoryRecord): void {
  if (fd < 0) return;
  try {
    written += writeSync(fd, `${JSON.stringify(record)}\n`);
    if (written < MAX_BYTES) return;
    const why = 'its file had grown to 64 MB';
    writeSync(fd, `${JSON.stringify({ kind: 'note', what: 'The rest of this thread was not recorded', why })}\n`);
    fd = -1;
  } catch {
    fd = -1;
  }
}

const noted = new Set<string>();

/** Each thing once. */
export function note(what: string, why: string): void {
  if (noted.has(what)) return;
  noted.add(what);
  write({ kind: 'note', what, why });
}
