/** A change tried for real: base and change run in turns, until the times say enough. */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Edit } from '../predict/edit.js';
import { appendToLedger } from './append-to-ledger.js';
import { createArms, type AnyChange } from './arm.js';
import { compareOutputs } from './compare-outputs.js';
import { comparePairs, type Comparison, type Progress } from './compare-pairs.js';
import { judge, observe } from './judge.js';
import { sayObservation } from './say-observation.js';
import type { Verification } from './verification.js';

export type { Progress };

const DEFAULT_BUDGET_MS = 60_000;
const SEED = 1;

export interface VerifyOptions {
  /** As it was recorded. */
  command: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  change: AnyChange;
  /** Absolute path of the built overlay.cjs. */
  overlayPath: string;
  runId: string;
  /** Recommendation.key, or a name for a change given by hand. */
  key: string;
  title: string;
  edits: Edit[];
  predicted: Verification['predicted'];
  toolVersion: string;
  /** Where to keep the outcome; absolute path of a ledger.json. */
  ledger?: string;
  /** So many pairs that count, no more and no fewer; absent = until the interval is tight. */
  pairs?: number;
  /** No pair is begun that would probably end after so long; 60 s unless told. */
  budgetMs?: number;
  /** Count pairs even when other programs use much of the machine meanwhile. */
  anyLoad?: boolean;
  /** Ends the verification when aborted; what was measured is kept. */
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

/**
 * Runs base and change interleaved and says what was observed.
 * @throws VerifyError when nothing can be compared: the base does not run, or takes longer than the budget;
 * LaunchError when a command cannot be started
 */
export async function verifyChange(options: VerifyOptions): Promise<Verification> {
  const { command, cwd, env, change, overlayPath, budgetMs = DEFAULT_BUDGET_MS, pairs, signal } = options;
  const at = new Date().toISOString();
  const folder = await mkdtemp(join(tmpdir(), 'threadwise-verify-'));
  try {
    const arms = await createArms(change, { command, env, overlayPath, folder });
    const comparison = await comparePairs(arms, {
      cwd,
      budgetMs,
      seed: SEED,
      signal,
      anyLoad: options.anyLoad === true,
      ...(pairs !== undefined && { pairs }),
      onProgress: options.onProgress ?? (() => {}),
    });
    const verification = describe(options, at, comparison);
    if (options.ledger !== undefined && verification.observed.pairs > 0) {
      await appendToLedger(options.ledger, verification);
    }
    return verification;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function describe(options: VerifyOptions, at: string, comparison: Comparison): Verification {
  const { runId, key, title, edits, change, command, predicted, toolVersion } = options;
  const observed = observe(comparison.pairs, comparison.disturbedPairs, SEED);
  const output = compareOutputs(comparison.baseOutputs, comparison.changeOutputs);
  const { verdict, reason } =
    comparison.failure === null
      ? judge(observed, comparison.interrupted)
      : ({ verdict: 'failed', reason: comparison.failure } as const);
  const isJudged = verdict !== 'failed' && verdict !== 'inconclusive';
  const asPredicted =
    predicted === null || !isJudged
      ? null
      : predicted.interval[0] <= observed.speedUp && observed.speedUp <= predicted.interval[1];
  return {
    schemaVersion: 1,
    at,
    runId,
    key,
    title,
    edits,
    change,
    command,
    machine: {
      cpuModel: cpus()[0]?.model ?? '',
      cores: availableParallelism(),
      platform: process.platform,
      nodeVersion: comparison.nodeVersion,
      toolVersion,
    },
    predicted,
    observed,
    output,
    verdict,
    asPredicted,
    message: sayObservation(verdict, reason, observed, predicted),
  };
}
