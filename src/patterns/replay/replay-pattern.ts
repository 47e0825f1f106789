import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Pattern } from '../../model/memory/pattern.js';
import type { BlockAnswer, BlockOrder, ReplayTimes, Side, ThreadReady, ThreadSetup } from '../orders.js';
import { sizeOfMaking } from './kernels/making.js';
import { sharedBytes } from './kernels/sharing.js';

/** A block is so long that beginning it and looking at the clock are nothing; allocations want collections in it. */
const BLOCK_NS: Readonly<Record<Exclude<Pattern['kind'], 'making'>, number>> = {
  walk: 6e6,
  objects: 6e6,
  shapes: 4e6,
  sharing: 5e6,
  allocation: 25e6,
  copy: 15e6,
  placement: 40e6,
};
/** Blocks of each side before any counts: by then the loops have been optimised. */
const WARM_BLOCKS = 3;
/** V8 may optimise one loop in two ways; each isolate decides for itself, so that several are asked. */
const MOST_GROUPS = 5;
const FEWEST_GROUPS = 2;
const BLOCKS_A_GROUP = 6;
const FEWEST_BLOCKS = 3;
const MOST_DOUBLINGS = 26;
/** A block that took this much longer than the CPU time in it was interrupted by others, and does not count. */
const INTERRUPTED = 1.1;
/** CPU time of telling threads to begin and hearing that they are done, and of looking at the clock, ns. */
const AROUND_NS = 300_000;
/** Pairs of blocks that must count in all. */
const FEWEST_PAIRS = 3;

interface Clock {
  /** When this pattern's time is up, performance.now(). */
  untilMs: number;
}

/**
 * Replays both sides of a pattern in turns, in several isolates one after the other.
 * @throws Error with a sentence when it cannot be replayed here
 */
export async function replayPattern(
  key: string,
  pattern: Pattern,
  { seed, clock }: { seed: number; clock: Clock },
): Promise<ReplayTimes> {
  const threads = countThreads(pattern);
  const groups: ReplayTimes['groups'] = [];
  for (let group = 0; group < MOST_GROUPS; group++) {
    const begin = performance.now();
    groups.push(await replayGroup(pattern, threads, { seed: seed + group * 1000, clock, blocks: blocksFor(group) }));
    const took = performance.now() - begin;
    if (groups.length >= FEWEST_GROUPS && performance.now() + took > clock.untilMs) break;
  }
  const counted = groups.filter(({ now }) => now.length > 0);
  if (counted.reduce((sum, { now }) => sum + now.length, 0) < FEWEST_PAIRS)
    throw new Error('Other programs used the machine meanwhile; run it again on a quiet one.');
  return { key, threads, groups: counted };
}

function blocksFor(group: number): { least: number; most: number } {
  return { least: group < FEWEST_GROUPS ? FEWEST_BLOCKS : 1, most: BLOCKS_A_GROUP };
}

/** No more than there are cores: threads that wait for a core would be timed, not memory. */
function countThreads(pattern: Pattern): number {
  const cores = availableParallelism();
  if (pattern.kind !== 'sharing') return Math.max(1, Math.min(pattern.threads, cores));
  if (cores < 2) throw new Error('Sharing a cache line takes two cores to replay, and there is one.');
  return Math.min(pattern.users.length, cores);
}

interface GroupOptions {
  seed: number;
  clock: Clock;
  blocks: { least: number; most: number };
}

/** One isolate a thread, warmed up, then blocks of both sides in turns. */
async function replayGroup(
  pattern: Pattern,
  threads: number,
  { seed, clock, blocks }: GroupOptions,
): Promise<ReplayTimes['groups'][number]> {
  const barrier = new SharedArrayBuffer(8);
  const shared = new SharedArrayBuffer(pattern.kind === 'sharing' ? sharedBytes(pattern) : 8);
  const workers = Array.from({ length: threads }, (_, thread) => {
    const workerData: ThreadSetup = { pattern, thread, threads, seed, barrier, shared };
    return new Worker(__filename, { workerData, env: {}, execArgv: [] });
  });
  try {
    const ready = await Promise.all(workers.map((worker) => answerOf<ThreadReady>(worker)));
    const coresOf = pattern.kind === 'placement' ? planCores(threads) : undefined;
    const run = (side: Side, iterations: number): Promise<Block> =>
      runBlock(workers, (thread) => ({ side, iterations, ...coresOf?.(side, thread) }));
    const times: ReplayTimes['groups'][number] = { now: [], proposed: [] };
    if (pattern.kind === 'making') {
      // As the program does it: in a new isolate, for as long.
      const { count, rounds } = sizeOfMaking(pattern);
      const pair = await runPair(['now', 'proposed'], (side) => run(side, count * rounds));
      if (pair === undefined) return times;
      return { now: [pair.now / (count * rounds)], proposed: [pair.proposed / (count * rounds)] };
    }
    const besides = (side: Side): number => ready.reduce((sum, one) => sum + one.besidesNs[side], 0) / ready.length;
    const iterations = { now: 0, proposed: 0 };
    for (const side of ['now', 'proposed'] as const) {
      const quantum = Math.max(...ready.map((one) => one.quantum[side]));
      iterations[side] = await findBlock(async (count) => (await run(side, count)).ns, quantum, BLOCK_NS[pattern.kind]);
    }
    for (let warm = 0; warm < WARM_BLOCKS; warm++) {
      for (const side of ['now', 'proposed'] as const) await run(side, iterations[side]);
    }
    for (let block = 0; block < blocks.most; block++) {
      if (block >= blocks.least && performance.now() > clock.untilMs) break;
      const order: Side[] = block % 2 === 0 ? ['now', 'proposed'] : ['proposed', 'now'];
      const pair = await runPair(order, (side) => run(side, iterations[side]));
      if (pair === undefined) continue;
      times.now.push(pair.now / iterations.now + besides('now'));
      times.proposed.push(pair.proposed / iterations.proposed + besides('proposed'));
    }
    return times;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** Both sides one after the other, ns; undefined where somebody else was on their cores. */
async function runPair(
  order: readonly Side[],
  run: (side: Side) => Promise<Block>,
): Promise<Record<Side, number> | undefined> {
  const pair: Partial<Record<Side, Block>> = {};
  for (const side of order) pair[side] = await run(side);
  const { now, proposed } = pair;
  return now?.isWhole === true && proposed?.isWhole === true ? { now: now.ns, proposed: proposed.ns } : undefined;
}

/** Iterations that take about so long; finding them warms the loop up. */
async function findBlock(run: (count: number) => Promise<number>, quantum: number, wantedNs: number): Promise<number> {
  let count = quantum;
  for (let doubling = 0; doubling < MOST_DOUBLINGS; doubling++) {
    const ns = await run(count);
    if (ns >= wantedNs / 2) {
      const rounds = Math.round((count / quantum) * (wantedNs / ns));
      return quantum * Math.max(1, rounds);
    }
    count *= ns < wantedNs / 64 ? 8 : 2;
  }
  return count;
}

interface Block {
  /** Mean over the threads of what they took, all at once. */
  ns: number;
  /** Nobody else was on their cores meanwhile. */
  isWhole: boolean;
}

/** The threads have nothing to do before and after, so that all CPU time of the process between is theirs. */
async function runBlock(workers: readonly Worker[], orderOf: (thread: number) => BlockOrder): Promise<Block> {
  const before = process.cpuUsage();
  const answers = workers.map((worker) => answerOf<BlockAnswer>(worker));
  for (const [thread, worker] of workers.entries()) worker.postMessage(orderOf(thread));
  // The first that fails ends it: the others wait for it.
  const done = await Promise.all(
    answers.map(async (answer) => {
      const result = await answer;
      if ('failed' in result) throw new Error(result.failed);
      return result.ns;
    }),
  );
  const { user, system } = process.cpuUsage(before);
  const tookNs = done.reduce((sum, ns) => sum + ns, 0);
  return { ns: tookNs / done.length, isWhole: tookNs <= (user + system) * 1000 * INTERRUPTED + AROUND_NS };
}

async function answerOf<Answer>(worker: Worker): Promise<Answer> {
  const [answer] = (await once(worker, 'message')) as [Answer];
  return answer;
}

/** Free to move, against each on a core of its own. @throws Error where the system does not say which cores there are */
function planCores(threads: number): (side: Side, thread: number) => { cores: string } {
  const all = /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  if (all === undefined) throw new Error('This system does not say on which cores a thread may run.');
  const cores = all.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, at) => first + at);
  });
  return (side, thread) => ({ cores: side === 'now' ? all : String(cores[(thread % threads) % cores.length]) });
}
