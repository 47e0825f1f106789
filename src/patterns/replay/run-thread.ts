import { execFileSync } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { createRandom } from '../../statistics/random.js';
import type { BlockAnswer, BlockOrder, ThreadReady, ThreadSetup } from '../orders.js';
import { makeKernels } from './make-kernels.js';

/** What has been computed goes where others could see it. */
const SINK: { value: number } = { value: 0 };

/** A thread of the replay: makes its loops, then runs blocks of them when told. */
export function runThread(): void {
  const port = parentPort;
  if (port === null) return;
  const { pattern, thread, threads, seed, barrier, shared } = workerData as ThreadSetup;
  const words = new Int32Array(barrier);
  const kernels = makeKernels(pattern, { thread, threads, random: createRandom(seed + thread), shared });
  let begun = 0;
  port.on('message', ({ side, iterations, cores }: BlockOrder) => {
    try {
      if (cores !== undefined) moveTo(cores);
      meetOthers(words, threads, ++begun);
      const begin = process.hrtime.bigint();
      SINK.value += kernels[side].run(iterations);
      port.postMessage({ ns: Number(process.hrtime.bigint() - begin) } satisfies BlockAnswer);
    } catch (error) {
      port.postMessage({ failed: error instanceof Error ? error.message : String(error) } satisfies BlockAnswer);
    }
  });
  const quantum = { now: kernels.now.quantum, proposed: kernels.proposed.quantum };
  const besidesNs = { now: kernels.now.besidesNs ?? 0, proposed: kernels.proposed.besidesNs ?? 0 };
  port.postMessage({ quantum, besidesNs } satisfies ThreadReady);
}

/** All threads begin a block together. The wait is short: they were all told at once. */
function meetOthers(words: Int32Array, threads: number, block: number): void {
  if (threads === 1) return;
  Atomics.add(words, 0, 1);
  while (Atomics.load(words, 0) < threads * block);
}

/** @throws Error where the system has no taskset, or does not allow it */
function moveTo(cores: string): void {
  const tid = basename(readlinkSync('/proc/thread-self'));
  execFileSync('taskset', ['-p', '-c', cores, tid], { stdio: 'ignore' });
}
