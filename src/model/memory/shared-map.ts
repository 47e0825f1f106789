import type { SharedBuffer } from './memory-profile.js';
import type { Touch } from './shared-touches.js';

const LINE_BYTES = 64;
/** Runs of lines drawn at most; a finer map could not be read. */
const MOST_RUNS = 2048;

type Run = SharedBuffer['map'][number];

/** All lines that somebody touched, as runs of lines that the same threads read and wrote. */
export function mapLines(touches: readonly Touch[]): Run[] {
  const spans = touches.map((touch) => ({
    touch,
    begin: Math.floor(touch.begin / LINE_BYTES),
    end: Math.ceil(touch.end / LINE_BYTES),
  }));
  const edges = [...new Set(spans.flatMap(({ begin, end }) => [begin, end]))].sort((a, b) => a - b);
  const opening = groupBy(spans, ({ begin }) => begin);
  const closing = groupBy(spans, ({ end }) => end);
  const open = new Set<Touch>();
  const runs: Run[] = [];
  for (const [at, edge] of edges.entries()) {
    for (const { touch } of closing.get(edge) ?? []) open.delete(touch);
    for (const { touch } of opening.get(edge) ?? []) open.add(touch);
    const next = edges[at + 1];
    if (next === undefined || open.size === 0) continue;
    addRun(runs, {
      beginLine: edge,
      endLine: next,
      readers: threadsOf(open, ({ reads, atomics }) => reads + atomics),
      writers: threadsOf(open, ({ writes, atomics }) => writes + atomics),
    });
    if (runs.length > MOST_RUNS) break;
  }
  return runs.slice(0, MOST_RUNS);
}

function addRun(runs: Run[], run: Run): void {
  const last = runs.at(-1);
  const isAlike =
    last?.endLine === run.beginLine &&
    last.readers.join() === run.readers.join() &&
    last.writers.join() === run.writers.join();
  if (isAlike) last.endLine = run.endLine;
  else runs.push(run);
}

function threadsOf(touches: Iterable<Touch>, count: (touch: Touch) => number): number[] {
  const threads = new Set<number>();
  for (const touch of touches) if (count(touch) > 0) threads.add(touch.thread);
  return [...threads].sort((a, b) => a - b);
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item)) ?? [];
    group.push(item);
    groups.set(keyOf(item), group);
  }
  return groups;
}
