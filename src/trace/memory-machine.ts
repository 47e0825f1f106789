/** What lies in a run's folder of its memory pass, beside `<pid>-<threadId>.twmem` for each thread. */

export const MEMORY_FOLDER = 'memory';
/** In it, where there was a sampling run: a `<pid>-<threadId>.twmem` of that for each thread. */
export const SAMPLES_FOLDER = 'samples';
/** `MemoryMachine`. */
export const MACHINE_FILE = 'machine.json';
/** How the pass ended, `PassRecord`. */
export const PASS_FILE = 'pass.json';
/** What patterns cost on this machine, `MeasuredPatterns` of the model. */
export const MEASURED_FILE = 'measured.json';

export interface PassRecord {
  exitCode: number | null;
  wallNs: number;
  /** What went wrong, in sentences. */
  notes: string[];
}

/** `<runDir>/memory/machine.json`: what launch read from the system when it made the memory pass. */
export interface MemoryMachine {
  /** Data and unified caches, level by level, as the first core has them; those the system does not tell are absent. */
  caches: { level: number; bytes: number; lineBytes: number; sharedByCores: number }[];
  topology: {
    cores: number;
    /** NUMA nodes; 1 where the system tells of none. */
    nodes: number;
    /** The cores of each node, where it tells of them. */
    coresOfNodes?: number[][];
  };
}
