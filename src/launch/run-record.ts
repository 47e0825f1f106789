import { join } from 'node:path';
import type { MachineCosts } from './measure-machine.js';
import { writeAtomically } from './write-atomically.js';

/** run.json: what a run folder holds, and how the run ended. Written when it begins, and again when it has ended. */
export interface RunRecord {
  id: string;
  toolVersion: string;
  command: string[];
  cwd: string;
  /** ISO 8601. */
  startedAt: string;
  /** Pool threads the workload was profiled with; absent for programs that are no workload files. */
  threads?: number;
  /** What wake-ups, switches and starting workers cost on this machine; what replaying the run needs. */
  machine?: MachineCosts;
  /** What follows is absent until the run has ended. */
  exitCode?: number | null;
  signal?: string | null;
  /** From spawn to exit of the command. */
  wallNs?: number;
  stoppedByUs?: boolean;
  stopCause?: 'time' | 'request' | 'signal';
  reason?: string;
}

export const RUN_RECORD_FILE = 'run.json';

export async function writeRunRecord(runDir: string, record: RunRecord): Promise<void> {
  await writeAtomically(join(runDir, RUN_RECORD_FILE), `${JSON.stringify(record, null, 2)}\n`);
}
