import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { MeasuredPatterns } from '../model/memory/memory-input.js';
import type { PatternRequest } from '../model/memory/pattern.js';
import type { ReplayedPattern, ReplayOrder } from './orders.js';
import { summariseTimes } from './summarise-times.js';

export const MEASURED_VERSION = 1;

export interface MeasureOptions {
  /** Node that the program ran on: what patterns cost depends on its V8. */
  node: string;
  /** Absolute path of the built patterns.js. */
  replayPath: string;
  /** Time for all patterns together. */
  budgetMs: number;
  seed: number;
  signal?: AbortSignal | undefined;
}

export type Measured = Pick<MeasuredPatterns, 'costs' | 'notes'>;

/** After its time the child has a pattern to end; one that takes this much longer is stuck. */
const GRACE_MS = 15_000;

/**
 * Replays patterns, those that most CPU time goes to first, in a process of its own. What cannot be replayed is noted; it never
 * fails as a whole.
 */
export async function measurePatterns(requests: readonly PatternRequest[], options: MeasureOptions): Promise<Measured> {
  const unique = [...new Map(requests.map((request) => [request.key, request])).values()].sort(
    (a, b) => (b.cpuShare || 0) - (a.cpuShare || 0),
  );
  const measured: Measured = { costs: [], notes: [] };
  if (unique.length === 0) return measured;
  const order: ReplayOrder = {
    patterns: unique.map(({ key, pattern }) => ({ key, pattern })),
    budgetMs: options.budgetMs,
    seed: options.seed,
  };
  const { answers, failure } = await runReplay(order, options);
  const byKey = new Map(answers.map((answer) => [answer.key, answer]));
  for (const request of unique) {
    const answer = byKey.get(request.key);
    if (answer === undefined || 'failed' in answer) {
      const why = answer?.failed ?? failure ?? 'there was no time left for it.';
      measured.notes.push(`Not replayed: ${request.now}. ${capitalise(why)}`);
    } else {
      measured.costs.push({ key: request.key, cost: summariseTimes(request, answer, options.seed) });
    }
  }
  return measured;
}

async function runReplay(
  order: ReplayOrder,
  { node, replayPath, signal }: MeasureOptions,
): Promise<{ answers: ReplayedPattern[]; failure?: string }> {
  // Whatever the program is started with (a probe, flags) is not for this.
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawn(node, [replayPath], { stdio: ['pipe', 'pipe', 'ignore'], env, windowsHide: true });
  const answers: ReplayedPattern[] = [];
  const stop = (): void => void child.kill('SIGKILL');
  const timer = setTimeout(stop, order.budgetMs + GRACE_MS);
  signal?.addEventListener('abort', stop);
  const ended = new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(`${node} could not be started: ${error.message}.`));
    child.once('close', (code) => resolve(code === 0 ? undefined : 'The replay ended before its time.'));
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const answer = parseAnswer(line);
    if (answer !== undefined) answers.push(answer);
  });
  child.stdin.on('error', () => {});
  child.stdin.end(JSON.stringify(order));
  const failure = await ended;
  clearTimeout(timer);
  signal?.removeEventListener('abort', stop);
  return { answers, ...(failure !== undefined && { failure }) };
}

function parseAnswer(line: string): ReplayedPattern | undefined {
  try {
    return JSON.parse(line) as ReplayedPattern;
  } catch {
    return undefined;
  }
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
