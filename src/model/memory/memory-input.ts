/** What a run's folder holds of its memory pass, as read from it: all that `buildMemory` is given beside the profile. */
import type { MemoryMachine } from '../../trace/memory-machine.js';
import type { MemoryRecord } from '../../trace/memory.js';
import type { PatternCost } from './memory-profile.js';

export type { MemoryMachine };

export interface MemoryInput {
  /** The records of each thread of one process, in the order they were written; a thread's first is `kind: 'thread'`. */
  threads: MemoryRecord[][];
  /** The same of the sampling run, where one was made and came to a good end; else empty. */
  samples: MemoryRecord[][];
  /** Null where the system tells nothing. */
  machine: MemoryMachine | null;
  /** Null where nothing has been replayed yet: all costs are then null. */
  measured: MeasuredPatterns | null;
  /** What went wrong in the pass as a whole, in sentences. */
  notes: string[];
}

/** `<runDir>/memory/measured.json`: what replayed patterns cost on the machine of the run. */
export interface MeasuredPatterns {
  version: number;
  cpuModel: string;
  cores: number;
  nodeVersion: string;
  /** By the key of the pattern that was replayed. */
  costs: { key: string; cost: PatternCost }[];
  /** What could not be replayed, and why; sentences. */
  notes: string[];
}
