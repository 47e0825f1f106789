import type { Edit } from './edit.js';
import { applyEdits } from './edits/apply-edits.js';
import { isNotApplicable, notApplicable, type NotApplicable } from './edits/edit-rule.js';
import type { Plan } from './plan.js';
import type { SimulatedRun } from './prediction.js';
import { simulate } from './simulate.js';

export interface EditedRun {
  plan: Plan;
  run: SimulatedRun;
  /** Of the replay, ns. Never longer for more cores or a shorter hold, see below. */
  makespanNs: number;
}

interface Base {
  plan: Plan;
  base: SimulatedRun;
  seed: number;
}

/** Events that may be spent on schedules in between. */
const MONOTONE_EVENTS = 1_000_000;

/** Cores between which makespans are compared: all up to 16, then in steps of a quarter. */
const CORE_STEPS = [...Array.from({ length: 16 }, (_, at) => at + 1), 20, 24, 28, 32, 40, 48, 56, 64, 80, 96, 112, 128];

/**
 * Replays the run with the edits made.
 *
 * A replay is one schedule, and schedules have anomalies (Graham 1969): a shorter hold or another core may by chance end later. A
 * program with more cores can always leave one idle, and one with a shorter hold can always wait: so the makespan taken is the
 * shortest of those with this many cores or fewer (down to the recorded), and with this hold or a longer one (in whole percents), as
 * far as the plan's size leaves time for it.
 */
export function replayEdits(replay: Base, edits: readonly Edit[]): EditedRun | NotApplicable {
  if (edits.length === 0) return { plan: replay.plan, run: replay.base, makespanNs: replay.base.makespanNs };
  const plan = applyEdits(replay.plan, edits);
  if (isNotApplicable(plan)) return plan;
  const run = simulate(plan, { seed: replay.seed });
  if (run.stuck)
    return notApplicable(
      'With this change the replay does not come to its end: something waits for what no longer happens.',
    );
  let makespanNs = run.makespanNs;
  for (const weaker of listWeaker(replay, edits)) {
    const weakerPlan = applyEdits(replay.plan, weaker);
    if (isNotApplicable(weakerPlan)) continue;
    const weakerRun = simulate(weakerPlan, { seed: replay.seed });
    if (!weakerRun.stuck) makespanNs = Math.min(makespanNs, weakerRun.makespanNs);
  }
  const stronger = withCoreMore(replay.plan, edits);
  const strongerRun = stronger === undefined ? undefined : replayEdits(replay, stronger);
  if (strongerRun !== undefined && !isNotApplicable(strongerRun))
    makespanNs = Math.max(makespanNs, strongerRun.makespanNs);
  return { plan, run, makespanNs };
}

/** The same on a machine with one core more, where the edits take cores away: it cannot take longer than with fewer. */
function withCoreMore({ cores: recorded }: Plan, edits: readonly Edit[]): Edit[] | undefined {
  const at = edits.findIndex((edit) => edit.kind === 'cores' && edit.cores < recorded);
  const edit = edits[at];
  if (edit?.kind !== 'cores') return undefined;
  const more: Edit[] = edit.cores + 1 < recorded ? [{ ...edit, cores: edit.cores + 1 }] : [];
  return edits.toSpliced(at, 1, ...more);
}

/** The same edits with fewer cores and longer holds, in every combination; only the bare ends where these are too many. */
function listWeaker({ plan, base }: Base, edits: readonly Edit[]): Edit[][] {
  const choices = edits.map((edit): (Edit | null)[] => [edit, ...weakerEdits(plan, edit)]);
  const count = choices.reduce((product, { length }) => product * length, 1);
  const affordable = count * Math.max(1, base.events) <= MONOTONE_EVENTS;
  const kept = affordable ? choices : choices.map((list) => list.filter((_, at) => at === 0 || at === list.length - 1));
  const combined = kept.reduce<Edit[][]>(
    (lists, list) => lists.flatMap((before) => list.map((edit) => (edit === null ? before : [...before, edit]))),
    [[]],
  );
  // The first is the edits as they are.
  return combined.slice(1);
}

/** Last comes null: the edit not made at all. */
function weakerEdits(plan: Plan, edit: Edit): (Edit | null)[] {
  if (edit.kind === 'cores') {
    const steps = CORE_STEPS.filter((cores) => cores > plan.cores && cores < edit.cores);
    return edit.cores > plan.cores ? [...steps.map((cores) => ({ ...edit, cores })), null] : [];
  }
  if (edit.kind !== 'shorten-hold') return [];
  const percents = Array.from({ length: Math.max(0, Math.ceil(edit.share * 100) - 1) }, (_, at) => at + 1);
  return [...percents.map((percent) => ({ ...edit, share: percent / 100 })), null];
}
