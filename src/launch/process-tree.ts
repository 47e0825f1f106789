import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

export interface ProcessEntry {
  readonly pid: number;
  readonly parentPid: number;
  /** Tells a process from a later one with the same number. */
  readonly startedAt: string;
}

/** All processes that have not ended, as far as this platform shows them. */
export function listProcesses(): ProcessEntry[] {
  return process.platform === 'linux' ? listFromProc() : listFromPs();
}

/**
 * The processes in `known` that still live, their descendants, and every process that carries `mark` in the environment it
 * was started with: a process whose parent has ended belongs to nobody any more, but what the launcher put into its
 * environment stays readable on Linux. `known` maps a process number to its `startedAt` (undefined = whoever has it).
 */
export function findTree(known: ReadonlyMap<number, string | undefined>, mark: string | undefined): ProcessEntry[] {
  const all = listProcesses().filter(({ pid }) => pid !== process.pid);
  const found = new Set(all.filter((entry) => isKnown(entry, known) || hasMark(entry.pid, mark)).map(({ pid }) => pid));
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const { pid, parentPid } of all) if (found.has(parentPid)) found.add(pid);
  }
  return all.filter(({ pid }) => found.has(pid));
}

function isKnown({ pid, startedAt }: ProcessEntry, known: ReadonlyMap<number, string | undefined>): boolean {
  return known.has(pid) && (known.get(pid) ?? startedAt) === startedAt;
}

function listFromProc(): ProcessEntry[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        return parseStat(readFileSync(`/proc/${name}/stat`, 'latin1'));
      } catch {
        return []; // ended between the two reads
      }
    });
}

/** `pid (name) state ppid …`, see proc(5). The name may hold spaces and brackets; a zombie counts as ended. */
export function parseStat(text: string): ProcessEntry[] {
  const nameEnd = text.lastIndexOf(')');
  const fields = text.slice(nameEnd + 2).split(' ');
  const [state, parentPid] = fields;
  if (state === undefined || state === 'Z' || state === 'X') return [];
  return [{ pid: Number.parseInt(text, 10), parentPid: Number(parentPid), startedAt: fields[19] ?? '' }];
}

function listFromPs(): ProcessEntry[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,lstart='], { encoding: 'utf8' });
  return (stdout ?? '').split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line);
    if (match === null || match[3]?.startsWith('Z') === true) return [];
    return [{ pid: Number(match[1]), parentPid: Number(match[2]), startedAt: match[4] ?? '' }];
  });
}

function hasMark(pid: number, mark: string | undefined): boolean {
  if (process.platform !== 'linux' || mark === undefined) return false;
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(mark);
  } catch {
    return false; // ended, or somebody else's
  }
}
