import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { findTree, type ProcessEntry } from './process-tree.js';

const LOOK_EVERY_MS = 50;
/** How often a tree is killed again that goes on starting processes, before it is given up. */
const KILL_ATTEMPTS = 40;

export interface TreeToStop {
  rootPid: number;
  /** Processes known to belong to it, by `startedAt`: those whose parents have ended are not found otherwise. Grows. */
  known: Map<number, string | undefined>;
  /** Text in the environment of every process of the tree, see `findTree`. */
  mark: string | undefined;
  /** Given between asking to end (SIGTERM) and ending (SIGKILL). */
  graceMs: number;
}

/** Ends a whole process tree. Resolves when none of it is left. */
export async function stopTree({ rootPid, known, mark, graceMs }: TreeToStop): Promise<void> {
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/PID', String(rootPid), '/T', '/F'], { windowsHide: true });
    return;
  }
  const look = (): ProcessEntry[] => rememberTree(known, mark);
  signalAll(look(), 'SIGTERM');
  for (const end = Date.now() + graceMs; Date.now() < end; await sleep(LOOK_EVERY_MS)) {
    if (look().length === 0) return;
  }
  for (let attempt = 0; attempt < KILL_ATTEMPTS; attempt++) {
    const left = look();
    if (left.length === 0) return;
    signalAll(left, 'SIGKILL');
    await sleep(LOOK_EVERY_MS);
  }
}

/** The tree as it is now; adds it to `known`. */
export function rememberTree(known: Map<number, string | undefined>, mark: string | undefined): ProcessEntry[] {
  const tree = findTree(known, mark);
  for (const { pid, startedAt } of tree) known.set(pid, startedAt);
  return tree;
}

function signalAll(processes: readonly ProcessEntry[], signal: NodeJS.Signals): void {
  for (const { pid } of processes) {
    try {
      process.kill(pid, signal);
    } catch {
      // Ended meanwhile, or not ours to signal (set-uid programs).
    }
  }
}
