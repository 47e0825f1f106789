import type { MemoryRecord } from './memory.js';

export interface MemoryLines {
  records: MemoryRecord[];
  /** Lines that are no record: cut off, or written over. */
  broken: number;
}

/**
 * Reads a `.twmem` file. A thread that is killed leaves its last line cut off; whatever is not a whole line is counted and
 * left out.
 */
export function readMemoryLines(text: string): MemoryLines {
  const records: MemoryRecord[] = [];
  let broken = 0;
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const record = parseRecord(line);
    if (record === undefined) broken++;
    else records.push(record);
  }
  return { records, broken };
}

/** What each kind cannot be read without. More is not checked: whoever reads a field takes it as it is. */
const REQUIRED: Readonly<Record<MemoryRecord['kind'], readonly string[]>> = {
  thread: ['version', 'pid', 'threadId'],
  file: ['file', 'state'],
  loop: ['id', 'file', 'line'],
  site: ['id', 'loop', 'line'],
  make: ['id', 'file', 'line'],
  window: ['loop', 'sites'],
  loops: ['entered'],
  made: ['counts'],
  buffer: ['shared', 'bytes'],
  shared: ['shared', 'ranges'],
  allocations: ['stacks'],
  heap: ['usedBytes'],
  data: ['hash', 'bytes'],
  placement: ['cores'],
  cpu: ['samples', 'lines'],
  note: ['what', 'why'],
  end: [],
};

function parseRecord(line: string): MemoryRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('kind' in value)) return undefined;
  const required = REQUIRED[value.kind as MemoryRecord['kind']] as readonly string[] | undefined;
  return required?.every((name) => name in value) === true ? (value as MemoryRecord) : undefined;
}
