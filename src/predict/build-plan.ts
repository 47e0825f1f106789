import { orderBy } from '../model/growable.js';
import type { Profile, Thread } from '../model/profile.js';
import { findArrivals } from './building/arrivals.js';
import { endTasks } from './building/end-tasks.js';
import { noteHelp, writeHelper } from './building/helpers.js';
import { noteLocks } from './building/note-locks.js';
import { noteSignals } from './building/note-signals.js';
import { createNotes, noteEvent, type ThreadNotes } from './building/notes.js';
import {
  findModelled,
  isHandMade,
  isTaskless,
  listTasksByThread,
  measureThread,
  measureUnseenShare,
  type PlanContext,
} from './building/plan-context.js';
import { createPlanTasks, fillWorkerCosts } from './building/plan-tasks.js';
import { buildPools, measureStarts, startOf, type WorkerStart } from './building/plan-pools.js';
import {
  listSubmitterEvents,
  marksOf,
  readSubmitter,
  type BodyItem,
  type SubmitterEvents,
} from './building/submitter.js';
import { writeSubmitterBody } from './building/submitter-body.js';
import { measureShares } from './building/thread-shares.js';
import { findTypicalTasks } from './building/typical-task.js';
import type { ThreadTime } from './building/thread-time.js';
import { splitWarmUp } from './building/warm-up.js';
import { writeTaskBodies, writeThreadBody, writeWorkerFrame } from './building/write-bodies.js';
import { createOpWriter } from './edits/op-writer.js';
import { OpCode, Trigger, type Machine, type Plan, type PlanTasks, type PlanThread } from './plan.js';

/** Draws of holds where only a sample was recorded: the same trace gives the same plan. */
const SEED = 1;

/** Wall time of the recorded run that a plan's makespan stands for, ns: of the whole process, or of the part the workload marked as measured. */
export function recordedMakespan({ run }: Profile): number {
  const seenNs = run.endNs - run.beginNs;
  return run.beginNs > 0 ? seenNs : Math.max(run.wallNs ?? seenNs, seenNs);
}

/**
 * Turns a recorded run into one that can be run again: who does what, what it costs, and what waits for what. Threads keep
 * their indices (main is 0), locks theirs, pools theirs; tasks are in the order in which they were submitted.
 *
 * Costs are CPU time as the scheduler told it, put to the moments where records say work was done (thread-time.ts); waiting
 * is not in the plan but comes out of the replay: for locks, cores, replies, other threads.
 */
export function buildPlan(recorded: Profile, machine: Machine): Plan {
  const tasksOf = listTasksByThread(recorded);
  const profile = { ...recorded, tasks: endTasks(recorded, tasksOf) };
  const { threads, tasks } = profile;
  const notes = threads.map(createNotes);
  const locks = noteLocks(profile, notes, SEED);
  let signals = noteSignals(profile, notes, (thread) => isTaskless(threads[thread] as Thread, tasksOf));
  const order = orderBy(tasks.submitNs.map((ns) => (Number.isNaN(ns) ? 0 : ns)));
  const planRow = new Int32Array(tasks.count);
  for (let to = 0; to < order.length; to++) planRow[order[to] as number] = to;
  const planTasks = createPlanTasks(profile, order);
  noteSubmits(profile, notes, planRow, planTasks);

  const modelled = findModelled(profile, notes);
  const help = noteHelp(profile, notes, modelled.beginNs, modelled.endNs, signals);
  signals += help.length;
  const arrivals = tasksOf.map((rows) => findArrivals(tasks, rows, machine.wakeLatencyNs));
  const base = { profile, tasksOf, arrivals, notes, typicalOf: findTypicalTasks(profile), ...modelled };
  const unseenShare = measureUnseenShare(profile);
  const main = threads.findIndex(({ isMain }) => isMain);
  const starts = threads.map((thread) => startOf(profile, thread, modelled.beginNs));
  const submits = tasks.submitter.includes(main);
  const events = listSubmitterEvents(
    profile,
    main,
    (thread) => starts[thread] === 'spawn',
    submits ? listNotes(notes[main]) : [],
  );
  if (!submits) {
    for (const { thread, atNs, own } of events.spawns)
      if (own) noteEvent(notes[main] as ThreadNotes, atNs, OpCode.Spawn, thread);
  }
  const marks = marksOf(events, tasks);
  const times = threads.map((thread): ThreadTime =>
    measureThread(base, thread, thread.isMain ? marks : new Float64Array(), unseenShare),
  );
  const context: PlanContext = { ...base, times };

  const out = createOpWriter(tasks.count * 2);
  let mainBody: [number, number] = [0, 0];
  if (submits) {
    const items: BodyItem[] = readSubmitter(profile, events, times[main] as ThreadTime, planRow, planTasks, modelled);
    const written = writeSubmitterBody(
      profile,
      items,
      notes,
      notes[main] as ThreadNotes,
      times[main] as ThreadTime,
      signals,
      out,
    );
    signals = written.signals;
    mainBody = written.body;
  } else if (main !== -1)
    mainBody = writeThreadBody(context, threads[main] as Thread, modelled.beginNs, modelled.endNs, out);

  const workerStarts = measureStarts(context, machine, unseenShare);
  fillWorkerCosts(context, planRow, planTasks);
  const shares = measureShares(profile, machine);
  const planThreads = threads.map((thread): PlanThread => {
    const rows = tasksOf[thread.index] as Int32Array;
    let body: [number, number] = [0, 0];
    const { cpuNs: startCpuNs, stallNs } = workerStarts[thread.index] as WorkerStart;
    if (thread.isMain) body = mainBody;
    else if (rows.length > 0) {
      const endCpuNs = measureEnd(context, thread);
      if (endCpuNs > 0) noteLastTask(context, thread, signals);
      writeTaskBodies(context, thread, planRow, planTasks, out);
      body = writeWorkerFrame(stallNs, endCpuNs > 0 ? { signal: signals++, cpuNs: endCpuNs } : null, out);
    } else if (isHandMade(profile, thread)) {
      body = writeThreadBody(context, thread, thread.readyNs, thread.endNs, out);
    }
    const start = starts[thread.index] as PlanThread['start'];
    return {
      name: thread.name,
      pool: thread.pool,
      start,
      startCpuNs: start === 'spawn' ? startCpuNs : 0,
      body,
      ...shares[thread.index],
    };
  });
  if (help.length > 0) planThreads.push(writeHelper(help, out));
  const plan: Plan = {
    cores: profile.run.cores,
    machine,
    threads: planThreads,
    pools: buildPools(context, machine, workerStarts),
    locks,
    tasks: planTasks,
    ops: out.finish(),
    signals,
    fixedNs: Math.max(0, recordedMakespan(profile) - (modelled.endNs - modelled.beginNs)),
  };
  return splitWarmUp(
    plan,
    tasksOf.map((rows) => rows.map((row) => planRow[row] as number)),
  );
}

function listNotes(notes: ThreadNotes | undefined): SubmitterEvents['notes'] {
  if (notes === undefined) return [];
  const atNs = notes.events.atNs.view();
  return [...orderBy(atNs)].map((row) => ({ row, atNs: atNs[row] as number }));
}

/** Tasks that workers submit are submitted where their code does. */
function noteSubmits(
  { tasks, threads }: Profile,
  notes: readonly ThreadNotes[],
  planRow: Int32Array,
  plan: PlanTasks,
): void {
  for (let row = 0; row < tasks.count; row++) {
    const submitter = threads[tasks.submitter[row] as number];
    if (submitter === undefined || submitter.isMain) continue;
    const to = planRow[row] as number;
    plan.trigger[to] = Trigger.AfterOp;
    noteEvent(notes[submitter.index] as ThreadNotes, tasks.submitNs[row] as number, OpCode.Submit, to);
  }
}

/** CPU of a worker's end, after its last task, ns; 0 of those that end with the process: that is in its own end. */
function measureEnd({ profile, tasksOf, times }: PlanContext, thread: Thread): number {
  if (!isHandMade(profile, thread) || thread.ended === 'with-process') return 0;
  const last = (tasksOf[thread.index] as Int32Array).at(-1) as number;
  const time = times[thread.index] as ThreadTime;
  const used = time.cpuAt(thread.endNs) - time.cpuAt(profile.tasks.endNs[last] as number);
  return used > 0 ? used : 0;
}

function noteLastTask({ profile, tasksOf, notes }: PlanContext, thread: Thread, signal: number): void {
  const last = (tasksOf[thread.index] as Int32Array).at(-1) as number;
  const atNs = profile.tasks.endNs[last] as number;
  noteEvent(notes[thread.index] as ThreadNotes, atNs, OpCode.Signal, signal, 0, last);
}
