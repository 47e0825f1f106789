import { computePercentiles, type Percentiles } from '../statistics/percentiles.js';
import { applyEdits } from './edits/apply-edits.js';
import { isNotApplicable } from './edits/edit-rule.js';
import type { Plan } from './plan.js';
import type { Candidate } from './policy-candidates.js';
import { shortenPlan } from './shorten-plan.js';
import { simulate } from './simulate.js';

export interface Scored {
  candidate: Candidate;
  /** Higher is better: see `meritOf`. */
  merit: number;
}

/** Each round keeps one in four and replays four times as much of the run (successive halving, Karnin 2013). */
const KEEP = 4;
/** Fewer tasks show the start of the pool, not its work. */
const MIN_TASKS = 500;
/** Replays of the whole run that may be spent where they need not be cut short, in events. */
const EVENTS = 10_000_000;

/** All candidates tried, those that fared badly on the beginning of the run only there; best first. */
export function halveCandidates(plan: Plan, candidates: readonly Candidate[], events: number, seed: number): Scored[] {
  let left = [...candidates];
  let part = 1;
  while ((left.length * events) / part > EVENTS / 4 && plan.tasks.count / (part * KEEP) >= MIN_TASKS) part *= KEEP;
  for (;;) {
    const shorter = shortenPlan(plan, Math.ceil(plan.tasks.count / part));
    const scored = scoreAll(shorter, left, { seed, isWhole: part === 1 });
    if (part === 1) return scored;
    // Where the beginning of the run cannot stand alone, all are tried on more of it.
    if (scored.length > 0) left = keepBest(scored).map(({ candidate }) => candidate);
    part /= KEEP;
  }
}

/** The best of either kind stay, so that both can be told about at the end. */
function keepBest(scored: readonly Scored[]): Scored[] {
  const count = Math.max(2, Math.ceil(scored.length / KEEP));
  const kept = scored.slice(0, count);
  const missing = (['fixed', 'policy'] as const).filter(
    (kind) => !kept.some(({ candidate }) => candidate.kind === kind),
  );
  return [...kept, ...missing.flatMap((kind) => scored.find(({ candidate }) => candidate.kind === kind) ?? [])];
}

function scoreAll(
  plan: Plan,
  candidates: readonly Candidate[],
  { seed, isWhole }: { seed: number; isWhole: boolean },
): Scored[] {
  const scored: Scored[] = [];
  for (const candidate of candidates) {
    const edited = applyEdits(plan, [candidate.edit]);
    // A fixed pool of the size it has is the plan as it is.
    const run = simulate(isNotApplicable(edited) ? plan : edited, { seed });
    // Of the beginning of a run all is known when its tasks are done: who submitted them may wait for those that were cut off.
    if (run.stuck && (isWhole || run.tasksDone < plan.tasks.count)) continue;
    scored.push({ candidate, merit: meritOf(run.makespanNs, computePercentiles(run.latencyNs)) });
  }
  return scored.sort((a, b) => b.merit - a.merit || threadsOf(a.candidate) - threadsOf(b.candidate));
}

/** Throughput counts as much as the three percentiles of latency together: a tenth more of either is a tenth more merit, halved. */
export function meritOf(makespanNs: number, latency: Percentiles | null): number {
  const speed = -Math.log(makespanNs);
  if (latency === null) return speed;
  const { p50, p95, p99 } = latency;
  return (speed - (Math.log(Math.max(1, p50)) + Math.log(Math.max(1, p95)) + Math.log(Math.max(1, p99))) / 3) / 2;
}

function threadsOf(candidate: Candidate): number {
  return candidate.kind === 'fixed' ? candidate.threads : candidate.settings.maxThreads;
}
