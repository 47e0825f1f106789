/**
 * Where this thread allocates, from V8's sampling heap profiler. It either keeps what was collected, which tells how much is
 * allocated, or does not, which tells what stays alive; so it does one and then the other, in longer and longer turns.
 */
import { fileURLToPath } from 'node:url';
import { inspectorSession } from '../node/inspector.js';
import { collected } from './collections.js';
import { originalPosition } from './sources.js';
import { write } from './thread-file.js';

/** A sample is taken about every so many bytes; less would slow programs that allocate much. */
const SAMPLING_BYTES = 128 * 1024;
const FIRST_TURN_NS = 300_000_000;
const LONGEST_TURN_NS = 10_000_000_000;
const MAX_STACKS = 256;
const MAX_FRAMES = 12;
const OWN_FILE = import.meta.filename;

interface ProfileNode {
  callFrame: { functionName: string; url: string; lineNumber: number; columnNumber: number };
  selfSize: number;
  id: number;
  children: ProfileNode[];
}
interface SamplingProfile {
  profile: { head: ProfileNode; samples: { nodeId: number }[] };
}
interface Sum {
  bytes: number;
  samples: number;
  liveBytes: number;
}

const sums = new Map<string, Sum>();
let isRunning = false;
/** Whether the turn keeps what was collected. */
let keepsAll = true;
let turnNs = FIRST_TURN_NS;
let turnBeganNs = 0;
const spentNs = { all: 0, live: 0 };

export function openAllocations(nowNs: number): void {
  startTurn(nowNs);
}

function startTurn(nowNs: number): void {
  const session = inspectorSession();
  if (session === null) return;
  session.post('HeapProfiler.startSampling', {
    samplingInterval: SAMPLING_BYTES,
    includeObjectsCollectedByMajorGC: keepsAll,
    includeObjectsCollectedByMinorGC: keepsAll,
  });
  turnBeganNs = nowNs;
  isRunning = true;
}

/** Ends a turn that is due, or any (`isLast`), and says what is known by now. */
export function tellAllocations(nowNs: number, isLast: boolean): void {
  if (!isRunning || (!isLast && nowNs - turnBeganNs < turnNs)) return;
  isRunning = false;
  inspectorSession()?.post('HeapProfiler.stopSampling', {}, (_error: unknown, found: SamplingProfile) => {
    if (found?.profile === undefined) return;
    spentNs[keepsAll ? 'all' : 'live'] += nowNs - turnBeganNs;
    addProfile(found);
  });
  tellSums();
  if (isLast) return;
  if (!keepsAll) turnNs = Math.min(LONGEST_TURN_NS, turnNs * 2);
  keepsAll = !keepsAll;
  startTurn(nowNs);
}

function addProfile({ profile: { head, samples } }: SamplingProfile): void {
  const taken = new Map<number, number>();
  for (const { nodeId } of samples) taken.set(nodeId, (taken.get(nodeId) ?? 0) + 1);
  const walk = (node: ProfileNode, outer: string[]): void => {
    if (node.callFrame.url === OWN_FILE) return;
    const stack = node === head ? outer : [nameOf(node), ...outer].slice(0, MAX_FRAMES);
    if (node.selfSize > 0) {
      const key = stack.join('\n');
      const sum = sums.get(key) ?? { bytes: 0, samples: 0, liveBytes: 0 };
      sum[keepsAll ? 'bytes' : 'liveBytes'] += node.selfSize;
      sum.samples += taken.get(node.id) ?? 0;
      sums.set(key, sum);
    }
    for (const child of node.children) walk(child, stack);
  };
  walk(head, []);
}

function nameOf({ callFrame: { functionName, url, lineNumber, columnNumber } }: ProfileNode): string {
  const name = functionName === '' ? '(anonymous)' : functionName;
  if (url === '') return `at ${name} (native)`;
  const file = url.startsWith('file:') ? fileURLToPath(url) : url;
  const { line, column } = originalPosition(file, { line: lineNumber + 1, column: columnNumber + 1 });
  return `at ${name} (${file}:${line}:${column})`;
}

function tellSums(): void {
  if (sums.size === 0) return;
  // What was seen in turns, scaled to the whole time.
  const total = spentNs.all + spentNs.live;
  const scaleAll = spentNs.all > 0 ? total / spentNs.all : 1;
  const scaleLive = spentNs.live > 0 ? total / spentNs.live : 1;
  const largest = [...sums]
    .sort((a, b) => b[1].bytes + b[1].liveBytes - a[1].bytes - a[1].liveBytes)
    .slice(0, MAX_STACKS);
  const stacks = largest.map(([key, { bytes, samples, liveBytes }]) => ({
    stack: key.split('\n'),
    bytes: Math.round(bytes * scaleAll),
    samples,
    liveBytes: Math.round(liveBytes * scaleLive),
  }));
  write({ kind: 'allocations', stacks, ...collected() });
}
