/** The runs of a comparison: one of each to warm up, a few of the base for its noise, then pairs A B, B A, A B, … */
import { minimumDetectableEffect } from '../statistics/effect.js';
import { median } from '../statistics/quantile.js';
import type { Arm } from './arm.js';
import type { RunOutput } from './compare-outputs.js';
import { isTight, judge, MIN_PAIRS, MOST_FOREIGN, observe, type Pair } from './judge.js';
import { foreignShare } from './measure-load.js';
import { explainNotApplied, runArm, type ArmRun } from './run-arm.js';
import { sayDetectable } from './say-observation.js';
import { VerifyError } from './verify-error.js';

/** Enough when the interval is as narrow as this to both sides. */
const TOLERANCE = 0.03;
const MOST_PAIRS = 40;
/** Runs of the base alone that its noise is taken from. */
const NOISE_RUNS = 3;
/** Pairs whose detectable effect is told before they are run. */
const TOLD_PAIRS = [6, 10, 20] as const;
/** A change that takes so many times as long as the base, and so much more, hangs. */
const HANGS_TIMES = 5;
const HANGS_MORE_MS = 10_000;

export interface Progress {
  phase: 'warm-up' | 'noise' | 'pairs';
  /** That count so far. */
  pairs: number;
  speedUp: number | null;
  interval: [number, number] | null;
  /** A line for people. */
  text: string;
}

export interface ComparisonOptions {
  cwd: string;
  budgetMs: number;
  seed: number;
  pairs?: number;
  /** Pairs count whatever other programs did meanwhile. */
  anyLoad: boolean;
  signal: AbortSignal | undefined;
  onProgress: (progress: Progress) => void;
}

export interface Comparison {
  pairs: Pair[];
  disturbedPairs: number;
  baseOutputs: RunOutput[];
  changeOutputs: RunOutput[];
  nodeVersion: string;
  /** Why the change cannot be judged at all, a sentence: it was not applied, it hangs, it ends differently. */
  failure: string | null;
  interrupted: boolean;
}

/** @throws VerifyError when the base gives nothing to compare with */
export async function comparePairs(arms: { base: Arm; change: Arm }, options: ComparisonOptions): Promise<Comparison> {
  const { budgetMs, signal, cwd, onProgress } = options;
  const endAt = performance.now() + budgetMs;
  const result: Comparison = {
    pairs: [],
    disturbedPairs: 0,
    baseOutputs: [],
    changeOutputs: [],
    nodeVersion: '',
    failure: null,
    interrupted: false,
  };
  const tell = (phase: Progress['phase'], text: string): void =>
    onProgress({ phase, text, pairs: 0, speedUp: null, interval: null });

  const runBase = async (): Promise<ArmRun | null> => {
    const run = await runArm(arms.base, { cwd, timeoutMs: budgetMs, signal });
    if (run.stopped === 'request') return null;
    checkBase(run, budgetMs);
    result.baseOutputs.push(run.output);
    return run;
  };
  const runChange = async (timeoutMs: number): Promise<ArmRun | null> => {
    const run = await runArm(arms.change, { cwd, timeoutMs, signal });
    if (run.stopped === 'request') return null;
    result.failure = explainFailure(run, arms.change, result.baseOutputs, timeoutMs);
    result.changeOutputs.push(run.output);
    return result.failure === null ? run : null;
  };
  const stop = (): Comparison => ({ ...result, interrupted: signal?.aborted === true });

  tell('warm-up', 'warming up: the base');
  const first = await runBase();
  if (first === null) return stop();
  result.nodeVersion = nodeVersionOf(first);
  const wallMs = first.wallNs / 1e6;
  if (wallMs * 4 > budgetMs) {
    throw new VerifyError(
      `One run takes ${(wallMs / 1000).toFixed(1)} s; ${MIN_PAIRS} pairs need about ${Math.ceil((wallMs * 2 * (MIN_PAIRS + 2)) / 1000)} s. Allow that with --budget, or give the program less to do.`,
    );
  }
  const timeoutMs = wallMs * HANGS_TIMES + HANGS_MORE_MS;
  tell('warm-up', 'warming up: the change');
  if ((await runChange(timeoutMs)) === null) return stop();

  const times: number[] = [];
  while (times.length < NOISE_RUNS) {
    tell('noise', `noise: the base, run ${times.length + 1} of ${NOISE_RUNS}`);
    const run = await runBase();
    if (run === null) return stop();
    times.push(run.timeNs);
  }
  tell('noise', sayNoise(times));

  let longestMs = 2 * wallMs;
  for (let turn = 0; wantsMore(result, options) && (turn === 0 || performance.now() + longestMs < endAt); turn++) {
    const begin = performance.now();
    const pair = await runPair(turn % 2 === 0, runBase, () => runChange(timeoutMs));
    if (pair === null) return stop();
    longestMs = Math.max(longestMs, performance.now() - begin);
    if (!options.anyLoad && pair.foreign !== null && pair.foreign > MOST_FOREIGN) result.disturbedPairs++;
    else result.pairs.push(pair);
    onProgress(describeProgress(result, options.seed));
  }
  return stop();
}

async function runPair(
  baseFirst: boolean,
  runBase: () => Promise<ArmRun | null>,
  runChange: () => Promise<ArmRun | null>,
): Promise<Pair | null> {
  const before = baseFirst ? await runBase() : await runChange();
  if (before === null) return null;
  const after = baseFirst ? await runChange() : await runBase();
  if (after === null) return null;
  const [base, change] = baseFirst ? [before, after] : [after, before];
  return {
    baseNs: base.timeNs,
    changeNs: change.timeNs,
    foreign: foreignShare(before.load.before, after.load.after),
  };
}

function checkBase(run: ArmRun, budgetMs: number): void {
  if (run.stopped === 'time') {
    throw new VerifyError(
      `One run of the program takes longer than the budget of ${budgetMs / 1000} s. Raise --budget.`,
    );
  }
  if (run.output.signal !== null) {
    throw new VerifyError(`The program was ended by ${run.output.signal}; there is nothing to compare with.`);
  }
  if (!run.notes.some(({ kind }) => kind === 'process')) {
    throw new VerifyError(
      'The command started no Node process, or it dropped NODE_OPTIONS: nothing can be changed in it.',
    );
  }
}

function explainFailure(run: ArmRun, arm: Arm, base: readonly RunOutput[], timeoutMs: number): string | null {
  const notApplied = explainNotApplied(arm, run.notes);
  if (run.stopped === 'time') {
    return `The change did not end within ${Math.round(timeoutMs / 1000)} s and was stopped: it hangs, or makes the program ${HANGS_TIMES} times slower.`;
  }
  const { exitCode, signal } = run.output;
  if (!base.some((other) => other.exitCode === exitCode && other.signal === signal)) {
    const said = run.output.stderr.text.trim().split('\n').slice(-SHOWN_LINES).join('\n');
    return `With the change the program ended with ${signal ?? `exit code ${exitCode}`}, without it with exit code ${base[0]?.exitCode}.${said === '' ? '' : ` It said:\n${said}`}`;
  }
  return notApplied;
}

const SHOWN_LINES = 12;

function nodeVersionOf({ notes }: ArmRun): string {
  const note = notes.find(({ kind }) => kind === 'process');
  return note?.kind === 'process' ? note.nodeVersion : '';
}

function wantsMore({ pairs, disturbedPairs }: Comparison, { pairs: wanted, seed, signal }: ComparisonOptions): boolean {
  if (signal?.aborted === true) return false;
  if (wanted !== undefined) return pairs.length < wanted;
  if (pairs.length < MIN_PAIRS) return true;
  return pairs.length < MOST_PAIRS && !isSettled(observe(pairs, disturbedPairs, seed));
}

/** Tight, and enough to come to a verdict. */
function isSettled(observed: ReturnType<typeof observe>): boolean {
  return isTight(observed.interval, TOLERANCE) && judge(observed, false).verdict !== 'inconclusive';
}

/** From runs of one kind: both of a pair scatter, so the noise of pairs is √2 of theirs. */
function sayNoise(times: readonly number[]): string {
  const middle = median(times);
  const deviation = Math.sqrt(times.reduce((sum, time) => sum + (time / middle - 1) ** 2, 0) / (times.length - 1));
  const effects = TOLD_PAIRS.map((pairs) => ({
    pairs,
    effect: minimumDetectableEffect(deviation * Math.SQRT2, pairs),
  }));
  return `One run takes ${(middle / 1e9).toFixed(2)} s. With the noise of these runs ${sayDetectable(effects)}.`;
}

function describeProgress({ pairs, disturbedPairs }: Comparison, seed: number): Progress {
  const disturbed = disturbedPairs === 0 ? '' : `, ${disturbedPairs} left out because other programs were busy`;
  if (pairs.length === 0)
    return { phase: 'pairs', pairs: 0, speedUp: null, interval: null, text: `0 pairs${disturbed}` };
  const { speedUp, interval } = observe(pairs, disturbedPairs, seed);
  const [low, high] = interval;
  const text = `${pairs.length} pairs: ${speedUp.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})${disturbed}`;
  return { phase: 'pairs', pairs: pairs.length, speedUp, interval, text };
}
