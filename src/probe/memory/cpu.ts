/**
 * Where this thread spends its CPU time, by V8's profiler, from its first line on. The timing run can afford that only in threads
 * that are old enough, and only where their hooks are called; a worker that does nothing but compute has neither.
 * As ending one profile while another runs is cheap, two overlap.
 */
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inspectorModule, inspectorSession } from '../node/inspector.js';
import { fileOfLine, learnCalls, type ProfileNode } from './inlined.js';
import { originalPosition } from './sources.js';
import { write } from './thread-file.js';

export interface Pace {
  /** Between samples. */
  samplingUs: number;
  /** What is not yet told is lost when the thread is terminated: so much at most, */
  turnNs: number;
}
export const PASS_PACE: Pace = { samplingUs: 2_000, turnNs: 500_000_000 };
export const SAMPLING_PACE: Pace = { samplingUs: 1_000, turnNs: 100_000_000 };
/** or this share of the thread's life, where that is longer. */
const TURN_SHARE = 1 / 20;
/** The profiler names CommonJS by path or by URL, as Node's version has it. */
const OWN_URLS: ReadonlySet<string> = new Set([import.meta.filename, pathToFileURL(import.meta.filename).href]);
const MAX_LINES = 2048;

interface Finished {
  params: { profile: { nodes: ProfileNode[] }; title?: string };
}

const byLine = new Map<string, [file: string, line: number, samples: number]>();
const originalLines = new Map<string, string>();
let samples = 0;
let gc = 0;
let turn = 0;
let turnBeganNs = 0;
let openedNs = 0;
let shortestTurnNs = 0;
let isRunning = false;

const name = (count: number): string => `threadwise memory ${count}`;

/** From the thread's first own code on: of what it takes to start one nothing is counted in the timing run either. */
export function openCpu(nowNs: number, { samplingUs, turnNs }: Pace): void {
  const session = inspectorSession();
  const inspector = inspectorModule();
  if (session === null || inspector === null) return;
  session.on('Profiler.consoleProfileFinished', ({ params: { title, profile } }: Finished) => {
    if (!title?.startsWith('threadwise memory ')) return;
    learnCalls(profile.nodes);
    profile.nodes.forEach(addNode);
  });
  session.post('Profiler.enable');
  session.post('Profiler.setSamplingInterval', { interval: samplingUs });
  inspector.console.profile(name(turn));
  openedNs = nowNs;
  turnBeganNs = nowNs;
  shortestTurnNs = turnNs;
  isRunning = true;
}

/** Ends a turn that is due, or any (`isLast`), and says what is known by now. */
export function tellCpu(nowNs: number, isLast: boolean): void {
  const inspector = inspectorModule();
  if (!isRunning || inspector === null || (!isLast && !isTurnDue(nowNs))) return;
  turnBeganNs = nowNs;
  isRunning = !isLast;
  if (!isLast) inspector.console.profile(name(turn + 1));
  inspector.console.profileEnd(name(turn));
  turn++;
  if (samples > 0) write({ kind: 'cpu', samples, gc, lines: [...byLine.values()] });
}

function isTurnDue(nowNs: number): boolean {
  return nowNs - turnBeganNs >= Math.max(shortestTurnNs, TURN_SHARE * (nowNs - openedNs));
}

function addNode(node: ProfileNode): void {
  const { callFrame, hitCount = 0, positionTicks = [] } = node;
  const { functionName, url } = callFrame;
  if (hitCount === 0 || OWN_URLS.has(url) || ['(idle)', '(program)', '(root)'].includes(functionName)) return;
  samples += hitCount;
  if (functionName === '(garbage collector)') gc += hitCount;
  for (const { line, ticks } of positionTicks) addTicks(fileOfLine(node, line), line, ticks);
}

function addTicks(url: string, transformedLine: number, ticks: number): void {
  if (url === '' || url.startsWith('node:') || url.includes('/node_modules/') || OWN_URLS.has(url)) return;
  const file = url.startsWith('file:') ? fileURLToPath(url) : url;
  const at = `${file}:${transformedLine}`;
  let key = originalLines.get(at);
  if (key === undefined) {
    key = `${file}:${originalPosition(file, { line: transformedLine, column: 1 }).line}`;
    originalLines.set(at, key);
  }
  const known = byLine.get(key);
  if (known !== undefined) known[2] += ticks;
  else if (byLine.size < MAX_LINES) byLine.set(key, [file, Number(key.slice(file.length + 1)), ticks]);
}
