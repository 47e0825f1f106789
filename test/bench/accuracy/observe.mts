/** Plain runs of a program's arms, in turn, the order turned round each time, and how much others used the machine meanwhile. */
import { setTimeout as sleep } from 'node:timers/promises';
import { cpus } from 'node:os';
import { runTimed } from '../overhead/run-timed.mts';
import { environmentOf } from './environment.mts';
import type { Arm } from './programs.mts';

export interface Run {
  wallMs: number;
  cpuMs: number;
  /** Of all cores' time during the run, what neither idled nor went to the run, 0..1. */
  foreignShare: number;
}

/** By Arm.key: `runs[i]` of all arms are of one round. An arm that failed has `error`. */
export interface Observation {
  startedAt: string;
  node: string;
  arms: Record<string, { runs: Run[]; error?: string }>;
}

/** What others may use of the cores when a run begins. */
const QUIET_SHARE = 0.04;
const QUIET_CHECK_MS = 200;
/** A plain run waits so long for that at most: its partner is disturbed as much. */
const PATIENCE_MS = 600;
/** A run that others disturbed more than that is repeated, so often at most; the quietest counts. */
const DISTURBED_SHARE = 0.3;
const MAX_ATTEMPTS = 2;

/** @param scratch a folder that programs may write into */
export async function observe(arms: readonly Arm[], rounds: number, scratch: string): Promise<Observation> {
  const observation: Observation = {
    startedAt: new Date().toISOString(),
    node: process.version,
    arms: Object.fromEntries(arms.map(({ key }) => [key, { runs: [] }])),
  };
  for (let round = 0; round < rounds; round++) {
    for (const arm of round % 2 === 0 ? arms : arms.toReversed()) {
      const seen = observation.arms[arm.key];
      if (seen === undefined || seen.error !== undefined) continue;
      try {
        seen.runs.push(await runQuietly(arm, scratch));
      } catch (error) {
        seen.error = error instanceof Error ? error.message : String(error);
      }
    }
  }
  return observation;
}

async function runQuietly(arm: Arm, scratch: string): Promise<Run> {
  let quietest: Run | null = null;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const { env, check } = environmentOf(arm, scratch);
    await waitUntilQuiet(PATIENCE_MS);
    const before = readHost();
    const timing = await runTimed([process.execPath, arm.file], env, scratch);
    const after = readHost();
    check();
    const foreign = (after.busyMs - before.busyMs - timing.cpuMs) / (after.allMs - before.allMs);
    const run = { ...timing, foreignShare: Math.max(0, foreign) };
    if (quietest === null || run.foreignShare < quietest.foreignShare) quietest = run;
    if (quietest.foreignShare <= DISTURBED_SHARE) break;
  }
  return quietest as Run;
}

/** Waits until others leave the cores alone, but not for ever. */
export async function waitUntilQuiet(patienceMs: number): Promise<void> {
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += QUIET_CHECK_MS) {
    const before = readHost();
    await sleep(QUIET_CHECK_MS);
    const after = readHost();
    if ((after.busyMs - before.busyMs) / (after.allMs - before.allMs) <= QUIET_SHARE) return;
  }
}

function readHost(): { busyMs: number; allMs: number } {
  const times = cpus().map(({ times }) => times);
  const idleMs = times.reduce((sum, { idle }) => sum + idle, 0);
  const allMs = times.reduce((sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq, 0);
  return { busyMs: allMs - idleMs, allMs };
}
