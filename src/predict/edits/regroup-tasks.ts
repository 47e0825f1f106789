import { OpCode, type Plan, type PlanTasks, Trigger } from '../plan.js';
import { contentCosts, COST_COLUMNS, fixedCosts } from './costs.js';
import { isWork } from './lock-sections.js';
import { createOpWriter, type OpWriter } from './op-writer.js';
import { positionsBySubmitter } from './waves.js';

/** A task that stands for several of before, or for a part of one. */
export interface NewTask {
  /** Rows of before; the first gives it its trigger. */
  rows: readonly number[];
  /** Share of their work that it does; 1 = all. */
  share: number;
}

/**
 * The plan with other tasks for the same work. What costs come with a message, however small, is paid once a new task.
 *
 * @param drafts stand for each row of before once, or in parts that come one after the other; in order of their first rows
 * @param rows of the pool whose tasks change: those that tell what a message costs
 */
export function regroupTasks(plan: Plan, drafts: readonly NewTask[], rows: readonly number[]): Plan {
  const { tasks } = plan;
  const map = mapRowsToDrafts(plan, drafts);
  const fixed = fixedCosts(tasks, rows);
  const costs = COST_COLUMNS.map((column) => ({
    column,
    costOf: createCost(tasks[column], contentCosts(tasks[column], rows), fixed[column]),
  }));
  const out = createOpWriter(plan.ops.count);
  const changed = emptyTasks(drafts.length);
  drafts.forEach((draft, row) => {
    const first = draft.rows[0] as number;
    for (const column of ['pool', 'submitter', 'agent', 'pinnedTo', 'trigger'] as const) {
      changed[column][row] = tasks[column][first] as number;
    }
    changed.triggerArg[row] = mapTrigger(plan, map, first);
    // A batch is complete when the last of it has come.
    changed.delayNs[row] = Math.max(...draft.rows.map((each) => tasks.delayNs[each] as number));
    for (const { column, costOf } of costs) changed[column][row] = costOf(draft);
    changed.bodyBegin[row] = out.count();
    for (const each of draft.rows) {
      const isLast = map.lastDraft[each] === row;
      writeBody(
        plan,
        map,
        tasks.bodyBegin[each] as number,
        tasks.bodyEnd[each] as number,
        draft.share,
        isLast,
        -1,
        out,
      );
    }
    changed.bodyEnd[row] = out.count();
  });
  const threads = plan.threads.map((thread, index) => {
    const begin = out.count();
    writeBody(plan, map, thread.body[0], thread.body[1], 1, true, index, out);
    return { ...thread, body: [begin, out.count()] as [number, number] };
  });
  return { ...plan, threads, tasks: changed, ops: out.finish() };
}

interface RowMap {
  firstDraft: Int32Array;
  lastDraft: Int32Array;
  lastRowOfDraft: Int32Array;
  /** By submitter: new tasks that are done when so many of its tasks of before are. */
  doneAfter: number[][];
}

function mapRowsToDrafts(plan: Plan, drafts: readonly NewTask[]): RowMap {
  const { tasks, threads } = plan;
  const firstDraft = new Int32Array(tasks.count).fill(-1);
  const lastDraft = new Int32Array(tasks.count).fill(-1);
  const lastRowOfDraft = new Int32Array(drafts.length);
  const position = positionsBySubmitter(plan);
  const completedBy = threads.map((): number[] => [0]);
  for (let row = 0; row < tasks.count; row++) completedBy[tasks.submitter[row] as number]?.push(0);
  drafts.forEach(({ rows }, draft) => {
    for (const row of rows) {
      if ((firstDraft[row] as number) < 0) firstDraft[row] = draft;
      lastDraft[row] = draft;
    }
    const last = rows.reduce((latest, row) => Math.max(latest, row), 0);
    lastRowOfDraft[draft] = last;
    const counts = completedBy[tasks.submitter[last] as number] as number[];
    const at = (position[last] as number) + 1;
    counts[at] = (counts[at] as number) + 1;
  });
  for (const counts of completedBy) {
    for (let at = 1; at < counts.length; at++) counts[at] = (counts[at] as number) + (counts[at - 1] as number);
  }
  return { firstDraft, lastDraft, lastRowOfDraft, doneAfter: completedBy };
}

function mapTrigger({ tasks }: Plan, map: RowMap, row: number): number {
  const arg = tasks.triggerArg[row] as number;
  switch (tasks.trigger[row]) {
    case Trigger.AfterTask:
      return map.lastDraft[arg] ?? arg;
    case Trigger.AfterCount:
      return mapCount(map, tasks.submitter[row] as number, arg);
    default:
      return arg;
  }
}

function mapCount({ doneAfter }: RowMap, submitter: number, count: number): number {
  const counts = doneAfter[submitter] ?? [];
  return counts[Math.min(count, counts.length - 1)] ?? count;
}

/** A message's own cost once, never more than the cheapest of its tasks paid, and what comes from what is in it. */
function createCost(
  column: Float64Array,
  contentOf: (row: number) => number,
  fixedNs: number,
): (draft: NewTask) => number {
  return ({ rows, share }) => {
    let ns = 0;
    let cheapest = fixedNs;
    for (const row of rows) {
      cheapest = Math.min(cheapest, column[row] as number);
      ns += contentOf(row);
    }
    return cheapest + ns * share;
  };
}

function writeBody(
  plan: Plan,
  map: RowMap,
  begin: number,
  end: number,
  share: number,
  isLast: boolean,
  thread: number,
  out: OpWriter,
): void {
  const { ops } = plan;
  for (let op = begin; op < end; op++) {
    const code = ops.code[op] as number;
    const arg = ops.arg[op] as number;
    const ns = ops.ns[op] as number;
    // Others are told once, when all parts have been begun.
    if (code === OpCode.Signal && !isLast) continue;
    if (code === OpCode.Submit) writeSubmits(map, arg, ns, out);
    else if (code === OpCode.AwaitTask) {
      for (let draft = map.firstDraft[arg] as number; draft <= (map.lastDraft[arg] as number); draft++)
        out.add(code, draft, ns);
    } else if (code === OpCode.AwaitCount && thread >= 0) out.add(code, mapCount(map, thread, arg), ns);
    else out.add(code, arg, isWork(code) ? ns * share : ns);
  }
}

/** All parts of a task are handed over where it was, a batch where the last of it was. */
function writeSubmits({ firstDraft, lastDraft, lastRowOfDraft }: RowMap, row: number, ns: number, out: OpWriter): void {
  const last = lastDraft[row] as number;
  for (let draft = firstDraft[row] as number; draft <= last; draft++) {
    if (lastRowOfDraft[draft] === row) out.add(OpCode.Submit, draft, ns);
  }
}

function emptyTasks(count: number): PlanTasks {
  const integers = () => new Int32Array(count);
  const durations = () => new Float64Array(count);
  return {
    count,
    pool: integers(),
    submitter: integers(),
    agent: integers(),
    pinnedTo: integers(),
    trigger: new Uint8Array(count),
    triggerArg: integers(),
    delayNs: durations(),
    prepareCpuNs: durations(),
    cloneCpuNs: durations(),
    deserialiseCpuNs: durations(),
    bodyBegin: integers(),
    bodyEnd: integers(),
    replyCpuNs: durations(),
    handleCpuNs: durations(),
  };
}
