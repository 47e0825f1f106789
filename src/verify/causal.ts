/**
 * The causal check: one part of the program is made slower by known amounts, and how much longer the whole takes is compared
 * with what the replay says. It needs no fix. The idea is that of causal profiling (Curtsinger & Berger, SOSP 2015), the other
 * way round: there everything else is slowed down.
 */
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OverlaySettings } from '../probe/overlay/settings.js';
import { insertAfterAcquire, type SourcePosition } from '../source/insert-after-acquire.js';
import type { SourceLanguage } from '../source/parse-source.js';
import { bootstrapInterval } from '../statistics/bootstrap.js';
import { fitLine } from '../statistics/fit-line.js';
import { median } from '../statistics/quantile.js';
import type { Arm } from './arm.js';
import { isTight, MOST_FOREIGN } from './judge.js';
import { foreignShare } from './measure-load.js';
import { explainNotApplied, runArm, type ArmRun } from './run-arm.js';
import type { Interval } from './verification.js';
import { VerifyError } from './verify-error.js';

const CALL = `globalThis[Symbol.for('threadwise.overlay')].delay(0);`;
/** Of the largest delay. */
const SIZES = [0, 0.5, 1] as const;
const MIN_ROUNDS = 5;
const MOST_ROUNDS = 30;
/** Slopes are between 0 and 1: an interval this wide is enough. */
const TIGHT = 0.1;
/** A wider interval agrees with everything and says nothing. */
const TOO_WIDE = 0.5;
/** Slopes nearer to each other than this agree, whatever their intervals say. */
const AGREES = 0.15;
const SEED = 1;

export interface CausalOptions {
  command: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  overlayPath: string;
  target: {
    kind: 'lock' | 'task';
    name: string;
    positions: { file: string; line: number; column: number }[];
    addNs: number;
    /** What the replay says; null where it says nothing. */
    replayed: { slope: number; interval: Interval } | null;
  };
  budgetMs: number;
  anyLoad: boolean;
  signal?: AbortSignal;
  onProgress: (text: string) => void;
}

export interface CausalCheck {
  target: string;
  /** ns of makespan for each ns of CPU put in; null with fewer than five rounds. */
  observed: { slope: number; interval: Interval } | null;
  replayed: { slope: number; interval: Interval } | null;
  rounds: number;
  disturbedRounds: number;
  /** Of the last round: delay at each place, places passed, CPU put in and time of the run; ns. */
  sizes: { delayNs: number; calls: number; putInNs: number; timeNs: number }[];
  /** Whether program and replay say the same; null where one of them says nothing. */
  agrees: boolean | null;
  message: string;
}

/** @throws VerifyError when the delay cannot be put in; LaunchError when the command cannot be started */
export async function checkCausally(options: CausalOptions): Promise<CausalCheck> {
  const folder = await mkdtemp(join(tmpdir(), 'threadwise-causal-'));
  try {
    return await measure(await createArms(options, folder), options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function createArms({ command, env, overlayPath, target }: CausalOptions, folder: string): Promise<Arm[]> {
  const notes = join(folder, 'notes');
  await mkdir(notes);
  const files = target.kind === 'lock' ? await putIntoSources(target.positions, folder) : [];
  const expected = { files: files.map(({ path }) => `${path} was not loaded as a module`), pools: [] };
  return SIZES.map((size): Arm => {
    const settings: OverlaySettings = {
      overlay: overlayPath,
      notes,
      files,
      pools: [],
      delaysNs: [Math.round(size * target.addNs)],
      taskDelay: target.kind === 'task' ? { index: 0, file: null } : null,
    };
    return { name: 'change', command, env, settings, expected };
  });
}

async function putIntoSources(
  positions: readonly { file: string; line: number; column: number }[],
  folder: string,
): Promise<OverlaySettings['files']> {
  const byFile = new Map<string, SourcePosition[]>();
  for (const { file, ...position } of positions) byFile.set(file, [...(byFile.get(file) ?? []), position]);
  return Promise.all(
    [...byFile].map(async ([file, places], index) => {
      const path = await realpath(file);
      const delayed = insertAfterAcquire(await readFile(path, 'utf8'), languageOf(path), places, CALL);
      if (delayed === undefined) {
        throw new VerifyError(
          `In ${path} it cannot be told where the hold begins that is taken in line ${places.map(({ line }) => line).join(', ')}. Take the lock in a statement of its own, then profile and check again.`,
        );
      }
      const content = join(folder, `${index}.delayed`);
      await writeFile(content, delayed);
      return { path, content };
    }),
  );
}

function languageOf(path: string): SourceLanguage {
  if (path.endsWith('.tsx')) return 'typescriptreact';
  return /\.[cm]?ts$/.test(path) ? 'typescript' : 'javascript';
}

type Size = CausalCheck['sizes'][number];

async function measure(arms: readonly Arm[], options: CausalOptions): Promise<CausalCheck> {
  const { cwd, signal, budgetMs, anyLoad, onProgress } = options;
  const endAt = performance.now() + budgetMs;
  const slopes: number[] = [];
  let sizes: Size[] = [];
  let disturbedRounds = 0;
  let longestMs = 0;
  for (let round = 0; wantsMore(slopes, round) && performance.now() + longestMs < endAt; round++) {
    const begin = performance.now();
    const order = [...arms.keys()];
    const runs: ArmRun[] = [];
    for (const index of round % 2 === 0 ? order : order.toReversed()) {
      const run = await runArm(arms[index] as Arm, { cwd, timeoutMs: budgetMs, signal });
      if (run.stopped === 'request') return conclude(options, slopes, sizes, disturbedRounds);
      checkRun(run, arms[index] as Arm, budgetMs);
      runs[index] = run;
    }
    longestMs = Math.max(longestMs, performance.now() - begin);
    const points = runs.map((run, index) => toSize(run, arms[index] as Arm));
    if (round === 0) {
      onProgress('warmed up');
      continue;
    }
    sizes = points;
    const foreign = meanForeign(runs);
    if (!anyLoad && foreign !== null && foreign > MOST_FOREIGN) disturbedRounds++;
    else slopes.push(fitLine(points.map(({ putInNs, timeNs }) => [putInNs, timeNs] as const)).slope);
    const left = disturbedRounds === 0 ? '' : `, ${disturbedRounds} left out because other programs were busy`;
    onProgress(`${slopes.length} rounds${slopes.length === 0 ? '' : `: slope ${median(slopes).toFixed(2)}`}${left}`);
  }
  return conclude(options, slopes, sizes, disturbedRounds);
}

function wantsMore(slopes: readonly number[], round: number): boolean {
  if (slopes.length < MIN_ROUNDS) return true;
  if (round > MOST_ROUNDS) return false;
  const [low, high] = intervalOfSlopes(slopes);
  return high - low > TIGHT && !isTight([low, high], TIGHT / 2);
}

function intervalOfSlopes(slopes: readonly number[]): Interval {
  return bootstrapInterval(slopes, median, { seed: SEED });
}

function checkRun(run: ArmRun, arm: Arm, budgetMs: number): void {
  const notApplied = explainNotApplied(arm, run.notes);
  if (run.stopped === 'time') {
    throw new VerifyError(`A run took longer than the budget of ${budgetMs / 1000} s. Raise --budget.`);
  }
  const { exitCode, signal, stderr } = run.output;
  if (exitCode !== 0) {
    throw new VerifyError(
      `With the delay the program ended with ${signal ?? `exit code ${exitCode}`}:\n${stderr.text}`,
    );
  }
  if (notApplied !== null) throw new VerifyError(notApplied);
}

function toSize(run: ArmRun, { settings }: Arm): Size {
  const points = run.notes.flatMap((note) => (note.kind === 'delays' ? note.points.slice(0, 1) : []));
  const sum = (pick: (point: { calls: number; burntUs: number }) => number): number =>
    points.reduce((total, point) => total + pick(point), 0);
  const calls = sum((point) => point.calls);
  if (calls === 0) throw new VerifyError('The place to be slowed down was never passed.');
  const putInNs = sum((point) => point.burntUs) * 1000;
  return { delayNs: settings.delaysNs[0] ?? 0, calls, putInNs, timeNs: run.timeNs };
}

function meanForeign(runs: readonly ArmRun[]): number | null {
  const shares = runs.flatMap(({ load }) => foreignShare(load.before, load.after) ?? []);
  return shares.length === 0 ? null : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

function conclude(
  { target }: CausalOptions,
  slopes: readonly number[],
  sizes: Size[],
  disturbedRounds: number,
): CausalCheck {
  const observed = slopes.length < MIN_ROUNDS ? null : { slope: median(slopes), interval: intervalOfSlopes(slopes) };
  const { name, replayed } = target;
  const agrees = observed === null || replayed === null || isTooWide(observed) ? null : doAgree(observed, replayed);
  const check = { target: name, observed, replayed, rounds: slopes.length, disturbedRounds, sizes, agrees };
  return { ...check, message: sayCheck(check) };
}

type Slope = NonNullable<CausalCheck['observed']>;

export function isTooWide({ interval: [low, high] }: Slope): boolean {
  return high - low > TOO_WIDE;
}

/** Intervals that overlap, or slopes that are near. */
export function doAgree(a: Slope, b: Slope): boolean {
  return (a.interval[0] <= b.interval[1] && b.interval[0] <= a.interval[1]) || Math.abs(a.slope - b.slope) < AGREES;
}

function sayCheck({ target, observed, replayed, rounds, agrees }: Omit<CausalCheck, 'message'>): string {
  const replay = replayed === null ? 'the replay says nothing about it' : `the replay says ${saySlope(replayed)}`;
  if (observed === null) {
    return `Inconclusive: only ${rounds} of at least ${MIN_ROUNDS} rounds count; ${replay}. Allow more time with --budget.`;
  }
  if (isTooWide(observed)) {
    return `Inconclusive: the slope of ${target} is somewhere around ${saySlope(observed)} a second; ${replay}. Try again on a quieter machine.`;
  }
  const seen = `Each second of CPU more in ${target} makes the run ${saySlope(observed)} longer`;
  if (agrees === null) return `${seen}; ${replay}.`;
  return agrees
    ? `${seen}; ${replay}: they agree.`
    : `${seen}; ${replay}: they disagree, so distrust predictions about ${target}.`;
}

function saySlope({ slope, interval: [low, high] }: Slope): string {
  return `${slope.toFixed(2)} s (${low.toFixed(2)} to ${high.toFixed(2)})`;
}
