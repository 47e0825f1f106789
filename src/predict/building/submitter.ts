import { addTo } from './add-to.js';
import { orderBy } from '../../model/growable.js';
import type { Profile, TaskTable } from '../../model/profile.js';
import { Trigger, type PlanTasks } from '../plan.js';
import type { ThreadTime } from './thread-time.js';

/** Idle time of a submitter from which something else than a completion is taken to have made it go on: a timer, I/O. */
const MIN_IDLE_NS = 300_000;
/** CPU of an idle submitter between two events from which it is work of its own, not the handling of a reply. */
const OWN_WORK_NS = 1_000_000;

/** Share of the time between two submits that the submitter must have been idle to have waited for what came in between. */
const WAITED_SHARE = 0.1;

/** What a submitter does besides its tasks, in order of time. */
export interface BodyItem {
  kind: 'spawn' | 'note' | 'work';
  /** Tasks of the submitter that were done before. */
  afterDone: number;
  /** Idle before it, no CPU. */
  idleNs: number;
  /** CPU of it (for `spawn`: of the constructor and what led there). */
  cpuNs: number;
  /** Thread that is spawned; row of the thread's notes; for `work`: when it began. */
  arg: number;
  /** For `work`: until when. */
  atNs: number;
  endNs: number;
}

/** The moments at which a submitter did something that others see. */
export interface SubmitterEvents {
  thread: number;
  /** Rows of the profile's tasks it submitted, those of them that were sent, and that were done, each in order of time. */
  submitted: Int32Array;
  dispatched: Int32Array;
  done: Int32Array;
  /** Threads it started, in order of time; `own`: by an op of its body, else by a pool. */
  spawns: { thread: number; atNs: number; own: boolean }[];
  /** Rows of its notes that belong to its body, with their times, in order. */
  notes: { row: number; atNs: number }[];
}

export function listSubmitterEvents(
  { tasks, threads }: Profile,
  thread: number,
  isSpawned: (thread: number) => boolean,
  notes: SubmitterEvents['notes'],
): SubmitterEvents {
  const rows: number[] = [];
  for (let row = 0; row < tasks.count; row++) if (tasks.submitter[row] === thread) rows.push(row);
  const all = Int32Array.from(rows);
  const known = (column: Float64Array): Int32Array => all.filter((row) => !Number.isNaN(column[row] as number));
  const inOrder = (of: Int32Array, column: Float64Array): Int32Array =>
    orderBy(Float64Array.from(of, (row) => column[row] as number)).map((at) => of[at] as number);
  return {
    thread,
    submitted: inOrder(all, tasks.submitNs),
    dispatched: inOrder(known(tasks.dispatchNs), tasks.dispatchNs),
    done: inOrder(known(tasks.doneNs), tasks.doneNs),
    spawns: threads
      .filter(({ parent, isMain }) => parent === thread && !isMain)
      .map(({ index, beginNs }) => ({ thread: index, atNs: beginNs, own: isSpawned(index) }))
      .sort((x, y) => x.atNs - y.atNs),
    notes,
  };
}

/** Moments between which the submitter's CPU is to be told apart. */
export function marksOf({ submitted, done, spawns, notes }: SubmitterEvents, tasks: TaskTable): Float64Array {
  return Float64Array.from([
    ...spawns.map(({ atNs }) => atNs),
    ...notes.map(({ atNs }) => atNs),
    ...Array.from(submitted, (row) => tasks.submitNs[row] as number),
    ...Array.from(done, (row) => tasks.doneNs[row] as number),
  ]).sort();
}

/**
 * Finds out, from the order in which a thread submitted tasks and received their replies, what made it submit each: all at
 * once, when so many were done (rounds, windows, one by one), or when the same agent's last one was. Its CPU between two
 * such events goes to preparing what follows, else to handling what came before; idle time in between becomes a delay.
 *
 * @param planRow row in the plan of a row of the profile
 * @returns what is left: its own work, threads it starts, waits
 */
export function readSubmitter(
  { tasks }: Profile,
  events: SubmitterEvents,
  time: ThreadTime,
  planRow: Int32Array,
  plan: PlanTasks,
  { beginNs, endNs }: { beginNs: number; endNs: number },
): BodyItem[] {
  const { submitted, dispatched, done, spawns, notes } = events;
  const items: BodyItem[] = [];
  const lastOfAgent = new Map<number, number>();
  let [submit, finish, spawn, note, sent] = [0, 0, 0, 0, 0];
  let last = { kind: 'begin', row: -1, atNs: beginNs };
  let lastDone = -1;
  let carriedNs = 0;
  /** Idle since the last completion, as far as it is the submitter's own. */
  let idleNs = 0;
  /** The time and idle time at which it submitted last, what was done then, and what that submit waited for. */
  let lastSubmit = { atNs: Number.NaN, idleNs: 0, done: -1, needed: 0 };
  const mostUnderWay = countMostUnderWay(tasks, submitted, done);

  /** How many completions the submit was waiting for. */
  function countNeeded(atNs: number): number {
    // Nothing was done since: what the last submit waited for, in the same turn, this one did too.
    if (finish === lastSubmit.done) return lastSubmit.needed;
    const waitedNs = time.idleAt(atNs) - lastSubmit.idleNs;
    // Busy ever since it submitted last, it waited for nothing: what was done meanwhile was so by chance. It may still be
    // bound by how many it lets be under way at once.
    if (waitedNs < WAITED_SHARE * (atNs - lastSubmit.atNs)) return Math.max(0, Math.min(finish, submit - mostUnderWay));
    return finish;
  }

  function prepare(row: number, cpuNs: number): void {
    const to = planRow[row] as number;
    addTo(plan.prepareCpuNs, to, cpuNs + carriedNs);
    carriedNs = 0;
    const agent = tasks.agent[row] as number;
    const own = agent >= 0 ? (lastOfAgent.get(agent) ?? -1) : -1;
    if (agent >= 0) lastOfAgent.set(agent, row);
    const ownDoneNs = own === -1 ? Number.NaN : (tasks.doneNs[own] as number);
    const atNs = tasks.submitNs[row] as number;
    if (ownDoneNs <= atNs && (own === lastDone || idleNs > 0)) {
      plan.trigger[to] = Trigger.AfterTask;
      plan.triggerArg[to] = planRow[own] as number;
      plan.delayNs[to] =
        own === lastDone ? idleNs : Math.max(0, atNs - ownDoneNs - (time.cpuAt(atNs) - time.cpuAt(ownDoneNs)));
    } else {
      plan.trigger[to] = Trigger.AfterCount;
      lastSubmit.needed = countNeeded(atNs);
      plan.triggerArg[to] = lastSubmit.needed;
      plan.delayNs[to] = idleNs;
    }
  }

  function takeReply(row: number, cpuNs: number): void {
    if (last.kind === 'done' && (cpuNs < OWN_WORK_NS || !hasIdle))
      addTo(plan.handleCpuNs, planRow[last.row] as number, cpuNs);
    else if (cpuNs < OWN_WORK_NS) addTo(plan.handleCpuNs, planRow[row] as number, cpuNs + carriedNs);
    else
      items.push({
        kind: 'work',
        afterDone: finish,
        idleNs: 0,
        cpuNs,
        arg: -1,
        atNs: last.atNs,
        endNs: tasks.doneNs[row] as number,
      });
    if (last.kind !== 'done' && cpuNs < OWN_WORK_NS) carriedNs = 0;
    idleNs = 0;
    lastDone = row;
    finish++;
  }

  /**
   * Of the CPU up to a moment, what went into writing the requests that were sent by then. Where it is less than was measured
   * around them, the measurement included waiting for a core.
   */
  function takeClones(cpuNs: number, untilNs: number): number {
    let leftNs = cpuNs;
    for (; sent < dispatched.length; sent++) {
      const row = dispatched[sent] as number;
      if ((tasks.dispatchNs[row] as number) >= untilNs) break;
      const atNs = tasks.dispatchNs[row] as number;
      const spanNs = (tasks.cloneNs[row] as number) || 0;
      const cloneNs = Math.min(leftNs, spanNs, Math.max(0, time.cpuAt(atNs + spanNs) - time.cpuAt(atNs)));
      addTo(plan.cloneCpuNs, planRow[row] as number, cloneNs);
      leftNs -= cloneNs;
    }
    return leftNs;
  }

  let hasIdle = false;
  for (;;) {
    const submitNs = submit < submitted.length ? (tasks.submitNs[submitted[submit] as number] as number) : Infinity;
    const doneNs = finish < done.length ? (tasks.doneNs[done[finish] as number] as number) : Infinity;
    const spawnNs = spawns[spawn]?.atNs ?? Infinity;
    const noteNs = notes[note]?.atNs ?? Infinity;
    const atNs = Math.min(submitNs, doneNs, spawnNs, noteNs);
    if (atNs === Infinity) break;
    const cpuNs = takeClones(Math.max(0, time.cpuAt(atNs) - time.cpuAt(last.atNs)), atNs);
    const gapIdleNs = time.idleAt(atNs) - time.idleAt(last.atNs);
    hasIdle = gapIdleNs > MIN_IDLE_NS;
    if (hasIdle && atNs !== doneNs) idleNs += gapIdleNs;
    if (atNs === doneNs) {
      const row = done[finish] as number;
      takeReply(row, cpuNs);
      last = { kind: 'done', row, atNs };
    } else if (atNs === spawnNs) {
      const { thread, own } = spawns[spawn++] as SubmitterEvents['spawns'][number];
      if (own) {
        items.push({
          kind: 'spawn',
          afterDone: finish,
          idleNs,
          cpuNs: cpuNs + carriedNs,
          arg: thread,
          atNs,
          endNs: atNs,
        });
        carriedNs = 0;
      } else carriedNs += cpuNs;
      last = { kind: 'spawn', row: -1, atNs };
    } else if (atNs === noteNs) {
      const { row } = notes[note++] as SubmitterEvents['notes'][number];
      items.push({ kind: 'note', afterDone: finish, idleNs, cpuNs: cpuNs + carriedNs, arg: row, atNs, endNs: atNs });
      carriedNs = 0;
      last = { kind: 'note', row: -1, atNs };
    } else {
      const row = submitted[submit] as number;
      prepare(row, cpuNs);
      submit++;
      lastSubmit = { ...lastSubmit, atNs, idleNs: time.idleAt(atNs), done: finish };
      last = { kind: 'submit', row, atNs };
    }
  }
  // What it did after the last that is known of its tasks, such as handling messages that were recorded now and then only.
  const restNs = takeClones(time.cpuAt(endNs) - time.cpuAt(last.atNs), endNs);
  if (restNs >= OWN_WORK_NS)
    items.push({ kind: 'work', afterDone: finish, idleNs: 0, cpuNs: restNs, arg: -1, atNs: last.atNs, endNs });
  return items;
}

/** The most tasks a submitter had under way when it submitted one more. */
function countMostUnderWay({ submitNs, doneNs }: TaskTable, submitted: Int32Array, done: Int32Array): number {
  let most = 0;
  let finished = 0;
  for (const [count, row] of submitted.entries()) {
    while (finished < done.length && (doneNs[done[finished] as number] as number) <= (submitNs[row] as number))
      finished++;
    most = Math.max(most, count - finished);
  }
  return most;
}
