import type { SharingPattern } from '../../../model/memory/pattern.js';
import { makeLoop, type Kernel, type KernelContext, type Kernels } from '../kernel.js';

/** Far enough from each other for neighbouring lines that are fetched in pairs, too. */
const APART_BYTES = 256;
/** Accesses in a row that stand for the mix of a thread's reads and writes. */
const MIX = 8;

/** Bytes that this pattern needs in shared memory. */
export function sharedBytes({ users }: SharingPattern): number {
  return APART_BYTES * (users.length + 2);
}

/** Threads at one line, against each at a line of its own, or each counting for itself. */
export function makeSharing(pattern: SharingPattern, { thread, shared }: KernelContext): Kernels {
  const user = pattern.users[thread] ?? { offset: 0, reads: 0.5, writes: 0.5, atomics: 0 };
  const offset = Math.max(0, user.offset % pattern.lineBytes);
  const words = new Int32Array(shared);
  const at = (bytes: number): number => Math.floor(bytes / Int32Array.BYTES_PER_ELEMENT);
  const here = at(APART_BYTES + offset);
  const own = at(APART_BYTES * (thread + 1) + offset);
  return {
    now: touchWord(words, here, user),
    proposed:
      pattern.sharing === 'false' ? touchWord(words, own, user) : countAlone(words, here, user, pattern.runLength),
  };
}

type User = SharingPattern['users'][number];

/** Reads, writes and atomic additions in turns, as often as each was recorded. */
function touchWord(words: Int32Array, at: number, user: User): Kernel {
  const body = mixOf(user)
    .map((what) => ACCESSES[what])
    .join(' ');
  const loop = makeLoop(['W', 'at'], `let s = 0; for (let t = 0; t < times; t++) { ${body} } return s;`);
  return { quantum: MIX, run: (iterations) => loop(words, at, Math.round(iterations / MIX)) };
}

const ACCESSES = {
  read: 's = (s + W[at]) | 0;',
  write: 'W[at] = t;',
  update: 'W[at] = (W[at] + 1) | 0;',
  atomic: 'Atomics.add(W, at, 1);',
} as const;

/** A write that comes with a read is an update: `counts[i]++` is recorded as both. */
function mixOf({ reads, writes, atomics }: User): (keyof typeof ACCESSES)[] {
  const all = reads + writes + atomics;
  const share = (part: number): number => (all > 0 ? Math.round((part / all) * MIX) : 0);
  const updates = Math.min(reads, writes);
  const counts = {
    update: share(2 * updates),
    read: share(reads - updates),
    write: share(writes - updates),
    atomic: share(atomics),
  };
  const mix = (['update', 'write', 'atomic', 'read'] as const).flatMap((what) =>
    Array.from({ length: counts[what] }, () => what),
  );
  return mix.length === 0 ? ['update'] : mix;
}

/** Counts in a variable, and stores once at the end of a run. */
function countAlone(words: Int32Array, at: number, { atomics, reads, writes }: User, runLength: number): Kernel {
  const run = Math.max(1, Math.min(1_000_000, Math.round(runLength)));
  const store = atomics >= Math.max(reads, writes) ? 'Atomics.add(W, at, s);' : 'W[at] = (W[at] + s) | 0;';
  const loop = makeLoop(
    ['W', 'at'],
    `let s = 0; for (let t = 0; t < times; t++) { for (let j = 0; j < ${run}; j++) s = (s + (j | 1)) | 0; ${store} } return s;`,
  );
  return { quantum: run, run: (iterations) => loop(words, at, Math.max(1, Math.round(iterations / run))) };
}
