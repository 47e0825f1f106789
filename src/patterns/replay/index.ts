/**
 * The program that replays patterns: started with the user's Node, told what to replay on its standard input, answering on
 * its standard output line by line. Its worker threads are this same file.
 */
import { readFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import type { ReplayedPattern, ReplayOrder } from '../orders.js';
import { replayPattern } from './replay-pattern.js';
import { runThread } from './run-thread.js';

if (isMainThread) void replayAll(JSON.parse(readFileSync(0, 'utf8')) as ReplayOrder);
else runThread();

/** The first ones get their time whatever becomes of the others; what one does not need, the next have. */
async function replayAll({ patterns, budgetMs, seed }: ReplayOrder): Promise<void> {
  const endMs = performance.now() + budgetMs;
  for (const [at, { key, pattern }] of patterns.entries()) {
    const leftMs = endMs - performance.now();
    if (leftMs <= 0) return;
    const untilMs = performance.now() + leftMs / (patterns.length - at);
    answer(await replayOne(key, pattern, { seed, clock: { untilMs } }));
  }
}

async function replayOne(...[key, pattern, options]: Parameters<typeof replayPattern>): Promise<ReplayedPattern> {
  try {
    return await replayPattern(key, pattern, options);
  } catch (error) {
    return { key, failed: error instanceof Error ? error.message : String(error) };
  }
}

function answer(replayed: ReplayedPattern): void {
  process.stdout.write(`${JSON.stringify(replayed)}\n`);
}
